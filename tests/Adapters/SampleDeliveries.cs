using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using Kunskapsstyrning.Adapters.Sdk;
using Xunit;

namespace Kunskapsstyrning.Adapters.Tests;

/// <summary>The deliveries of both data sets, as far as the adapters judge them.</summary>
public sealed class SampleDeliveries
{
    private static readonly string[] StructuralCodes = ["KST-001", "KST-002", "KST-003", "KST-004", "KST-005", "KST-006"];
    private static readonly string[] AdaptersVerdicts = ["KST-202", "KST-203", "KST-204", "KST-205", "KST-206", "KST-207", "KST-208"];

    [Theory, MemberData(nameof(Accepted))]
    public void A_delivery_gives_its_contacts_broken_rows_and_warnings(string set, string folder, string key)
    {
        var expected = TestData.Expected(set).GetProperty(folder).GetProperty(key);
        var read = Read(set, folder, key);

        var structural = Codes(expected.GetProperty("koder"));
        Assert.Equal(structural, CodesOf(read, RowKind.Contact));
        Assert.Equal(expected.GetProperty("godkanda").GetInt32() + expected.GetProperty("karantan").GetInt32(), read.Rows.Count(row => row.Kind == RowKind.Contact) + structural.Count);
        Assert.Equal(Codes(expected.GetProperty("delrader")), CodesOf(read, RowKind.Diagnosis, RowKind.Procedure));
        Assert.Equal(expected.GetProperty("filvarningar").EnumerateArray().Select(code => code.GetString()!), read.Warnings);
    }

    [Theory, MemberData(nameof(Refused))]
    public void A_delivery_that_the_adapter_must_refuse_is_refused_with_its_code(string set, string key, string code)
    {
        var refusal = Assert.Throws<DeliveryRejectedException>(() => Read(set, "fientligt", key));
        Assert.Equal(code, refusal.Code);
    }

    [Fact]
    public void There_are_deliveries_to_check()
    {
        Assert.True(Accepted().Count() > 15);
        Assert.True(Refused().Count() > 10);
    }

    public static IEnumerable<TheoryDataRow<string, string, string>> Accepted() =>
        from set in TestData.Sets
        from folder in new[] { "leveranser", "fientligt" }
        from delivery in TestData.Expected(set).GetProperty(folder).EnumerateObject()
        where delivery.Value.TryGetProperty("godkanda", out _)
        select new TheoryDataRow<string, string, string>(set, folder, delivery.Name);

    public static IEnumerable<TheoryDataRow<string, string, string>> Refused() =>
        from set in TestData.Sets
        from delivery in TestData.Expected(set).GetProperty("fientligt").EnumerateObject()
        let code = delivery.Value.TryGetProperty("kod", out var kod) ? kod.GetString()! : ""
        where AdaptersVerdicts.Contains(code) || (code == "KST-209" && delivery.Name.StartsWith("vn-", StringComparison.Ordinal))
        select new TheoryDataRow<string, string, string>(set, delivery.Name, code);

    private static List<string> Codes(JsonElement counts) =>
        [.. counts.EnumerateObject().Where(code => StructuralCodes.Contains(code.Name)).SelectMany(code => Enumerable.Repeat(code.Name, code.Value.GetInt32()))];

    private static IEnumerable<string> CodesOf(RecordedRows read, params RowKind[] kinds) =>
        read.Broken.Where(row => kinds.Contains(row.Kind)).Select(row => row.Code).Order(StringComparer.Ordinal);

    private static RecordedRows Read(string set, string folder, string key)
    {
        var files = Open(TestData.SetPath(set, folder, key), out var region);
        return RecordedRows.Of(AllAdapters.Of(region), files, TestData.MappingOf(set, region, files.Period));
    }

    private static DeliveryFiles Open(string folder, out string region)
    {
        var zip = Path.Combine(folder, "leverans.zip");
        if (!File.Exists(zip))
        {
            var names = Directory.GetFiles(folder);
            (region, var period) = Identity(Path.Combine(folder, "leverans.json") is var json && File.Exists(json) ? File.ReadAllBytes(json) : null, names);
            return new FolderFiles(folder, period);
        }
        using var archive = ZipFile.OpenRead(zip);
        var files = archive.Entries.Select(entry =>
        {
            using var content = entry.Open();
            using var copy = new MemoryStream();
            content.CopyTo(copy);
            return (entry.Name, Content: copy.ToArray());
        }).ToDictionary(file => file.Name, file => file.Content);
        (region, var zipPeriod) = Identity(files["leverans.json"], []);
        return new MemoryDelivery(zipPeriod, files);
    }

    private static (string Region, string Period) Identity(byte[]? json, string[] names)
    {
        if (json is null)
        {
            var month = names.Select(Path.GetFileNameWithoutExtension).Single(name => name!.StartsWith("NB_vardkontakter_", StringComparison.Ordinal))![^6..];
            return ("norrbotten", string.Create(CultureInfo.InvariantCulture, $"{month[..4]}-{month[4..]}"));
        }
        using var document = JsonDocument.Parse(json);
        return (document.RootElement.GetProperty("region").GetString()!, document.RootElement.GetProperty("period").GetString()!);
    }
}
