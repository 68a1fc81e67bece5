using System.Text;
using System.Text.Json.Nodes;
using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Kernel.Tables;
using Kunskapsstyrning.Nivastrukturering.Nivakarta;
using Kunskapsstyrning.Nivastrukturering.Tests.Pricing;
using Kunskapsstyrning.Nivastrukturering.Tests.Reference;
using Xunit;

namespace Kunskapsstyrning.Nivastrukturering.Tests.Nivakarta;

public sealed class CatalogueChangeTests
{
    private static readonly DateOnly _from = new(2027, 1, 1);

    private static byte[] Sample => File.ReadAllBytes(Path.Combine(SampleSet.Folder("sample"), "gemensamt", "katalog.json"));

    [Fact]
    public void A_changed_level_holds_from_its_day_and_the_old_one_until_the_day_before()
    {
        var (katalog, code) = CatalogueChange.Apply(Sample, "NRF-003", Service("NRF-003") with { Level = 3 }, _from);

        var after = LevelMaps.Read(katalog);
        var map = new ServiceCatalogue(after, []);
        Assert.Equal("NRF-003.2", code);
        Assert.Equal(LevelMaps.Read(Sample).Version + 1, after.Version);
        Assert.Equal(("NRF-003", 2), Classified(map, new(2026, 12, 31)));
        Assert.Equal(("NRF-003.2", 3), Classified(map, _from));
        Assert.Empty(CatalogueFile.Read(new MemoryStream(katalog), "katalog.json", SampleSet.Load("sample").RpoNames.ToList()).Errors);
    }

    [Fact]
    public void A_hospital_leaves_and_another_comes_within_the_same_service()
    {
        var was = Service("NRF-012");
        var (katalog, code) = CatalogueChange.Apply(Sample, "NRF-012", was with { Units = CatalogueChange.UnitsFrom(was.Units, ["64001", "65016"], _from) }, _from);

        var service = LevelMaps.Read(katalog).Services.Single(s => s.Code == code);
        Assert.Equal("NRF-012", code);
        Assert.Equal([new("64001", new(new(2024, 1, 1))), new("62010", new(new(2024, 1, 1), new(2026, 12, 31))), new("65016", new(_from))], service.Units);
    }

    [Fact]
    public void What_a_change_does_not_touch_stays_as_it_stood_in_the_file()
    {
        var (katalog, _) = CatalogueChange.Apply(Sample, "NRF-003", Service("NRF-003") with { Level = 3 }, _from);

        var (before, after) = (JsonNode.Parse(Sample)!, JsonNode.Parse(katalog)!);
        Assert.Equal(before["anmarkning"]!.ToString(), after["anmarkning"]!.ToString());
        var others = before["tjanster"]!.AsArray().Where(s => s!["kod"]!.ToString() != "NRF-003").Select(s => s!.ToJsonString());
        Assert.Equal(others, after["tjanster"]!.AsArray().Where(s => !s!["kod"]!.ToString().StartsWith("NRF-003", StringComparison.Ordinal)).Select(s => s!.ToJsonString()));
    }

    [Fact]
    public void When_no_priority_is_free_all_get_new_ones_in_the_same_order()
    {
        var root = JsonNode.Parse(Sample)!;
        foreach (var (i, service) in root["tjanster"]!.AsArray().Index()) service!["prioritet"] = i + 1;
        var (katalog, _) = CatalogueChange.Apply(Encoding.UTF8.GetBytes(root.ToJsonString()), "NRF-003", Service("NRF-003") with { Level = 3 }, _from);

        var order = LevelMaps.Read(katalog).Services.OrderBy(s => s.Priority).Select(s => s.Code).ToList();
        Assert.Equal("NRF-003.2", order[order.IndexOf("NRF-003") + 1]);
        Assert.Equal(LevelMaps.Read(Sample).Services.OrderBy(s => s.Priority).Select(s => s.Code), order.Where(c => c != "NRF-003.2"));
    }

    [Fact]
    public void A_change_on_or_before_the_first_day_is_refused()
    {
        var no = Assert.Throws<DomainException>(() => CatalogueChange.Apply(Sample, "NRF-003", Service("NRF-003") with { Level = 3 }, new(2024, 1, 1)));
        Assert.Equal("niva.day", no.Code);
        Assert.Contains("NRF-003 PCI", no.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_levels_of_the_same_care_at_the_same_time_are_refused_with_both_named()
    {
        var twin = Service("NRF-003") with { Code = "", Name = "Kranskärlsvidgning", Level = 3, Priority = 0 };
        var no = Assert.Throws<DomainException>(() => CatalogueChange.Apply(Sample, "", twin, _from));
        Assert.Equal("niva.overlap", no.Code);
        Assert.Contains("NRF-003 PCI (från 2024-01-01) och NRF-034 Kranskärlsvidgning (från 2027-01-01) har samma regler men olika nivå", no.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_services_of_one_priority_are_refused_with_both_named()
    {
        var service = Service("NRF-003") with { Code = "", Name = "Ny vård", Priority = 30, Rules = Service("NRF-003").Rules with { Kva = ["ZZZ"] } };
        var (katalog, _) = CatalogueChange.Apply(Sample, "", service, _from);

        var error = Assert.Single(CatalogueFile.Read(new MemoryStream(katalog), "katalog.json", rpoNames: null).Errors);
        Assert.Equal("NIV-001", error.Code);
        Assert.Equal("”NRF-003 PCI” (rad 3) och ”NRF-034 Ny vård” (rad 34) har båda prioritet 30. Ge varje tjänst en egen prioritet.", error.Message);
    }

    [Fact]
    public void The_difference_between_two_days_tells_what_is_new_changed_and_ended()
    {
        var (changed, _) = CatalogueChange.Apply(Sample, "NRF-003", Service("NRF-003") with { Level = 3 }, _from);
        (changed, _) = CatalogueChange.Apply(changed, "NRF-004", Service("NRF-004") with { Validity = new(new(2024, 1, 1), new(2026, 12, 31)) }, _from);
        (changed, _) = CatalogueChange.Apply(changed, "", Service("NRF-005") with { Code = "", Name = "Ny vård", Priority = 0, Rules = Service("NRF-005").Rules with { Kva = ["ZZZ"] } }, _from);
        var services = LevelMaps.Read(changed).Services;
        var day = new DateOnly(2026, 11, 22);

        var changes = MapDifference.Between([.. services.Where(s => s.Validity.Contains(day))], day, [.. services.Where(s => s.Validity.Contains(_from))], _from, new Dictionary<string, string>());

        Assert.Equal([(MapChangeKind.Changed, "NRF-003.2"), (MapChangeKind.Ended, "NRF-004"), (MapChangeKind.New, "NRF-034")], changes.Select(c => (c.Kind, c.Shown.Code)).OrderBy(c => c.Code));
        Assert.Contains(("Nivå", "2 länssjukvård", "3 regionsjukvård"), changes.Single(c => c.Kind == MapChangeKind.Changed).Fields);
    }

    [Fact]
    public async Task The_sample_goes_out_to_Excel_and_comes_back_the_same()
    {
        var map = LevelMaps.Read(Sample);
        using var workbook = await Workbook(map.Services);

        var lines = SheetLines.Read(workbook, map, _from);

        Assert.Empty(lines.Faults);
        Assert.Empty(lines.Changes);
        Assert.Equal(map.Services.Count, lines.Unchanged);

        using var again = await Workbook(map.Services);
        var asNew = SheetLines.Read(again, new(0, true, []), _from).Changes.Select(c => c.Wanted).ToList(); // read with nothing to compare with: every value is the file's
        Assert.All(map.Services.Zip(asNew), p =>
        {
            Assert.Equal((p.First.Code, p.First.Name, p.First.Rpo, p.First.Level, p.First.Priority, p.First.Validity, p.First.PlannedOnly), (p.Second.Code, p.Second.Name, p.Second.Rpo, p.Second.Level, p.Second.Priority, p.Second.Validity, p.Second.PlannedOnly));
            Assert.True(CatalogueChange.SameRules(p.First.Rules, p.Second.Rules));
            Assert.Equal(p.First.Units, p.Second.Units);
        });
    }

    [Fact]
    public async Task A_changed_workbook_gives_changes_and_faults_with_row_and_column()
    {
        var map = LevelMaps.Read(Sample);
        List<CareService> edited = [.. map.Services];
        edited[2] = edited[2] with { Level = 3 };
        edited[3] = edited[3] with { Rules = edited[3].Rules with { Kva = ["NAG!"] } };
        using var workbook = await Workbook(edited);

        var lines = SheetLines.Read(workbook, map, _from);

        var change = Assert.Single(lines.Changes);
        Assert.Equal((4L, "NRF-003", 3, _from), (change.Row, change.Code, change.Wanted.Level, change.From));
        var fault = Assert.Single(lines.Faults);
        Assert.Equal((5L, "KVÅ"), (fault.Row, fault.Column));
        Assert.Contains("NAG!", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_no_workbook_is_refused() =>
        Assert.Equal("niva.sheet", Assert.Throws<DomainException>(() => SheetLines.Read(new MemoryStream([1, 2, 3]), LevelMaps.Read(Sample), _from)).Code);

    private static CareService Service(string code) => LevelMaps.Read(Sample).Services.Single(s => s.Code == code);

    private static (string? Code, int Level) Classified(ServiceCatalogue map, DateOnly day)
    {
        var told = map.Classify(new Contact { In = day, Out = day, Procedures = "FNG05", Diagnosis = "I251" }.Facts());
        return (told.Service?.Code, told.Level);
    }

    private static async Task<MemoryStream> Workbook(IReadOnlyList<CareService> services)
    {
        var file = new MemoryStream();
        var table = MapSheet.TableOf(services, new Dictionary<string, string>(), new() { Title = "Karta", Columns = [], Rows = [] });
        await TableXlsx.Write(table, new("test", new DateTimeOffset(2026, 11, 22, 9, 0, 0, TimeSpan.Zero), "http://x/"), file, TestContext.Current.CancellationToken);
        file.Position = 0;
        return file;
    }
}
