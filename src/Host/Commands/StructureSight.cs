using Kunskapsstyrning.Adapters.Sdk;
using Kunskapsstyrning.Kernel;

namespace Kunskapsstyrning.Host.Commands;

/// <summary>How an adapter understands the structure file that lies beside a delivery.</summary>
/// <param name="File">Its bare name.</param>
/// <param name="Groups">In file order; empty when it was refused.</param>
/// <param name="Unreadable">The lines that the adapter could not read.</param>
/// <param name="Fault">Swedish: why it was refused, or null.</param>
internal sealed record StructureSight(string File, IReadOnlyList<LocalGroup> Groups, IReadOnlyList<long> Unreadable, string? Fault)
{
    private const int ShownGroups = 20;

    /// <summary>True when nothing of it is left out.</summary>
    public bool IsWhole => Fault is null && Unreadable.Count == 0 && Groups.Any(group => group.ActsAsLpo);

    /// <summary>For people.</summary>
    public IEnumerable<string> Lines
    {
        get
        {
            if (Fault is not null) return ["", $"Struktur   {File}", $"  FEL           {Fault}"];
            var unreadable = Unreadable.Count == 0 ? "alla rader lästa" : $"rader som adaptern inte kunde läsa: {string.Join(", ", Unreadable)}";
            return ["", $"Struktur   {File}: {Groups.Count(group => group.ActsAsLpo)} LPO, {unreadable}",
                .. Groups.Take(ShownGroups).Select(group => $"  {group.Name}{(group.LocalCode is null ? "" : $" ({group.LocalCode})")}: {(group.Mirrors.Count == 0 ? "speglar inget" : string.Join(", ", group.Mirrors))}")];
        }
    }

    /// <summary>Reads the structure file of a delivery's folder; null when it has none.</summary>
    /// <exception cref="AdapterUnavailableException">The adapter failed.</exception>
    public static StructureSight? Of(IRegionAdapter adapter, string folder, CancellationToken ct)
    {
        if (ExampleFolder.StructureIn(folder) is not { } path) return null;
        var name = Path.GetFileName(path);
        try
        {
            using var content = System.IO.File.OpenRead(path);
            var structure = adapter.ReadStructure(content, name, ct);
            return new(name, structure.Groups, [.. structure.UnreadableRows.Select(row => row.Row)], null);
        }
        catch (StructureRejectedException refused)
        {
            return new(name, [], [], Told(refused));
        }
    }

    /// <summary><c>LPO-002, rad 1: Kolumnen Namn saknas.</c></summary>
    public static string Told(StructureRejectedException refused) => $"{refused.Code}{(refused.Row > 0 ? $", rad {refused.Row}" : "")}: {refused.Detail}";
}
