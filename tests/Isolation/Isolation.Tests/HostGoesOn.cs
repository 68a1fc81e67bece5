using System.Security.Cryptography;
using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Nivastrukturering.Contracts;
using Kunskapsstyrning.Testing;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Kunskapsstyrning.Isolation.Tests;

/// <summary>A running host, a plugin that ends its process half way, and the other regions.</summary>
public sealed class HostGoesOn
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, OnEachDatabase]
    public async Task Nothing_of_the_delivery_is_kept_the_reason_is_told_and_another_region_is_read_in(Engine engine)
    {
        await using var host = await TestHost.StartAsync(engine, new Dictionary<string, string?>
        {
            ["Adapters:Folder"] = Plugins.Unruly,
            ["Adapters:Allowed:gotland"] = Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(Path.Combine(Plugins.Unruly, "gotland", "adapter.json")))),
            ["Adapters:Isolation"] = "Process",
        });
        var folder = Directory.CreateDirectory(Path.Combine(host.DataFolder, "arbete")).FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "gotland_202603.csv"), "exits\nen rad till\n", Ct);
        await host.InScopeAsync(async scope =>
        {
            foreach (var name in new[] { "kommuner.csv", "mvo.csv", "enhetsregister.csv" })
            {
                await using var content = File.OpenRead(RepoRoot.PathOf("tests", "data", "sample", "gemensamt", name));
                await scope.GetRequiredService<IReferenceImport>().Import(content, name, false, Ct);
            }
            return true;
        });

        var failed = await Assert.ThrowsAsync<AdapterUnavailableException>(() => Import(host, "gotland", folder));
        var again = await Assert.ThrowsAsync<AdapterUnavailableException>(() => Import(host, "gotland", folder));
        var other = await Import(host, "norrbotten", RepoRoot.PathOf("tests", "data", "sample", "leveranser", "norrbotten", "2026-03"));

        Assert.Contains("avslutades i förtid (kod 0)", failed.Message, StringComparison.Ordinal);
        Assert.Equal(failed.Message, again.Message);
        Assert.Equal((DeliveryStatus.InForce, 244), (other.Status, other.Accepted));
        Assert.Equal(["norrbotten/2026-03"], await host.InScopeAsync(scope => scope.GetRequiredService<IDeliveryImport>().SourcesRead(Ct)));
        await host.Client.SignInAsync(Roles.OperationsAdmin);
        Assert.Contains("avslutades i förtid (kod 0)", await host.Client.GetStringAsync("/drift/adaptrar", Ct), StringComparison.Ordinal);
    }

    private static Task<DeliveryResult> Import(TestHost host, string region, string folder) => host.InScopeAsync(scope =>
        scope.GetRequiredService<IDeliveryImport>().Import(DeliveryInput.OfPath(folder), new($"{region}/2026-03") { Sender = Region.Find(region), Arrival = new DateOnly(2026, 11, 15) }, null, Ct));
}
