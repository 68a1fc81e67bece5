using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Kunskapsstyrning.Adapters.Sdk;
using Kunskapsstyrning.Nivastrukturering.Contracts;
using Kunskapsstyrning.Nivastrukturering.Deliveries;
using Kunskapsstyrning.Nivastrukturering.Underlag;

namespace Kunskapsstyrning.Nivastrukturering.Features;

/// <inheritdoc/>
/// <remarks>
/// The empty host is one that keeps nothing. Outcome, counts and hash of a delivery are settled before its rows are stored, and from the
/// database they depend only on what is in force: in an empty one nothing. So no database is made, no file is written, and the key of the
/// pseudonyms is thrown away afterwards.
/// </remarks>
internal sealed class CheckDataSet(AdapterReader reader) : IDataSetCheck
{
    private const int ShownErrors = 5;
    private const int KeyBytes = 32;

    public async Task<JsonObject> Check(string folder, IProgress<string>? progress, CancellationToken ct)
    {
        var control = await DataSetControl.Read(folder, ct);
        var set = ReferenceSet.Load(folder);
        if (set.Value is not { } reference) throw Refused(set);

        progress?.Report("Läser fientliga leveranser.");
        var mappings = MappingFolder.Read(Path.Combine(folder, "mappning"));
        var lookups = new DeliveryReference(reference.Units, reference.Kommuner);
        var deliveries = Cases(folder, "fientligt", path => Delivery(path, mappings, control.Kontrolldatum, lookups, ct));

        progress?.Report("Läser fientliga referensfiler.");
        var references = Cases(folder, "fientligt-referens", path => LoadCodes(path, reference));

        progress?.Report("Läser fientliga fakturaunderlag.");
        var keys = new InvoiceKeys(RandomNumberGenerator.GetBytes(KeyBytes), RandomNumberGenerator.GetBytes(KeyBytes));
        var documents = Documents(folder, new InvoiceBasisReader(control.Kontrolldatum, reference.Mvos, keys));
        return new() { ["fientligt"] = deliveries, ["fientligtReferens"] = references, ["fientligtUnderlag"] = documents };
    }

    private JsonObject Delivery(string path, Func<string, IReadOnlyList<Mapping>> mappings, DateOnly arrival, DeliveryReference reference, CancellationToken ct)
    {
        try
        {
            var source = DeliverySource.OfPath(path);
            var identity = DeliveryIdentity.Of(source, mappings, arrival);
            identity.Judge(source, inForce: null);
            var answer = reader.Read(source, identity, reference, RandomNumberGenerator.GetBytes(KeyBytes), new KeepNothing(), ct: ct).ToJson();
            answer["leveranshash"] = identity.Hash;
            answer["status"] = DeliveryStatus.InForce.Text();
            return answer;
        }
        catch (DeliveryRejectedException rejected)
        {
            return new() { ["kod"] = rejected.Code, ["status"] = DeliveryStatus.Rejected.Text() };
        }
    }

    private static JsonArray LoadCodes(string path, ReferenceSet reference)
    {
        return Array(Directory.GetFiles(path).SelectMany(Codes).Distinct().Order(StringComparer.Ordinal));

        IEnumerable<string> Codes(string file)
        {
            using var content = File.OpenRead(file);
            return ReferenceSet.Check(content, Path.GetFileName(file), reference.RpoNames).Select(e => e.Code);
        }
    }

    private static JsonObject Documents(string folder, InvoiceBasisReader reader)
    {
        var path = Path.Combine(folder, "fientligt-underlag");
        if (!Directory.Exists(path)) return [];
        return new(Directory.GetFiles(path, "*.xml").Order(StringComparer.Ordinal).Select(f => KeyValuePair.Create<string, JsonNode?>(Path.GetFileNameWithoutExtension(f), Codes(f))));

        JsonArray Codes(string file)
        {
            using var content = File.OpenRead(file);
            return Array(reader.Read(content).Codes);
        }
    }

    /// <summary>Judges each folder of a place, in order of name; a place that is not there has no cases.</summary>
    private static JsonObject Cases(string folder, string place, Func<string, JsonNode> judge)
    {
        var path = Path.Combine(folder, place);
        if (!Directory.Exists(path)) return [];
        return new(Directory.GetDirectories(path).Order(StringComparer.Ordinal).Select(d => KeyValuePair.Create<string, JsonNode?>(Path.GetFileName(d), judge(d))));
    }

    private static JsonArray Array(IEnumerable<string> codes) => new([.. codes.Select(code => JsonValue.Create(code))]);

    private static ReferenceRejectedException Refused(Parsed<ReferenceSet> set)
    {
        var shown = set.Errors.Take(ShownErrors).Select(e => $"{e.File}: {e.Code}{(e.Row > 0 ? $", rad {e.Row}" : "")}{(e.Column.Length > 0 ? $", {e.Column}" : "")}: {e.Message}");
        var more = set.Errors.Count > ShownErrors ? $" Och {set.Errors.Count - ShownErrors} fel till." : "";
        return new($"Datamängdens egna referensfiler går inte att använda. {string.Join(' ', shown)}{more}", set.Codes);
    }
}
