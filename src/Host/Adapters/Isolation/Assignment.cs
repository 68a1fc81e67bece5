using Kunskapsstyrning.Adapters.Sdk;

namespace Kunskapsstyrning.Host.Adapters.Isolation;

/// <summary>What a child process is to do; the assemblies' bytes follow it.</summary>
/// <param name="Id">The region's key.</param>
/// <param name="Entry">Name of the assembly that holds the adapter.</param>
/// <param name="Assemblies">Names and lengths, in the order in which their bytes follow.</param>
/// <param name="Period">The delivery's month; empty for a structure.</param>
/// <param name="Names">The delivery's files; of a structure its one file.</param>
/// <param name="Mapping">Null: read a structure.</param>
internal sealed record Assignment(string Id, string Entry, IReadOnlyList<Assignment.Image> Assemblies, string Period, IReadOnlyList<string> Names, Mapping? Mapping)
{
    /// <param name="Name">Of the assembly.</param>
    /// <param name="Length">In bytes.</param>
    internal sealed record Image(string Name, int Length);

    internal static Assignment Of(PluginCode code, string period, IReadOnlyList<string> names, Mapping? mapping) =>
        new(code.Id, code.Entry, [.. code.Images.Select(image => new Image(image.Key, image.Value.Length))], period, names, mapping);
}
