using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Kunskapsstyrning.Adapters.Sdk;
using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Nivastrukturering.Deliveries;
using Xunit;

namespace Kunskapsstyrning.Nivastrukturering.Tests.Deliveries;

/// <summary>Reads a data set's deliveries in order of arrival into memory: the pipeline without a database.</summary>
internal sealed class DataSetDeliveries
{
    private readonly string _folder;
    private readonly BuiltAdapters _adapters;
    private readonly DeliveryReference _reference;
    private readonly byte[] _key;
    private readonly DateOnly _arrival;
    private readonly Dictionary<(string Region, string Period), (string Key, DeliveryInForce Delivery, MemoryOutput Rows)> _inForce = [];

    public DataSetDeliveries(string name)
    {
        _folder = Repository.DataSet(name);
        Expected = JsonNode.Parse(File.ReadAllText(Path.Combine(_folder, "expected.json")))!;
        _adapters = new(_folder);
        var set = ReferenceSet.Load(_folder).Value!;
        _reference = new(set.Units, set.Kommuner);
        var control = JsonNode.Parse(File.ReadAllText(Path.Combine(_folder, "kontroll.json")))!;
        _key = Encoding.UTF8.GetBytes((string)control["pseudonymnyckel"]!);
        _arrival = DateOnly.ParseExact((string)control["kontrolldatum"]!, "yyyy-MM-dd", CultureInfo.InvariantCulture);
        Arrivals = [.. control["ankomst"]!.AsArray().Select(a => (string)a!)];
    }

    public JsonNode Expected { get; }

    public IReadOnlyList<string> Arrivals { get; }

    /// <summary>The section <c>leveranser</c>.</summary>
    public JsonObject ReadAll()
    {
        var answers = new JsonObject();
        foreach (var key in Arrivals)
        {
            var (answer, identity, number, rows) = Read(Path.Combine(_folder, "leveranser", key), _inForce);
            answers[key] = answer;
            if (identity is null || rows is null) continue;
            var month = (identity.Region.Key, identity.Period);
            if (_inForce.TryGetValue(month, out var former)) answers[former.Key]!["status"] = "ersatt";
            _inForce[month] = (key, new(identity.Hash, number), rows);
        }
        return answers;
    }

    /// <summary>The section <c>fientligt</c>: each into an empty system.</summary>
    public JsonObject ReadHostile() => new(Directory.GetDirectories(Path.Combine(_folder, "fientligt")).Order(StringComparer.Ordinal)
        .Select(d => KeyValuePair.Create(Path.GetFileName(d), (JsonNode?)Read(d, []).Answer)));

    /// <summary>The section <c>pseudonymprov</c>.</summary>
    public JsonObject Pseudonyms()
    {
        var regions = new JsonObject();
        foreach (var region in Region.Norra.OrderBy(r => r.Code.Code, StringComparer.Ordinal))
        {
            var lowest = _inForce.Where(d => d.Key.Region == region.Key).SelectMany(d => d.Value.Rows.Pseudonyms).OrderBy(p => p.Id, StringComparer.Ordinal).Take(5);
            regions[region.Code.Code] = new JsonObject(lowest.Select(p => KeyValuePair.Create(p.Id, (JsonNode?)p.Pseudonym)));
        }
        return regions;
    }

    private (JsonObject Answer, DeliveryIdentity? Identity, int Number, MemoryOutput? Rows) Read(
        string path, Dictionary<(string Region, string Period), (string Key, DeliveryInForce Delivery, MemoryOutput Rows)> inForce)
    {
        try
        {
            var source = DeliverySource.OfPath(path);
            var identity = DeliveryIdentity.Of(source, _adapters.MappingsOf, _arrival);
            if (identity.Judge(source, inForce.GetValueOrDefault((identity.Region.Key, identity.Period)).Delivery) is not { } number)
                return (new() { ["status"] = "redan inläst" }, null, 0, null);

            var rows = new MemoryOutput();
            var tally = DeliveryReader.Read(_adapters.Open(identity.Region.Key), source, identity, _reference, _key, rows, ct: TestContext.Current.CancellationToken);
            var answer = tally.ToJson();
            answer["status"] = "inläst";
            answer["leveranshash"] = identity.Hash;
            return (answer, identity, number, rows);
        }
        catch (DeliveryRejectedException rejected)
        {
            return (new() { ["status"] = "avvisad", ["kod"] = rejected.Code }, null, 0, null);
        }
    }
}

/// <summary>Keeps what a test looks at.</summary>
internal sealed class MemoryOutput : IContactOutput
{
    public List<(string Id, string Pseudonym)> Pseudonyms { get; } = [];

    public List<QuarantinedRow> Quarantined { get; } = [];

    public void Accept(CheckedContact contact) => Pseudonyms.Add((contact.KontaktId.ToString(), Convert.ToHexStringLower(contact.Pseudonym)));

    public void Quarantine(QuarantinedRow row) => Quarantined.Add(row);
}
