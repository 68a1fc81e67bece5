using System.Net;
using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Nivastrukturering.Data;
using Kunskapsstyrning.Nivastrukturering.Fordelning;
using Kunskapsstyrning.Testing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Kunskapsstyrning.Nivastrukturering.Tests.Fordelning;

public class FordelningPageTests
{
    [Theory, OnEachDatabase]
    public async Task A_sharing_is_saved_shown_side_by_side_approved_by_another_and_then_frozen(Engine engine)
    {
        await using var host = await TestHost.StartAsync(engine);
        await host.Client.SignInAsync(Roles.ProcessLead);
        Assert.Contains("Ingen fördelning än", await Read(host, SharingPicture.ListPath), StringComparison.Ordinal);

        using var saved = await host.Client.PostFormAsync($"{SharingPicture.ListPath}/ny", Fields());
        var page = await Text(saved);
        var path = saved.RequestMessage!.RequestUri!.AbsolutePath;
        Assert.Contains("Klinisk genetik 2025", page, StringComparison.Ordinal);
        Assert.Contains("3\u00A0867\u00A0755,10", page, StringComparison.Ordinal);
        Assert.Contains("lägst länskod", page, StringComparison.Ordinal);
        Assert.Contains("Uppgifter saknas för: KPP, Abonnemang, Fasta andelar.", page, StringComparison.Ordinal);
        Assert.Contains("Du har sparat utgåvan.", page, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Conflict, (await Approve(host, path, 1)).StatusCode);

        Assert.StartsWith("Region;Befolkning, kr;Remisser, kr;Kombinationen, kr", (await host.Client.GetStringAsync($"{path}.csv", Ct)).TrimStart((char)0xFEFF), StringComparison.Ordinal);
        using (var excel = await host.Client.GetAsync($"{path}.xlsx", Ct)) Assert.Equal(HttpStatusCode.OK, excel.StatusCode);

        await host.Client.SignInAsync(Roles.NrfAdministrator);
        Assert.Contains("Utgåvan är låst.", await Text(await Approve(host, path, 1)), StringComparison.Ordinal);
        var frozen = await Editions(host);

        using var second = await host.Client.PostFormAsync($"{path}?redigera=true", Fields("19 400 000", seen: 1));
        Assert.Contains("Skillnad mot utgåva 1", await Text(second), StringComparison.Ordinal);
        var after = await Editions(host);
        Assert.Equal(frozen.Single(), after[0]);
        Assert.Equal((2, false), (after.Count, after[1].Approved));
        Assert.Contains("Utgåvan är låst.", await Read(host, $"{path}?utgava=1"), StringComparison.Ordinal);
    }

    [Theory, OnEachDatabase]
    public async Task A_form_with_faults_tells_each_and_saves_nothing(Engine engine)
    {
        await using var host = await TestHost.StartAsync(engine);
        await host.Client.SignInAsync(Roles.ProcessLead);
        var fields = Fields("mycket");
        fields.Remove("Remisser_22");
        foreach (var code in (string[])["22", "23", "24", "25"]) fields["Fast_" + code] = "30";
        var page = await Text(await host.Client.PostFormAsync($"{SharingPicture.ListPath}/ny", fields));
        Assert.Contains("Skriv beloppet för del 1 i kronor", page, StringComparison.Ordinal);
        Assert.Contains("Remisser för Västernorrland: skriv ett tal", page, StringComparison.Ordinal);
        Assert.Contains("andelarna ska bli exakt 100 procent, nu är de 120,00", page, StringComparison.Ordinal);
        Assert.Empty(await Editions(host));
    }

    [Theory, OnEachDatabase]
    public async Task A_reader_sees_but_cannot_make_or_approve(Engine engine)
    {
        await using var host = await TestHost.StartAsync(engine);
        await host.Client.SignInAsync(Roles.ProcessLead);
        using var saved = await host.Client.PostFormAsync($"{SharingPicture.ListPath}/ny", Fields());
        var path = saved.RequestMessage!.RequestUri!.AbsolutePath;
        await host.Client.SignInAsync(Roles.Economist, "norrbotten");
        Assert.Contains("Klinisk genetik", await Read(host, SharingPicture.ListPath), StringComparison.Ordinal);
        var page = await Read(host, $"{path}?redigera=true");
        Assert.DoesNotContain("Godkänn utgåva", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Spara som ny utgåva", page, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, (await Approve(host, path, 1)).StatusCode);
        using (var form = await host.Client.GetAsync($"{SharingPicture.ListPath}/ny", Ct)) Assert.Equal(HttpStatusCode.Forbidden, form.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await host.Client.GetAsync($"{SharingPicture.SettlementPath}/{path.Split('/')[^1]}", Ct)).StatusCode);
    }

    [Theory, OnEachDatabase]
    public async Task An_after_settlement_run_again_lists_only_what_changed_and_keeps_the_old_result(Engine engine)
    {
        await using var host = await TestHost.StartAsync(engine);
        await host.Client.SignInAsync(Roles.ProcessLead);
        var rows = "Köpare;År;Fast;Rörlig;KPP\n" + SettlementPicture.Text(SeedSharings.ThreeYears).Replace('\t', ';');
        using var saved = await host.Client.PostFormAsync($"{SharingPicture.SettlementPath}/ny", Rows(rows, 0));
        var path = saved.RequestMessage!.RequestUri!.AbsolutePath;
        Assert.Contains("Skillnaden är \u221259,0 mnkr. 1/3 regleras, \u221219,7 mnkr: Västernorrland \u22125,2, Jämtland Härjedalen \u221215,4, Norrbotten +0,9.", await Text(saved), StringComparison.Ordinal);
        await host.Client.SignInAsync(Roles.NrfAdministrator);
        (await Approve(host, path, 1)).Dispose();
        var frozen = await Editions(host);

        (await host.Client.PostFormAsync($"{path}?redigera=true", Rows(rows, 1))).Dispose();
        Assert.Single(await Editions(host));

        (await host.Client.PostFormAsync($"{path}?redigera=true", Rows(rows.Replace("366\u00A0050\u00A0000,00", "366\u00A0350\u00A0000,00", StringComparison.Ordinal), 1))).Dispose();
        Assert.Equal(frozen.Single(), (await Editions(host))[0]);
        var list = (await host.Client.GetStringAsync($"{path}.csv?tabell=skillnad-mot-utgava-1", Ct)).Split('\n');
        Assert.Equal("Norrbotten;2015;250000;550000;83333,33;183333,33;100000", list[1].TrimEnd('\r'));
        Assert.DoesNotContain(list, l => l.StartsWith("Jämtland", StringComparison.Ordinal));
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static Dictionary<string, string> Fields(string production = "18,4 mnkr", int seen = 0)
    {
        Dictionary<string, string> fields = new()
        {
            ["Key"] = Guid.CreateVersion7().ToString(), ["Seen"] = seen.ToString(System.Globalization.CultureInfo.InvariantCulture), ["Namn"] = "Klinisk genetik", ["Ar"] = "2025",
            ["Del1_Namn"] = "Vårdproduktion", ["Del1_Belopp"] = production, ["Del1_Nyckel"] = "Remisser",
            ["Del2_Namn"] = "Kompetensstöd", ["Del2_Belopp"] = "6 200 000", ["Del2_Nyckel"] = "Befolkning",
        };
        foreach (var key in SeedSharings.Genetics.Keys.Where(k => k.Kind != CostKeyKind.Abonnemang))
        {
            fields[SharingForm.Source(key.Kind)] = key.Source;
            foreach (var (region, weight) in key.Weights) fields[SharingForm.Weight(key.Kind, region)] = weight.ToString(System.Globalization.CultureInfo.InvariantCulture);
        }
        return fields;
    }

    private static Dictionary<string, string> Rows(string rows, int seen) => new()
    {
        ["Key"] = Guid.CreateVersion7().ToString(), ["Seen"] = seen.ToString(System.Globalization.CultureInfo.InvariantCulture), ["Namn"] = "Efteravräkning 2014–2016", ["Andel"] = "1/3", ["Rader"] = rows,
    };

    private static Task<HttpResponseMessage> Approve(TestHost host, string path, int seen) => host.Client.PostFormAsync("/logga-in", new Dictionary<string, string>
    {
        ["Key"] = Guid.CreateVersion7().ToString(), ["Seen"] = seen.ToString(System.Globalization.CultureInfo.InvariantCulture),
    }, $"{path}?handler=Godkann");

    private static async Task<string> Read(TestHost host, string path) => WebUtility.HtmlDecode(await host.Client.GetStringAsync(path, Ct));

    private static async Task<string> Text(HttpResponseMessage answer) => WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Ct));

    private static Task<List<(int Number, string Input, string Result, string Digest, DateTime? At, bool Approved)>> Editions(TestHost host) =>
        host.ReadAsync<NivastruktureringDb, List<(int, string, string, string, DateTime?, bool)>>(async db =>
            [.. (await db.SharingEditions.OrderBy(e => e.Number).ToListAsync(Ct)).Select(e => (e.Number, e.Input, e.Result, e.Digest, e.ApprovedAt, e.IsFrozen))]);
}
