using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Nivastrukturering.Data;
using Kunskapsstyrning.Nivastrukturering.Nivakarta;
using Kunskapsstyrning.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Kunskapsstyrning.Nivastrukturering.Tests.Nivakarta;

public sealed partial class DecisionPaperTests
{
    private static readonly byte[] Signed = Encoding.ASCII.GetBytes("%PDF-1.7 protokoll"), Corrected = Encoding.ASCII.GetBytes("%PDF-1.7 justerat protokoll");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, OnEachDatabase]
    public async Task A_decision_s_paper_is_attached_and_every_reader_of_the_map_gets_it_until_another_takes_its_place(Engine engine)
    {
        await using var host = await LevelMapPageTests.Started(engine);
        var proposal = await Given(host, ProposalState.Decided);
        await host.Client.SignInAsync(Roles.NrfAdministrator);
        Assert.Contains("Ingen handling är tillagd.", await Page(host, LevelPicture.PathOf(proposal)), StringComparison.Ordinal);

        Assert.Contains("Handlingen är tillagd.", await Attach(host, proposal, Signed, "Protokoll 2026-12-09.pdf"), StringComparison.Ordinal);
        await Attach(host, proposal, Corrected, "Protokoll, justerat.pdf");

        await host.Client.SignInAsync(Roles.Reader);
        var page = await Page(host, LevelPicture.PathOf(proposal));
        Assert.Matches("(?s)Protokoll, justerat[.]pdf.*Protokoll 2026-12-09[.]pdf.*Ersatt av en senare", page);
        Assert.DoesNotContain("Lägg till", page, StringComparison.Ordinal);
        var papers = await host.InScopeAsync(scope => scope.GetRequiredService<DecisionPapers>().Of(proposal.Id, Ct));
        using var answer = await host.Client.GetAsync(LevelPicture.PathOf(papers[0]), Ct);
        Assert.Equal(("application/pdf", "attachment"), (answer.Content.Headers.ContentType!.MediaType, answer.Content.Headers.ContentDisposition!.DispositionType));
        Assert.Equal(Corrected, await answer.Content.ReadAsByteArrayAsync(Ct));
        Assert.Contains(WebUtility.HtmlEncode(LevelPicture.PathOf(papers[0])), await host.Client.GetStringAsync(LevelPicture.PathOf("NRF-018"), Ct), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await host.Client.GetAsync(LevelPicture.PathOf(papers[0] with { ProposalId = Guid.NewGuid() }), Ct)).StatusCode);

        using var stranger = host.NewClient(followRedirects: false);
        Assert.Equal(HttpStatusCode.Redirect, (await stranger.GetAsync(LevelPicture.PathOf(papers[0]), Ct)).StatusCode);
    }

    [Theory, OnEachDatabase]
    public async Task Only_a_pdf_of_a_decision_is_taken_and_only_from_those_who_may_decide(Engine engine)
    {
        await using var host = await LevelMapPageTests.Started(engine);
        var open = await Given(host, ProposalState.Open);
        await host.Client.SignInAsync(Roles.NrfAdministrator);
        Assert.Contains("Spara beslutet först.", await Attach(host, open, Signed, "beslut.pdf"), StringComparison.Ordinal);
        Assert.Contains("beslut.docx är ingen PDF.", await Attach(host, open, "PK"u8.ToArray(), "beslut.docx"), StringComparison.Ordinal);
        Assert.Contains("Välj filen först.", await Attach(host, open, [], "beslut.pdf"), StringComparison.Ordinal);
        Assert.Contains("Byt namn på filen", await Attach(host, open, Signed, "19121212-1212.pdf"), StringComparison.Ordinal);
        Assert.Contains("Filen är större än 10 MB.", await Attach(host, open, [.. Signed, .. new byte[DecisionPaper.MostBytes]], "beslut.pdf"), StringComparison.Ordinal);
        Assert.Contains("<h1>Det gick inte att göra</h1>", await Attach(host, open, [.. Signed, .. new byte[31_000_000]], "beslut.pdf"), StringComparison.Ordinal);
        await host.Client.SignInAsync(Roles.GroupChair);
        using var refused = await Post(host, open, Signed, "beslut.pdf");
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        Assert.False(await host.ReadAsync<NivastruktureringDb, bool>(db => db.DecisionPapers.AnyAsync(Ct)));
    }

    /// <summary>A proposal to leave dialysis as it is.</summary>
    private static async Task<MapProposal> Given(TestHost host, ProposalState state)
    {
        var map = (await host.InScopeAsync(scope => scope.GetRequiredService<LevelMaps>().InForce(Ct)))!;
        var service = map.Catalogue.Services.First(s => s.Code == "NRF-018");
        MapRound round = new() { Id = Guid.CreateVersion7(), Owner = Owner.Nrf, Year = 2027, CatalogueId = map.Id, LastDay = new(2027, 3, 31), OpenedAt = DateTime.UnixEpoch, OpenedBy = "ett test" };
        MapProposal proposal = new()
        {
            Id = Guid.CreateVersion7(), Owner = Owner.Nrf, RoundId = round.Id, Code = service.Code, Rpo = service.Rpo, Wanted = MapProposal.ItemOf(service), FromDay = new(2027, 1, 1), Reason = "Som förut.",
            MadeAt = DateTime.UnixEpoch, MadeBy = "ett test", State = state, ClosedAt = state == ProposalState.Open ? null : DateTime.UnixEpoch,
            Body = service.Decision.Body, DecidedOn = new(2026, 12, 9), Dnr = service.Decision.Dnr, CodeAfter = service.Code,
        };
        await host.WriteAsync<NivastruktureringDb>(db =>
        {
            db.Add(round);
            db.Add(proposal);
        });
        return proposal;
    }

    private static async Task<string> Attach(TestHost host, MapProposal proposal, byte[] file, string name)
    {
        using var answer = await Post(host, proposal, file, name);
        return WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Ct));
    }

    private static async Task<HttpResponseMessage> Post(TestHost host, MapProposal proposal, byte[] file, string name)
    {
        var token = Token().Match(await host.Client.GetStringAsync("/logga-in", Ct)).Groups["value"].Value;
        using var content = new MultipartFormDataContent
        {
            { new StringContent(WebUtility.HtmlDecode(token)), "__RequestVerificationToken" }, { new StringContent(Guid.CreateVersion7().ToString()), "Key" }, { new ByteArrayContent(file), "fil", name },
        };
        using HttpRequestMessage request = new(HttpMethod.Post, $"{LevelPicture.PathOf(proposal)}?handler=Handling") { Content = content };
        request.Headers.ExpectContinue = true; // what the host does not take is not sent
        return await host.Client.SendAsync(request, Ct);
    }

    private static async Task<string> Page(TestHost host, string path) => WebUtility.HtmlDecode(await host.Client.GetStringAsync(path, Ct));

    [GeneratedRegex("name=\"__RequestVerificationToken\"[^>]*value=\"(?<value>[^\"]+)\"", RegexOptions.ExplicitCapture)]
    private static partial Regex Token();
}
