using System.IO.Compression;
using System.Net;
using System.Text.RegularExpressions;
using Kunskapsstyrning.Kernel.Screens;
using Kunskapsstyrning.Testing;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Xunit;

namespace Kunskapsstyrning.Kernel.Tests.Screens;

/// <summary>The frame round every page, in the real host.</summary>
public sealed class FrameTests : IAsyncLifetime
{
    private TestHost _host = null!;

    public async ValueTask InitializeAsync() => _host = await TestHost.StartAsync(Engine.Sqlite);

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Theory]
    [InlineData("/logga-in", "Logga in")]
    [InlineData("/ordlista", "Ordlista")]
    [InlineData("/hjalp", "Hjälp")]
    [InlineData("/tillganglighet", "Tillgänglighet")]
    [InlineData("/personuppgifter", "Om personuppgifter")]
    public async Task An_open_page_has_title_heading_skip_link_and_no_inline_code(string path, string title)
    {
        var html = await _host.Client.GetStringAsync(path);
        Assert.Contains($"<title>{title} – Kunskapsstyrning</title>", html, StringComparison.Ordinal);
        Assert.Single(Regex.Matches(html, "<h1>"));
        Assert.Contains("<a class=\"ds-skip-link\" href=\"#innehall\">", html, StringComparison.Ordinal);
        Assert.Contains("<strong>Exempeldata:</strong>", html, StringComparison.Ordinal);
        Assert.DoesNotMatch("style=|<style|<script(?![^>]*src=)|onclick", html);
        Assert.DoesNotMatch("(href|src)=\"https?://(?!www\\.)", html);
        Assert.DoesNotContain("&#xE5;", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_stylesheets_and_the_font_are_served_from_here()
    {
        var html = await _host.Client.GetStringAsync("/hjalp");
        var files = Regex.Matches(html, "(?:href|src)=\"(/(?:lib|css|js)/[^\"]+)\"").Select(m => m.Groups[1].Value).ToList();
        Assert.True(files.Count >= 6);
        foreach (var file in files) Assert.NotEmpty(await _host.Client.GetStringAsync(WebUtility.HtmlDecode(file)));
        Assert.NotEmpty(await _host.Client.GetByteArrayAsync("/lib/source-sans-3/files/source-sans-3-latin-ext-wght-normal.woff2"));
    }

    [Fact]
    public async Task The_banner_says_which_role_is_tried_and_the_header_shows_where_one_is()
    {
        await _host.Client.SignInAsync(Roles.RegionCoordinator, "vasterbotten");
        var html = await _host.Client.GetStringAsync("/hjalp");
        Assert.Contains("Du provar som <strong>Regional samordnare, Västerbotten</strong>", html, StringComparison.Ordinal);
        Assert.Contains("<a href=\"/struktur\">Struktur</a>", html, StringComparison.Ordinal);
        Assert.DoesNotContain(">Drift</a>", html, StringComparison.Ordinal); // a group that the role may not enter
        Assert.Matches("<a href=\"/hjalp\" aria-current=\"page\">Hjälp</a>", html);
    }

    [Fact]
    public async Task The_own_page_tells_role_and_region()
    {
        await _host.Client.SignInAsync(Roles.Economist, "vasternorrland");
        var html = await _host.Client.GetStringAsync("/min-sida");
        Assert.Contains("<dt>Roll</dt><dd>Ekonom</dd>", html, StringComparison.Ordinal);
        Assert.Contains("data-region=\"vasternorrland\">Västernorrland</span>", html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("njur", "RPO Njursjukdomar", "/struktur/lpo-karta#rad-rpo-njursjukdomar")]
    [InlineData("hjart", "RPO Hjärt- och kärlsjukdomar", "/struktur/lpo-karta#rad-rpo-hjart-och-karlsjukdomar")]
    [InlineData("lpo-kar", "LPO-kartan", "/struktur/lpo-karta")]
    [InlineData("drg", "diagnosrelaterad grupp (DRG)", "/ordlista#drg")]
    [InlineData("Implementering", "införande", "/ordlista#inforande")]
    public async Task Search_finds_what_people_type(string query, string text, string address)
    {
        await _host.Client.SignInAsync(Roles.Reader);
        Assert.Contains($"href=\"{address}\">{text}</a>", await _host.Client.GetStringAsync("/sok?q=" + query), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Search_without_hits_says_what_to_do_and_encodes_what_was_typed()
    {
        await _host.Client.SignInAsync(Roles.Reader);
        var html = await _host.Client.GetStringAsync("/sok?q=%3Cb%3Ennll");
        Assert.Contains("Inget för ”&lt;b&gt;nnll”", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_role_that_is_not_offered_is_refused()
    {
        using var answer = await _host.Client.PostFormAsync("/logga-in", new Dictionary<string, string> { ["role"] = Roles.Director, ["region"] = "norrbotten" });
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task Signing_in_leads_back_to_where_one_was_but_never_to_another_site()
    {
        Dictionary<string, string> fields = new() { ["role"] = Roles.Reader, ["till"] = "/ordlista" };
        using var client = _host.NewClient(followRedirects: false);
        using var home = await client.PostFormAsync("/logga-in", fields);
        Assert.Equal("/ordlista", home.Headers.Location!.OriginalString);
        fields["till"] = "https://example.org/";
        using var away = await client.PostFormAsync("/logga-in", fields);
        Assert.Equal("/", away.Headers.Location!.OriginalString);
    }

    [Fact]
    public async Task Outside_the_demonstration_no_role_can_be_chosen()
    {
        await using var region = await TestHost.StartAsync(Engine.Sqlite, new Dictionary<string, string?> { ["Host:Role"] = "Region", ["Host:Region"] = "24" });
        var html = await region.Client.GetStringAsync("/logga-in");
        Assert.DoesNotContain("name=\"role\"", html, StringComparison.Ordinal);
        Assert.Contains("ställs in av regionens it-avdelning", html, StringComparison.Ordinal);
        Assert.DoesNotContain("Exempeldata", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_with_a_table_is_also_a_file_at_its_own_address()
    {
        await using var xlsx = new MemoryStream(await _host.Client.GetByteArrayAsync("/ordlista.xlsx?sort=-ord"));
        await using var zip = new ZipArchive(xlsx);
        Assert.Equal(8, zip.Entries.Count);
        using var csv = await _host.Client.GetAsync("/ordlista.csv");
        Assert.Equal("text/csv", csv.Content.Headers.ContentType!.MediaType);
        Assert.Matches("^ordlista-[0-9]{8}\\.csv$", csv.Content.Headers.ContentDisposition!.FileName!.Trim('"'));
        Assert.Contains("\"abbreviation\":\"RPO\"", await _host.Client.GetStringAsync("/ordlista.json"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/hjalp.csv")]
    [InlineData("/ordlista.svg")]
    [InlineData("/finns-inte")]
    public async Task A_page_without_that_form_answers_404(string path)
    {
        using var answer = await _host.Client.GetAsync(path);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Contains("<h1>Sidan finns inte</h1>", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(403, "Du saknar behörighet till sidan")]
    [InlineData(500, "Något gick fel hos oss")]
    public async Task A_fault_says_what_happened_and_what_to_do(int code, string heading)
    {
        using var answer = await _host.Client.GetAsync($"/fel/{code}");
        Assert.Equal(code, (int)answer.StatusCode);
        var html = await answer.Content.ReadAsStringAsync();
        Assert.Contains($"<h1>{heading}</h1>", html, StringComparison.Ordinal);
        if (code == 500) Assert.Matches("Ange kod <strong class=\"kst-num\">[0-9A-F]{4}-[0-9A-F]{2}</strong>", html);
    }

    [Fact]
    public void A_page_belongs_to_the_group_of_its_longest_link()
    {
        NavigationLink[] links = [new("Nivå och kostnad", "Prislistor", "/priser"), new("Struktur", "LPO-kartan", "/struktur/lpo-karta")];
        var view = new ViewDataDictionary(new EmptyModelMetadataProvider(), new ModelStateDictionary());
        Assert.Equal("Nivå och kostnad", Frame.GroupOf(view, "/priser/2026", links));
        Assert.Equal("Struktur", Frame.GroupOf(view, "/struktur/lpo-karta", links));
        Assert.Equal("Nivå och kostnad", Frame.GroupOf(view, "/kostnader", links));
        Assert.Null(Frame.GroupOf(view, "/priserna", links));
    }

    [Fact]
    public void The_title_tells_of_faults_in_the_form()
    {
        var view = new ViewDataDictionary(new EmptyModelMetadataProvider(), new ModelStateDictionary());
        view.Title("LPO-kartan");
        view.ModelState.AddModelError("lpo", "Välj ett LPO");
        Assert.Equal("Fel: LPO-kartan – Kunskapsstyrning", Frame.FullTitle(view));
    }
}
