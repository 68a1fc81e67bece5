using System.Text;
using Kunskapsstyrning.Adapters.Sdk;
using Xunit;

namespace Kunskapsstyrning.Adapters.Tests;

/// <summary>Mapping files by their schema, and headers against their mapping.</summary>
public sealed class Layouts
{
    private static readonly Mapping Norrbotten = TestData.MappingOf("sample", "norrbotten", "2026-03");

    [Fact]
    public void Every_mapping_of_the_repository_follows_the_schema()
    {
        string[] skipped = ["artifacts", "node_modules", "bin", "obj", "templates"];
        var files = Directory.EnumerateFiles(TestData.Root, "*-v*.json", new EnumerationOptions { RecurseSubdirectories = true })
            .Where(file => Path.GetFileName(Path.GetDirectoryName(file)) == "mappning" && !Path.GetRelativePath(TestData.Root, file).Split(Path.DirectorySeparatorChar).Any(skipped.Contains)).ToList();
        Assert.True(files.Count >= 13, $"{files.Count} mapping files were found.");
        Assert.All(files, file => Assert.Empty(FaultsOf(File.ReadAllText(file), Path.GetFileName(file))));
    }

    [Theory]
    [InlineData("\"version\": 1", "\"version\": 2", "norrbotten-v1.json, rad 2: Filen ska heta norrbotten-v2.json efter sin region och version.")]
    [InlineData("\"version\": 1", "\"version\": \"1\"", "norrbotten-v1.json, rad 2: version ska vara ett heltal.")]
    [InlineData("\"kodning\": \"utf-8\"", "\"kodning\": \"latin1\"", "norrbotten-v1.json, rad 3: kodning ska vara något av utf-8, windows-1252.")]
    [InlineData("\"separator\": \";\",", "", "norrbotten-v1.json: Filen saknar separator.")]
    [InlineData("\"datum\"", "\"datun\"", "norrbotten-v1.json: Filen saknar datum.|norrbotten-v1.json, rad 3: datun är ingen känd nyckel. Menar du datum?")]
    [InlineData("\"giltigFran\": \"2024-10-01\"", "\"giltigFran\": \"1 okt\"", "norrbotten-v1.json, rad 2: giltigFran har inte formen ^[0-9]{4}-[0-9]{2}-[0-9]{2}$.")]
    [InlineData("\"DISTANS\"", "\"FJÄRR\"", "norrbotten-v1.json, rad 16: varden.Kontaktslag.Distans ska vara något av SLUTEN, DAGKIR, OPPEN_LAKARE, OPPEN_ANNAN, DISTANS.")]
    [InlineData("\"Kpp\"", "\"Kpp2\"", "norrbotten-v1.json, rad 9: kolumner har Kpp2, som inte finns. Menar du Kpp?")]
    [InlineData("\"Kpp\": ", "\"Summa\": ", "norrbotten-v1.json, rad 9: kolumner har Summa, som inte finns. Skriv något av KontaktId, ")]
    [InlineData("\"decimal\"", "decimal", "norrbotten-v1.json, rad 3: Filen är inte giltig JSON vid tecken")]
    public void A_mapping_that_breaks_the_schema_is_told_where_and_how(string text, string instead, string faults)
    {
        var json = File.ReadAllText(TestData.PathOf("src", "Adapters", "Norrbotten", "mappning", "norrbotten-v1.json"));
        Assert.Contains(text, json, StringComparison.Ordinal);
        Assert.StartsWith(faults, string.Join('|', FaultsOf(json.Replace(text, instead, StringComparison.Ordinal), "norrbotten-v1.json")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Kommunkod", "Kommun_kod", "Kolumnen Kommunkod saknas. Den nya kolumnen Kommun_kod liknar den: skriv \"Hemkommun\": \"Kommun_kod\" under kolumner i mappningen.")]
    [InlineData("Kommunkod", "Postort", "Kolumnen Kommunkod saknas.")]
    [InlineData("Kommunkod", "Kommunkod 19900101", "Kolumnen Kommunkod saknas.")] // may be a value that slipped in
    public void A_renamed_column_is_named_with_a_suggestion_before_the_load_and_when_it_is_refused(string column, string instead, string sentence)
    {
        var files = Delivery(Header().Replace(column, instead, StringComparison.Ordinal) + "\n");
        var drift = Assert.Single(Assert.Single(LayoutLook.Of(files, Norrbotten, CancellationToken.None)).Drift);
        var refused = Assert.Throws<DeliveryRejectedException>(() => DelimitedDelivery.Read(files, Norrbotten, new RecordedRows(), CancellationToken.None));
        Assert.Equal((DriftKind.Missing, sentence, true), (drift.Kind, drift.Sentence, drift.Refuses));
        Assert.Equal(("KST-202", sentence), (refused.Code, refused.Detail));
    }

    [Fact]
    public void New_and_moved_columns_are_told_and_refuse_nothing()
    {
        var mapping = Norrbotten with { Ovriga = ["Enhetsnamn", "Anteckning"] };
        var header = string.Join(';', Header().Split(';').Reverse().Append("Lön"));
        var layout = Assert.Single(LayoutLook.Of(Delivery(header + "\n"), mapping, CancellationToken.None));
        Assert.Equal([DriftKind.New, DriftKind.Reordered], layout.Drift.Select(drift => drift.Kind));
        Assert.DoesNotContain(layout.Drift, drift => drift.Refuses);
        Assert.Empty(Assert.Single(LayoutLook.Of(Delivery(Header() + "\n"), Norrbotten, CancellationToken.None)).Drift);
    }

    [Fact]
    public void A_file_without_header_shows_nothing_of_its_rows()
    {
        var row = string.Join(';', Header().Split(';').Select((_, i) => i == 1 ? "199001019802" : "Hemligt"));
        var layout = Assert.Single(LayoutLook.Of(Delivery(row + "\n" + row + "\n"), Norrbotten, CancellationToken.None));
        Assert.Equal(DriftKind.NoHeader, Assert.Single(layout.Drift).Kind);
        Assert.Empty(layout.Columns);
        Assert.DoesNotContain("Hemligt", layout.ToString(), StringComparison.Ordinal);
        var refused = Assert.Throws<DeliveryRejectedException>(() => DelimitedDelivery.Read(Delivery(row + "\n"), Norrbotten, new RecordedRows(), CancellationToken.None));
        Assert.DoesNotContain("Hemligt", refused.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("windows-1252", ';', "Filen ser ut att vara windows-1252, men mappningen säger utf-8. Skriv \"kodning\": \"windows-1252\" i mappningen, eller ta ut filen som utf-8.")]
    [InlineData("utf-8", '\t', "Filen ser ut att ha tabb mellan kolumnerna, men mappningen säger semikolon. Skriv \"separator\": \"\\t\" i mappningen, eller ta ut filen med semikolon.")]
    public void A_file_in_another_encoding_or_with_another_separator_is_told_of_and_nothing_else_is(string encoding, char separator, string sentence)
    {
        var header = Header().TrimStart('\ufeff').Replace(';', separator) + "\n";
        MemoryDelivery files = new("2026-03", new Dictionary<string, byte[]> { ["NB_vardkontakter_202603.csv"] = (encoding == "utf-8" ? Encoding.UTF8 : Encoding.Latin1).GetBytes(header) });
        var layout = Assert.Single(LayoutLook.Of(files, Norrbotten, CancellationToken.None));
        var refused = Assert.Throws<DeliveryRejectedException>(() => DelimitedDelivery.Read(files, Norrbotten, new RecordedRows(), CancellationToken.None));
        Assert.Equal((encoding, separator), (layout.SeenEncoding, layout.SeenSeparator));
        Assert.Equal(sentence, Assert.Single(layout.Drift).Sentence);
        Assert.Equal(("KST-202", sentence), (refused.Code, refused.Detail));
    }

    private static string Header() => File.ReadLines(TestData.SetPath("sample", "leveranser", "norrbotten", "2026-03", "NB_vardkontakter_202603.csv")).First();

    private static MemoryDelivery Delivery(string text) => new("2026-03", new Dictionary<string, byte[]> { ["NB_vardkontakter_202603.csv"] = Encoding.UTF8.GetBytes(text) });

    private static IReadOnlyList<string> FaultsOf(string json, string name)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(json));
        return MappingSchema.Faults(stream, name);
    }
}
