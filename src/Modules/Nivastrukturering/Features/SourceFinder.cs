using System.Security.Cryptography;
using Kunskapsstyrning.Adapters.Sdk;
using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Nivastrukturering.Deliveries;
using Kunskapsstyrning.Nivastrukturering.Inbox;
using Kunskapsstyrning.Nivastrukturering.Underlag;

namespace Kunskapsstyrning.Nivastrukturering.Features;

/// <summary>The files of a delivery that was read in before.</summary>
/// <param name="Files">As they lie there.</param>
/// <param name="Identity">What they are now.</param>
internal sealed record FoundSource(DeliverySource Files, DeliveryIdentity Identity);

/// <summary>Finds the files that were read in, by their hashes, in the inbox with its archive and where else one is told.</summary>
internal sealed class SourceFinder(IAdapterDirectory adapters, InboxSettings inbox, TimeProvider clock)
{
    private static readonly EnumerationOptions Deep = new() { AttributesToSkip = InboxFolder.Plain.AttributesToSkip, RecurseSubdirectories = true };

    /// <summary>The files of each delivery, by its number; those that are not found are left out.</summary>
    public Dictionary<int, FoundSource> Deliveries(IReadOnlyList<Delivery> wanted, IReadOnlyList<string> places)
    {
        Dictionary<int, FoundSource> found = [];
        foreach (var region in wanted.Select(d => Region.FindAny(d.Owner.Code)!).Distinct())
        {
            var ofRegion = wanted.Where(d => d.Owner == Owner.Of(region.Code)).ToList();
            foreach (var paths in Places(places, region).SelectMany(p => Candidates(p, adapters.MappingsOf(region.Key), [])))
            {
                if (ofRegion.TrueForAll(d => found.ContainsKey(d.No))) break;
                if (Open(paths) is not { } source || source.Identity.Region != region) continue;
                foreach (var delivery in ofRegion.Where(d => d.Hash == source.Identity.Hash && d.Period == source.Identity.Period)) found[delivery.No] = source;
            }
        }
        return found;
    }

    /// <summary>The path of each document, by the SHA-256 of its file; those that are not found are left out.</summary>
    public Dictionary<string, string> Documents(IReadOnlySet<string> wanted, IReadOnlyList<string> places)
    {
        Dictionary<string, string> found = [];
        foreach (var folder in inbox.Regions.SelectMany(r => Places(places, r)).Concat(places).Distinct().Where(Directory.Exists))
        {
            foreach (var file in new DirectoryInfo(folder).EnumerateFiles("*.xml", Deep))
            {
                if (found.Count == wanted.Count) return found;
                if (file.Length > ClaimReader.MostBytes) continue;
                var hash = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file.FullName)));
                if (wanted.Contains(hash)) found[hash] = file.FullName;
            }
        }
        return found;
    }

    private IEnumerable<string> Places(IReadOnlyList<string> told, Region region) => told.Append(inbox.FolderOf(region)).Where(p => File.Exists(p) || Directory.Exists(p));

    /// <summary>Every set of files that may be a delivery, in a folder and below it. A file that every month uses, such as a unit table, serves the folders below it too.</summary>
    private static IEnumerable<IReadOnlyList<string>> Candidates(string place, IReadOnlyList<Mapping> mappings, Dictionary<string, string> above)
    {
        if (File.Exists(place))
        {
            yield return [place];
            yield break;
        }
        var folder = new DirectoryInfo(place);
        var files = folder.GetFiles("*", InboxFolder.Plain).OrderBy(f => f.Name, StringComparer.Ordinal).ToDictionary(f => f.Name, f => f.FullName);
        foreach (var zip in files.Where(f => f.Key.EndsWith(".zip", StringComparison.OrdinalIgnoreCase)).ToList())
        {
            yield return [zip.Value];
            files.Remove(zip.Key);
        }
        var patterns = mappings.SelectMany(m => m.Filer.Values).ToHashSet();
        Dictionary<string, string> shared = new(above);
        foreach (var file in files.Where(f => patterns.Contains(f.Key))) shared[file.Key] = file.Value;
        foreach (var file in shared) files.TryAdd(file.Key, file.Value);

        if (files.ContainsKey(DeliveryManifest.FileName)) yield return [.. files.Values];
        foreach (var loose in InboxFolder.OfLoose(files, mappings)) yield return loose.Paths;
        foreach (var sub in folder.GetDirectories("*", InboxFolder.Plain).OrderBy(d => d.Name, StringComparer.Ordinal))
            foreach (var candidate in Candidates(sub.FullName, mappings, shared)) yield return candidate;
    }

    /// <summary>Null when the files are no whole delivery.</summary>
    private FoundSource? Open(IReadOnlyList<string> paths)
    {
        try
        {
            var source = DeliverySource.OfFiles(paths);
            var identity = DeliveryIdentity.Of(source, adapters.MappingsOf, clock.Today());
            return identity.Judge(source, inForce: null) is null ? null : new(source, identity);
        }
        catch (Exception failure) when (failure is DeliveryRejectedException or SourceUnavailableException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
