using Kunskapsstyrning.Adapters.Sdk;
using Kunskapsstyrning.Kernel;

namespace Kunskapsstyrning.Nivastrukturering.Deliveries;

/// <summary>What to look at first in a delivery that was not read as it should be.</summary>
internal static class DeliveryNotes
{
    /// <summary>A Swedish sentence each. Of a file in another encoding or with another separator that alone is told: all else comes of it.</summary>
    /// <param name="layouts">How the files stand to their mapping.</param>
    /// <param name="faults">What the rows' codes are about.</param>
    public static IReadOnlyList<string> Of(IReadOnlyList<FileLayout> layouts, IReadOnlyList<string> faults)
    {
        var misread = layouts.Where(layout => layout.IsMisread).ToList();
        return misread.Count > 0 ? Told(misread) : [.. Told(layouts), .. faults];
    }

    private static List<string> Told(IEnumerable<FileLayout> layouts) =>
        [.. layouts.SelectMany(layout => layout.Drift.Where(drift => drift.Kind != DriftKind.Reordered).Select(drift => PersonNumber.Mask($"{layout.File}: {drift.Sentence}")))];
}
