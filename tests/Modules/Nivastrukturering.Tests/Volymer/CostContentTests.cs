using System.Net;
using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Nivastrukturering.Data;
using Kunskapsstyrning.Nivastrukturering.Volymer;
using Kunskapsstyrning.Testing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Kunskapsstyrning.Nivastrukturering.Tests.Volymer;

public sealed class CostContentTests
{
    [Theory, OnEachDatabase]
    public async Task An_economist_answers_for_the_own_region_everyone_sees_it_and_former_answers_are_kept(Engine engine)
    {
        await using var host = await TestHost.StartAsync(engine);
        await host.Client.SignInAsync(Roles.Economist, "norrbotten");
        Assert.Contains("2 svar är sparade", await Post(host, ("beredskap", "ja", "Bara akutsjukhusen"), ("lokaler", "nej", "")), StringComparison.Ordinal);
        Assert.Contains("Inget var ändrat", await Post(host, ("beredskap", "ja", "Bara akutsjukhusen"), ("lokaler", "nej", "")), StringComparison.Ordinal);
        Assert.Contains("1 svar är sparat", await Post(host, ("beredskap", "nej", ""), ("lokaler", "nej", "")), StringComparison.Ordinal);
        Assert.Contains("personnummer", await Post(host, ("lokaler", "ja", "199001019802")), StringComparison.Ordinal);

        await host.Client.SignInAsync(Roles.ProcessLead);
        var csv = (await host.Client.GetStringAsync($"{InnehallModel.Path}.csv", Ct)).Split('\n', StringSplitOptions.TrimEntries);
        Assert.Contains("Jour och beredskap;Ingår inte;Ej angett;Ej angett;Ej angett", csv);
        Assert.Contains("Lokaler;Ingår inte;Ej angett;Ej angett;Ej angett", csv);
        Assert.Equal(3, await host.ReadAsync<NivastruktureringDb, int>(db => db.CostContents.CountAsync(Ct)));
        using var refused = await host.Client.PostFormAsync("/logga-in", new Dictionary<string, string> { ["Key"] = Guid.CreateVersion7().ToString(), ["lokaler"] = "ja" }, InnehallModel.Path);
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static async Task<string> Post(TestHost host, params (string Part, string Answer, string Note)[] answers)
    {
        Dictionary<string, string> fields = new() { ["Key"] = Guid.CreateVersion7().ToString() };
        foreach (var (part, answer, note) in answers) (fields[part], fields[part + "-not"]) = (answer, note);
        using var response = await host.Client.PostFormAsync(InnehallModel.Path, fields);
        return WebUtility.HtmlDecode(await response.Content.ReadAsStringAsync(Ct));
    }
}
