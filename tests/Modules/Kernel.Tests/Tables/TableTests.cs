using Kunskapsstyrning.Kernel.Tables;
using Xunit;

namespace Kunskapsstyrning.Kernel.Tests.Tables;

public sealed class TableTests
{
    [Theory]
    [InlineData("belopp", "a2 a1 a3")]
    [InlineData("-belopp", "a1 a2 a3")]
    [InlineData("dag", "a3 a1 a2")]
    [InlineData("-dag", "a1 a3 a2")]
    [InlineData("hemregion", "a3 a2 a1")]
    [InlineData("lage", "a1 a3 a2")]
    [InlineData("finns-inte", "a1 a2 a3")]
    [InlineData(null, "a1 a2 a3")]
    public void Rows_sort_by_value_and_what_is_missing_comes_last(string? sort, string expected) =>
        Assert.Equal(expected, string.Join(' ', Sample.Table.SortedBy(sort).Rows.Select(r => r.Cells[8].Value)));

    [Fact]
    public void Rows_that_have_parts_keep_their_order()
    {
        var table = Sample.Table with { Rows = [.. Sample.Table.Rows.Select(r => r with { Level = RowLevel.Sub })] };
        Assert.Same(table, table.SortedBy("belopp"));
    }

    [Fact]
    public void A_value_of_the_wrong_type_is_an_error_and_not_a_wrong_figure()
    {
        var column = new Column("amountOre", "Belopp", ColumnKind.Money);
        Assert.Throws<InvalidOperationException>(() => ((Cell)12.5m).Text(column));
    }

    [Fact]
    public void The_unit_stands_once_in_the_head() =>
        Assert.Equal(["Belopp, tkr", "Andel, %"], Sample.Table.Columns.Skip(3).Take(2).Select(c => c.Heading));
}
