using System.Globalization;
using System.Text;
using Kunskapsstyrning.Adapters.Sdk;
using Kunskapsstyrning.Nivastrukturering.Deliveries;
using Xunit;

namespace Kunskapsstyrning.Nivastrukturering.Tests.Hostile;

/// <summary>
/// Judges one delivery as <c>kst check dataset</c> does, without a database, and says the verdict in one line:
/// <c>inläst 3/1 KST-115</c> = status, contacts accepted/quarantined, the codes of the quarantined (<c>*n</c> of more than one); then, where there
/// are such, <c>~</c> warnings of accepted contacts, <c>+</c> warnings of files, <c>/</c> codes of diagnosis and procedure rows.
/// </summary>
internal sealed class Judge
{
    private static readonly DateOnly Arrival = new(2026, 11, 15);
    private static readonly byte[] Key = Encoding.UTF8.GetBytes("exempelnyckel-endast-test");
    private readonly BuiltAdapters _adapters;
    private readonly DeliveryReference _reference;

    public Judge()
    {
        var folder = Repository.DataSet("sample-edge");
        Set = ReferenceSet.Load(folder).Value!;
        _adapters = new(folder);
        _reference = new(Set.Units, Set.Kommuner);
    }

    public static Judge Shared { get; } = new();

    public ReferenceSet Set { get; }

    public Sound Sound(string region) => Hostile.Sound.Of(region, _adapters.MappingsOf);

    public IRegionAdapter Adapter(string region) => _adapters.Open(region);

    /// <summary>The verdict, and what was accepted.</summary>
    public Reading Read(Sound sound)
    {
        try
        {
            var source = sound.Open();
            var identity = DeliveryIdentity.Of(source, _adapters.MappingsOf, Arrival);
            if (identity.Judge(source, sound.InForce) is null) return new("redan inläst", []);
            return Read(source, identity);
        }
        catch (DeliveryRejectedException rejected)
        {
            Assert.False(PersonIds.IsIn(rejected.ToString()), "A refusal tells a person id.");
            return new($"avvisad {rejected.Code}", []);
        }
    }

    /// <summary>The delivery hash that the files have.</summary>
    public string HashOf(Sound sound) => DeliveryIdentity.Of(sound.Open(), _adapters.MappingsOf, Arrival).Hash;

    public DeliveryIdentity Identify(DeliverySource source) => DeliveryIdentity.Of(source, _adapters.MappingsOf, Arrival);

    /// <summary>Reads what was judged fit, by any layout.</summary>
    public Reading Read(DeliverySource source, DeliveryIdentity identity)
    {
        var kept = new Kept();
        var tally = DeliveryReader.Read(_adapters.Open(identity.Region.Key), source, identity, _reference, Key, kept);
        Assert.Equal(tally.Accepted, kept.Contacts.Count);
        Assert.Equal(tally.Quarantined, kept.Quarantined);
        return new($"inläst {tally.Accepted}/{tally.Quarantined}{Told("", tally.Codes)}{Told(" ~", tally.Warnings)}{Files(tally)}{Told(" /", tally.Details)}", kept.Contacts);
    }

    private static string Files(DeliveryTally tally)
    {
        var codes = tally.ToJson()["filvarningar"]!.AsArray().Select(code => (string)code!);
        return codes.Any() ? " + " + string.Join(' ', codes) : "";
    }

    private static string Told(string mark, SortedDictionary<string, long> codes) =>
        codes.Count == 0 ? "" : mark + string.Concat(codes.Select(c => c.Value == 1 ? $" {c.Key}" : string.Create(CultureInfo.InvariantCulture, $" {c.Key}*{c.Value}")));

    /// <summary>Keeps the accepted, and looks for what may never be kept.</summary>
    private sealed class Kept : IContactOutput
    {
        /// <summary>The region's own numbers stand as they are: the formats give no rule that tells one from a person id.</summary>
        private static readonly Field[] OwnNumbers = [Field.KontaktId, Field.RemissId, Field.BetalningsforbindelseId];

        public List<KeptContact> Contacts { get; } = [];

        public long Quarantined { get; private set; }

        public void Accept(CheckedContact c)
        {
            var text = $"{c.KontaktId}|{c.Hemkommun}|{c.Unit.HsaId}|{c.Kontaktslag}|{c.Besokstyp}|{c.Planerad}|{c.InDatum:O}|{c.UtDatum:O}|{c.Mvo}|{c.MainDiagnosis}|{c.SideDiagnoses}|{c.Procedures}|{c.Drg}|{c.Weight}|{c.KppOre}|{c.Kon}|{c.BirthYear}|{c.RemissId}|{c.BetalningsforbindelseId}|{c.Vardniva}";
            Contacts.Add(new(text, Convert.ToHexStringLower(c.Pseudonym), c.KppOre));
        }

        public void Quarantine(QuarantinedRow row)
        {
            if (row.Kind == RowKind.Contact) Quarantined++;
            Assert.False(QuarantineFault.CellsOf(row.Cells).Any(cell => !OwnNumbers.Contains(cell.Key) && PersonIds.IsIn(cell.Value)), "A quarantined row holds a person id.");
        }
    }
}

/// <summary>What came of a delivery.</summary>
internal sealed record Reading(string Verdict, IReadOnlyList<KeptContact> Contacts)
{
    /// <summary>The verdict, with what a case asks for: <c>öre=</c> of the first contact, <c>personer=</c> different pseudonyms.</summary>
    public string Like(string expected)
    {
        var told = Verdict;
        if (expected.Contains(" öre=", StringComparison.Ordinal)) told += $" öre={Contacts[0].Ore}";
        if (expected.Contains(" personer=", StringComparison.Ordinal)) told += $" personer={Contacts.Select(c => c.Pseudonym).Distinct().Count()}";
        return told;
    }
}

/// <summary>An accepted contact: all of it but the person as text, the person, the cost.</summary>
internal sealed record KeptContact(string Text, string Pseudonym, long? Ore);

/// <summary>The person ids of the sound deliveries, in every form.</summary>
internal static class PersonIds
{
    private static readonly string[] Forms = ["98001079808", "19800107-9808", "65101399", "651013-9956", "5007199903", "500719-9903", "500719+9903", "7606269996"];

    public static bool IsIn(string text) => Forms.Any(form => text.Contains(form, StringComparison.Ordinal));
}
