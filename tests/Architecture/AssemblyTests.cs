using Kunskapsstyrning.Architecture.Planted;
using Xunit;

namespace Kunskapsstyrning.Architecture;

public sealed class AssemblyTests
{
    private static readonly HashSet<string> _banned = [.. Repository.Text("BannedSymbols.txt")
        .Split('\n', StringSplitOptions.RemoveEmptyEntries)
        .Select(line => line.Split(';')[0])];

    private static Types Planted => Types.InAssembly(Assemblies.Own).ResideInNamespace(typeof(PlantedDb).Namespace!);

    [Fact]
    public void There_are_modules_to_check() => Assert.NotEmpty(Assemblies.OfModules);

    [Fact]
    public void Types_use_only_the_projects_that_theirs_may_use() =>
        Assert.Empty(Assemblies.OfSource.SelectMany(built =>
            AssemblyRules.ForbiddenUses(built.Project, Types.InAssembly(built.Assembly), Repository.Projects)));

    [Fact]
    public void A_planted_use_of_the_kernel_is_seen_in_signatures_and_in_bodies()
    {
        var adapter = new Project("Norrbotten", Room.Adapter);
        Project[] house = [adapter, new("Kernel", Room.Kernel)];

        var seen = AssemblyRules.ForbiddenUses(adapter, Planted, house);

        Assert.Contains($"{typeof(PlantedSignature).FullName} -> Kunskapsstyrning.Kernel.Owner", seen);
        Assert.Contains(seen, line => line.StartsWith($"{typeof(PlantedBody).FullName}", StringComparison.Ordinal));
        Assert.DoesNotContain(seen, line => line.StartsWith($"{typeof(PlantedSql).FullName}", StringComparison.Ordinal));
    }

    [Fact]
    public void Types_lie_in_the_namespace_of_their_project() =>
        Assert.Empty(Assemblies.OfSource.SelectMany(built => AssemblyRules.Strays(built.Project, Types.InAssembly(built.Assembly))));

    [Fact]
    public void A_stray_type_is_seen() =>
        Assert.Contains(typeof(PlantedBody).FullName!, AssemblyRules.Strays(new("Structure", Room.Module), Planted));

    [Fact]
    public void Every_module_project_has_exactly_one_module_class() =>
        Assert.Empty(Assemblies.OfModules.Where(built => AssemblyRules.ModuleClasses(Types.InAssembly(built.Assembly)).Count != 1)
            .Select(built => built.Project.Name));

    [Fact]
    public void Only_module_projects_have_module_classes() =>
        Assert.Empty(Assemblies.OfSource.Where(built => built.Project.Room != Room.Module)
            .SelectMany(built => AssemblyRules.ModuleClasses(Types.InAssembly(built.Assembly))));

    [Fact]
    public void Modules_have_names_of_their_own()
    {
        var names = ModuleNames().Values;
        Assert.Equal(names.Distinct(StringComparer.Ordinal), names);
        Assert.All(names, name => Assert.Matches("^[a-z]+$", name));
    }

    [Fact]
    public void The_Host_refers_to_every_module() =>
        Assert.Equal(
            Repository.Modules.Select(module => module.Name),
            Repository.Projects.Single(project => project.Room == Room.Host).References
                .Intersect(Repository.Modules.Select(module => module.Name)).Order(StringComparer.Ordinal));

    [Fact]
    public void A_planted_second_module_class_is_seen() => Assert.Equal(2, AssemblyRules.ModuleClasses(Planted).Count);

    [Fact]
    public void A_module_shows_its_module_class_and_no_more() =>
        Assert.Empty(Assemblies.OfModules.SelectMany(built => AssemblyRules.ShownWithoutNeed(Types.InAssembly(built.Assembly))));

    [Fact]
    public void A_planted_public_type_is_seen() => Assert.Equal([typeof(PlantedPublic).FullName!], AssemblyRules.ShownWithoutNeed(Planted));

    [Fact]
    public void There_are_entities_to_check() =>
        Assert.NotEmpty(Assemblies.OfModules.SelectMany(built => AssemblyRules.Entities(Types.InAssembly(built.Assembly))));

    [Fact]
    public void Every_entity_has_an_owner_or_says_why_not() =>
        Assert.Empty(Assemblies.OfSource.SelectMany(built => AssemblyRules.WithoutOwner(Types.InAssembly(built.Assembly))));

    [Fact]
    public void Planted_entities_without_owner_are_seen_however_they_are_mapped() =>
        Assert.Equal(
            [typeof(PlantedApart).FullName!, typeof(PlantedConfigured).FullName!, typeof(PlantedSet).FullName!],
            AssemblyRules.WithoutOwner(Planted));

    [Fact]
    public void No_module_names_the_tables_of_another()
    {
        var names = ModuleNames();
        Assert.Empty(Assemblies.OfModules.SelectMany(built =>
            AssemblyRules.ForeignTables(Types.InAssembly(built.Assembly), ["kernel", .. names.Where(named => named.Key != built.Project.Name).Select(named => named.Value)])));
    }

    [Fact]
    public void Planted_sql_on_the_tables_of_another_module_is_seen() =>
        Assert.Equal(
            [$"{typeof(PlantedSql).FullName} -> structure", $"{typeof(PlantedSql).FullName} -> reporting"],
            AssemblyRules.ForeignTables(Planted, ["structure", "reporting", "dialogues"]));

    [Fact]
    public void Nobody_calls_a_banned_symbol() =>
        Assert.Empty(Assemblies.OfSource.SelectMany(built => AssemblyRules.BannedCalls(Types.InAssembly(built.Assembly), _banned)));

    [Fact]
    public void Planted_calls_of_banned_symbols_are_seen() =>
        Assert.Equal(
            [
                $"{typeof(PlantedClock).FullName} -> P:System.DateTime.Now",
                $"{typeof(PlantedClock).FullName} -> P:System.Threading.Tasks.Task`1.Result",
                $"{typeof(PlantedClock).FullName} -> M:System.Guid.NewGuid",
            ],
            AssemblyRules.BannedCalls(Planted, _banned));

    private static Dictionary<string, string> ModuleNames() => Assemblies.OfModules.ToDictionary(
        built => built.Project.Name,
        built => AssemblyRules.NameOf(AssemblyRules.ModuleClasses(Types.InAssembly(built.Assembly))[0]));
}
