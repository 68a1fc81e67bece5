using System.Text;

namespace Kunskapsstyrning.Host.Demo;

/// <summary>The demonstration's data as a folder laid out as formats/EXPECTED.md has it: to try, and to measure with.</summary>
internal static class DemoDataSet
{
    /// <summary>Writes reference files, mappings, local structures, deliveries and <c>kontroll.json</c>.</summary>
    /// <param name="folder">Made if missing.</param>
    /// <param name="deliveries">Written as they come.</param>
    /// <param name="written">Told of each delivery.</param>
    /// <param name="ct">Cancels between files.</param>
    public static async Task Write(string folder, IEnumerable<DemoDelivery> deliveries, Action<DemoDelivery> written, CancellationToken ct)
    {
        foreach (var (path, bytes) in DemoReference.Instance.Files) await File(Path.Combine(folder, path), bytes, ct);
        var arrivals = new List<string>();
        foreach (var delivery in deliveries)
        {
            foreach (var (name, bytes) in delivery.Files) await File(Path.Combine(folder, "leveranser", delivery.Region, delivery.Period, name), bytes, ct);
            arrivals.Add($"  \"{delivery.Region}/{delivery.Period}\"");
            written(delivery);
        }
        var control = $"{{\n \"kontrolldatum\": \"2026-11-15\",\n \"pseudonymnyckel\": \"exempelnyckel-endast-test\",\n \"ankomst\": [\n{string.Join(",\n", arrivals)}\n ],\n \"exempel\": true\n}}\n";
        await File(Path.Combine(folder, "kontroll.json"), Encoding.UTF8.GetBytes(control), ct);
    }

    private static async Task File(string path, byte[] bytes, CancellationToken ct)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await System.IO.File.WriteAllBytesAsync(path, bytes, ct);
    }
}
