using System.Text.Encodings.Web;
using System.Text.Json;

namespace Kunskapsstyrning.Host.Adapters;

/// <summary>
/// The plugins of the data folder that an administrator has allowed, by the SHA-256 of their <c>adapter.json</c>, which holds the hash of every assembly.
/// Kept in <c>adapters.allowed.json</c> beside that folder, or in the setting <c>Adapters:Allowed:&lt;id&gt;</c>, which alone counts for its id.
/// </summary>
/// <param name="dataFolder">Where the file lies.</param>
/// <param name="settings">Id → SHA-256.</param>
public sealed class AllowList(string dataFolder, IReadOnlyDictionary<string, string> settings)
{
    /// <summary>The file's bare name.</summary>
    public const string FileName = "adapters.allowed.json";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly string _file = Path.Combine(dataFolder, FileName);

    /// <summary>What has been allowed for an id.</summary>
    /// <returns>64 hexadecimal digits; null = nothing.</returns>
    public string? Of(string id) => settings.TryGetValue(id, out var set) ? set : Read().GetValueOrDefault(id)?.Sha256;

    internal bool IsSet(string id) => settings.ContainsKey(id);

    /// <summary>Allows a plugin, instead of any earlier one with its id.</summary>
    internal void Allow(string id, Entry entry) => Change(entries => entries[id] = entry);

    /// <summary>Takes what is allowed away; false when nothing was.</summary>
    internal bool Deny(string id)
    {
        var was = false;
        Change(entries => was = entries.Remove(id));
        return was;
    }

    /// <param name="Version">For people.</param>
    /// <param name="Sha256">Of <c>adapter.json</c>.</param>
    /// <param name="When">UTC.</param>
    internal sealed record Entry(string Version, string Sha256, DateTime When);

    /// <summary>A file that cannot be read allows nothing.</summary>
    private SortedDictionary<string, Entry> Read()
    {
        try
        {
            return new(JsonSerializer.Deserialize<Dictionary<string, Entry>>(File.ReadAllBytes(_file), Json) ?? [], StringComparer.Ordinal);
        }
        catch (Exception fault) when (fault is JsonException or IOException or UnauthorizedAccessException)
        {
            return new(StringComparer.Ordinal);
        }
    }

    private void Change(Action<SortedDictionary<string, Entry>> change)
    {
        var entries = Read();
        change(entries);
        var half = $"{_file}.{Environment.ProcessId}.tmp";
        File.WriteAllBytes(half, JsonSerializer.SerializeToUtf8Bytes(entries, Json));
        File.Move(half, _file, overwrite: true);
    }
}
