using System.Text;
using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Nivastrukturering.Contracts;
using Kunskapsstyrning.Nivastrukturering.Data;
using Kunskapsstyrning.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Kunskapsstyrning.Nivastrukturering.Tests.Reference;

public class ImportReferenceTests
{
    private const string Name = "prislista-24.csv";
    private const string Header = "prislista;saljare;kod;pris;giltig_fran;giltig_till;benamning\n";

    [Theory, OnEachDatabase]
    public async Task The_newest_version_is_in_force_and_the_former_stays(Engine engine)
    {
        await using var host = await TestHost.StartAsync(engine);

        var news = new[] { await Load(host, "VARDDAG:MED;100,00"), await Load(host, "VARDDAG:MED;100,00"), await Load(host, "VARDDAG:MED;200,00") };
        var prices = await host.InScopeAsync(async scope => (await scope.GetRequiredService<ReferenceLibrary>().InForce(Ct)).Prices);

        Assert.Equal([true, false, true], news);
        Assert.Equal(20_000, Assert.Single(prices).PriceOre);
        Assert.Equal(2, await host.ReadAsync<NivastruktureringDb, int>(db => db.ReferenceFiles.CountAsync(Ct)));
    }

    [Theory, OnEachDatabase]
    public async Task A_file_with_errors_leaves_the_former_in_force(Engine engine)
    {
        await using var host = await TestHost.StartAsync(engine);
        await Load(host, "VARDDAG:MED;100,00");

        var refused = await Assert.ThrowsAsync<ReferenceRejectedException>(() => Load(host, "VARDDAG:MED;100"));

        Assert.Equal(["PRI-002"], refused.Codes);
        Assert.Equal(1, await host.ReadAsync<NivastruktureringDb, int>(db => db.ReferenceFiles.CountAsync(Ct)));
    }

    [Theory, OnEachDatabase]
    public async Task A_sellers_list_is_loaded_by_the_seller_alone(Engine engine)
    {
        await using var host = await TestHost.StartAsync(engine, new Dictionary<string, string?> { ["Host:Role"] = "Region", ["Host:Region"] = "norrbotten" });

        await Assert.ThrowsAsync<NotOwnerException>(() => Load(host, "VARDDAG:MED;100,00"));
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static Task<bool> Load(TestHost host, string codeAndPrice) => host.InScopeAsync(scope =>
    {
        var content = new MemoryStream(Encoding.UTF8.GetBytes($"{Header}norra;24;{codeAndPrice};2026-01-01;;\n"));
        return scope.GetRequiredService<IReferenceImport>().Import(content, Name, dryRun: false, Ct);
    });
}
