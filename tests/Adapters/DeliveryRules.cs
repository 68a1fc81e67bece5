using System.Text;
using Kunskapsstyrning.Adapters.Sdk;
using Xunit;

namespace Kunskapsstyrning.Adapters.Tests;

/// <summary>Headers, total rows, unit tables and the order of refusals, on deliveries written here.</summary>
public sealed class DeliveryRules
{
    private static readonly Mapping Tab = Minimal("windows-1252", "\t", citattecken: false, "Totalt",
        ("kontakt", "k.txt"), ("enheter", "e.txt"), ("diagnos", "d.txt"));

    [Theory]
    [InlineData("Id\tAnt\nA\tx\nTotalt\t1\n", "Namn\tHsa\nU\t1\n", "Id\tKod\n", null)]
    [InlineData("", "", "", "KST-202 k.txt")]
    [InlineData("Id\tID\tAnt\n", "", "", "KST-203 k.txt")] // before the missing column and before the other files
    [InlineData("Id\tX\tX\nTotalt\t0\n", "", "", "KST-202 k.txt")] // an unmapped name may stand twice
    [InlineData("Id\tAnt\nA\tx\n", "", "", "KST-208 k.txt")]
    [InlineData("Id\tAnt\nA\tx\nTotalt\t2\n", "", "", "KST-207 k.txt")]
    [InlineData("Id\tAnt\nA\tx\nTotalt\t1\n", "", "", "KST-202 e.txt")] // the units', though they are read first
    [InlineData("Id\tAnt\nA\tx\nTotalt\t1\n", "Namn\tNamn\tHsa\n", "", "KST-203 e.txt")]
    [InlineData("Id\tAnt\nA\tx\nTotalt\t1\n", "Namn\n", "", "KST-202 e.txt")] // every column of a unit table is obligatory
    [InlineData("Id\tAnt\nA\tx\nTotalt\t1\n", "Namn\tHsa\n", "Id\n", "KST-202 d.txt")]
    public void The_first_refusal_in_the_agreed_order_is_the_one_told(string kontakt, string enheter, string diagnos, string? refusal)
    {
        var told = Record.Exception(() => Read(Tab, ("k.txt", kontakt), ("e.txt", enheter), ("d.txt", diagnos)));
        Assert.Equal(refusal, told is DeliveryRejectedException refused ? $"{refused.Code} {refused.File}" : told?.Message);
    }

    [Fact]
    public void A_missing_file_is_told_before_any_is_opened() =>
        Assert.Equal("KST-201", Assert.Throws<DeliveryRejectedException>(() => Read(Tab, ("k.txt", ""), ("e.txt", ""))).Code);

    [Fact]
    public void The_total_counts_every_row_but_repeated_headers_and_blank_ones()
    {
        var read = Read(Tab, ("k.txt", "Rapport\n\nId\tAnt\nA\tx\nid \tANT\n \nB\nTotalt\tx\nTotalt\t1 \u00a0 234\nC\ty\n\nTOTALT\t  0005\t\t\n\n"), ("e.txt", "Namn\tHsa\n"), ("d.txt", "Id\tKod\n"));
        Assert.Equal(["A 4", "Totalt 8", "Totalt 9", "C 10"], read.Rows.Select(row => $"{row.Values[Field.KontaktId]} {row.Position.Row}"));
        Assert.Equal([(RowKind.Contact, new RowPosition("k.txt", 7), "KST-001")], read.Broken);
        Assert.Equal(["KST-253"], read.Warnings);
    }

    [Fact]
    public void A_bad_row_of_a_unit_table_is_skipped_with_a_warning_and_a_bad_diagnosis_row_is_broken()
    {
        var read = Read(Tab, ("k.txt", "Id\tAnt\nTotalt\t0\n"), ("e.txt", "Namn\tHsa\nU\nV\t2\nW\t3\t\n"), ("d.txt", "Kod\tId\nI10\t A \u00a0\nI10\n"));
        Assert.Equal([(RowKind.Unit, 3L), (RowKind.Diagnosis, 2L)], read.Rows.Select(row => (row.Kind, row.Position.Row)));
        Assert.Equal("A", read.Rows[1].Values[Field.KontaktId]);
        Assert.Equal([(RowKind.Diagnosis, new RowPosition("d.txt", 3), "KST-001")], read.Broken);
        Assert.Equal(["KST-254"], read.Warnings);
    }

    [Fact]
    public void Columns_are_found_by_name_whatever_their_order_case_and_normal_form()
    {
        var mapping = Minimal("utf-8", ";", citattecken: true, totalrad: null, ("kontakt", "k.csv"));
        mapping = mapping with { Kolumner = new Dictionary<Field, string> { [Field.KontaktId] = "Id", [Field.Mvo] = "ånt d" } };
        var read = Read(mapping, ("k.csv", "Övrigt;\"  A\u030aNT \u00a0D\";ID\r\n\"x\";\"1;2\";7\r\n"), encoding: Encoding.UTF8);
        Assert.Equal(new Dictionary<Field, string> { [Field.KontaktId] = "7", [Field.Mvo] = "1;2" }, Assert.Single(read.Rows).Values);
    }

    [Fact]
    public void Cancelling_stops_within_a_thousand_rows()
    {
        using var source = new CancellationTokenSource();
        var sink = new Cancelling(source);
        var rows = string.Concat(Enumerable.Repeat("A\tx\n", 5000));
        var files = new MemoryDelivery("2026-03", new Dictionary<string, byte[]> { ["k.txt"] = Encoding.Latin1.GetBytes("Id\tAnt\n" + rows), ["e.txt"] = "Namn\tHsa\n"u8.ToArray(), ["d.txt"] = [] });
        Assert.Throws<OperationCanceledException>(() => DelimitedDelivery.Read(files, Tab, sink, source.Token, preambleRows: 9));
        Assert.InRange(sink.Rows, 1, 1000);
    }

    [Theory]
    [InlineData("300", 300L)]
    [InlineData(" 12 345\u00a0678 ", 12345678L)]
    [InlineData("0003", 3L)]
    [InlineData("3,00", 3L)]
    [InlineData("3,5", null)]
    [InlineData("-3", null)]
    [InlineData("3,", null)]
    [InlineData("", null)]
    [InlineData("1234567890123", null)]
    [InlineData("٣", null)]
    public void A_control_count_is_read_as_a_number_of_the_mapping(string text, long? number) => Assert.Equal(number, WholeNumber.Parse(text, Tab));

    private static RecordedRows Read(Mapping mapping, params (string Name, string Text)[] files) => Read(mapping, files, Encoding.Latin1);

    private static RecordedRows Read(Mapping mapping, (string Name, string Text) file, Encoding encoding) => Read(mapping, [file], encoding);

    private static RecordedRows Read(Mapping mapping, (string Name, string Text)[] files, Encoding encoding)
    {
        var rows = new RecordedRows();
        var delivery = new MemoryDelivery("2026-03", files.ToDictionary(file => file.Name, file => encoding.GetBytes(file.Text)));
        DelimitedDelivery.Read(delivery, mapping, rows, CancellationToken.None, mapping.Totalrad is null ? 0 : 9);
        return rows;
    }

    private static Mapping Minimal(string encoding, string separator, bool citattecken, string? totalrad, params (string Role, string File)[] files) => new()
    {
        Region = "prov",
        Regionkod = "25",
        Version = 1,
        GiltigFran = new(2020, 1, 1),
        Format = "csv",
        Kodning = encoding,
        Separator = separator,
        Citattecken = citattecken,
        Totalrad = totalrad,
        Datum = "YYYY-MM-DD",
        Decimal = ",",
        Tusental = [" ", "\u00a0"],
        Personnummer = "YYYYMMDDNNNC",
        Reservnummer = "",
        Filer = files.ToDictionary(file => file.Role, file => file.File),
        Kolumner = new Dictionary<Field, string> { [Field.KontaktId] = "Id", [Field.Mvo] = "Ant" },
        KolumnerEnheter = new Dictionary<Field, string> { [Field.Namn] = "Namn", [Field.HsaId] = "Hsa" },
        KolumnerDiagnos = new Dictionary<Field, string> { [Field.KontaktId] = "Id", [Field.Kod] = "Kod" },
        Obligatoriska = [Field.KontaktId, Field.Mvo],
    };

    private sealed class Cancelling(CancellationTokenSource source) : IContactSink
    {
        public int Rows { get; private set; }

        public void Row(in SourceRow row)
        {
            Rows++;
            source.Cancel();
        }

        public void Broken(RowKind kind, RowPosition position, string code)
        {
        }

        public void FileWarning(string file, string code)
        {
        }
    }
}
