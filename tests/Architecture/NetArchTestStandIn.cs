using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Kunskapsstyrning.Architecture;

/// <summary>
/// Stands in for NetArchTest.Rules, which the registry does not hold (docs/adr/0003): the part of its fluent interface that our rules use,
/// on the same Mono.Cecil. To go over to the package, delete this file.
/// </summary>
internal sealed class Types
{
    private readonly IEnumerable<TypeDefinition> _types;

    private Types(IEnumerable<TypeDefinition> types) => _types = types;

    /// <summary>Every type of the assembly that a person wrote or a generator made, nested ones too.</summary>
    internal static Types InAssembly(AssemblyDefinition assembly) => new(assembly.MainModule.GetTypes().Where(type => type.Name != "<Module>"));

    /// <summary>Narrows the selection.</summary>
    internal Types That(Func<TypeDefinition, bool> condition) => new(_types.Where(condition));

    internal Types ResideInNamespace(string prefix) => That(type => Dependencies.IsIn(Outermost(type).Namespace, prefix));

    internal Types ArePublic() => That(type => type.IsPublic);

    /// <summary>The names of the selected types.</summary>
    internal IReadOnlyList<string> GetNames() => [.. _types.Select(type => type.FullName).Order(StringComparer.Ordinal)];

    internal IReadOnlyList<TypeDefinition> GetTypes() => [.. _types];

    /// <summary>The selected types that depend on a namespace or type, and on which: empty when the rule is kept.</summary>
    /// <param name="forbidden">True for a namespace that may not be depended on.</param>
    internal IReadOnlyList<string> ShouldNotDependOn(Func<string, bool> forbidden) => [.. _types
        .SelectMany(type => Dependencies.Of(type)
            .Where(dependency => forbidden(dependency.Namespace))
            .Select(dependency => $"{type.FullName} -> {dependency.FullName}"))
        .Distinct(StringComparer.Ordinal)
        .Order(StringComparer.Ordinal)];

    /// <summary>The same for everything under one namespace.</summary>
    internal IReadOnlyList<string> ShouldNotDependOn(string prefix) => ShouldNotDependOn(name => Dependencies.IsIn(name, prefix));

    private static TypeDefinition Outermost(TypeDefinition type) => type.DeclaringType is { } outer ? Outermost(outer) : type;
}

/// <summary>What a type's signatures, attributes and bodies mention.</summary>
internal static class Dependencies
{
    internal static bool IsIn(string name, string prefix) =>
        name == prefix || name.StartsWith(prefix + ".", StringComparison.Ordinal);

    /// <summary>Every type that is mentioned, taken apart to its elements, the outermost of nested ones; with repeats.</summary>
    internal static IEnumerable<TypeReference> Of(TypeDefinition type) => Mentioned(type).SelectMany(Elements);

    private static IEnumerable<TypeReference?> Mentioned(TypeDefinition type) =>
    [
        type.BaseType,
        .. type.Interfaces.Select(implemented => implemented.InterfaceType),
        .. type.CustomAttributes.SelectMany(InAttribute),
        .. type.GenericParameters.SelectMany(parameter => parameter.Constraints).Select(constraint => constraint.ConstraintType),
        .. type.Fields.Select(field => field.FieldType),
        .. type.Fields.SelectMany(field => field.CustomAttributes).SelectMany(InAttribute),
        .. type.Properties.SelectMany(property => property.CustomAttributes).SelectMany(InAttribute),
        .. type.Events.Select(happening => happening.EventType),
        .. type.Methods.SelectMany(InMethod),
    ];

    private static IEnumerable<TypeReference?> InMethod(MethodDefinition method) =>
    [
        .. InSignature(method),
        .. method.CustomAttributes.SelectMany(InAttribute),
        .. method.GenericParameters.SelectMany(parameter => parameter.Constraints).Select(constraint => constraint.ConstraintType),
        .. method.HasBody ? InBody(method.Body) : [],
    ];

    private static IEnumerable<TypeReference?> InBody(MethodBody body) =>
    [
        .. body.Variables.Select(variable => variable.VariableType),
        .. body.ExceptionHandlers.Select(handler => handler.CatchType),
        .. body.Instructions.SelectMany(InInstruction),
    ];

    private static IEnumerable<TypeReference?> InInstruction(Instruction instruction) => instruction.Operand switch
    {
        TypeReference type => [type],
        MethodReference method => [method.DeclaringType, .. InSignature(method)],
        FieldReference field => [field.DeclaringType, field.FieldType],
        _ => [],
    };

    private static IEnumerable<TypeReference?> InSignature(MethodReference method) =>
    [
        method.ReturnType,
        .. method.Parameters.Select(parameter => parameter.ParameterType),
        .. method is GenericInstanceMethod generic ? generic.GenericArguments : [],
    ];

    private static IEnumerable<TypeReference?> InAttribute(CustomAttribute attribute) =>
        [attribute.AttributeType, .. attribute.ConstructorArguments.Select(argument => argument.Value as TypeReference)];

    private static IEnumerable<TypeReference> Elements(TypeReference? type) => type switch
    {
        null or GenericParameter => [],
        GenericInstanceType generic => [.. Elements(generic.ElementType), .. generic.GenericArguments.SelectMany(Elements)],
        TypeSpecification specification => Elements(specification.ElementType),
        { DeclaringType: { } outer } => Elements(outer),
        _ => [type],
    };
}
