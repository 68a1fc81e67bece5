namespace Kunskapsstyrning.Structure.Contracts;

/// <summary>What other modules may ask of the structure.</summary>
public interface IStructureDirectory
{
    /// <summary>Names of the RPO that are there on the day, in Swedish order.</summary>
    Task<IReadOnlyList<string>> RpoNames(DateOnly day, CancellationToken ct = default);

    /// <summary>The RPO names that the regions' mapping tables lead to, each once (formats/NIVASTRUKTURERING.md, NIV-005).</summary>
    Task<IReadOnlySet<string>> MappedRpoNames(CancellationToken ct = default);
}
