using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Nivastrukturering.Contracts;
using Kunskapsstyrning.Structure.Contracts;
using Kunskapsstyrning.Testing;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Kunskapsstyrning.Kalmar.Tests;

/// <summary>A region outside the sjukvårdsregion, through the real host and its plugin loader.</summary>
public sealed class FifthRegion
{
    private static readonly Region Kalmar = Region.FindAny("kalmar")!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, OnEachDatabase]
    public async Task Its_delivery_is_read_in_by_the_plugin_and_a_renamed_column_is_refused_with_what_to_write(Engine engine)
    {
        await using var host = await TestHost.StartAsync(engine, new Dictionary<string, string?> { ["Adapters:Folder"] = Place.Adapters, ["Adapters:Allowed:kalmar"] = Place.PluginHash, ["Adapters:Isolation"] = "Process" });
        var work = Path.Combine(host.DataFolder, "arbete");
        await host.InScopeAsync(async scope =>
        {
            foreach (var path in Directory.GetFiles(Place.References(Path.Combine(work, "referens"))))
            {
                await using var content = File.OpenRead(path);
                await scope.GetRequiredService<IReferenceImport>().Import(content, Path.GetFileName(path), false, Ct);
            }
            return true;
        });

        var renamed = await Import(host, Place.Changed(Path.Combine(work, "omdopt"), text => text.Replace(",folkbokforing,", ",folkbokforing_kommun,", StringComparison.Ordinal)));
        var read = await Import(host, Place.Delivery);

        Assert.Equal((DeliveryStatus.Rejected, "KST-202"), (renamed.Status, renamed.Code));
        Assert.Contains("Kolumnen folkbokforing saknas. Den nya kolumnen folkbokforing_kommun liknar den: skriv \"Hemkommun\": \"folkbokforing_kommun\" under kolumner i mappningen.", renamed.Message, StringComparison.Ordinal);
        Assert.Equal((DeliveryStatus.InForce, Kalmar, "2026-03"), (read.Status, read.Region, read.Period));
        Assert.Equal((4, 1), (read.Accepted, read.Quarantined));
        Assert.Equal(["KST-102"], read.Codes.Keys);

        await using var structure = File.OpenRead(Place.Example("lpo.json"));
        var groups = await host.InScopeAsync(scope => scope.GetRequiredService<IStructureImport>().Import(Kalmar, structure, "lpo.json", new(2026, 4, 1), false, Ct));
        Assert.Empty(groups.Unreadable);
        Assert.True(groups.Added >= 2);

        await host.Client.SignInAsync(Roles.OperationsAdmin);
        Assert.Contains("Kalmar län", await host.Client.GetStringAsync("/administration/import"), StringComparison.Ordinal);
        var adapters = await host.Client.GetStringAsync("/drift/adaptrar");
        Assert.Contains("Region Kalmar län", adapters, StringComparison.Ordinal);
        Assert.Contains("[1.0,2.0)", adapters, StringComparison.Ordinal);
    }

    private static Task<DeliveryResult> Import(TestHost host, string folder) => host.InScopeAsync(scope =>
        scope.GetRequiredService<IDeliveryImport>().Import(DeliveryInput.OfPath(folder), new($"kalmar/{Path.GetFileName(folder)}") { Sender = Kalmar, Arrival = new DateOnly(2026, 11, 15) }, null, Ct));
}
