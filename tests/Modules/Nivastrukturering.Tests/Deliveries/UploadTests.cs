using System.IO.Compression;
using System.Net;
using System.Text.RegularExpressions;
using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Nivastrukturering.Contracts;
using Kunskapsstyrning.Nivastrukturering.Data;
using Kunskapsstyrning.Testing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Kunskapsstyrning.Nivastrukturering.Tests.Deliveries;

public partial class UploadTests
{
    private const string Page = "/administration/import/ladda-upp";
    private static readonly string Set = Repository.DataSet("sample");

    [Theory, OnEachDatabase]
    public async Task An_economist_sends_the_files_or_a_zip_and_sees_how_it_went(Engine engine)
    {
        await using var host = await Started(engine);
        await host.Client.SignInAsync(Roles.Economist, "norrbotten");
        Assert.Contains("type=\"file\"", await host.Client.GetStringAsync("/administration/import", Ct), StringComparison.Ordinal);
        var folder = Path.Combine(Set, "leveranser", "norrbotten", "2026-03");
        var files = Directory.GetFiles(folder).Select(f => (Path.GetFileName(f), File.ReadAllBytes(f))).ToArray();
        using var zip = new MemoryStream();
        await ZipFile.CreateFromDirectoryAsync(folder, zip, Ct);

        var (read, page) = await Send(host, files);
        var (_, again) = await Send(host, files);
        var (_, zipped) = await Send(host, ("mars.zip", zip.ToArray()));
        var (_, rejected) = await Send(host, ("NB_vardkontakter_202604.csv", "fel;kolumner\n"u8.ToArray()));

        Assert.Equal(HttpStatusCode.OK, read);
        Assert.Contains("244 av 300 kontakter", page, StringComparison.Ordinal);
        Assert.Contains("Samma leverans var redan inläst", again, StringComparison.Ordinal);
        Assert.Contains("Samma leverans var redan inläst", zipped, StringComparison.Ordinal);
        Assert.Contains("KST-202", rejected, StringComparison.Ordinal);
        Assert.Equal(1, await InForce(host));
    }

    [Fact]
    public async Task What_cannot_be_taken_is_refused_with_what_to_do_and_nothing_is_read_in()
    {
        await using var host = await Started(Engine.Sqlite);
        await host.Client.SignInAsync(Roles.Economist, "norrbotten");
        var others = Directory.GetFiles(Path.Combine(Set, "leveranser", "vasternorrland", "2026-03")).Select(f => (Path.GetFileName(f), File.ReadAllBytes(f))).ToArray();
        var large = new byte[65 << 20];
        new Random(1).NextBytes(large); // does not pack

        await IsRefused(host, HttpStatusCode.BadRequest, "Välj leveransens filer först");
        await IsRefused(host, HttpStatusCode.Forbidden, "Leveransen är från Region Västernorrland", others);
        await IsRefused(host, HttpStatusCode.RequestEntityTooLarge, "Leveransen är för stor", ("stor.zip", large));
        await IsRefused(host, HttpStatusCode.RequestEntityTooLarge, "Leveransen är för stor", ("stor.csv", large));
        await IsRefused(host, HttpStatusCode.BadRequest, "En fil har ett namn", ("..", [1]));

        using MultipartFormDataContent bare = new() { { new ByteArrayContent([1]), "filer", "x.csv" } };
        using var unguarded = await host.Client.PostAsync(Page, bare, Ct);
        Assert.Equal(HttpStatusCode.BadRequest, unguarded.StatusCode);
        await host.Client.SignInAsync(Roles.NrfAdministrator);
        using var reader = await host.Client.GetAsync(Page, Ct);
        Assert.Equal(HttpStatusCode.Forbidden, reader.StatusCode);
        Assert.Equal(0, await InForce(host));
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static async Task IsRefused(TestHost host, HttpStatusCode status, string message, params (string Name, byte[] Bytes)[] files)
    {
        var (answered, page) = await Send(host, files);
        Assert.StartsWith(message, Message().Match(page).Groups["text"].Value, StringComparison.Ordinal);
        Assert.Equal(status, answered);
    }

    /// <summary>Sends files as the signed-in person and gives the page that answers.</summary>
    internal static async Task<(HttpStatusCode Status, string Page)> Send(TestHost host, params (string Name, byte[] Bytes)[] files)
    {
        var form = await host.Client.GetStringAsync(Page, Ct);
        using MultipartFormDataContent content = new();
        content.Add(new StringContent(Token().Match(form).Groups["value"].Value), "__RequestVerificationToken");
        foreach (var (name, bytes) in files) content.Add(new ByteArrayContent(bytes), "filer", name);
        if (files.Length == 0) content.Add(new ByteArrayContent([]) { Headers = { ContentDisposition = new("form-data") { Name = "filer", FileName = "\"\"" } } }); // as a browser does with nothing chosen
        using var answer = await host.Client.PostAsync(Page, content, Ct);
        return (answer.StatusCode, WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Ct)).Replace('\u00a0', ' '));
    }

    private static async Task<TestHost> Started(Engine engine)
    {
        var host = await TestHost.StartAsync(engine);
        await ImportContactsTests.PutReferences(host);
        return host;
    }

    private static Task<int> InForce(TestHost host) => host.ReadAsync<NivastruktureringDb, int>(db => db.Deliveries.CountAsync(d => d.Status == DeliveryStatus.InForce, Ct));

    [GeneratedRegex("""<input[^>]*name="__RequestVerificationToken"[^>]*value="(?<value>[^"]+)"[^>]*>""", RegexOptions.ExplicitCapture)]
    private static partial Regex Token();

    [GeneratedRegex("""Inget är inläst\.</strong> (?<text>[^<]+)<""", RegexOptions.ExplicitCapture)]
    private static partial Regex Message();
}
