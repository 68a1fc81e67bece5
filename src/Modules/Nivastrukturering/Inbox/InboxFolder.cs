using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Kunskapsstyrning.Adapters.Sdk;
using Kunskapsstyrning.Nivastrukturering.Contracts;
using Kunskapsstyrning.Nivastrukturering.Deliveries;

namespace Kunskapsstyrning.Nivastrukturering.Inbox;

/// <summary>A delivery as it lies in a region's folder.</summary>
/// <param name="Name">Of the folder, zip or file, or the month of loose files.</param>
/// <param name="Paths">The folder or zip alone, or the loose files.</param>
/// <param name="Shared">Those of <paramref name="Paths"/> that every month uses, such as a unit table: they are not moved.</param>
internal sealed record FoundDelivery(string Name, IReadOnlyList<string> Paths, IReadOnlySet<string> Shared)
{
    public DeliveryInput Input => Paths is [var one] ? DeliveryInput.OfPath(one) : DeliveryInput.OfPaths(Paths);

    /// <summary>SHA-256 of names, sizes and times; nothing is opened.</summary>
    /// <exception cref="IOException">The folder cannot be read.</exception>
    public string Fingerprint()
    {
        var files = Paths.SelectMany(p => Directory.Exists(p) ? new DirectoryInfo(p).GetFiles("*", InboxFolder.Plain) : [new FileInfo(p)]).OrderBy(f => f.FullName, StringComparer.Ordinal);
        var lines = files.Select(f => string.Create(CultureInfo.InvariantCulture, $"{f.Name}\t{(f.Exists ? f.Length : -1)}\t{f.LastWriteTimeUtc.Ticks}\n"));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(lines))));
    }

    /// <summary>True when it has a manifest and every file that this lists is there with its size and hash: nobody is writing it any more.</summary>
    public bool IsWhole()
    {
        try
        {
            var source = DeliverySource.Of(Input);
            if (!source.Names.Contains(DeliveryManifest.FileName)) return false;
            using var json = source.Open(DeliveryManifest.FileName);
            return DeliveryManifest.Parse(json).Files.All(f => source.Names.Contains(f.Name) && source.Digest(f.Name) == new FileDigest(f.Sha256, f.Bytes));
        }
        catch (Exception failure) when (failure is DeliveryRejectedException or SourceUnavailableException or IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}

/// <summary>Finds the deliveries in a region's folder: each subfolder, each zip, and loose files by the months that their names tell.</summary>
internal static class InboxFolder
{
    /// <summary>Where deliveries lie that have been read in.</summary>
    public const string Archive = "arkiv";

    /// <summary>No links, nothing hidden.</summary>
    public static readonly EnumerationOptions Plain = new() { AttributesToSkip = FileAttributes.ReparsePoint | FileAttributes.Hidden | FileAttributes.System, IgnoreInaccessible = false };

    private static readonly string[] _unfinished = [".tmp", ".part", ".partial", ".filepart", ".crdownload"];

    /// <summary>What lies there, in order of name.</summary>
    /// <param name="folder">The region's.</param>
    /// <param name="mappings">The region's layouts: they know the names of its files.</param>
    /// <exception cref="IOException">The folder cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">Nor may it.</exception>
    public static IReadOnlyList<FoundDelivery> Look(string folder, IReadOnlyList<Mapping> mappings)
    {
        List<FoundDelivery> found = [];
        foreach (var sub in new DirectoryInfo(folder).GetDirectories("*", Plain))
            if (!sub.Name.Equals(Archive, StringComparison.OrdinalIgnoreCase) && sub.EnumerateFiles("*", Plain).Any()) found.Add(Alone(sub.FullName));
        var loose = new DirectoryInfo(folder).GetFiles("*", Plain).Where(f => f.Name[0] != '~' && !_unfinished.Contains(f.Extension, StringComparer.OrdinalIgnoreCase)).ToDictionary(f => f.Name, f => f.FullName);
        foreach (var zip in loose.Keys.Where(n => n.EndsWith(".zip", StringComparison.OrdinalIgnoreCase)).ToList())
        {
            found.Add(Alone(loose[zip]));
            loose.Remove(zip);
        }
        found.AddRange(OfLoose(loose, mappings));
        return [.. found.OrderBy(f => f.Name, StringComparer.Ordinal)];
    }

    /// <summary>The deliveries among a folder's files.</summary>
    /// <param name="loose">By bare name; those that are found are taken out.</param>
    /// <param name="mappings">The region's layouts.</param>
    internal static IEnumerable<FoundDelivery> OfLoose(Dictionary<string, string> loose, IReadOnlyList<Mapping> mappings)
    {
        var patterns = mappings.SelectMany(m => m.Filer.Values).Distinct().ToList();
        var shared = loose.Where(f => patterns.Contains(f.Key)).ToDictionary();
        foreach (var name in shared.Keys) loose.Remove(name); // a unit table is no delivery: it waits for one

        if (loose.TryGetValue(DeliveryManifest.FileName, out var manifest))
        {
            List<string> own = [DeliveryManifest.FileName, .. Listed(manifest).Where(loose.ContainsKey)];
            yield return new(DeliveryManifest.FileName, [.. own.Distinct().Select(n => loose[n]), .. shared.Values], shared.Values.ToHashSet());
            foreach (var name in own) loose.Remove(name);
        }
        foreach (var month in loose.Keys.GroupBy(name => patterns.Select(p => Mapping.PeriodIn(name, p)).FirstOrDefault(p => p is not null)))
        {
            if (month.Key is { } period) yield return new(period, [.. month.Select(n => loose[n]), .. shared.Values], shared.Values.ToHashSet());
            else foreach (var name in month) yield return Alone(loose[name]);
        }
    }

    private static IReadOnlyList<string> Listed(string manifest)
    {
        try
        {
            using var json = File.OpenRead(manifest);
            return [.. DeliveryManifest.Parse(json).Files.Select(f => f.Name)];
        }
        catch (Exception failure) when (failure is DeliveryRejectedException or IOException or UnauthorizedAccessException)
        {
            return []; // it is being written, or is rejected when it is read in
        }
    }

    private static FoundDelivery Alone(string path) => new(Path.GetFileName(path), [path], new HashSet<string>());
}
