using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Testing;
using Xunit;

namespace Kunskapsstyrning.Sync.Tests;

public class SettingsTests
{
    private static readonly string _thumbprint = new('a', 64);

    [Theory]
    [InlineData("Url", "http://nrf.example.se", "Sync:Peers:0:Url")]
    [InlineData("Url", "", "Sync:Peers:0:Url")]
    [InlineData("Thumbprint", "abc", "Sync:Peers:0:Thumbprint")]
    [InlineData("Owner", "Norrbotten", "Sync:Peers:0:Owner")]
    [InlineData("Owner", "24", "Sync:Peers:0:Owner")] // the host's own
    [InlineData("Name", "", "Sync:Peers:0:Name")]
    public async Task A_peer_that_is_wrongly_configured_stops_the_start_and_the_key_is_named(string key, string value, string named)
    {
        var settings = Settings("Region");
        settings[$"Sync:Peers:0:{key}"] = value;
        var fault = await Assert.ThrowsAsync<ConfigurationException>(() => TestHost.StartAsync(Engine.Sqlite, settings));
        Assert.StartsWith(named + ":", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_demonstration_never_syncs() => await Assert.ThrowsAsync<ConfigurationException>(() => TestHost.StartAsync(Engine.Sqlite, Settings("Demo")));

    [Fact]
    public async Task Plain_http_between_hosts_is_refused()
    {
        var settings = Settings("Region");
        settings["Sync:Urls"] = "http://127.0.0.1:0";
        await Assert.ThrowsAsync<ConfigurationException>(() => TestHost.StartAsync(Engine.Sqlite, settings));
    }

    private static Dictionary<string, string?> Settings(string role) => new()
    {
        ["Host:Role"] = role, ["Host:Region"] = "vasterbotten", ["Sync:Urls"] = "https://127.0.0.1:0",
        ["Sync:Peers:0:Name"] = "NRF", ["Sync:Peers:0:Url"] = "https://127.0.0.1:1", ["Sync:Peers:0:Thumbprint"] = _thumbprint, ["Sync:Peers:0:Owner"] = "NRF",
    };
}
