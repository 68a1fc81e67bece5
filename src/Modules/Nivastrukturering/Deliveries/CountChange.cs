using System.Text.Json.Nodes;

namespace Kunskapsstyrning.Nivastrukturering.Deliveries;

/// <summary>The counts of a delivery that has been read in, as they change when its rows are corrected: what <see cref="DeliveryTally"/> would have counted.</summary>
internal sealed class CountChange
{
    private readonly JsonObject _counts;

    /// <param name="counts">As <see cref="Delivery.Counts"/>.</param>
    public CountChange(string counts) => _counts = JsonNode.Parse(counts)!.AsObject();

    /// <summary>A row of quarantine is a contact now.</summary>
    public void Accept(string before, KstSet warnings)
    {
        Add("godkanda", 1);
        Add("karantan", -1);
        Codes("koder", before, -1);
        Codes("varningar", warnings.ToString(), 1);
    }

    /// <summary>A contact waits still, for other reasons.</summary>
    public void Rejudge(string before, string after) => Move("koder", before, after);

    /// <summary>A diagnosis or procedure row has other codes.</summary>
    public void RejudgeDetail(string before, string after) => Move("delrader", before, after);

    /// <summary>As <see cref="Delivery.Counts"/>.</summary>
    public override string ToString() => _counts.ToJsonString();

    private void Move(string section, string before, string after)
    {
        Codes(section, before, -1);
        Codes(section, after, 1);
    }

    private void Add(string key, long by) => _counts[key] = (long)_counts[key]! + by;

    private void Codes(string section, string codes, long by)
    {
        var counts = new SortedDictionary<string, long>(_counts[section]!.AsObject().ToDictionary(c => c.Key, c => (long)c.Value!), StringComparer.Ordinal);
        foreach (var code in codes.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var count = counts.GetValueOrDefault(code) + by;
            if (count > 0) counts[code] = count;
            else counts.Remove(code);
        }
        _counts[section] = new JsonObject(counts.Select(c => KeyValuePair.Create<string, JsonNode?>(c.Key, c.Value)));
    }
}
