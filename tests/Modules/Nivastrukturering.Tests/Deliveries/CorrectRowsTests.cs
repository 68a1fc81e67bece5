using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Kunskapsstyrning.Adapters.Sdk;
using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Nivastrukturering.Contracts;
using Kunskapsstyrning.Nivastrukturering.Data;
using Kunskapsstyrning.Nivastrukturering.Deliveries;
using Kunskapsstyrning.Nivastrukturering.Features;
using Kunskapsstyrning.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Kunskapsstyrning.Nivastrukturering.Tests.Deliveries;

public class CorrectRowsTests
{
    [Theory, OnEachDatabase]
    public async Task Corrected_rows_of_every_region_give_what_the_right_delivery_gives(Engine engine)
    {
        await using var host = await TestHost.StartAsync(engine);
        await Spoiled.LoadReference(host);
        foreach (var region in Region.Norra) await Spoiled.Import(host, region.Key, Spoiled.Right(host, region.Key));
        var right = await Picture(host);
        var spoiled = new Dictionary<string, Spoiled>();
        foreach (var region in Region.Norra)
        {
            spoiled[region.Key] = Spoiled.Of(host, region.Key, await Spoiled.Accepted(host, region.Key));
            await Spoiled.Import(host, region.Key, spoiled[region.Key].Folder);
        }
        var wrong = await Picture(host);

        var answers = new List<ReplayAnswer>();
        foreach (var region in Region.Norra) answers.Add(await host.InScopeAsync(scope => spoiled[region.Key].Correct(scope, Guid.CreateVersion7())));

        Assert.False(JsonNode.DeepEquals(right, wrong));
        Assert.Equal(spoiled.Values.Select(s => s.Count), answers.Select(a => a.Accepted));
        Assert.All(spoiled.Values, s => Assert.InRange(s.Count, 9, 40));
        Json.Same(right, await Picture(host));
    }

    [Theory, OnEachDatabase]
    public async Task A_row_is_read_in_once_and_row_and_contact_lead_to_each_other(Engine engine)
    {
        await using var host = await TestHost.StartAsync(engine);
        await Spoiled.LoadReference(host);
        await Spoiled.Import(host, "norrbotten", Spoiled.Right(host, "norrbotten"));
        var spoiled = Spoiled.Of(host, "norrbotten", await Spoiled.Accepted(host, "norrbotten"));
        await Spoiled.Import(host, "norrbotten", spoiled.Folder);
        var key = Guid.CreateVersion7();
        var edits = await host.InScopeAsync(spoiled.Edits);

        var first = await host.InScopeAsync(scope => spoiled.Correct(scope, key, edits));
        var count = await Contacts(host);
        var sameKey = await host.InScopeAsync(scope => spoiled.Correct(scope, key, edits));
        var again = await host.InScopeAsync(scope => spoiled.Correct(scope, Guid.CreateVersion7(), edits));

        Assert.Equal(first, sameKey);
        Assert.Equal(new ReplayAnswer(0, 0, spoiled.Count), again);
        Assert.Equal(count, await Contacts(host));
        var notes = await host.ReadAsync<NivastruktureringDb, List<RowCorrection>>(db => db.RowCorrections.AsNoTracking().ToListAsync(Ct));
        Assert.Equal(spoiled.Count, notes.Count);
        foreach (var note in notes)
        {
            var (row, contact) = await host.ReadAsync<NivastruktureringDb, (QuarantineRow, Contact)>(async db =>
                (await db.QuarantineRows.AsNoTracking().SingleAsync(q => q.Id == note.QuarantineId, Ct), await db.Contacts.AsNoTracking().SingleAsync(c => c.Id == note.ContactId, Ct)));
            Assert.Equal((note.ContactId, note.File, note.Row), (row.ContactId, row.File, row.Row));
            Assert.Equal(row.Pseudonym, contact.Pseudonym);
            Assert.Contains(contact.KontaktId, row.Cells, StringComparison.Ordinal);
        }
    }

    [Theory, OnEachDatabase]
    public async Task A_row_that_is_still_wrong_waits_with_its_new_codes_and_one_with_a_taken_id_is_a_duplicate(Engine engine)
    {
        await using var host = await TestHost.StartAsync(engine);
        await Spoiled.LoadReference(host);
        await Spoiled.Import(host, "norrbotten", Spoiled.Right(host, "norrbotten"));
        var accepted = await Spoiled.Accepted(host, "norrbotten");
        var spoiled = Spoiled.Of(host, "norrbotten", accepted);
        await Spoiled.Import(host, "norrbotten", spoiled.Folder);
        var before = await host.ReadAsync<NivastruktureringDb, Delivery>(db => db.Deliveries.SingleAsync(d => d.Status == DeliveryStatus.InForce, Ct));
        var taken = accepted.First(id => !spoiled.Ids.Contains(id));
        var edits = await host.InScopeAsync(spoiled.Edits);
        var wrong = edits.Select(e => new RowEdit(e.Id, new Dictionary<Field, string> { [Field.Kpp] = "tolv", [Field.KontaktId] = taken })).ToList();

        var answer = await host.InScopeAsync(scope => spoiled.Correct(scope, Guid.CreateVersion7(), wrong));

        Assert.Equal((0, spoiled.Count), (answer.Accepted, answer.Wrong));
        var after = await host.ReadAsync<NivastruktureringDb, Delivery>(db => db.Deliveries.SingleAsync(d => d.Status == DeliveryStatus.InForce, Ct));
        Assert.Equal((before.Accepted, before.Quarantined), (after.Accepted, after.Quarantined));
        long Counted(Delivery d, string code) => (long?)JsonNode.Parse(d.Counts)!["koder"]![code] ?? 0;
        Assert.Equal(Counted(before, "KST-116") + spoiled.Count, Counted(after, "KST-116"));
        Assert.Equal(Counted(before, "KST-115") + spoiled.Count, Counted(after, "KST-115"));
        var refused = await Assert.ThrowsAsync<DomainException>(() => host.InScopeAsync(scope =>
            spoiled.Correct(scope, Guid.CreateVersion7(), [new(edits[0].Id, new Dictionary<Field, string> { [Field.RemissId] = "20010101-2384" })])));
        Assert.Equal("replay.not-storable", refused.Code);
        Assert.DoesNotContain("2384", refused.Message, StringComparison.Ordinal);
    }

    [Theory, OnEachDatabase]
    public async Task A_row_that_waits_keeps_its_id_from_later_rows_even_one_that_was_stored_before_ids_had_hashes(Engine engine)
    {
        await using var host = await TestHost.StartAsync(engine);
        await Spoiled.LoadReference(host);
        await Spoiled.Import(host, "norrbotten", Spoiled.WithKommunFaults(host, "norrbotten"));
        var rows = await host.ReadAsync<NivastruktureringDb, List<QuarantineRow>>(db =>
            db.QuarantineRows.AsNoTracking().Where(ReplayDesk.IsCorrectable).Where(q => q.Codes == Kst.UnknownKommun.Name()).OrderBy(q => q.Id).Take(3).ToListAsync(Ct));
        var id = QuarantineFault.CellsOf(rows[0].Cells)[Field.KontaktId];

        var second = await Correct(rows[1], id);
        await host.ReadAsync<NivastruktureringDb, int>(db => db.QuarantineRows.Where(q => q.Id == rows[0].Id).ExecuteUpdateAsync(set => set.SetProperty(q => q.IdHash, ContactIdHash.Unknown), Ct));
        var third = await Correct(rows[2], id);
        var other = await Correct(rows[2], id + "9");

        Assert.Equal([(0, Kst.Duplicate.Name()), (0, Kst.Duplicate.Name()), (1, "")], [second, third, other]);

        async Task<(int, string)> Correct(QuarantineRow row, string kontaktId)
        {
            var edit = new RowEdit(row.Id, new Dictionary<Field, string> { [Field.Hemkommun] = "2580", [Field.KontaktId] = kontaktId });
            var answer = await host.InScopeAsync(async scope =>
                await scope.GetRequiredService<CorrectRows>().Run(Guid.CreateVersion7(), await scope.GetRequiredService<NivastruktureringDb>().Deliveries.AsNoTracking().SingleAsync(Ct), [edit], Ct));
            var codes = await host.ReadAsync<NivastruktureringDb, string>(db => db.RowCorrections.Where(c => c.QuarantineId == row.Id).OrderByDescending(c => c.At).Select(c => c.CodesAfter).FirstAsync(Ct));
            return (answer.Accepted, codes);
        }
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static Task<int> Contacts(TestHost host) => host.ReadAsync<NivastruktureringDb, int>(db => db.Contacts.CountAsync(Ct));

    /// <summary>The reconciliation without the hashes of the files, every contact in force but its number, and the volume cells.</summary>
    private static async Task<JsonNode> Picture(TestHost host)
    {
        var sections = new JsonObject();
        foreach (var section in new NivastruktureringModule().Reconciliation) sections[section.Key] = await host.InScopeAsync(scope => section.Make(scope, Ct));
        foreach (var (_, delivery) in sections["leveranser"]!.AsObject()) delivery!.AsObject().Remove("leveranshash");
        await host.ReadAsync<NivastruktureringDb, bool>(async db =>
        {
            var numbers = await db.InForce(Ct);
            var contacts = await db.Contacts.AsNoTracking().Where(c => numbers.Contains(c.DeliveryNo)).ToListAsync(Ct);
            sections["contacts"] = Sorted(contacts, nameof(Contact.Id), nameof(Contact.DeliveryNo));
            var cells = await db.VolumeCells.AsNoTracking().Where(c => numbers.Contains(c.DeliveryNo)).ToListAsync(Ct);
            sections["cells"] = Sorted(cells, nameof(VolumeCell.DeliveryNo));
            return true;
        });
        return sections;

        static JsonArray Sorted<T>(IEnumerable<T> rows, params string[] without) => new([.. rows.Select(r =>
        {
            var json = JsonSerializer.SerializeToNode(r)!.AsObject();
            foreach (var name in without) json.Remove(name);
            return json.ToJsonString();
        }).Order(StringComparer.Ordinal).Select(text => JsonValue.Create(text))]);
    }
}

/// <summary>A region's month of the sample in which some contacts that were right have got a fault, and what stood there.</summary>
internal sealed partial class Spoiled
{
    private const string Fault = "FEL";
    private const int ContactsPerFault = 3;
    private static readonly string Set = Repository.DataSet("sample");

    /// <summary>By region: which file, and what in a contact's record is spoiled.</summary>
    private static readonly Dictionary<string, (string File, string Pattern)[]> Faults = new()
    {
        ["norrbotten"] = [("NB_", @"(?<=;)\d{4}(?=;)"), ("NB_", @"2026-\d\d-\d\d"), ("NB_", @"SE2321000230-N\d+"), ("NB_", @"^N\d{10}"), ("NB_", @"(?<=;[13]\d\d;)[A-Z]\d{2,3}")],
        ["vasterbotten"] = [("VB_kontakt", @"(?<=;)\d{4}(?=;)"), ("VB_kontakt", @"(?<=;)64\w{7}(?=;)"), ("VB_kontakt", @"^B\d{10}"), ("VB_diagnos", @"(?<=;1;)\w+$"), ("VB_atgard", @"(?<=;)[A-Z]{3}\d\d")],
        ["jamtland-harjedalen"] = [("Rapportuttag", @"2026-03-\d\d \d\d:\d\d"), ("Rapportuttag", @"(?<=\t)\d{4}(?= [A-ZÅÄÖ])"), ("Rapportuttag", @"(?<=\t)[A-Z]\d\d\.\d(?=\t)")],
        ["vasternorrland"] = [("VN_", @"(?<=<hemkommun>)\d{4}"), ("VN_", @"(?<=<diagnos typ=""bi"">)\w+"), ("VN_", @"(?<=hsaId="")[^""]+"), ("VN_", @"(?<=<in>)\d{8}")],
    };

    private readonly Dictionary<string, (string Token, string Was)> _was = new();
    private readonly string _region;

    private Spoiled(string region, string folder) => (_region, Folder) = (region, folder);

    public string Folder { get; }

    public int Count => _was.Count;

    public IEnumerable<string> Ids => _was.Keys;

    /// <summary>The reference files of the sample and no delivery.</summary>
    public static async Task LoadReference(TestHost host, bool withDocuments = true)
    {
        var copy = Path.Combine(host.DataFolder, "referens");
        foreach (var path in Directory.GetFiles(Set, "*", SearchOption.AllDirectories).Where(p => !p.Contains("leveranser", StringComparison.Ordinal) && !p.Contains("fientligt", StringComparison.Ordinal)
            && (withDocuments || !p.Contains("underlag", StringComparison.Ordinal))))
        {
            var to = Path.Combine(copy, Path.GetRelativePath(Set, path));
            Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            File.Copy(path, to);
        }
        var control = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(Set, "kontroll.json"), Ct))!;
        control["ankomst"] = new JsonArray();
        await File.WriteAllTextAsync(Path.Combine(copy, "kontroll.json"), control.ToJsonString(), Ct);
        await host.InScopeAsync(scope => scope.GetRequiredService<IDataSetImport>().Import(copy, dryRun: false, null, Ct));
    }

    /// <summary>The month as it is, without manifest.</summary>
    public static string Right(TestHost host, string region) => Copy(host, region, "ratt", (_, text) => text);

    /// <summary>What <see cref="WithKommunFaults"/> writes.</summary>
    public const string KommunFault = "0000";

    /// <summary>The month with a kommun that does not exist in every third record: the given in turn, else <see cref="KommunFault"/>.</summary>
    public static string WithKommunFaults(TestHost host, string region, params string[] faults)
    {
        var number = 0;
        return Copy(host, region, "kommun", (_, text) => Kommun().Replace(text, match => number++ % 3 != 0 ? match.Value : faults.Length == 0 ? KommunFault : faults[number / 3 % faults.Length]));
    }

    /// <summary>Spoils the month.</summary>
    /// <param name="host">Keeps the files.</param>
    /// <param name="region">The region's key.</param>
    /// <param name="accepted">Contacts that are right.</param>
    public static Spoiled Of(TestHost host, string region, IReadOnlyList<string> accepted)
    {
        var spoiled = new Spoiled(region, Path.Combine(host.DataFolder, "fel", region));
        Copy(host, region, "fel", (name, text) =>
        {
            foreach (var (file, pattern) in Faults[region])
                if (name.StartsWith(file, StringComparison.Ordinal)) text = spoiled.Spoil(text, new(pattern), accepted);
            return text;
        });
        return spoiled;
    }

    public static Task<IReadOnlyList<string>> Accepted(TestHost host, string region) => host.ReadAsync<NivastruktureringDb, IReadOnlyList<string>>(async db =>
    {
        var no = await db.Deliveries.Where(d => d.Owner == Owner.Of(Region.Find(region)!.Code) && d.Status == DeliveryStatus.InForce).Select(d => d.No).SingleAsync(Ct);
        return await db.Contacts.Where(c => c.DeliveryNo == no).OrderBy(c => c.KontaktId).Select(c => c.KontaktId).ToListAsync(Ct);
    });

    public static async Task Import(TestHost host, string region, string folder)
    {
        var result = await host.InScopeAsync(scope => scope.GetRequiredService<IDeliveryImport>().Import(
            DeliveryInput.OfPath(folder), new(region + "/2026-03") { Arrival = new DateOnly(2026, 11, 15), MappingFolder = Path.Combine(Set, "mappning") }, null, Ct));
        Assert.Equal((DeliveryStatus.InForce, ""), (result.Status, $"{result.Code}{result.File}"));
    }

    /// <summary>What puts back what stood there.</summary>
    public async Task<IReadOnlyList<RowEdit>> Edits(IServiceProvider scope)
    {
        var (db, correct) = (scope.GetRequiredService<NivastruktureringDb>(), scope.GetRequiredService<CorrectRows>());
        var (desk, refusal) = await correct.Open(await Delivery(db), Ct);
        Assert.Null(refusal);
        var ids = await desk!.Rows(db).Select(q => q.Id).ToListAsync(Ct);
        var rows = await correct.Look(desk, [.. ids.Select(id => new RowEdit(id, new Dictionary<Field, string>()))], Ct);
        return [.. rows.Where(r => _was.ContainsKey(IdOf(r))).Select(r =>
        {
            var (token, was) = _was[IdOf(r)];
            return new RowEdit(r.Row.Id, desk.Shown(r).Where(c => c.Value.Contains(token, StringComparison.Ordinal)).ToDictionary(c => c.Key, c => c.Value.Replace(token, was, StringComparison.Ordinal)));
        }).Where(e => e.Typed.Count > 0)];

        static string IdOf(EditedRow row) => row.KontaktId.Length > 11 ? row.KontaktId[..11] : row.KontaktId;
    }

    public async Task<ReplayAnswer> Correct(IServiceProvider scope, Guid key, IReadOnlyList<RowEdit>? edits = null) =>
        await scope.GetRequiredService<CorrectRows>().Run(key, await Delivery(scope.GetRequiredService<NivastruktureringDb>()), edits ?? await Edits(scope), Ct);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private Task<Delivery> Delivery(NivastruktureringDb db)
    {
        var owner = Owner.Of(Region.Find(_region)!.Code);
        return db.Deliveries.AsNoTracking().SingleAsync(d => d.Owner == owner && d.Status == DeliveryStatus.InForce, Ct);
    }

    /// <summary>Copies the month byte for byte but for the change; text is one character per byte, byte order mark included.</summary>
    private static string Copy(TestHost host, string region, string kind, Func<string, string, string> change)
    {
        var copy = Directory.CreateDirectory(Path.Combine(host.DataFolder, kind, region)).FullName;
        foreach (var path in Directory.GetFiles(Path.Combine(Set, "leveranser", region, "2026-03")).Where(p => !p.EndsWith(".json", StringComparison.Ordinal)))
            File.WriteAllText(Path.Combine(copy, Path.GetFileName(path)), change(Path.GetFileName(path), Encoding.Latin1.GetString(File.ReadAllBytes(path))), Encoding.Latin1);
        return copy;
    }

    private string Spoil(string text, Regex fault, IReadOnlyList<string> accepted)
    {
        var left = ContactsPerFault;
        var records = text.Contains("<vardkontakt ", StringComparison.Ordinal) ? RecordStart().Split(text) : LineStart().Split(text);
        for (var i = 0; i < records.Length && left > 0; i++)
        {
            if (accepted.FirstOrDefault(id => records[i].Contains(id, StringComparison.Ordinal)) is not { } id || _was.ContainsKey(id)) continue;
            if (fault.Match(records[i].TrimEnd()) is not { Success: true } match) continue;
            var token = match.Value == id ? id + new string('x', 40) : Fault;
            records[i] = records[i][..match.Index] + token + records[i][(match.Index + match.Length)..];
            _was[id] = (token, match.Value);
            left--;
        }
        return string.Concat(records);
    }

    [GeneratedRegex(@"(?<=;)2\d{3}(?=;SE)")]
    private static partial Regex Kommun();

    [GeneratedRegex("(?=<vardkontakt )")]
    private static partial Regex RecordStart();

    [GeneratedRegex("(?<=\n)")]
    private static partial Regex LineStart();
}
