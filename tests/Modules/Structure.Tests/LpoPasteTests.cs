using System.Net;
using System.Text.RegularExpressions;
using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Structure.Data;
using Kunskapsstyrning.Testing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Kunskapsstyrning.Structure.Tests;

public partial class LpoPasteTests
{
    private const string Page = "/struktur/lpo-karta/klistra-in";

    [Theory, OnEachDatabase]
    public async Task A_paste_is_previewed_without_saving_and_then_saved_whole(Engine engine)
    {
        await using var host = await MapHost.StartAsync(engine);
        await host.Client.SignInAsync(Roles.RegionCoordinator, "vasterbotten");
        var preview = await Preview(host, MapHost.Text + "Hudsjukdomar\tHud\r\nLevnadsvanor\tLevnadsvanor\r\n");
        Assert.Contains("1 oförändrade, 1 ändras, 1 får nytt LPO, 1 har okänt RPO och hoppas över.", preview, StringComparison.Ordinal);
        Assert.Contains("Spara 2 ändringar", preview, StringComparison.Ordinal);
        Assert.Equal("ej kartlagt", await MapHost.Cell(host, "Cancersjukdomar"));

        var saved = await Save(host, preview);
        Assert.Contains("2 rutor är sparade", saved, StringComparison.Ordinal);
        Assert.Equal(("saknas (utreds)", "Levnadsvanor", "MGIK"), (await MapHost.Cell(host, "Cancersjukdomar"), await MapHost.Cell(host, "Levnadsvanor"), await MapHost.Cell(host, "Njursjukdomar")));
    }

    [Theory, OnEachDatabase]
    public async Task A_suggestion_is_taken_into_the_text_and_previewed_again(Engine engine)
    {
        await using var host = await MapHost.StartAsync(engine);
        await host.Client.SignInAsync(Roles.RegionCoordinator, "vasterbotten");
        Assert.Contains("Använd ”Öron näsa halssjukdomar” i stället", await Preview(host, "ÖNH;Kirurgi"), StringComparison.Ordinal);
        var preview = await Preview(host, "ÖNH;Kirurgi", ("byt", "1"));
        Assert.Contains("Spara en ändring", preview, StringComparison.Ordinal);
        await Save(host, preview);
        Assert.Equal("Kirurgi", await MapHost.Cell(host, "Öron näsa halssjukdomar"));
    }

    [Theory, OnEachDatabase]
    public async Task A_map_that_changed_after_the_preview_is_previewed_again_instead_of_saved(Engine engine)
    {
        await using var host = await MapHost.StartAsync(engine);
        await host.Client.SignInAsync(Roles.RegionCoordinator, "vasterbotten");
        var old = await Preview(host, MapHost.Text);
        await Save(host, await Preview(host, "Cancersjukdomar\tKirurgi"));
        Assert.Contains("Kartan har ändrats sedan du granskade. Inget är sparat.", await Save(host, old), StringComparison.Ordinal);
        Assert.Equal("Kirurgi", await MapHost.Cell(host, "Cancersjukdomar"));
    }

    [Theory, OnEachDatabase]
    public async Task The_same_save_sent_twice_is_done_once(Engine engine)
    {
        await using var host = await MapHost.StartAsync(engine);
        await host.Client.SignInAsync(Roles.RegionCoordinator, "vasterbotten");
        var preview = await Preview(host, MapHost.Text);
        await Save(host, preview);
        Assert.Contains("Rutan är sparad", await Save(host, preview), StringComparison.Ordinal);
        Assert.Equal(1, await host.ReadAsync<StructureDb, int>(db => db.Gaps.CountAsync(Ct)));
    }

    [Theory, OnEachDatabase]
    public async Task A_paste_for_another_region_is_refused_and_says_who_may(Engine engine)
    {
        await using var host = await MapHost.StartAsync(engine);
        await host.Client.SignInAsync(Roles.RegionCoordinator, "vasterbotten");
        foreach (var handler in new[] { "", "?handler=Spara" })
        {
            using var answer = await host.Client.PostFormAsync(Page, new Dictionary<string, string> { ["Form.Region"] = "norrbotten", ["Form.Text"] = MapHost.Text }, Page + handler);
            Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
            Assert.Contains("Samordnaren i Region Norrbotten kan ändra", await Read(answer), StringComparison.Ordinal);
        }
        Assert.Equal("ej kartlagt", await MapHost.Cell(host, "Cancersjukdomar", "norrbotten"));
    }

    [Theory, OnEachDatabase]
    public async Task A_reader_is_refused_and_told_which_role_may(Engine engine)
    {
        await using var host = await MapHost.StartAsync(engine);
        await host.Client.SignInAsync(Roles.Reader);
        using var answer = await host.Client.GetAsync(Page, Ct);
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Contains("Regional samordnare kan.", await Read(answer), StringComparison.Ordinal);
    }

    [Theory, OnEachDatabase]
    public async Task A_post_without_the_antiforgery_token_is_refused(Engine engine)
    {
        await using var host = await MapHost.StartAsync(engine);
        await host.Client.SignInAsync(Roles.RegionCoordinator, "vasterbotten");
        using var content = new FormUrlEncodedContent([new("Form.Region", "vasterbotten"), new("Form.Text", MapHost.Text)]);
        using var answer = await host.Client.PostAsync(Page + "?handler=Spara", content, Ct);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("ej kartlagt", await MapHost.Cell(host, "Cancersjukdomar"));
    }

    [Theory, OnEachDatabase]
    public async Task The_preview_is_fetched_as_a_file_by_sending_the_form(Engine engine)
    {
        await using var host = await MapHost.StartAsync(engine);
        await host.Client.SignInAsync(Roles.RegionCoordinator, "vasterbotten");
        using var answer = await host.Client.PostFormAsync(Page, new Dictionary<string, string> { ["Form.Region"] = "vasterbotten", ["Form.Text"] = MapHost.Text }, Page + ".csv");
        Assert.Equal("text/csv", answer.Content.Headers.ContentType!.MediaType);
        Assert.Contains("Cancersjukdomar;", await answer.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
        using var nothing = await host.Client.GetAsync(Page + ".csv", Ct);
        Assert.Equal(HttpStatusCode.NotFound, nothing.StatusCode);
    }

    [Theory, OnEachDatabase]
    public async Task An_empty_box_says_what_to_do(Engine engine)
    {
        await using var host = await MapHost.StartAsync(engine);
        await host.Client.SignInAsync(Roles.RegionCoordinator, "vasterbotten");
        Assert.Contains("Klistra in minst en rad.", await Preview(host, " "), StringComparison.Ordinal);
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static async Task<string> Preview(TestHost host, string text, params (string, string)[] more)
    {
        Dictionary<string, string> fields = new() { ["Form.Region"] = "vasterbotten", ["Form.Text"] = text };
        foreach (var (name, value) in more) fields[name] = value;
        using var answer = await host.Client.PostFormAsync(Page, fields);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await Read(answer);
    }

    /// <summary>Sends the preview's own form.</summary>
    private static async Task<string> Save(TestHost host, string preview)
    {
        var form = preview[preview.IndexOf("?handler=Spara", StringComparison.Ordinal)..];
        var fields = Hidden().Matches(form).ToDictionary(m => m.Groups["name"].Value, m => m.Groups["value"].Value);
        using var answer = await host.Client.PostFormAsync(Page, fields, Page + "?handler=Spara");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await Read(answer);
    }

    private static async Task<string> Read(HttpResponseMessage answer) => WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Ct));

    [GeneratedRegex("<input type=\"hidden\" name=\"(?<name>Form[^\"]+)\" value=\"(?<value>[^\"]*)\"", RegexOptions.ExplicitCapture)]
    private static partial Regex Hidden();
}
