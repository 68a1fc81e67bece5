using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Kunskapsstyrning.Nivastrukturering.Tests.Reference;

public sealed class ReferenceTextTests
{
    [Theory]
    [InlineData("71250,00", 7_125_000)]
    [InlineData("0,00", 0)]
    [InlineData("0,01", 1)]
    [InlineData("999999999999,99", 99_999_999_999_999)]
    public void A_price_is_read_to_the_ore(string text, long ore)
    {
        Assert.True(ReferenceText.TryDecimal(text, ',', 2, 2, out var read));
        Assert.Equal(ore, read);
    }

    [Theory]
    [InlineData("")]
    [InlineData(",50")]
    [InlineData("1")]
    [InlineData("1,")]
    [InlineData("1,0")]
    [InlineData("1,000")]
    [InlineData("1.00")]
    [InlineData("-1,00")]
    [InlineData("+1,00")]
    [InlineData("1 000,00")]
    [InlineData("1,0a")]
    [InlineData("1,00,0")]
    [InlineData("٣,00")]
    [InlineData("1000000000000,00")]
    public void What_is_not_exactly_a_price_is_refused(string text) => Assert.False(ReferenceText.TryDecimal(text, ',', 2, 2, out _));

    [Theory]
    [InlineData("2.5", 250)]
    [InlineData("0.80", 80)]
    [InlineData("3", 300)]
    public void Fewer_decimals_are_filled_up(string text, long hundredths)
    {
        Assert.True(ReferenceText.TryDecimal(text, '.', 0, 2, out var read));
        Assert.Equal(hundredths, read);
    }

    [Fact]
    public void A_written_decimal_is_read_back() => Prop.ForAll(
        ArbMap.Default.ArbFor<uint>(),
        scaled => ReferenceText.TryDecimal($"{scaled / 10_000},{scaled % 10_000:0000}", ',', 0, 4, out var read) && read == scaled).QuickCheckThrowOnFailure();

    [Fact]
    public void Bytes_that_are_not_utf8_are_refused()
    {
        using var content = new MemoryStream([.. "mvo;namn;prisgrupp;primarvard;rpo\n101;"u8, 0xE5, .. ";MED;N;x\n"u8]);

        var parsed = CommonCsv.ReadMvos(content, "mvo.csv");

        Assert.Equal(["REF-001"], parsed.Codes);
        Assert.Contains("UTF-8", parsed.Errors[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_byte_order_mark_and_any_line_end_are_tolerated()
    {
        using var content = SampleSet.Bytes("\uFEFFmvo;namn;prisgrupp;primarvard;rpo\r\n101;Medicin;MED;N;Endokrina\r107;Kardiologi;;J;Hjärta\n\n");

        var parsed = CommonCsv.ReadMvos(content, "mvo.csv");

        Assert.Equal([new(101, "Medicin", "MED", false, "Endokrina"), new(107, "Kardiologi", "", true, "Hjärta")], parsed.Value!);
    }

    [Fact]
    public void Columns_are_found_by_name()
    {
        using var content = SampleSet.Bytes("rpo;extra;namn;mvo;prisgrupp;primarvard\nEndokrina;x;Medicin;101;MED;N\n");

        Assert.Equal([new(101, "Medicin", "MED", false, "Endokrina")], CommonCsv.ReadMvos(content, "mvo.csv").Value!);
    }

    [Fact]
    public void Every_wrong_cell_of_a_table_is_reported_with_its_row_and_column()
    {
        using var content = SampleSet.Bytes("hsaid;namn;region;sjukhuskod;sjukhus;mvo;primarvard\nSE1;A;99;640;B;1;X\nSE1;A;24;64001;B;;N\n;A;24;;;101;N\nfor;few\n");

        var errors = CommonCsv.ReadUnits(content, "enhetsregister.csv").Errors;

        Assert.Equal(
            [(5L, ""), (2, "region"), (2, "sjukhuskod"), (2, "mvo"), (2, "primarvard"), (3, "hsaid"), (4, "hsaid")],
            errors.Select(e => (e.Row, e.Column)));
        Assert.All(errors, e => Assert.Equal("REF-001", e.Code));
    }
}
