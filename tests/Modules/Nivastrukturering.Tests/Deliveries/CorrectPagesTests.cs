using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Kunskapsstyrning.Adapters.Sdk;
using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Nivastrukturering.Data;
using Kunskapsstyrning.Nivastrukturering.Deliveries;
using Kunskapsstyrning.Testing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Kunskapsstyrning.Nivastrukturering.Tests.Deliveries;

public partial class CorrectPagesTests
{
    private const string List = "/administration/import";

    [Theory, OnEachDatabase]
    public async Task A_row_is_corrected_on_screen_and_the_undo_says_by_whom(Engine engine)
    {
        await using var host = await Started(engine);
        var (id, row) = await host.ReadAsync<NivastruktureringDb, (Guid, long)>(async db =>
            ((await db.Deliveries.SingleAsync(Ct)).Id, await db.QuarantineRows.Where(q => q.Codes == "KST-101" && q.Pseudonym != null).Select(q => q.Id).FirstAsync(Ct)));
        await host.Client.SignInAsync(Roles.Economist, "norrbotten");
        var path = $"{List}/{id}/rad/{row}";
        var form = Decoded(await host.Client.GetStringAsync(path, Ct));

        using var wrong = await host.Client.PostFormAsync(path, Typed(form, "Hemkommun", "Luleå"));
        using var person = await host.Client.PostFormAsync(path, Typed(form, "Hemkommun", "20010101-2384"));
        using var right = await host.Client.PostFormAsync(path, Typed(form, "Hemkommun", "2580"));
        var delivery = Decoded(await right.Content.ReadAsStringAsync(Ct));
        var again = Decoded(await host.Client.GetStringAsync(path, Ct));
        var undo = Decoded(await host.Client.GetStringAsync($"{List}/{id}/angra", Ct));

        Assert.Matches("""<label[^>]*for="Hemkommun">Kommunkod</label>\s*<p class="ds-validation-message" id="Hemkommun-e">KST-101""", form);
        Assert.Matches("""Att rätta:</strong>\s*<a class="ds-link" href="#Hemkommun">Kommunkod</a></p>""", form);
        Assert.DoesNotContain("name=\"Person\"", form, StringComparison.Ordinal);
        Assert.Contains("Sparad, men raden väntar fortfarande", Decoded(await wrong.Content.ReadAsStringAsync(Ct)), StringComparison.Ordinal);
        Assert.Contains("Skriv inget personnummer här", Decoded(await person.Content.ReadAsStringAsync(Ct)), StringComparison.Ordinal);
        Assert.Contains("1 rad är rättad och inläst.", delivery, StringComparison.Ordinal);
        Assert.Contains("Kommunkod: ”Luleå” → ”2580”", delivery, StringComparison.Ordinal);
        Assert.Contains("Raden är redan rättad och inläst.", again, StringComparison.Ordinal);
        Assert.Contains("1 rad har rättats och lästs in av", undo, StringComparison.Ordinal);
    }

    [Theory, OnEachDatabase]
    public async Task Rows_with_a_fault_in_the_person_id_and_other_regions_rows_are_not_corrected_here(Engine engine)
    {
        await using var host = await Started(engine);
        var (id, person, broken) = await host.ReadAsync<NivastruktureringDb, (Guid, long, long)>(async db => ((await db.Deliveries.SingleAsync(Ct)).Id,
            await db.QuarantineRows.Where(q => q.Codes.Contains("KST-108")).Select(q => q.Id).FirstAsync(Ct), await db.QuarantineRows.Where(q => q.Cells == null).Select(q => q.Id).FirstAsync(Ct)));
        var kept = await host.ReadAsync<NivastruktureringDb, List<QuarantineRow>>(db => db.QuarantineRows.AsNoTracking().ToListAsync(Ct));
        await host.Client.SignInAsync(Roles.Economist, "norrbotten");

        Assert.Contains("Personnumret saknas eller är fel", Decoded(await host.Client.GetStringAsync($"{List}/{id}/rad/{person}", Ct)), StringComparison.Ordinal);
        Assert.Contains("Raden är trasig", Decoded(await host.Client.GetStringAsync($"{List}/{id}/rad/{broken}", Ct)), StringComparison.Ordinal);
        Assert.All(kept.Where(q => Regex.IsMatch(q.Codes, "KST-(00.|107|108|109)")), q => Assert.Null(q.Person));
        await host.Client.SignInAsync(Roles.Economist, "vasterbotten");
        Assert.Equal(HttpStatusCode.NotFound, await Status(host, $"{List}/{id}/rad/{person}"));
        Assert.Equal(HttpStatusCode.NotFound, await Status(host, $"{List}/{id}/ratta"));
        await host.Client.SignInAsync(Roles.NrfAdministrator);
        Assert.Equal(HttpStatusCode.Forbidden, await Status(host, $"{List}/{id}/ratta.xlsx"));
    }

    [Theory, OnEachDatabase]
    public async Task The_downloaded_workbook_is_changed_looked_at_and_read_in(Engine engine)
    {
        await using var host = await Started(engine);
        var id = await host.ReadAsync<NivastruktureringDb, Guid>(async db => (await db.Deliveries.SingleAsync(Ct)).Id);
        var before = await host.ReadAsync<NivastruktureringDb, long>(async db => (await db.Deliveries.SingleAsync(Ct)).Accepted);
        await host.Client.SignInAsync(Roles.Economist, "norrbotten");
        var page = $"{List}/{id}/ratta";
        var workbook = Changed(await host.Client.GetByteArrayAsync(page + ".xlsx", Ct), Spoiled.KommunFault, "2580", out var changed);

        var preview = await Upload(host, page, workbook);
        var fields = Regex.Matches(preview, """<input type="hidden" name="(Key|Edits)" value="([^"]*)" />""").ToDictionary(m => m.Groups[1].Value, m => WebUtility.HtmlDecode(m.Groups[2].Value));
        using var saved = await host.Client.PostFormAsync(page, fields, page + "?handler=Spara");
        var after = await host.ReadAsync<NivastruktureringDb, long>(async db => (await db.Deliveries.SingleAsync(Ct)).Accepted);
        var refused = await Upload(host, page, "Nyckel;Kommunkod"u8.ToArray());

        Assert.True(changed >= 3);
        Assert.Contains("Inget är sparat än.", Decoded(preview), StringComparison.Ordinal);
        Assert.Contains($"{after - before} rader är rättade och inlästa.", Decoded(await saved.Content.ReadAsStringAsync(Ct)), StringComparison.Ordinal);
        Assert.True(after - before >= 3);
        Assert.Contains("Filen går inte att läsa.", Decoded(refused), StringComparison.Ordinal);
    }

    [Theory, OnEachDatabase]
    public async Task The_start_page_tells_the_regions_economist_of_the_rows_that_can_be_corrected(Engine engine)
    {
        await using var host = await Started(engine);
        var (delivery, rows) = await host.ReadAsync<NivastruktureringDb, (Delivery, int)>(async db =>
            (await db.Deliveries.SingleAsync(Ct), await db.QuarantineRows.CountAsync(q => q.Kind == RowKind.Contact && q.Pseudonym != null, Ct)));
        var todo = $"""<a class="ds-link" href="{List}/{delivery.Id}">{rows} rader väntar i karantän</a>""";

        await host.Client.SignInAsync(Roles.Economist, "norrbotten");
        var own = Decoded(await host.Client.GetStringAsync("/", Ct));
        await host.Client.SignInAsync(Roles.Economist, "vasterbotten");
        var neighbour = Decoded(await host.Client.GetStringAsync("/", Ct));
        await host.Client.SignInAsync(Roles.NrfAdministrator);
        var administrator = Decoded(await host.Client.GetStringAsync("/", Ct));

        Assert.InRange(rows, 13, delivery.Quarantined - 1);
        Assert.Contains(todo, own, StringComparison.Ordinal);
        Assert.Contains("I leveransen för mars 2026. Kontakterna räknas inte förrän raderna är rättade", own, StringComparison.Ordinal);
        Assert.All([neighbour, administrator], page => Assert.DoesNotContain("i karantän", page, StringComparison.Ordinal));
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>Norrbotten's month with a few spoiled contacts.</summary>
    private static async Task<TestHost> Started(Engine engine)
    {
        var host = await TestHost.StartAsync(engine);
        await Spoiled.LoadReference(host);
        await Spoiled.Import(host, "norrbotten", Spoiled.WithKommunFaults(host, "norrbotten"));
        return host;
    }

    private static async Task<string> Upload(TestHost host, string page, byte[] file)
    {
        var token = Token().Match(await host.Client.GetStringAsync(page, Ct)).Groups["value"].Value;
        using var content = new MultipartFormDataContent();
        using var token1 = new StringContent(WebUtility.HtmlDecode(token));
        using var bytes = new ByteArrayContent(file);
        content.Add(token1, "__RequestVerificationToken");
        content.Add(bytes, "fil", "rader.xlsx");
        using var answer = await host.Client.PostAsync(page, content, Ct);
        return await answer.Content.ReadAsStringAsync(Ct);
    }

    /// <summary>The workbook with every cell of one text given another.</summary>
    private static byte[] Changed(byte[] workbook, string from, string to, out int count)
    {
        var stream = new MemoryStream();
        stream.Write(workbook);
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Update, leaveOpen: true))
        {
            var entry = zip.GetEntry("xl/worksheets/sheet1.xml")!;
            string xml;
            using (var reader = new StreamReader(entry.Open())) xml = reader.ReadToEnd();
            count = Regex.Count(xml, $">{from}<");
            entry.Delete();
            using var writer = new StreamWriter(zip.CreateEntry("xl/worksheets/sheet1.xml").Open(), new UTF8Encoding(false));
            writer.Write(xml.Replace($">{from}<", $">{to}<", StringComparison.Ordinal));
        }
        return stream.ToArray();
    }

    /// <summary>The form as the browser would send it, with one cell changed.</summary>
    private static Dictionary<string, string> Typed(string form, string field, string text)
    {
        var fields = Regex.Matches(form, """<input[^>]*name="(\w+)"[^>]*value="([^"]*)"[^>]*>""").Where(m => m.Groups[1].Value != "__RequestVerificationToken")
            .DistinctBy(m => m.Groups[1].Value).ToDictionary(m => m.Groups[1].Value, m => m.Groups[2].Value);
        fields[field] = text;
        fields["Key"] = Guid.CreateVersion7().ToString();
        return fields;
    }

    private static async Task<HttpStatusCode> Status(TestHost host, string path)
    {
        using var answer = await host.Client.GetAsync(path, Ct);
        return answer.StatusCode;
    }

    private static string Decoded(string html) => WebUtility.HtmlDecode(html).Replace('\u00a0', ' ');

    [GeneratedRegex("""<input[^>]*name="__RequestVerificationToken"[^>]*value="(?<value>[^"]+)"[^>]*>""", RegexOptions.ExplicitCapture)]
    private static partial Regex Token();
}
