using Xunit;

namespace Kunskapsstyrning.Nivastrukturering.Tests;

public class SmallNumbersTests
{
    [Fact]
    public void A_count_of_one_to_four_is_never_told() =>
        Assert.Equal([[Told.TooFew, Told.Complementary, Told.Exactly]], SmallNumbers.Decide([[4, 20, 24]], [false]));

    [Fact]
    public void Counts_of_five_and_nought_are_told() =>
        Assert.Equal([[Told.Exactly, Told.Exactly, Told.Exactly]], SmallNumbers.Decide([[5, 0, 5]], [false]));

    [Fact]
    public void A_row_that_is_the_reader_s_own_is_told_whole() =>
        Assert.Equal([[Told.Exactly, Told.Exactly]], SmallNumbers.Decide([[1, 1]], [true]));

    [Fact]
    public void The_sum_of_a_column_tells_neither_a_small_number_nor_the_only_hidden_one()
    {
        Assert.Equal(Told.TooFew, SmallNumbers.DecideColumn([3], [false]).Sum);
        Assert.Equal(Told.TooFew, SmallNumbers.DecideColumn([1, 2, 0], [false, false, false]).Sum);
        Assert.Equal(Told.Complementary, SmallNumbers.DecideColumn([3, 20], [false, true]).Sum);
        Assert.Equal(Told.Exactly, SmallNumbers.DecideColumn([3, 20], [false, false]).Sum);
        Assert.Equal(Told.Exactly, SmallNumbers.DecideColumn([3], [true]).Sum);
        Assert.Equal(Told.Exactly, SmallNumbers.DecideColumn([], []).Sum);
    }

    [Fact]
    public void No_hidden_figure_can_be_computed_from_its_row_or_column()
    {
        var random = new Random(20261122); // the seed of the tables below
        for (var round = 0; round < 2_000; round++)
        {
            var counts = Table(random);
            var told = SmallNumbers.Decide(counts, new bool[counts.Length]);
            for (var row = 0; row < counts.Length; row++)
            {
                for (var column = 0; column < counts[row].Length; column++)
                {
                    if (counts[row][column] is > 0 and < SmallNumbers.Limit) Assert.Equal(Told.TooFew, told[row][column]);
                }
                AssertNotAlone(counts[row], told[row]);
            }
            for (var column = 0; column < counts[0].Length; column++)
                AssertNotAlone([.. counts.Select(r => r[column])], [.. told.Select(r => r[column])]);
        }
    }

    /// <summary>One hidden figure in a line is only left when the line has no other figure to hide.</summary>
    private static void AssertNotAlone(long[] counts, Told[] told)
    {
        if (told.Count(t => t != Told.Exactly) == 1) Assert.Equal(1, counts.Count(c => c > 0));
    }

    private static long[][] Table(Random random)
    {
        var rows = new long[random.Next(1, 6)][];
        for (var r = 0; r < rows.Length; r++)
        {
            var row = new long[5];
            for (var c = 0; c < 4; c++) row[c] = random.Next(3) switch { 0 => 0, 1 => random.Next(1, 8), _ => random.Next(5, 500) };
            row[4] = row.Take(4).Sum();
            rows[r] = row;
        }
        return rows;
    }
}
