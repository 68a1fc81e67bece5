using System.Net;
using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Kernel.Documents;
using Kunskapsstyrning.Reporting.Data;
using Kunskapsstyrning.Testing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Kunskapsstyrning.Reporting.Tests;

public class RapportPageTests
{
    [Theory, OnEachDatabase]
    public async Task The_director_makes_the_report_writes_in_it_and_the_former_text_is_kept(Engine engine)
    {
        await using var host = await Start(engine);
        await host.Client.SignInAsync(Roles.Director);
        Assert.Contains("Skapa rapport 2024", await Page(host, "/rapporter"), StringComparison.Ordinal);
        using (var made = await Make(host)) Assert.Equal("/rapporter/2024", made.RequestMessage!.RequestUri!.AbsolutePath);
        var page = await Page(host, "/rapporter/2024");
        Assert.Contains("Dnr NRF 010/25", page, StringComparison.Ordinal);
        Assert.Contains("26 av 27 RPO", page, StringComparison.Ordinal);
        Assert.Contains("Förifylld", page, StringComparison.Ordinal);

        using (var saved = await Write(host, "lardomar", "Vi lärde oss mycket.\r\n\r\n- ett\r\n- två", seen: 1))
        {
            var html = WebUtility.HtmlDecode(await saved.Content.ReadAsStringAsync(Ct));
            Assert.Contains("Texten är sparad", html, StringComparison.Ordinal);
            Assert.Contains("<p>Vi lärde oss mycket.</p>", html, StringComparison.Ordinal);
            Assert.Contains("Skriven", html, StringComparison.Ordinal);
        }
        Assert.Contains("Tidigare texter", await Page(host, "/rapporter/2024?redigera=lardomar"), StringComparison.Ordinal);
        var versions = await host.ReadAsync<ReportingDb, List<ReportText>>(db => db.Texts.Where(t => t.Section == "lardomar").OrderBy(t => t.Number).ToListAsync(Ct));
        Assert.Equal([1, 2], versions.Select(v => v.Number));
        Assert.StartsWith("Arbetet tar tid", versions[0].Text, StringComparison.Ordinal);
        Assert.Equal("Vi lärde oss mycket.\n\n- ett\n- två", versions[1].Text);
        Assert.Equal("Förbundsdirektör", versions[1].SavedBy);
    }

    [Theory, OnEachDatabase]
    public async Task A_first_text_of_the_directors_own_is_written_and_not_prefilled(Engine engine)
    {
        await using var host = await Start(engine);
        await host.Client.SignInAsync(Roles.Director);
        var year = TimeProvider.System.GetUtcNow().Year;
        (await Make(host, year)).Dispose();
        using var saved = await Write(host, "lardomar", "Vi lärde oss mycket.", seen: 0, year);
        var html = WebUtility.HtmlDecode(await saved.Content.ReadAsStringAsync(Ct));
        Assert.Contains("Texten är sparad", html, StringComparison.Ordinal);
        Assert.Contains("Skriven", html, StringComparison.Ordinal);
        Assert.DoesNotContain("Förifylld", html, StringComparison.Ordinal);
    }

    [Theory]
    [OnEachDatabase(Roles.Reader)]
    [OnEachDatabase(Roles.NrfAdministrator)]
    public async Task Others_read_but_cannot_write(Engine engine, string role)
    {
        await using var host = await Start(engine);
        await host.Client.SignInAsync(Roles.Director);
        (await Make(host)).Dispose();
        await host.Client.SignInAsync(role);
        var page = await Page(host, "/rapporter/2024?redigera=lardomar");
        Assert.Contains("26 av 27 RPO", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<textarea", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Skapa rapport", await Page(host, "/rapporter"), StringComparison.Ordinal);
        using var written = await Write(host, "lardomar", "Nej", seen: 1);
        Assert.Equal(HttpStatusCode.Forbidden, written.StatusCode);
        using var made = await Make(host);
        Assert.Equal(HttpStatusCode.Forbidden, made.StatusCode);
        Assert.DoesNotContain(await Texts(host), t => t.Text == "Nej");
    }

    [Theory, OnEachDatabase]
    public async Task Two_who_write_at_once_both_see_both_texts(Engine engine)
    {
        await using var host = await Start(engine);
        await host.Client.SignInAsync(Roles.Director);
        (await Make(host)).Dispose();
        (await Write(host, "framat", "Först", seen: 1)).Dispose();
        using var late = await Write(host, "framat", "Sedan", seen: 1);
        var page = WebUtility.HtmlDecode(await late.Content.ReadAsStringAsync(Ct));
        Assert.Contains("En kollega har ändrat samma text.", page, StringComparison.Ordinal);
        Assert.Contains("Kollegans text", page, StringComparison.Ordinal);
        Assert.Contains("Först", page, StringComparison.Ordinal);
        Assert.Contains(">Sedan</textarea>", page.Replace("\n", "", StringComparison.Ordinal).Replace("\r", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.DoesNotContain(await Texts(host), t => t.Text == "Sedan");
        (await Write(host, "framat", "Sedan", seen: 2)).Dispose();
        Assert.Contains(await Texts(host), t => t is { Text: "Sedan", Number: 3 });
    }

    [Theory, OnEachDatabase]
    public async Task A_text_with_a_personnummer_is_refused_and_a_generated_section_cannot_be_written(Engine engine)
    {
        await using var host = await Start(engine);
        await host.Client.SignInAsync(Roles.Director);
        (await Make(host)).Dispose();
        using var refused = await Write(host, "lardomar", "Ring 19121212-1212.", seen: 1);
        Assert.Contains("Texten ser ut att innehålla ett personnummer.", WebUtility.HtmlDecode(await refused.Content.ReadAsStringAsync(Ct)), StringComparison.Ordinal);
        using var generated = await Write(host, "kort-version", "27 av 27", seen: 0);
        Assert.Equal(HttpStatusCode.BadRequest, generated.StatusCode);
        Assert.DoesNotContain(await Texts(host), t => t.Text.Contains("1212", StringComparison.Ordinal) || t.Text == "27 av 27");
    }

    [Theory, OnEachDatabase]
    public async Task The_front_page_is_changed_and_the_file_is_fetched(Engine engine)
    {
        await using var host = await Start(engine);
        await host.Client.SignInAsync(Roles.Director);
        (await Make(host)).Dispose();
        using (var wrong = await Front(host, "NRF 011/25", "i går")) Assert.Contains("Skriv rapportens datum", WebUtility.HtmlDecode(await wrong.Content.ReadAsStringAsync(Ct)), StringComparison.Ordinal);
        (await Front(host, "NRF 011/25", "2025-02-10")).Dispose();
        var report = await host.ReadAsync<ReportingDb, YearReport>(db => db.Reports.SingleAsync(Ct));
        Assert.Equal(("NRF 011/25", new DateOnly(2025, 2, 10)), (report.RegistryNumber, report.Dated));

        await host.Client.SignInAsync(Roles.Reader);
        using var file = await host.Client.GetAsync("/rapporter/2024.docx", Ct);
        Assert.Equal(WordFile.MediaType, file.Content.Headers.ContentType!.MediaType);
        Assert.Equal("fd-rapport-rpo-och-rsg-rapporter-2024.docx", file.Content.Headers.ContentDisposition!.FileName!.Trim('"'));
        Assert.Equal("PK"u8.ToArray(), (await file.Content.ReadAsByteArrayAsync(Ct))[..2]);
    }

    [Theory, OnEachDatabase]
    public async Task A_report_that_is_not_there_or_not_for_the_reader_is_not_shown(Engine engine)
    {
        await using var host = await Start(engine);
        await host.Client.SignInAsync(Roles.Director);
        foreach (var path in new[] { "/rapporter/2024", "/rapporter/2024.docx", "/rapporter/1999", "/rapporter.docx" })
        {
            using var missing = await host.Client.GetAsync(path, Ct);
            Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
        }
        (await Make(host)).Dispose();
        await host.Client.SignInAsync(Roles.OperationsAdmin);
        foreach (var path in new[] { "/rapporter", "/rapporter/2024", "/rapporter/2024.docx" })
        {
            using var refused = await host.Client.GetAsync(path, Ct);
            Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        }
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static Task<TestHost> Start(Engine engine) => TestHost.StartAsync(engine, clock: new Noon(new(2026, 11, 22)));

    private static async Task<string> Page(TestHost host, string path) => WebUtility.HtmlDecode(await host.Client.GetStringAsync(path, Ct));

    private static Task<List<ReportText>> Texts(TestHost host) => host.ReadAsync<ReportingDb, List<ReportText>>(db => db.Texts.ToListAsync(Ct));

    private static Task<HttpResponseMessage> Make(TestHost host, int year = 2024) =>
        Post(host, "/rapporter", new() { ["Year"] = year.ToString(System.Globalization.CultureInfo.InvariantCulture), ["Dnr"] = "NRF 010/25" });

    private static Task<HttpResponseMessage> Write(TestHost host, string section, string text, int seen, int year = 2024) =>
        Post(host, $"/rapporter/{year}?redigera={section}", new() { ["Text"] = text, ["Seen"] = seen.ToString(System.Globalization.CultureInfo.InvariantCulture) });

    private static Task<HttpResponseMessage> Front(TestHost host, string number, string dated) =>
        Post(host, "/rapporter/2024?redigera=forsattsblad", new() { ["Dnr"] = number, ["Dated"] = dated });

    /// <summary>With the token of the sign-in page, which every role can open.</summary>
    private static Task<HttpResponseMessage> Post(TestHost host, string path, Dictionary<string, string> fields)
    {
        fields["Key"] = Guid.CreateVersion7().ToString();
        return host.Client.PostFormAsync("/logga-in", fields, path);
    }
}
