using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Kunskapsstyrning.Adapters.Sdk;
using Kunskapsstyrning.Kernel;

namespace Kunskapsstyrning.Nivastrukturering.Deliveries;

/// <summary>The delivery that a region's month consists of just now.</summary>
/// <param name="Hash">Its delivery hash.</param>
/// <param name="Lopnummer">Its lopnummer.</param>
internal sealed record DeliveryInForce(string Hash, int Lopnummer);

/// <summary>What a delivery is: whose, of which month, and read by which layout (formats/VARDKONTAKT.md, "Deliveries").</summary>
/// <param name="Region">The delivering region.</param>
/// <param name="Period"><c>YYYY-MM</c>.</param>
/// <param name="Lopnummer">As the manifest says; null without one.</param>
/// <param name="Skapad">No contact may be later than this day.</param>
/// <param name="Hash">The delivery hash, 64 lower-case hex characters.</param>
/// <param name="Mapping">The highest version valid on the period's first day.</param>
/// <param name="Listed">The files that the manifest lists; empty without one.</param>
internal sealed record DeliveryIdentity(
    Region Region, string Period, int? Lopnummer, DateOnly Skapad, string Hash, Mapping Mapping, IReadOnlyList<ListedFile> Listed)
{
    /// <summary>The month's first.</summary>
    public DateOnly FirstDay { get; } = DateOnly.ParseExact(Period + "-01", "yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>Finds out what has arrived, before any file of contacts is opened.</summary>
    /// <param name="source">The files.</param>
    /// <param name="mappingsOf">All layout versions of a region, by adapter key; empty for one that is not known.</param>
    /// <param name="arrival">The day of arrival: <c>skapad</c> of a delivery without manifest.</param>
    /// <exception cref="DeliveryRejectedException">KST-209.</exception>
    public static DeliveryIdentity Of(DeliverySource source, Func<string, IReadOnlyList<Mapping>> mappingsOf, DateOnly arrival)
    {
        if (!source.Names.Contains(DeliveryManifest.FileName)) return ByFileName(source, mappingsOf, arrival);

        DeliveryManifest manifest;
        using (var json = source.Open(DeliveryManifest.FileName)) manifest = DeliveryManifest.Parse(json);
        var region = Region.Sweden.FirstOrDefault(r => r.Key == manifest.Region) ?? throw Rejected($"Regionen {Shorten(manifest.Region)} är okänd.");
        var mapping = Choose(mappingsOf(region.Key), manifest.Period)
            ?? throw Rejected($"Ingen mappning för {region.Name} gäller den första dagen i {manifest.Period}.");
        return new(region, manifest.Period, manifest.Lopnummer, manifest.Skapad, HashOf(manifest.Files.Select(f => (f.Name, f.Sha256))), mapping, manifest.Files);
    }

    /// <summary>Judges the delivery against the one in force, and its files against the manifest and the mapping.</summary>
    /// <returns>The lopnummer that it gets, or null when it is the one in force.</returns>
    /// <exception cref="DeliveryRejectedException">In this order: KST-201 (listed files), KST-210, KST-211, KST-201 (the mapping's files).</exception>
    public int? Judge(DeliverySource source, DeliveryInForce? inForce)
    {
        if (inForce?.Hash == Hash) return null;

        var names = source.Names.ToHashSet();
        foreach (var file in Listed)
            if (!names.Contains(file.Name)) throw new DeliveryRejectedException("KST-201", Shorten(file.Name), "Filen står i leverans.json men följer inte med.");
        foreach (var file in Listed)
            if (source.Digest(file.Name) != new FileDigest(file.Sha256, file.Bytes))
                throw new DeliveryRejectedException("KST-210", file.Name, "Storlek eller SHA-256 är en annan än i leverans.json.");

        var number = Lopnummer ?? (inForce?.Lopnummer + 1 ?? 1);
        if (inForce is not null && number <= inForce.Lopnummer)
            throw new DeliveryRejectedException("KST-211", DeliveryManifest.FileName, $"Löpnummer {number}; i kraft är {inForce.Lopnummer}.");

        foreach (var name in FilesOf(Mapping, Period))
            if (!names.Contains(name)) throw new DeliveryRejectedException("KST-201", name, "Filen saknas i leveransen.");
        return number;
    }

    /// <summary>The names of the files that a layout reads for a month, in order of role: kontakt, enheter, diagnos, atgard.</summary>
    public static IEnumerable<string> FilesOf(Mapping mapping, string period) =>
        new[] { "kontakt", "enheter", "diagnos", "atgard" }.Select(role => mapping.FileName(role, period)).OfType<string>();

    private static DeliveryIdentity ByFileName(DeliverySource source, Func<string, IReadOnlyList<Mapping>> mappingsOf, DateOnly arrival)
    {
        foreach (var name in source.Names)
        {
            foreach (var region in Region.Sweden)
            {
                var mappings = mappingsOf(region.Key);
                if (mappings.SelectMany(m => m.Filer.Values).Select(pattern => Mapping.PeriodIn(name, pattern)).FirstOrDefault(p => p is not null) is not { } period) continue;
                var mapping = Choose(mappings, period)
                    ?? throw Rejected($"Ingen mappning för {region.Name} gäller den första dagen i {period}.");
                var read = FilesOf(mapping, period).Where(source.Names.Contains);
                return new(region, period, null, arrival, HashOf(read.Select(file => (file, source.Digest(file).Sha256))), mapping, []);
            }
        }
        throw Rejected("leverans.json saknas och inget filnamn visar region och period.");
    }

    private static Mapping? Choose(IReadOnlyList<Mapping> mappings, string period) =>
        mappings.Where(m => m.ValidFor(period)).MaxBy(m => m.Version);

    private static string HashOf(IEnumerable<(string Name, string Sha256)> files)
    {
        var lines = files.OrderBy(f => f.Name, StringComparer.Ordinal).Select(f => $"{f.Sha256}  {f.Name}\n");
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(lines))));
    }

    private static DeliveryRejectedException Rejected(string detail) => new("KST-209", "", detail);

    /// <summary>A name that the sender wrote, cut so that a message stays a message.</summary>
    private static string Shorten(string text) => text.Length <= 80 ? text : text[..80] + "…";
}
