using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Kunskapsstyrning.Architecture;

/// <summary>Rules about the files around the code; each gives the violations, one line each.</summary>
internal static partial class RepositoryRules
{
    /// <summary>Package references that carry a version of their own, or have none in the central file.</summary>
    internal static IEnumerable<string> NotCentral(XDocument project, XDocument packages)
    {
        var central = Versions(packages).Keys;
        return project.Descendants("PackageReference")
            .Where(reference => reference.Attribute("Version") is not null
                || reference.Attribute("VersionOverride") is not null
                || reference.Elements().Any(element => element.Name.LocalName.StartsWith("Version", StringComparison.Ordinal))
                || !central.Contains(Id(reference)))
            .Select(Id);
    }

    /// <summary>Central versions that may change by themselves.</summary>
    internal static IEnumerable<string> Floating(XDocument packages) =>
        Versions(packages).Where(version => !Exact().IsMatch(version.Value)).Select(version => version.Key);

    /// <summary>The given packages that neither stand in the central file nor are said to be stood in for there.</summary>
    internal static IEnumerable<string> Missing(IEnumerable<string> given, XDocument packages)
    {
        var comments = string.Join('\n', packages.DescendantNodes().OfType<XComment>().Select(comment => comment.Value));
        var versions = Versions(packages);
        return given.Where(id => !versions.ContainsKey(id)
            && !versions.ContainsKey($"{id}.v3") // xunit's third version is a package of its own
            && !comments.Contains($"stands in for {id}", StringComparison.Ordinal));
    }

    /// <summary>What is wrong with the projects in a solution filter: sources left out, and others let in.</summary>
    /// <param name="filter">Project files in the filter, forward slashes.</param>
    /// <param name="all">Every project file of the repository.</param>
    internal static IEnumerable<string> WrongInFilter(IReadOnlyCollection<string> filter, IReadOnlyCollection<string> all)
    {
        var sources = all.Where(file => file.StartsWith("src/", StringComparison.Ordinal)).ToList();
        return [.. sources.Except(filter).Select(file => $"left out: {file}"), .. filter.Except(sources).Select(file => $"let in: {file}")];
    }

    /// <summary>What is wrong with the decisions: numbers that are missing or used twice, files that the index does not link to.</summary>
    /// <param name="files">File names in docs/adr but for the index.</param>
    /// <param name="index">The index' text.</param>
    internal static IEnumerable<string> WrongInDecisions(IReadOnlyCollection<string> files, string index) =>
    [
        .. files.Order(StringComparer.Ordinal).Where((file, i) => !file.StartsWith($"{i + 1:D4}-", StringComparison.Ordinal)).Select(file => $"out of step: {file}"),
        .. files.Where(file => !index.Contains($"({file})", StringComparison.Ordinal)).Select(file => $"not in the index: {file}"),
    ];

    /// <summary>The headings of a decision that its text lacks.</summary>
    internal static IEnumerable<string> MissingHeadings(string decision) =>
        new[] { "Status:", "Context:", "Decision:", "Costs:", "Rejected:", "Wrong if:" }
            .Where(heading => !decision.Contains(heading, StringComparison.Ordinal));

    private static Dictionary<string, string> Versions(XDocument packages) => packages.Descendants()
        .Where(element => element.Name.LocalName is "PackageVersion" or "GlobalPackageReference")
        .ToDictionary(Id, element => element.Attribute("Version")!.Value, StringComparer.OrdinalIgnoreCase);

    private static string Id(XElement element) => element.Attribute("Include")!.Value;

    [GeneratedRegex(@"^\d+(\.\d+)+(-[0-9A-Za-z.]+)?$")]
    private static partial Regex Exact();
}
