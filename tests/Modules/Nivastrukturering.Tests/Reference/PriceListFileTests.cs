using Xunit;

namespace Kunskapsstyrning.Nivastrukturering.Tests.Reference;

public sealed class PriceListFileTests
{
    private const string Header = "prislista;saljare;kod;pris;giltig_fran;giltig_till;benamning\n";

    [Fact]
    public void A_row_is_read_with_its_figures()
    {
        var parsed = Read("riks;24;BESOK:OPPEN_LAKARE:NY:MED;3000,50;2026-01-01;;Nybesök\n");

        Assert.Equal([new("riks", "24", "BESOK:OPPEN_LAKARE:NY:MED", 300_050, new(new(2026, 1, 1)), "Nybesök")], parsed.Value!);
    }

    [Theory]
    [InlineData("norra;24;DRGPOANG:64001;1,000;2026-01-01;;x")]
    [InlineData("norra;24;DRGPOANG:64001;1,0;2026-01-01;;x")]
    [InlineData("norra;24;DRGPOANG:64001;-1,00;2026-01-01;;x")]
    [InlineData("norra;24;DRGPOANG:64001;1,00;2026-02-30;;x")]
    [InlineData("norra;24;DRGPOANG:64001;1,00;;;x")]
    [InlineData("norra;24;DRGPOANG:64001;1,00;2026-01-01;2026-1-31;x")]
    [InlineData("norra;24;DRGPOANG:6400;1,00;2026-01-01;;x")]
    [InlineData("norra;24;DRGPOANG:;1,00;2026-01-01;;x")]
    [InlineData("norra;24;TJANST;1,00;2026-01-01;;x")]
    [InlineData("norra;24;BESOK:OPPEN:NY:MED;1,00;2026-01-01;;x")]
    [InlineData("norra;24;BESOK:DISTANS:ÅTER:MED;1,00;2026-01-01;;x")]
    [InlineData("norra;24;BESOK:DISTANS:NY;1,00;2026-01-01;;x")]
    [InlineData("sodra;24;VARDDAG:MED;1,00;2026-01-01;;x")]
    [InlineData("norra;24;VARDDAG:MED;1,00;2026-01-01;x")]
    [InlineData("norra;24;VARDDAG:MED;1,00;2026-01-01;;x;y")]
    public void A_malformed_row_refuses_the_list(string row)
    {
        var parsed = Read(row + "\nnorra;24;TJANST:NRF-001;1,00;2026-01-01;;x\n");

        Assert.Null(parsed.Value);
        Assert.Equal(["PRI-002"], parsed.Codes);
        Assert.Equal(2, Assert.Single(parsed.Errors).Row);
    }

    [Fact]
    public void Validity_that_ends_before_it_begins_refuses_the_list_and_overlaps_nothing() =>
        Assert.Equal(["PRI-003"], Read("norra;24;VARDDAG:MED;1,00;2026-02-01;2026-01-31;x\nnorra;24;VARDDAG:MED;1,00;2025-01-01;;x\n").Codes);

    [Fact]
    public void A_row_of_another_seller_refuses_the_list() =>
        Assert.Equal(["PRI-004"], Read("norra;23;VARDDAG:MED;1,00;2026-02-01;;x\n").Codes);

    [Theory]
    [InlineData("2026-01-31", "PRI-001")]
    [InlineData("2026-02-01", null)]
    public void Validity_is_inclusive(string secondFrom, string? code)
    {
        var parsed = Read($"norra;24;VARDDAG:MED;1,00;2026-01-01;2026-01-31;x\nnorra;24;VARDDAG:MED;2,00;{secondFrom};;x\n");

        Assert.Equal(code is null ? [] : [code], parsed.Codes);
    }

    [Fact]
    public void An_overlap_is_seen_past_a_short_row_between()
    {
        var parsed = Read("norra;24;VARDDAG:MED;1,00;2026-01-01;;x\nnorra;24;VARDDAG:MED;1,00;2025-01-01;2025-01-31;x\nnorra;24;VARDDAG:MED;1,00;2025-02-01;2026-06-30;x\n");

        Assert.Equal(["PRI-001"], parsed.Codes);
    }

    [Fact]
    public void The_same_code_in_the_other_list_does_not_overlap() =>
        Assert.Empty(Read("norra;24;VARDDAG:MED;1,00;2026-01-01;;x\nriks;24;VARDDAG:MED;1,00;2026-01-01;;x\n").Errors);

    [Fact]
    public void Every_code_that_applies_is_reported()
    {
        var parsed = Read("norra;24;VARDDAG:MED;1,00;2026-01-01;;x\nnorra;24;VARDDAG:MED;1,00;2026-05-01;;x\nnorra;22;VARDDAG:MED;1;2026-05-01;2026-04-01;x\n");

        Assert.Equal(["PRI-001", "PRI-002", "PRI-003", "PRI-004"], parsed.Codes);
        Assert.All(parsed.Errors, e => Assert.Equal("prislista-24.csv", e.File));
    }

    [Fact]
    public void Another_header_or_file_name_is_not_the_agreed_layout()
    {
        using var noPrice = SampleSet.Bytes("prislista;saljare;kod;giltig_fran;giltig_till;benamning\n");
        using var badName = SampleSet.Bytes(Header);

        Assert.Equal(["REF-001"], PriceListFile.Read(noPrice, "prislista-24.csv").Codes);
        Assert.Equal(["REF-001"], PriceListFile.Read(badName, "prislista-99.csv").Codes);
    }

    private static Parsed<IReadOnlyList<PriceRow>> Read(string rows)
    {
        using var content = SampleSet.Bytes(Header + rows);
        return PriceListFile.Read(content, "prislista-24.csv");
    }
}
