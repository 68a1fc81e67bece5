using Kunskapsstyrning.Kernel;
using Microsoft.Extensions.Configuration;

namespace Kunskapsstyrning.Nivastrukturering.Inbox;

/// <summary>What becomes of the files of a delivery that has been read in.</summary>
internal enum InboxAfter
{
    /// <summary>They are moved to <c>arkiv</c> in the region's folder.</summary>
    Archive,

    /// <summary>They stay where they are and are not read again.</summary>
    Leave,
}

/// <summary>The section <c>nivastrukturering:Inbox</c> (docs/drift).</summary>
/// <param name="Folder">Absolute; a subfolder per region's key.</param>
/// <param name="After">What becomes of files that are read in.</param>
/// <param name="Quiet">How long a delivery without a manifest that fits must lie unchanged.</param>
/// <param name="Interval">Between two looks; zero for only when asked.</param>
/// <param name="Regions">Those that the host may write for; empty on NRF's.</param>
internal sealed record InboxSettings(string Folder, InboxAfter After, TimeSpan Quiet, TimeSpan Interval, IReadOnlyList<Region> Regions)
{
    private const string Section = "Inbox";

    /// <summary>Reads the section.</summary>
    /// <exception cref="ConfigurationException">A value is wrong: the message names the key.</exception>
    public static InboxSettings Read(IConfiguration module, HostSettings host)
    {
        var section = module.GetSection(Section);
        var folder = section["Folder"] is { Length: > 0 } told ? Path.GetFullPath(told) : Path.Combine(host.DataFolder, "inkorg");
        var after = section["After"] is not { Length: > 0 } word ? InboxAfter.Archive
            : Enum.TryParse<InboxAfter>(word, ignoreCase: true, out var known) && Enum.IsDefined(known) ? known : throw Wrong("After", "Skriv archive eller leave.");
        return new(folder, after, Seconds("QuietSeconds", 120), Seconds("IntervalSeconds", 30), [.. Own(host)]);

        TimeSpan Seconds(string key, int unlessTold) => section.GetValue(key, unlessTold) is >= 0 and <= 86_400 and var seconds
            ? TimeSpan.FromSeconds(seconds) : throw Wrong(key, "Skriv ett antal sekunder, 0–86400.");
    }

    /// <summary>Where a region puts its deliveries.</summary>
    public string FolderOf(Region region) => Path.Combine(Folder, region.Key);

    /// <summary>A region's host has its own folder, whichever region it is; the demonstration has the four's.</summary>
    private static IEnumerable<Region> Own(HostSettings host) =>
        host.Region is { } own ? Region.Sweden.Where(r => r.Code == own) : Region.Norra.Where(r => host.MayWrite(Owner.Of(r.Code)));

    private static ConfigurationException Wrong(string key, string message) => new($"nivastrukturering:{Section}:{key}", message);
}
