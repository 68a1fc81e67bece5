using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Kunskapsstyrning.Kernel;
using Microsoft.Extensions.Configuration;

namespace Kunskapsstyrning.Sync;

/// <summary>Another host that this one exchanges with.</summary>
/// <param name="Name">For people.</param>
/// <param name="Url">Where it serves its feed; https.</param>
/// <param name="Thumbprints">SHA-256 of the certificates it may show; two while it changes from one to the next.</param>
/// <param name="Owners">Whose rows it may tell of.</param>
internal sealed record Peer(string Name, Uri Url, IReadOnlySet<string> Thumbprints, IReadOnlySet<Owner> Owners)
{
    /// <summary>True when the certificate is one of the pinned ones and in force.</summary>
    public bool Shows(X509Certificate2? certificate, DateTime utcNow) => certificate is not null && Thumbprints.Contains(ThumbprintOf(certificate))
        && certificate.NotBefore.ToUniversalTime() <= utcNow && utcNow <= certificate.NotAfter.ToUniversalTime();

    public static string ThumbprintOf(X509Certificate2 certificate) => Convert.ToHexStringLower(certificate.GetCertHash(HashAlgorithmName.SHA256));
}

/// <summary>The configuration section <c>Sync</c>.</summary>
/// <param name="Peers">NRF first: what it owns, the regions' rows point at.</param>
/// <param name="Interval">Between two fetches; zero for only when asked.</param>
internal sealed record SyncSettings(IReadOnlyList<Peer> Peers, TimeSpan Interval)
{
    /// <summary>Reads the section.</summary>
    /// <exception cref="ConfigurationException">A key is missing or wrong: the message names it.</exception>
    public static SyncSettings Read(IConfiguration section, HostSettings host)
    {
        var peers = section.GetSection("Peers").GetChildren().Select(p => ReadPeer(p, host)).OrderByDescending(p => p.Owners.Contains(Owner.Nrf)).ToList();
        if (peers.Count > 0 && host.Role == HostRole.Demo) throw new ConfigurationException("Sync:Peers", "En demonstration byter aldrig uppgifter med andra värdar. Ta bort motparterna, eller sätt Host:Role till Region eller Federation.");
        if (peers.GroupBy(p => p.Name, StringComparer.OrdinalIgnoreCase).FirstOrDefault(g => g.Count() > 1) is { } name) throw new ConfigurationException("Sync:Peers", $"Två motparter heter {name.Key}. Ge dem olika namn.");
        if (peers.SelectMany(p => p.Owners).GroupBy(o => o).FirstOrDefault(g => g.Count() > 1) is { } owner) throw new ConfigurationException("Sync:Peers", $"Två motparter lämnar uppgifter för {owner.Key}. Bara ägarens egen värd får göra det.");
        var minutes = section.GetValue("IntervalMinutes", 5);
        return minutes is >= 0 and <= 24 * 60 ? new(peers, TimeSpan.FromMinutes(minutes)) : throw new ConfigurationException("Sync:IntervalMinutes", "Skriv 0 (bara när någon ber om det) till 1440.");
    }

    private static Peer ReadPeer(IConfigurationSection section, HostSettings host)
    {
        var url = Uri.TryCreate(Required("Url"), UriKind.Absolute, out var address) && address.Scheme == Uri.UriSchemeHttps ? address : throw Wrong("Url", "Skriv en adress som börjar med https://, till exempel https://nrf.example.se:8443.");
        var thumbprints = Required("Thumbprint").Split(',').Select(t => t.Replace(":", "", StringComparison.Ordinal).Trim().ToLowerInvariant()).ToHashSet();
        if (thumbprints.Any(t => t.Length != 64 || !t.All(char.IsAsciiHexDigit))) throw Wrong("Thumbprint", "Skriv de 64 tecken som kst sync status visar hos motparten.");
        HashSet<Owner> owners = [];
        foreach (var code in Required("Owner").Split(',', StringSplitOptions.TrimEntries))
        {
            try
            {
                owners.Add(Owner.Parse(code));
            }
            catch (FormatException)
            {
                throw Wrong("Owner", $"”{code}” är ingen ägare. Skriv NRF eller en regionkod.");
            }
        }
        if (owners.FirstOrDefault(host.MayWrite) is { Code: not null } own) throw Wrong("Owner", $"{own} ägs av den här värden. En motpart kan inte lämna uppgifter för den.");
        return new(Required("Name"), url, thumbprints, owners);

        string Required(string key) => section[key] is { Length: > 0 } text ? text.Trim() : throw Wrong(key, "Värdet saknas.");
        ConfigurationException Wrong(string key, string message) => new($"Sync:Peers:{section.Key}:{key}", message);
    }
}
