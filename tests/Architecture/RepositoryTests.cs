using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Xunit;

namespace Kunskapsstyrning.Architecture;

public sealed partial class RepositoryTests
{
    private static readonly string[] _given =
    [
        "Microsoft.Extensions.Hosting", "Scrutor", "Npgsql.EntityFrameworkCore.PostgreSQL", "Quartz", "Polly", "xunit", "NetArchTest.Rules",
    ];

    private static readonly XDocument _packages = Repository.Xml("Directory.Packages.props");

    private static readonly XDocument _plantedPackages = XDocument.Parse(
        """
        <Project><ItemGroup>
          <PackageVersion Include="Quartz" Version="4.*" />
          <PackageVersion Include="Polly" Version="8.9.1" />
          <PackageVersion Include="Cecil" Version="[1.0,2.0)" /> <!-- stands in for NetArchTest.Rules -->
        </ItemGroup></Project>
        """);

    [Fact]
    public void Package_versions_are_central() =>
        Assert.Empty(Repository.ProjectFiles.SelectMany(file =>
            RepositoryRules.NotCentral(Repository.Xml(file), _packages).Select(id => $"{file}: {id}")));

    [Fact]
    public void A_planted_version_and_an_unknown_package_are_seen()
    {
        var project = XDocument.Parse(
            """
            <Project><ItemGroup>
              <PackageReference Include="Polly" />
              <PackageReference Include="Quartz" Version="4.7.3" />
              <PackageReference Include="MediatR" />
            </ItemGroup></Project>
            """);
        Assert.Equal(["Quartz", "MediatR"], RepositoryRules.NotCentral(project, _plantedPackages));
    }

    [Fact]
    public void Package_versions_are_exact() => Assert.Empty(RepositoryRules.Floating(_packages));

    [Fact]
    public void Planted_floating_versions_are_seen() => Assert.Equal(["Quartz", "Cecil"], RepositoryRules.Floating(_plantedPackages));

    [Fact]
    public void The_given_packages_are_there_or_stood_in_for() => Assert.Empty(RepositoryRules.Missing(_given, _packages));

    [Fact]
    public void A_planted_lack_of_given_packages_is_seen() =>
        Assert.Equal(
            ["Microsoft.Extensions.Hosting", "Scrutor", "Npgsql.EntityFrameworkCore.PostgreSQL", "xunit"],
            RepositoryRules.Missing(_given, _plantedPackages));

    [Fact]
    public void The_solution_filter_holds_all_of_src_and_nothing_else()
    {
        using var filter = JsonDocument.Parse(Repository.Text("Kunskapsstyrning.Run.slnf"));
        string[] projects = [.. filter.RootElement.GetProperty("solution").GetProperty("projects").EnumerateArray()
            .Select(project => project.GetString()!.Replace('\\', '/'))];
        Assert.Empty(RepositoryRules.WrongInFilter(projects, Repository.ProjectFiles));
    }

    [Fact]
    public void A_planted_filter_is_seen() =>
        Assert.Equal(
            ["left out: src/A/A.csproj", "let in: tests/T/T.csproj"],
            RepositoryRules.WrongInFilter(["src/B/B.csproj", "tests/T/T.csproj"], ["src/A/A.csproj", "src/B/B.csproj", "tests/T/T.csproj"]));

    [Fact]
    public void The_solution_holds_every_project() =>
        Assert.Equal(
            Repository.ProjectFiles,
            SolutionProject().Matches(Repository.Text("Kunskapsstyrning.sln")).Select(match => match.Groups[1].Value.Replace('\\', '/')).Order(StringComparer.Ordinal));

    [Fact]
    public void Banned_symbols_reach_every_compilation_of_src()
    {
        Assert.Contains(_packages.Descendants("GlobalPackageReference"), reference =>
            reference.Attribute("Include")!.Value == "Microsoft.CodeAnalysis.BannedApiAnalyzers");
        Assert.Contains(Repository.Xml("Directory.Build.props").Descendants("AdditionalFiles"), file =>
            file.Attribute("Include")!.Value.EndsWith("BannedSymbols.txt", StringComparison.Ordinal));
        Assert.DoesNotContain(Repository.ProjectFiles, file => Repository.Text(file).Contains("RS0030", StringComparison.Ordinal));
        Assert.DoesNotContain(
            Directory.EnumerateFiles(Path.Combine(Repository.Root, "src"), "*.cs", SearchOption.AllDirectories),
            file => File.ReadAllText(file).Contains("RS0030", StringComparison.Ordinal));
    }

    [Fact]
    public void Warnings_are_errors() =>
        Assert.Equal("true", Repository.Xml("Directory.Build.props").Descendants("TreatWarningsAsErrors").Single().Value);

    [Fact]
    public void Decisions_are_numbered_without_gaps_and_stand_in_the_index()
    {
        var decisions = Decisions();
        Assert.NotEmpty(decisions);
        Assert.Empty(RepositoryRules.WrongInDecisions(decisions, Repository.Text("docs/adr/README.md")));
        Assert.Empty(decisions.SelectMany(file =>
            RepositoryRules.MissingHeadings(Repository.Text($"docs/adr/{file}")).Select(heading => $"{file}: {heading}")));
    }

    [Fact]
    public void Planted_gaps_and_an_unlisted_decision_are_seen()
    {
        Assert.Equal(
            ["out of step: 0003-c.md", "not in the index: 0001-a.md"],
            RepositoryRules.WrongInDecisions(["0001-a.md", "0003-c.md"], "[3](0003-c.md)"));
        Assert.Equal(["Rejected:", "Wrong if:"], RepositoryRules.MissingHeadings("Status: a\nContext: b\nDecision: c\nCosts: d"));
    }

    private static string[] Decisions() => [.. Directory.EnumerateFiles(Path.Combine(Repository.Root, "docs", "adr"), "*.md")
        .Select(file => Path.GetFileName(file))
        .Where(file => file != "README.md")];

    [GeneratedRegex("""= "[^"]+", "([^"]+\.csproj)",""")]
    private static partial Regex SolutionProject();
}
