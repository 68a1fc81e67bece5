using System.Text;
using System.Text.Json;
using Kunskapsstyrning.Adapters.Sdk;
using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Nivastrukturering.Features;
using Xunit;

namespace Kunskapsstyrning.Nivastrukturering.Tests.Deliveries;

/// <summary>What <c>kst adapter check</c> is told of a delivery: the checks of the import, and what to mend.</summary>
public sealed class LookAtDeliveryTests : IDisposable
{
    private static readonly string Set = Repository.DataSet("sample");
    private readonly string _folder = Directory.CreateTempSubdirectory("kst-syn-").FullName;

    [Theory]
    [InlineData("norrbotten")]
    [InlineData("vasterbotten")]
    [InlineData("vasternorrland")]
    public void Every_row_is_judged_as_by_the_import_but_for_what_needs_a_register(string region)
    {
        var sight = Look(new BuiltAdapters(Set), region, Path.Combine(Set, "leveranser", region, "2026-03"));

        using var expected = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Set, "expected.json")));
        var wanted = expected.RootElement.GetProperty("leveranser").GetProperty($"{region}/2026-03");
        Assert.Equal(Codes(wanted.GetProperty("koder")), sight.Counts.Codes.Where(NeedsNoRegister).Select(code => $"{code.Key} {code.Value}"));
        Assert.Equal(Codes(wanted.GetProperty("delrader")), sight.Counts.Details.Select(code => $"{code.Key} {code.Value}"));
        Assert.True(sight.Counts.Accepted >= wanted.GetProperty("godkanda").GetInt64());
        Assert.Null(sight.Rejection);
        Assert.Equal(20, sight.Rows.Count);
        Assert.Contains(sight.Rows, row => row.Values.Any(value => value is { Field: Field.Huvuddiagnos or Field.Diagnoser, Text: not "saknas" }));

        static bool NeedsNoRegister(KeyValuePair<string, long> code) => code.Key is not ("KST-101" or "KST-106");
        static List<string> Codes(JsonElement codes) => [.. codes.EnumerateObject().Where(code => code.Name is not ("KST-101" or "KST-106")).Select(code => $"{code.Name} {code.Value}")];
    }

    [Fact]
    public void A_required_field_without_a_column_and_a_code_without_a_value_are_told_by_name_and_no_text_of_a_row_is()
    {
        const string Person = "199001019802", Name = "Anna Andersson";
        Directory.CreateDirectory(Path.Combine(_folder, "mappning"));
        var mapping = File.ReadAllText(Path.Combine(Set, "mappning", "norrbotten-v1.json"));
        foreach (var (text, instead) in new[] { ("\"Mvo\": \"MVO\", ", ""), ("\"Mvo\": \"MVO\",", ""), ("\"Mvo\", ", ""), ("\"Dagkirurgi\": \"DAGKIR\", ", "") }) mapping = mapping.Replace(text, instead, StringComparison.Ordinal);
        File.WriteAllText(Path.Combine(_folder, "mappning", "norrbotten-v1.json"), mapping);
        var lines = File.ReadAllLines(Path.Combine(Set, "leveranser", "norrbotten", "2026-03", "NB_vardkontakter_202603.csv"));
        string[] shown = [lines[0], .. lines.Where(line => line.Contains(";Dagkirurgi;", StringComparison.Ordinal) && !line.Contains('"', StringComparison.Ordinal)).Take(3)];
        shown = [.. shown, With(shown[1], 6, Name), With(shown[1], 6, Person), With(shown[1], 17, $"{Name} {Person}")];
        var delivery = Path.Combine(_folder, "leverans");
        Directory.CreateDirectory(delivery);
        File.WriteAllLines(Path.Combine(delivery, "NB_vardkontakter_202603.csv"), shown, new UTF8Encoding(false));

        var sight = Look(new BuiltAdapters(_folder), "norrbotten", delivery);

        Assert.Equal((0, 6), (sight.Counts.Accepted, sight.Counts.Quarantined));
        Assert.Contains("Mvo saknar kolumn i mappningen: 6 rader får KST-100. Skriv vilken kolumn det är under kolumner.", sight.Notes);
        Assert.Contains("Vårdform: värdet Dagkirurgi finns inte i mappningen (4 rader). Lägg till det under varden, Kontaktslag.", sight.Notes);
        Assert.Contains("Vårdform: 2 rader har andra värden som inte finns i mappningen och inte visas här. Jämför kolumnen med varden, Kontaktslag.", sight.Notes);
        var told = string.Join('\n', sight.Notes.Concat(sight.Rows.SelectMany(row => row.Values).Select(value => value.Text)));
        Assert.All([Person, Person[2..], "Anna", "Andersson"], secret => Assert.DoesNotContain(secret, told, StringComparison.Ordinal));

        static string With(string line, int cell, string text)
        {
            var cells = line.Split(';');
            (cells[0], cells[cell]) = ($"N{text.Length}{cell}", text);
            return string.Join(';', cells);
        }
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static DeliverySight Look(IAdapterDirectory adapters, string region, string path) =>
        new LookAtDelivery(TimeProvider.System).Look(adapters, Region.FindAny(region)!, [path], 20, TestContext.Current.CancellationToken);
}
