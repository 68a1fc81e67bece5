using System.Net;
using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Xunit;

namespace Kunskapsstyrning.Host.Tests;

public class DriftTests
{
    [Theory, OnEachDatabase]
    public async Task The_one_who_runs_the_host_sees_that_it_works_and_on_what(Engine engine)
    {
        await using var host = await TestHost.StartAsync(engine);
        await host.Client.SignInAsync(Roles.OperationsAdmin);

        var page = await host.Client.GetStringAsync("/drift");

        Assert.Contains("<strong>Systemet fungerar.", page, StringComparison.Ordinal);
        Assert.Contains(engine == Engine.Sqlite ? "SQLite 3." : "PostgreSQL 1", page, StringComparison.Ordinal);
        Assert.Contains("Region Norrbotten", page, StringComparison.Ordinal);
        Assert.StartsWith("Kontroll", (await host.Client.GetStringAsync("/drift.csv")).TrimStart('\uFEFF'), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_adapter_that_is_switched_off_is_told_with_the_reason()
    {
        await using var host = await TestHost.StartAsync(Engine.Sqlite, replace: s => s.Replace(ServiceDescriptor.Singleton<IAdapterDirectory>(new OneBroken())));
        await host.Client.SignInAsync(Roles.OperationsAdmin);

        var page = await host.Client.GetStringAsync("/drift");

        Assert.Contains("En sak fungerar inte.", page, StringComparison.Ordinal);
        Assert.Contains("Filen har en annan kontrollsumma.", page, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await host.Client.GetAsync("/health/ready")).StatusCode);
    }

    [Fact]
    public async Task A_host_that_cannot_write_its_data_folder_is_alive_but_not_ready()
    {
        await using var host = await TestHost.StartAsync(Engine.Sqlite);
        var hidden = host.DataFolder + "-borta";
        Directory.Move(host.DataFolder, hidden);
        try
        {
            Assert.Equal(HttpStatusCode.OK, (await host.Client.GetAsync("/health/live")).StatusCode);
            Assert.Equal(HttpStatusCode.ServiceUnavailable, (await host.Client.GetAsync("/health/ready")).StatusCode);
        }
        finally
        {
            if (Directory.Exists(host.DataFolder)) Directory.Delete(host.DataFolder, recursive: true); // the check of the keys made it anew
            Directory.Move(hidden, host.DataFolder);
        }

        Assert.Equal(HttpStatusCode.OK, (await host.Client.GetAsync("/health/ready")).StatusCode);
    }

    [Fact]
    public async Task An_economist_sees_neither_the_link_nor_the_page()
    {
        await using var host = await TestHost.StartAsync(Engine.Sqlite);
        await host.Client.SignInAsync(Roles.Economist, "norrbotten");

        Assert.DoesNotContain("href=\"/drift\"", await host.Client.GetStringAsync("/"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, (await host.Client.GetAsync("/drift")).StatusCode);
    }

    private sealed class OneBroken : IAdapterDirectory
    {
        public IReadOnlyList<AdapterStatus> All { get; } = [new("norrbotten", "Region Norrbotten", "1.0.0", [], "Filen har en annan kontrollsumma.")];

        public Kunskapsstyrning.Adapters.Sdk.IRegionAdapter Open(string regionKey) => throw new AdapterUnavailableException("Avstängd");

        public IReadOnlyList<Kunskapsstyrning.Adapters.Sdk.Mapping> MappingsOf(string regionKey) => [];
    }
}
