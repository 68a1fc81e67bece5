using System.Text;
using Kunskapsstyrning.Adapters.Sdk;
using Kunskapsstyrning.Host.Adapters;
using Kunskapsstyrning.Kernel;
using Xunit;

namespace Kunskapsstyrning.Isolation.Tests;

/// <summary>What a plugin does that no adapter may, and that the host goes on, with that plugin off and its reason told.</summary>
public sealed class UnrulyPlugins
{
    [Theory]
    [InlineData("hangs", "svarade inte på 3 sekunder", 3)]
    [InlineData("allocates", "mer än 160 MiB minne")]
    [InlineData("allocates outside the heap", "mer än 160 MiB minne")]
    [InlineData("exits", "avslutades i förtid (kod 0)")]
    [InlineData("fails on a thread", "avslutades i förtid (kod 134)")]
    [InlineData("overflows", "avslutades i förtid (kod 134)")]
    [InlineData("writes to the pipe", "fel data: något som inte går att förstå")]
    [InlineData("throws", "fel i sin egen kod (FormatException)")]
    [InlineData("rows without end", "fel data: fler rader än filerna rymmer")]
    [InlineData("another file", "fel data: en rad ur en fil som inte hör till leveransen")]
    [InlineData("unknown code", "fel data: en radkod som inte är avtalad")]
    public void In_a_process_of_its_own_it_is_ended_and_the_others_work(string act, string reason, int silenceSeconds = 60) =>
        AssertSwitchedOff(Plugins.InProcesses(silenceSeconds), act, reason);

    [Fact]
    public void One_that_dribbles_rows_is_ended_when_its_answers_have_taken_too_long_together() =>
        AssertSwitchedOff(Plugins.InProcesses(totalSeconds: 3), "dribbles", "arbetade längre än 3 sekunder");

    [Theory]
    [InlineData("throws", "fel i sin egen kod (FormatException)")]
    [InlineData("throws an io error", "fel i sin egen kod (IOException)")]
    [InlineData("refuses without a code", "fel data: en kod som inte är avtalad")]
    [InlineData("row 0", "fel data: en rad utan radnummer")]
    [InlineData("another file", "fel data: en rad ur en fil som inte hör till leveransen")]
    [InlineData("no file", "fel data: en rad ur en fil som inte hör till leveransen")]
    [InlineData("unknown kind", "fel data: en rad av okänt slag")]
    [InlineData("too few values", "fel data: ett värde som ligger utanför raden")]
    [InlineData("unknown code", "fel data: en radkod som inte är avtalad")]
    [InlineData("unknown warning", "fel data: en filvarning som inte är avtalad")]
    [InlineData("rows without end", "fel data: fler rader än filerna rymmer")]
    [InlineData("swallows", "fel data: en rad ur en fil som inte hör till leveransen")]
    public void In_the_host_it_is_stopped_at_the_contracts_border(string act, string reason) => AssertSwitchedOff(Plugins.InProcess, act, reason);

    [Fact]
    public void What_a_plugin_tells_when_it_refuses_holds_no_person_id_and_leaves_it_on()
    {
        foreach (var rules in new[] { Plugins.InProcess, Plugins.InProcesses() })
        {
            var directory = Plugins.Open(rules);
            Assert.Equal("Kolumnen ******** saknas.", Assert.Throws<DeliveryRejectedException>(() => RecordedRows.Of(directory.Open("gotland"), Plugins.Telling("refuses and tells"), Mapping())).Detail);
            Assert.Equal("Raden för ******** kom inte.", Assert.Throws<SourceUnavailableException>(() => RecordedRows.Of(directory.Open("gotland"), Plugins.Telling("is away and tells"), Mapping())).Message);
        }
    }

    [Theory]
    [InlineData("reads")]
    [InlineData("writes to the console")]
    [InlineData("looks around")]
    public void A_process_of_its_own_has_a_console_that_leads_nowhere_and_no_settings_of_the_host(string act)
    {
        Environment.SetEnvironmentVariable("KST__Prov", "hemligt");
        Assert.Single(RecordedRows.Of(Plugins.Open(Plugins.InProcesses()).Open("gotland"), Plugins.Telling(act), Mapping()).Rows);
    }

    [Fact]
    public void What_the_hosts_own_side_throws_comes_out_as_it_is_and_is_not_the_plugins_fault()
    {
        foreach (var rules in new[] { Plugins.InProcess, Plugins.InProcesses() })
        {
            var directory = Plugins.Open(rules);
            Assert.Throws<ArithmeticException>(() => directory.Open("gotland").Read(Plugins.Telling("reads"), Mapping(), new Failing(), CancellationToken.None));
            var files = new MemoryDelivery("2026-03", new Dictionary<string, Func<Stream>> { ["gotland_202603.csv"] = () => throw new InvalidDataException() });
            Assert.Throws<InvalidDataException>(() => directory.Open("gotland").Read(files, Mapping(), new RecordedRows(), CancellationToken.None));
            Assert.All(directory.All, adapter => Assert.Null(adapter.OffBecause));
        }
    }

    [Fact]
    public void A_structure_and_its_refusal_come_through_and_one_that_is_none_switches_the_plugin_off()
    {
        foreach (var rules in new[] { Plugins.InProcess, Plugins.InProcesses() })
        {
            var directory = Plugins.Open(rules);
            var read = Structure(directory, "reads");
            Assert.Equal(("LPO Prov", true, "Ögonsjukdomar"), (read.Groups[0].Name, read.Groups[0].ActsAsLpo, read.Groups[0].Mirrors[0]));
            Assert.Equal(new RowPosition("lpo.txt", 2), Assert.Single(read.UnreadableRows));
            Assert.Equal(("LPO-002", 3), Assert.Throws<StructureRejectedException>(() => Structure(directory, "refuses")) is var refused ? (refused.Code, refused.Row) : default);
            Assert.Throws<AdapterUnavailableException>(() => Structure(directory, "inget"));
            Assert.Contains("fel data", Status(directory).OffBecause, StringComparison.Ordinal);
        }
    }

    private static LocalStructure Structure(AdapterDirectory directory, string act) =>
        directory.Open("gotland").ReadStructure(new MemoryStream(Encoding.UTF8.GetBytes(act)), "lpo.txt", CancellationToken.None);

    private static void AssertSwitchedOff(AdapterRules rules, string act, string reason)
    {
        var directory = Plugins.Open(rules);
        var refused = Assert.Throws<AdapterUnavailableException>(() => directory.Open("gotland").Read(Plugins.Telling(act), Mapping(), new RecordedRows(), CancellationToken.None));

        Assert.Contains(reason, refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Plugins.Person, refused.ToString(), StringComparison.Ordinal);
        Assert.Contains(reason, Status(directory).OffBecause, StringComparison.Ordinal);
        Assert.Equal(refused.Message, Assert.Throws<AdapterUnavailableException>(() => directory.Open("gotland")).Message);
        Assert.Equal(4, directory.All.Count(adapter => adapter.OffBecause is null));
    }

    private static AdapterStatus Status(AdapterDirectory directory) => directory.All.Single(adapter => adapter.Id == "gotland");

    private static Mapping Mapping() => Plugins.Open(Plugins.InProcess).MappingsOf("gotland").Single();

    private sealed class Failing : IContactSink
    {
        public void Row(in SourceRow row) => throw new ArithmeticException();

        public void Broken(RowKind kind, RowPosition position, string code)
        {
        }

        public void FileWarning(string file, string code)
        {
        }
    }
}
