using System.Text;
using Kunskapsstyrning.Adapters.Sdk;
using Xunit;

namespace Kunskapsstyrning.Adapters.Tests;

/// <summary>"Shared reading rules" of VARDKONTAKT.md and the structural codes of VALIDERING.md, one by one and against the oracle.</summary>
public sealed class DelimitedReaderRules
{
    private static readonly string[] Pieces = ["a", "b", ";", ";", ";", "\"", "\"", "\"\"", "\r\n", "\n", "\r", " ", "\t", "\u00a0", "\0", "\ufffd", "\ufeff", "åäö", "\U0001f600"];

    [Theory]
    [InlineData("a;b\r\nc;d\ne;f\rg;h", "1:a|b 2:c|d 3:e|f 4:g|h")]
    [InlineData("a;b\r\n\r\n \t\u00a0\r\nc;d\r\n", "1:a|b 4:c|d")]
    [InlineData("a\n\"\"\nb", "1:a 2: 3:b")]
    [InlineData("\"a;\r\nb\";c\nd", "1:a;\r\nb|c 3:d")]
    [InlineData("\"a\"\"b\";\"\"\"\"", "1:a\"b|\"")]
    [InlineData("a\"b\";\"c", "1:a\"b\"|c KST-006")]
    [InlineData("\"a\"b\"c;d\"\ne", "1:ab\"c|d\" KST-006 2:e")]
    [InlineData("\"a\" ;b", "1:a |b KST-006")]
    [InlineData("a;\"b\nc;d\n", "1:a|b\nc;d\n KST-006")]
    [InlineData("\"a\0\"b;c", "1:a\0b|c KST-003")]
    [InlineData("\ufffd\"a\";\"b\"c", "1:\ufffd\"a\"|bc KST-004")]
    [InlineData("\ufeff\ufeff\"a\";b\ufeffc", "1:a|bc")]
    [InlineData("", "")]
    [InlineData(";", "1:|")]
    public void Text_is_divided_into_rows_and_cells(string text, string expected) => Assert.Equal(expected, Told(text, quotes: true));

    [Fact]
    public void Without_quoting_a_quote_is_an_ordinary_character() =>
        Assert.Equal("1:\"a|b\" 2:\"c", Told("\"a;b\"\n\"c", quotes: false));

    [Theory]
    [InlineData("a", "KST-001")]
    [InlineData("a;b;c", "KST-002")]
    [InlineData("\0;b;c", "KST-003")]
    [InlineData("\ufffd;b;c", "KST-004")]
    [InlineData("\"a\"x;b;c", "KST-006")]
    [InlineData("\0\ufffd", "KST-003")]
    [InlineData("a;b", null)]
    public void A_row_has_the_first_structural_code_that_applies(string text, string? code)
    {
        var reader = Reader(text, quotes: true);
        Assert.True(reader.Read(CancellationToken.None));
        Assert.Equal(code, reader.StructureFault(2));
    }

    [Fact]
    public void The_limit_of_4000_characters_is_counted_before_trimming_without_bom_and_by_character()
    {
        string[] sound = [new('a', 4000), new string('a', 4000) + "\ufeff", $"\"{string.Concat(Enumerable.Repeat("\"\"", 4000))}\"", string.Concat(Enumerable.Repeat("\U0001f600", 4000))];
        string[] tooLong = [new('a', 4001), "a" + new string(' ', 4000), string.Concat(Enumerable.Repeat("\U0001f600", 4001))];
        var reader = Reader(string.Join('\n', sound.Concat(tooLong)), quotes: true);
        reader.ExpectColumns(1);
        foreach (var _ in sound) Assert.True(reader.Read(CancellationToken.None) && reader.StructureFault(1) is null);
        foreach (var _ in tooLong) Assert.True(reader.Read(CancellationToken.None) && reader.StructureFault(1) == "KST-005");
    }

    [Fact]
    public void Windows_1252_leaves_five_bytes_undecodable()
    {
        var bytes = Enumerable.Range(0x80, 0x80).Select(b => (byte)b).ToArray();
        var reader = new DelimitedReader(new MemoryStream(bytes), "windows-1252", ';', quotes: false);
        Assert.True(reader.Read(CancellationToken.None));
        var text = reader[0].ToString();
        Assert.Equal([0x81, 0x8d, 0x8f, 0x90, 0x9d], Enumerable.Range(0x80, 0x80).Where(b => text[b - 0x80] == '\ufffd'));
        Assert.StartsWith("€\ufffd‚ƒ„…†‡ˆ‰Š‹Œ\ufffdŽ\ufffd\ufffd‘’“”•–—˜™š›œ\ufffdžŸ\u00a0¡", text, StringComparison.Ordinal);
        Assert.EndsWith("üýþÿ", text, StringComparison.Ordinal);
        Assert.Equal("KST-004", reader.Fault);
    }

    [Fact]
    public void A_utf_8_bom_decides_and_is_told_of_where_windows_1252_is_agreed()
    {
        var bytes = Encoding.UTF8.GetPreamble().Concat(Encoding.UTF8.GetBytes("å\ufeffä")).ToArray();
        foreach (var (encoding, told) in new[] { ("windows-1252", true), ("utf-8", false) })
        {
            var reader = new DelimitedReader(new MemoryStream(bytes), encoding, ';', quotes: true);
            Assert.True(reader.Read(CancellationToken.None));
            Assert.Equal("åä", reader[0].ToString());
            Assert.Equal(told, reader.BomAgainstAgreement);
            Assert.True(reader.BomInside);
        }
    }

    [Fact]
    public void Bytes_that_are_no_utf_8_are_undecodable_also_when_the_file_ends_inside_a_sequence()
    {
        foreach (byte[] bytes in new byte[][] { [0xff], [0xc3], [0x61, 0xe2, 0x82], [0xed, 0xa0, 0x80] })
        {
            var reader = new DelimitedReader(new Dripping(bytes, new Random(1)), "utf-8", ';', quotes: true);
            Assert.True(reader.Read(CancellationToken.None));
            Assert.Equal("KST-004", reader.Fault);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Any_text_however_it_arrives_is_read_as_the_rules_say(bool quotes)
    {
        var random = new Random(20260401);
        for (var round = 0; round < 3000; round++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(60)).Select(_ => Pieces[random.Next(Pieces.Length)]));
            AssertAsTheRulesSay(text, quotes, random, columns: 3);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Rows_too_long_to_be_sound_are_read_past_with_the_right_code(bool quotes)
    {
        var random = new Random(20260402);
        string[] pieces = [.. Pieces, new('x', 9000), new('x', 9000), new(' ', 9000), string.Concat(Enumerable.Repeat("\"\"", 5000)), new('\n', 9000)];
        for (var round = 0; round < 100; round++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(40)).Select(_ => pieces[random.Next(pieces.Length)]));
            AssertAsTheRulesSay(text, quotes, random, columns: 1);
        }
    }

    [Fact]
    public void An_unclosed_quote_over_many_megabytes_takes_no_memory()
    {
        var reader = new DelimitedReader(new Repeating("a;\"b"u8.ToArray(), [.. Enumerable.Repeat((byte)';', 4096), (byte)'\n'], 16 << 10, []), "utf-8", ';', quotes: true);
        reader.ExpectColumns(3);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.True(reader.Read(CancellationToken.None));
        Assert.Equal("KST-006", reader.StructureFault(3));
        Assert.False(reader.Read(CancellationToken.None));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4 << 20);
    }

    [Fact]
    public void A_table_written_with_quotes_reads_back_the_same()
    {
        var random = new Random(20260403);
        for (var round = 0; round < 300; round++)
        {
            var columns = random.Next(1, 6);
            var table = Enumerable.Range(0, random.Next(1, 20))
                .Select(_ => Enumerable.Range(0, columns).Select(_ => string.Concat(Enumerable.Range(0, random.Next(6)).Select(_ => Pieces[random.Next(14)]))).ToArray()).ToArray();
            var text = string.Concat(table.Select(row => string.Join(';', row.Select(cell => $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"")) + "\r\n"));

            var reader = new DelimitedReader(new Dripping(Encoding.UTF8.GetBytes(text), random), "utf-8", ';', quotes: true);
            foreach (var row in table)
            {
                Assert.True(reader.Read(CancellationToken.None));
                Assert.Null(reader.StructureFault(columns));
                for (var i = 0; i < columns; i++) Assert.Equal(row[i], reader[i].ToString());
            }
            Assert.False(reader.Read(CancellationToken.None));
        }
    }

    private static void AssertAsTheRulesSay(string text, bool quotes, Random random, int columns)
    {
        var expected = DelimitedOracle.Read(text, ';', quotes);
        var reader = new DelimitedReader(new Dripping(Encoding.UTF8.GetBytes("\ufeff" + text), random), "windows-1252", ';', quotes);
        reader.ExpectColumns(columns);
        foreach (var row in expected)
        {
            Assert.True(reader.Read(CancellationToken.None));
            Assert.Equal(row.Line, reader.Row);
            Assert.Equal(row.Cells.Count, reader.CellCount);
            Assert.Equal(row.StructureFault(columns), reader.StructureFault(columns));
            if (row.StructureFault(columns) is not null) continue;
            for (var i = 0; i < columns; i++)
            {
                Assert.Equal(row.Cells[i], reader[i].ToString());
                var (start, length) = reader.TrimmedSlice(i);
                Assert.Equal(row.Cells[i].Trim(' ', '\t', '\u00a0'), reader.Text.Slice(start, length).ToString());
            }
        }
        Assert.False(reader.Read(CancellationToken.None));
        Assert.Equal(text.Contains('\ufeff'), reader.BomInside);
    }

    private static DelimitedReader Reader(string text, bool quotes) => new(new MemoryStream(Encoding.UTF8.GetBytes(text)), "utf-8", ';', quotes);

    private static string Told(string text, bool quotes)
    {
        List<string> told = [];
        for (var reader = Reader(text, quotes); reader.Read(CancellationToken.None);)
        {
            var cells = Enumerable.Range(0, reader.CellCount).Select(i => reader[i].ToString());
            told.Add($"{reader.Row}:{string.Join('|', cells)}{(reader.Fault is { } fault ? " " + fault : "")}");
        }
        return string.Join(' ', told);
    }
}
