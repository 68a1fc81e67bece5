using System.Text.RegularExpressions;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Kunskapsstyrning.Architecture;

/// <summary>Rules about what was built; each gives the violations, one line each.</summary>
internal static partial class AssemblyRules
{
    private static readonly string[] _mayBePublic =
    [
        "Microsoft.AspNetCore.Mvc.RazorPages.PageModel",
        "Microsoft.AspNetCore.Mvc.Razor.RazorPageBase",
        "Microsoft.AspNetCore.Razor.TagHelpers.TagHelper",
        "Microsoft.EntityFrameworkCore.Migrations.Migration",
    ];

    /// <summary>Types that use a project which theirs may not use, whether or not the project file refers to it.</summary>
    internal static IReadOnlyList<string> ForbiddenUses(Project project, Types types, IReadOnlyCollection<Project> all) =>
        types.ShouldNotDependOn(used =>
            all.Where(other => Dependencies.IsIn(used, Assemblies.NamespaceOf(other))).MaxBy(other => Assemblies.NamespaceOf(other).Length) is { } owner
            && owner.Name != project.Name
            && !ReferenceRules.May(project, owner.Room));

    /// <summary>Types that lie in a namespace of ours which is not their project's.</summary>
    internal static IReadOnlyList<string> Strays(Project project, Types types) => types
        .That(type => Dependencies.IsIn(type.Namespace, "Kunskapsstyrning") && !Dependencies.IsIn(type.Namespace, Assemblies.NamespaceOf(project)))
        .GetNames();

    /// <summary>The classes that the Host takes for modules.</summary>
    internal static IReadOnlyList<TypeDefinition> ModuleClasses(Types types) =>
        types.That(type => type is { IsClass: true, IsAbstract: false } && type.Implements("Kunskapsstyrning.Kernel.IModule")).GetTypes();

    /// <summary>Public types other than the module class and what frameworks want public.</summary>
    internal static IReadOnlyList<string> ShownWithoutNeed(Types types) => types
        .ArePublic()
        .That(type => !type.Implements("Kunskapsstyrning.Kernel.IModule") && !_mayBePublic.Any(type.Inherits))
        .GetNames();

    /// <summary>Entities of the contexts that neither have an owner nor say why not.</summary>
    internal static IReadOnlyList<string> WithoutOwner(Types types) => [.. Entities(types)
        .Where(entity => !entity.Implements("Kunskapsstyrning.Kernel.IOwned")
            && !entity.CustomAttributes.Any(attribute => attribute.AttributeType.FullName == "Kunskapsstyrning.Kernel.NoOwnerAttribute"))
        .Select(entity => entity.FullName)];

    /// <summary>What the contexts among the types map: their DbSet properties and the entities that are configured in code.</summary>
    internal static IReadOnlyList<TypeDefinition> Entities(Types types) => [.. types
        .That(type => type.Inherits("Microsoft.EntityFrameworkCore.DbContext"))
        .GetTypes()
        .SelectMany(Mapped)
        .Concat(types.GetTypes().SelectMany(Configured))
        .Where(type => type is not GenericParameter)
        .Select(type => type.Resolve())
        .DistinctBy(type => type.FullName)
        .OrderBy(type => type.FullName, StringComparer.Ordinal)];

    /// <summary>SQL of one module that names another module's tables.</summary>
    /// <param name="types">The module's.</param>
    /// <param name="others">The other modules' names, which are their schemas and table prefixes.</param>
    internal static IReadOnlyList<string> ForeignTables(Types types, IReadOnlyCollection<string> others) => [.. types.GetTypes()
        .SelectMany(type => Instructions(type).Select(instruction => instruction.Operand).OfType<string>()
            .Where(text => Sql().IsMatch(text))
            .SelectMany(text => others.Where(other => Regex.IsMatch(text, $"""\b{other}(_|"?\s*\.\s*)"?[a-z]""", RegexOptions.IgnoreCase)))
            .Select(other => $"{type.FullName} -> {other}"))
        .Distinct(StringComparer.Ordinal)];

    /// <summary>Calls of what BannedSymbols.txt bans, told as the file tells them.</summary>
    internal static IReadOnlyList<string> BannedCalls(Types types, IReadOnlySet<string> banned) => [.. types.GetTypes()
        .SelectMany(type => Instructions(type).Select(instruction => instruction.Operand).OfType<MethodReference>()
            .Select(SymbolOf)
            .Where(banned.Contains)
            .Select(symbol => $"{type.FullName} -> {symbol}"))
        .Distinct(StringComparer.Ordinal)];

    /// <summary>The name that a module gives itself.</summary>
    internal static string NameOf(TypeDefinition module) => (string)module.Properties.Single(property => property.Name == "Name")
        .GetMethod.Body.Instructions.Single(instruction => instruction.OpCode == OpCodes.Ldstr).Operand;

    private static IEnumerable<TypeReference> Mapped(TypeDefinition context) =>
    [
        .. context.Properties.Select(property => property.PropertyType).OfType<GenericInstanceType>()
            .Where(type => type.ElementType.FullName == "Microsoft.EntityFrameworkCore.DbSet`1")
            .Select(type => type.GenericArguments[0]),
        .. context.NestedTypes.Prepend(context).SelectMany(Instructions).Select(instruction => instruction.Operand).OfType<GenericInstanceMethod>()
            .Where(method => method.Name == "Entity" && method.DeclaringType.FullName == "Microsoft.EntityFrameworkCore.ModelBuilder")
            .Select(method => method.GenericArguments[0]),
    ];

    private static IEnumerable<TypeReference> Configured(TypeDefinition configuration) => configuration.Interfaces
        .Select(implemented => implemented.InterfaceType)
        .OfType<GenericInstanceType>()
        .Where(type => type.ElementType.FullName == "Microsoft.EntityFrameworkCore.IEntityTypeConfiguration`1")
        .Select(type => type.GenericArguments[0]);

    private static IEnumerable<Instruction> Instructions(TypeDefinition type) =>
        type.Methods.Where(method => method.HasBody).SelectMany(method => method.Body.Instructions);

    private static string SymbolOf(MethodReference method)
    {
        var type = method.DeclaringType.GetElementType().FullName;
        if (method.Name.StartsWith("get_", StringComparison.Ordinal))
        {
            return $"P:{type}.{method.Name[4..]}";
        }

        var parameters = string.Join(',', method.Parameters.Select(parameter => parameter.ParameterType.FullName));
        return $"M:{type}.{method.Name}" + (parameters.Length > 0 ? $"({parameters})" : "");
    }

    [GeneratedRegex("""\b(select|insert|update|delete|from|join|into|create|alter|drop|truncate|copy)\b""", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex Sql();
}
