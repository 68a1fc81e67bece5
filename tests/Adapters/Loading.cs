using System.Runtime.Loader;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Kunskapsstyrning.Adapters.Sdk;
using Kunskapsstyrning.Host.Adapters;
using Kunskapsstyrning.Kernel;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Kunskapsstyrning.Adapters.Tests;

/// <summary>The host's plugin loader: what is loaded, what is switched off and why, and that nothing of it ends the host.</summary>
public sealed class Loading
{
    [Fact]
    public void The_build_gives_four_adapters_that_open_and_have_mappings()
    {
        var directory = Directory([TestData.PathOf("artifacts", "adapters")]);
        Assert.Equal(AllAdapters.Ids, directory.All.Select(adapter => adapter.Id));
        foreach (var id in AllAdapters.Ids)
        {
            Assert.Equal(id, directory.Open(id).Id);
            Assert.NotSame(directory.Open(id), directory.Open(id));
            Assert.Equal(id, Assert.Single(directory.MappingsOf(id)).Region);
        }
        Assert.All(directory.All, adapter => Assert.Null(adapter.OffBecause));
        Assert.All(directory.All, adapter => Assert.Equal(["contacts", "structure"], adapter.Capabilities));
        Assert.Contains("Region Jämtland Härjedalen", directory.All.Select(adapter => adapter.Name));
    }

    [Fact]
    public void Each_adapter_ships_the_mapping_that_docs_describe()
    {
        foreach (var id in AllAdapters.Ids)
            Assert.Equal(File.ReadAllBytes(TestData.PathOf("docs", "formats", "mappning", $"{id}-v1.json")), File.ReadAllBytes(TestData.PathOf("artifacts", "adapters", id, "mappning", $"{id}-v1.json")));
    }

    [Fact]
    public void An_adapter_is_loaded_apart_from_the_host_and_shares_the_Sdk()
    {
        using var plugin = MadePlugin.CopyOfBuilt();
        Directory([plugin.Root]).Open("norrbotten");
        var loaded = AssemblyLoadContext.All.Where(context => context.Name == "norrbotten").SelectMany(context => context.Assemblies).ToList();
        Assert.Contains(loaded, assembly => assembly.GetName().Name == Path.GetFileNameWithoutExtension(MadePlugin.Dll));
        Assert.DoesNotContain(loaded, assembly => assembly == typeof(Norrbotten.NorrbottenAdapter).Assembly || assembly.GetName().Name == typeof(IRegionAdapter).Assembly.GetName().Name);
        Assert.All(loaded, assembly => Assert.Empty(assembly.Location)); // from the bytes that were hashed, not from the file
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void An_adapter_with_an_Sdk_of_its_own_is_off(bool listed)
    {
        using var plugin = MadePlugin.CopyOfBuilt();
        File.Copy(typeof(IRegionAdapter).Assembly.Location, Path.Combine(plugin.Folder, "Kunskapsstyrning.Adapters.Sdk.dll"));
        if (listed) plugin.Hash("Kunskapsstyrning.Adapters.Sdk.dll");
        AssertOff(plugin, "har med sig en egen Kunskapsstyrning.Adapters.Sdk.dll");
    }

    [Fact]
    public void An_assembly_that_is_not_listed_switches_the_adapter_off()
    {
        using var plugin = MadePlugin.CopyOfBuilt();
        File.WriteAllText(Path.Combine(plugin.Folder, "Extra.DLL"), "");
        AssertOff(plugin, "Extra.DLL ligger i mappen men står inte i adapter.json");
    }

    [Fact]
    public void A_link_among_the_files_switches_the_adapter_off()
    {
        using var plugin = MadePlugin.CopyOfBuilt();
        var mapping = System.IO.Directory.GetFiles(Path.Combine(plugin.Folder, "mappning"))[0];
        File.Move(mapping, Path.Combine(plugin.Root, "annan.json"));
        File.CreateSymbolicLink(mapping, Path.Combine(plugin.Root, "annan.json"));
        AssertOff(plugin, "är en länk till en annan plats");
    }

    [Fact]
    public void What_lies_in_the_data_folder_is_loaded_only_as_it_was_allowed()
    {
        using var plugin = MadePlugin.CopyOfBuilt();
        var data = System.IO.Directory.CreateDirectory(Path.Combine(plugin.Root, "data")).FullName;
        Assert.Contains("Adaptern är inte tillåten.", Reason([]), StringComparison.Ordinal);
        Assert.Contains("kör kst adapter allow norrbotten", Reason([]), StringComparison.Ordinal);
        var hash = Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(Path.Combine(plugin.Folder, "adapter.json"))));
        Assert.Null(Reason(new() { ["norrbotten"] = hash }));
        Assert.NotNull(Reason(new() { ["vasterbotten"] = hash }));
        File.WriteAllText(Path.Combine(data, AllowList.FileName), $$"""{ "norrbotten": { "version": "1.0.0", "sha256": "{{hash}}", "when": "2026-11-22T10:00:00Z" } }""");
        Assert.Null(Reason([]));
        Assert.Contains("Adaptern är ändrad sedan den tilläts.", Reason(new() { ["norrbotten"] = new string('0', 64) }), StringComparison.Ordinal); // the setting counts alone
        plugin.Edit(manifest => manifest["version"] = "9.0.0");
        Assert.Contains("Adaptern är ändrad sedan den tilläts.", Reason([]), StringComparison.Ordinal);
        File.WriteAllText(Path.Combine(data, AllowList.FileName), "{");
        Assert.Contains("Adaptern är inte tillåten.", Reason([]), StringComparison.Ordinal);

        string? Reason(Dictionary<string, string> settings) => new AdapterDirectory(
            [Path.Combine(plugin.Root, "finns inte"), plugin.Root], data, NullLogger<AdapterDirectory>.Instance, AdapterRules.Trusting with { Allowed = new(data, settings) })
            .All.Single(adapter => adapter.Id == "norrbotten").OffBecause;
    }

    [Fact]
    public void A_changed_assembly_is_not_run()
    {
        using var plugin = MadePlugin.CopyOfBuilt();
        File.AppendAllText(Path.Combine(plugin.Folder, MadePlugin.Dll), " ");
        AssertOff(plugin, "kontrollsumman stämmer inte");
    }

    [Theory]
    [InlineData("[2.0,3.0)", true)]
    [InlineData("[0.1,1.0)", true)]
    [InlineData("(1.0,2.0)", true)]
    [InlineData("[1.1,)", true)]
    [InlineData("[1.0,1.0]", false)]
    [InlineData("[0.9, )", false)]
    [InlineData("(,2.0)", false)]
    public void An_adapter_for_another_Sdk_is_switched_off_at_once_and_incompatible(string range, bool off)
    {
        using var plugin = MadePlugin.CopyOfBuilt();
        plugin.Edit(manifest => manifest["sdk"] = range);
        var directory = Directory([plugin.Root]);
        Assert.Equal(off, directory.All.Single().OffBecause is not null);
        if (off) Assert.True(Assert.Throws<AdapterUnavailableException>(() => directory.Open("norrbotten")).Incompatible);
    }

    [Theory]
    [InlineData("file", "../norrbotten/Kunskapsstyrning.Adapters.Norrbotten.dll")]
    [InlineData("file", "/tmp/x.dll")]
    [InlineData("file", "Finns.Inte.dll")]
    [InlineData("file", "libx.so")]
    [InlineData("file", null)]
    [InlineData("sha256", "")]
    [InlineData("sha256", null)]
    public void A_manifest_must_name_bare_files_with_their_hash(string member, string? value)
    {
        using var plugin = MadePlugin.CopyOfBuilt();
        plugin.Edit(manifest => manifest["assemblies"]![0]![member] = value);
        AssertOff(plugin, "");
    }

    [Theory]
    [InlineData("id")]
    [InlineData("name")]
    [InlineData("sdk")]
    [InlineData("capabilities")]
    [InlineData("assemblies")]
    public void A_manifest_without_a_member_switches_its_folder_off(string member)
    {
        using var plugin = MadePlugin.CopyOfBuilt();
        plugin.Edit(manifest => manifest.Remove(member));
        AssertOff(plugin, "adapter.json går inte att läsa");
    }

    [Theory]
    [InlineData(null, "adapter.json saknas")]
    [InlineData("inte json", "adapter.json går inte att läsa")]
    [InlineData("null", "adapter.json går inte att läsa")]
    [InlineData("[]", "adapter.json går inte att läsa")]
    public void A_folder_of_something_else_is_shown_as_off_and_the_others_work(string? manifest, string reason)
    {
        using var plugin = MadePlugin.CopyOfBuilt();
        var garbage = System.IO.Directory.CreateDirectory(Path.Combine(plugin.Root, "skräp")).FullName;
        if (manifest is not null) File.WriteAllText(Path.Combine(garbage, "adapter.json"), manifest);
        var directory = Directory([plugin.Root]);
        Assert.StartsWith(reason, directory.All.Single(adapter => adapter.Id == "skräp").OffBecause, StringComparison.Ordinal);
        Assert.Equal("norrbotten", directory.Open("norrbotten").Id);
    }

    [Fact]
    public void An_adapter_of_another_region_than_its_manifest_is_off()
    {
        using var plugin = MadePlugin.CopyOfBuilt();
        plugin.Edit(manifest => manifest["id"] = "vasterbotten");
        AssertOff(plugin, "gjord för en annan region", "vasterbotten");
    }

    [Fact]
    public void An_assembly_without_an_adapter_is_off()
    {
        using var plugin = MadePlugin.WithClass(id: null);
        AssertOff(plugin, "IRegionAdapter");
    }

    [Fact]
    public void A_constructor_that_throws_switches_the_adapter_off_and_its_text_is_not_passed_on()
    {
        using var plugin = MadePlugin.WithClass("norrbotten", typeof(FormatException).GetConstructor([typeof(string)]), throws: true);
        AssertOff(plugin, "FormatException");
        using var sound = MadePlugin.WithClass("norrbotten");
        Assert.Equal("norrbotten", Directory([sound.Root]).Open("norrbotten").Id);
    }

    [Fact]
    public void An_adapter_cannot_reach_the_hosts_own_assemblies()
    {
        using var plugin = MadePlugin.WithClass("norrbotten", typeof(DomainException).GetConstructors().Single());
        AssertOff(plugin, "FileNotFoundException");
    }

    [Fact]
    public void The_first_folder_wins_and_a_folder_that_is_not_there_is_no_fault()
    {
        using var first = MadePlugin.CopyOfBuilt();
        using var second = MadePlugin.CopyOfBuilt();
        first.Edit(manifest => manifest["version"] = "9.0.0");
        var directory = Directory([Path.Combine(first.Root, "finns inte"), first.Root, second.Root]);
        Assert.Equal("9.0.0", Assert.Single(directory.All).Version);
        Assert.Contains("vasterbotten", Assert.Throws<AdapterUnavailableException>(() => directory.Open("vasterbotten")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Mappings_come_from_the_plugin_and_from_the_extra_folder()
    {
        using var plugin = MadePlugin.CopyOfBuilt();
        var extra = System.IO.Directory.CreateDirectory(Path.Combine(plugin.Root, "data", "mappning")).FullName;
        var mapping = JsonNode.Parse(File.ReadAllText(Path.Combine(plugin.Folder, "mappning", "norrbotten-v1.json")))!;
        mapping["version"] = 2;
        File.WriteAllText(Path.Combine(extra, "norrbotten-v2.json"), mapping.ToJsonString());
        mapping["region"] = "vasterbotten";
        File.WriteAllText(Path.Combine(extra, "norrbotten-v3.json"), mapping.ToJsonString());
        File.WriteAllText(Path.Combine(extra, "norrbotten-v4.json"), "{");

        var directory = new AdapterDirectory([plugin.Root], Path.Combine(plugin.Root, "data"), NullLogger<AdapterDirectory>.Instance);
        Assert.Equal([1, 2], directory.MappingsOf("norrbotten").Select(found => found.Version));
        Assert.Empty(directory.MappingsOf("../norrbotten"));
        Assert.Empty(directory.MappingsOf("*"));
    }

    private static AdapterDirectory Directory(string[] folders) => new(folders, Path.Combine(Path.GetTempPath(), "finns inte"), NullLogger<AdapterDirectory>.Instance);

    private static void AssertOff(MadePlugin plugin, string reason, string id = "norrbotten")
    {
        var directory = Directory([plugin.Root]);
        var refused = Assert.Throws<AdapterUnavailableException>(() => directory.Open(id));
        Assert.Contains(reason, refused.Message, StringComparison.Ordinal);
        Assert.False(refused.Incompatible);
        var status = Assert.Single(directory.All);
        Assert.EndsWith(status.OffBecause!, refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(plugin.Root, refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("prov", refused.Message, StringComparison.Ordinal);
    }
}
