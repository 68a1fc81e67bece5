using System.Text.Json.Nodes;

namespace Kunskapsstyrning.Nivastrukturering.Deliveries;

/// <summary>The counts of one delivery, as formats/EXPECTED.md has them in <c>leveranser</c>.</summary>
internal sealed class DeliveryTally
{
    private readonly long[] _codes = new long[128];
    private readonly long[] _warnings = new long[128];
    private readonly long[] _details = new long[128];
    private readonly SortedSet<string> _fileWarnings = new(StringComparer.Ordinal);

    /// <summary>Contacts that were read in.</summary>
    public long Accepted { get; private set; }

    /// <summary>Contact rows in quarantine, structurally broken ones too.</summary>
    public long Quarantined { get; private set; }

    /// <summary>Contacts by error code.</summary>
    public SortedDictionary<string, long> Codes => Named(_codes);

    /// <summary>Accepted contacts by warning.</summary>
    public SortedDictionary<string, long> Warnings => Named(_warnings);

    /// <summary>Diagnosis and procedure rows with a code of their own.</summary>
    public SortedDictionary<string, long> Details => Named(_details);

    /// <summary>Warnings about files, each once.</summary>
    public IReadOnlyCollection<string> FileWarnings => _fileWarnings;

    public void Accept(KstSet warnings)
    {
        Accepted++;
        if (!warnings.IsEmpty) Add(_warnings, warnings);
    }

    public void Quarantine(KstSet codes)
    {
        Quarantined++;
        Add(_codes, codes);
    }

    public void QuarantineDetail(KstSet codes) => Add(_details, codes);

    public void WarnOfFile(string code) => _fileWarnings.Add(code);

    /// <summary>The members of expected.json, without status and hash.</summary>
    public JsonObject ToJson() => new()
    {
        ["godkanda"] = Accepted,
        ["karantan"] = Quarantined,
        ["koder"] = Object(Codes),
        ["varningar"] = Object(Warnings),
        ["delrader"] = Object(Details),
        ["filvarningar"] = new JsonArray([.. _fileWarnings.Select(code => JsonValue.Create(code))]),
    };

    private static JsonObject Object(SortedDictionary<string, long> counts) => new(counts.Select(c => KeyValuePair.Create<string, JsonNode?>(c.Key, c.Value)));

    private static void Add(long[] counts, KstSet codes)
    {
        foreach (var code in codes) counts[(int)code]++;
    }

    private static SortedDictionary<string, long> Named(long[] counts)
    {
        var named = new SortedDictionary<string, long>(StringComparer.Ordinal);
        for (var i = 0; i < counts.Length; i++)
            if (counts[i] > 0) named[((Kst)i).Name()] = counts[i];
        return named;
    }
}
