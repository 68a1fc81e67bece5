using Kunskapsstyrning.Kernel;

namespace Kunskapsstyrning.Nivastrukturering;

/// <summary>A version of the catalogue of services: what care is given on which level and where (formats/NIVASTRUKTURERING.md).</summary>
/// <param name="Version">The file's own number.</param>
/// <param name="IsExample">True for sample data: no authority's decision.</param>
/// <param name="Services">In the file's order; codes and priorities are unique.</param>
internal sealed record Catalogue(int Version, bool IsExample, IReadOnlyList<CareService> Services);

/// <summary>A kind of care whose level, and sometimes units, are decided.</summary>
/// <param name="Code">Unique in the catalogue, for example <c>NRF-003</c>.</param>
/// <param name="Name">For people.</param>
/// <param name="Rpo">Name of the programområde.</param>
/// <param name="Level">1–4.</param>
/// <param name="Priority">Unique; of several services that match, the lowest decides.</param>
/// <param name="Validity">Compared with prisdatum.</param>
/// <param name="PlannedOnly">True when acute contacts may be at any unit.</param>
/// <param name="Rules">What contacts it takes.</param>
/// <param name="Units">Where it may be given; empty = everywhere.</param>
/// <param name="Decision">Who decided.</param>
internal sealed record CareService(
    string Code, string Name, string Rpo, int Level, int Priority, Period Validity, bool PlannedOnly,
    ServiceRules Rules, IReadOnlyList<PermittedUnit> Units, Decision Decision);

/// <summary>All groups that are given must match; within a group, any. An empty group does not limit.</summary>
/// <param name="Kva">Prefixes; any procedure.</param>
/// <param name="Icd">Prefixes without dot; the main diagnosis only.</param>
/// <param name="Drg">Prefixes.</param>
/// <param name="Mvos">0–999.</param>
/// <param name="Kinds">Kinds of contact.</param>
/// <param name="AgeFrom">Years, inclusive; null = open.</param>
/// <param name="AgeTo">Years, inclusive; null = open.</param>
internal sealed record ServiceRules(
    IReadOnlyList<string> Kva, IReadOnlyList<string> Icd, IReadOnlyList<string> Drg, IReadOnlyList<int> Mvos,
    IReadOnlyList<Kontaktslag> Kinds, int? AgeFrom, int? AgeTo);

/// <summary>A hospital where a service may be given.</summary>
/// <param name="Hospital">Sjukhuskod.</param>
/// <param name="Validity">Compared with prisdatum.</param>
internal sealed record PermittedUnit(string Hospital, Period Validity);

/// <summary>The decision behind a service.</summary>
/// <param name="Body">Who decided.</param>
/// <param name="Date">As in the file, or empty.</param>
/// <param name="Dnr">Reference number, or empty.</param>
internal sealed record Decision(string Body, string Date, string Dnr);

/// <summary>What the catalogue says of one contact.</summary>
/// <param name="Service">The service, or null when none matches.</param>
/// <param name="Level">1–4.</param>
/// <param name="Rpo">Name of the programområde, or <see cref="UnknownRpo"/>.</param>
internal readonly record struct Classification(CareService? Service, int Level, string Rpo)
{
    /// <summary>When there is no service and the MVO is not in the table.</summary>
    internal const string UnknownRpo = "(okänt)";
}
