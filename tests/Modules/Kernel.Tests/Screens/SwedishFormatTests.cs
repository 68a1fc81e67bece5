using Kunskapsstyrning.Kernel.Screens;
using Xunit;

namespace Kunskapsstyrning.Kernel.Tests.Screens;

public sealed class SwedishFormatTests
{
    [Theory]
    [InlineData(0, "0")]
    [InlineData(1234567, "1\u00A0234\u00A0567")]
    [InlineData(-5, "\u22125")]
    public void Integers_are_grouped_by_fixed_space_and_have_a_real_minus(long value, string expected) =>
        Assert.Equal(expected, SwedishFormat.Integer(value));

    [Theory]
    [InlineData("12.45", 1, "12,5")]
    [InlineData("-12.45", 1, "\u221212,5")]
    [InlineData("-0.04", 1, "0,0")]
    [InlineData("2.5", 0, "3")]
    public void Numbers_round_half_away_from_zero_and_zero_has_no_minus(string value, int decimals, string expected) =>
        Assert.Equal(expected, SwedishFormat.Number(decimal.Parse(value, System.Globalization.CultureInfo.InvariantCulture), decimals));

    [Fact]
    public void The_per_cent_sign_never_stands_alone_on_a_line() => Assert.Equal("12,5\u00A0%", SwedishFormat.Percent(12.5m, 1));

    [Fact]
    public void Signed_numbers_show_plus_but_not_at_zero()
    {
        Assert.Equal("+14,0", SwedishFormat.Signed(14, 1));
        Assert.Equal("\u22126,4", SwedishFormat.Signed(-6.4m, 1));
        Assert.Equal("0,0", SwedishFormat.Signed(0.04m, 1));
    }

    [Theory]
    [InlineData(95_207_449_999, MoneyUnit.Tkr, "952\u00A0074\u00A0tkr")]
    [InlineData(95_207_450_000, MoneyUnit.Tkr, "952\u00A0075\u00A0tkr")]
    [InlineData(-150, MoneyUnit.Kr, "\u22122\u00A0kr")]
    [InlineData(125_000_000, MoneyUnit.Mnkr, "1,3\u00A0mnkr")]
    public void Money_is_whole_ore_shown_in_its_unit(long ore, MoneyUnit unit, string expected) => Assert.Equal(expected, SwedishFormat.Money(ore, unit));

    [Fact]
    public void Days_and_times_are_written_as_the_language_council_says()
    {
        var day = new DateOnly(2026, 3, 9);
        Assert.Equal("2026-03-09", SwedishFormat.Date(day));
        Assert.Equal("9\u00A0mars\u00A02026", SwedishFormat.ProseDate(day));
        Assert.Equal("måndag 9\u00A0mars\u00A02026", SwedishFormat.WeekdayDate(day));
        Assert.Equal("13.00", SwedishFormat.Time(new(13, 0)));
        Assert.Equal("kl.\u00A013.00–14.30", SwedishFormat.TimeSpan(new(13, 0), new(14, 30)));
        Assert.Equal("v.\u00A053", SwedishFormat.Week(new(2026, 12, 31)));
    }

    [Fact]
    public void An_instant_is_told_in_Swedish_time() =>
        Assert.Equal("2026-07-01\u00A000.30", SwedishFormat.Instant(new(2026, 6, 30, 22, 30, 0, TimeSpan.Zero)));

    [Fact]
    public void Counts_below_thirteen_are_words()
    {
        Assert.Equal("tolv", SwedishFormat.InWords(12));
        Assert.Equal("13", SwedishFormat.InWords(13));
    }
}
