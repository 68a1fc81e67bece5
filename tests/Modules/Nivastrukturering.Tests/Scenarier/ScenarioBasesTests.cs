using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Nivastrukturering.Contracts;
using Kunskapsstyrning.Nivastrukturering.Data;
using Kunskapsstyrning.Nivastrukturering.Deliveries;
using Kunskapsstyrning.Nivastrukturering.Features;
using Kunskapsstyrning.Nivastrukturering.Scenarier;
using Kunskapsstyrning.Nivastrukturering.Tests.Deliveries;
using Kunskapsstyrning.Nivastrukturering.Tests.Priser;
using Kunskapsstyrning.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Kunskapsstyrning.Nivastrukturering.Tests.Scenarier;

public sealed class ScenarioBasesTests
{
    private const string Seller = "norrbotten";
    private const string List = "prislista-25.csv";

    [Theory, OnEachDatabase]
    public async Task The_next_answer_knows_a_delivery_a_correction_a_re_pricing_a_catalogue_and_an_undo(Engine engine)
    {
        await using var host = await TestHost.StartAsync(engine);
        await Spoiled.LoadReference(host);
        Assert.Null(await host.InScopeAsync(scope => scope.GetRequiredService<ScenarioBases>().Latest(Ct)));

        await Spoiled.Import(host, Seller, Spoiled.Right(host, Seller));
        var right = await Basis(host);
        var spoiled = Spoiled.Of(host, Seller, await Spoiled.Accepted(host, Seller));
        await Spoiled.Import(host, Seller, spoiled.Folder);
        var wrong = await Basis(host);
        await host.InScopeAsync(scope => spoiled.Correct(scope, Guid.CreateVersion7()));
        var corrected = await Basis(host);
        Assert.Equal(spoiled.Count, Contacts(corrected) - Contacts(wrong));
        Assert.Equal(Sums(right), Sums(corrected));

        var prices = await File.ReadAllTextAsync(Path.Combine(Repository.DataSet("sample"), "avtal", List), Ct);
        await host.InScopeAsync(scope => scope.GetRequiredService<IReferenceImport>().Import(new MemoryStream(System.Text.Encoding.UTF8.GetBytes(RepriceContactsTests.Dearer(prices))), List, dryRun: false, Ct));
        var known = await Basis(host);
        Assert.NotSame(corrected.Reference, known.Reference);
        Assert.Equal(Sums(corrected), Sums(known));
        Assert.NotEmpty(await host.InScopeAsync(scope => scope.GetRequiredService<IContactRepricing>().Run(Region.Find(Seller)!, "2026-03", "2026-03", "Ny lista", dryRun: false, Ct)));
        Assert.NotEqual(Sums(known), Sums(await Basis(host)));

        var delivery = await host.ReadAsync<NivastruktureringDb, Delivery>(db => db.Deliveries.SingleAsync(d => d.Status == DeliveryStatus.InForce, Ct));
        await host.InScopeAsync(async scope =>
        {
            await scope.GetRequiredService<UndoDelivery>().Run(Guid.CreateVersion7(), delivery, Ct);
            return true;
        });
        Assert.Equal(Sums(right), Sums(await Basis(host)));
    }

    /// <summary>What the host answers with: held until the next change, and what the database says now.</summary>
    private static Task<ScenarioBasis> Basis(TestHost host) => host.InScopeAsync(async scope =>
    {
        var (db, library, bases) = (scope.GetRequiredService<NivastruktureringDb>(), scope.GetRequiredService<ReferenceLibrary>(), scope.GetRequiredService<ScenarioBases>());
        var basis = await bases.Latest(Ct);
        Assert.Same(basis, await bases.Latest(Ct));
        Assert.Equal(Sums((await new ScenarioBases(db, library, new()).Latest(Ct))!), Sums(basis!));
        return basis!;
    });

    private static long Contacts(ScenarioBasis basis) => basis.Cells.Sum(c => c.Contacts);

    private static HashSet<ScenarioCell> Sums(ScenarioBasis basis) => [.. basis.Cells];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;
}
