using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Kunskapsstyrning.Kernel.Screens;
using Xunit;

namespace Kunskapsstyrning.Kernel.Tests.Screens;

public sealed class SwedishInputTests
{
    [Theory]
    [InlineData("1 234,5", "1234.5")]
    [InlineData("1\u00A0234", "1234")]
    [InlineData("1\u202F234\u2009567", "1234567")]
    [InlineData("-5", "-5")]
    [InlineData("\u22125", "-5")]
    [InlineData("\u20135", "-5")]
    [InlineData("\u20115", "-5")]
    [InlineData("12.5", "12.5")]
    [InlineData("0.125", "0.125")]
    [InlineData("1234.567", "1234.567")]
    [InlineData("12,5 %", "12.5")]
    [InlineData(" +7 ", "7")]
    public void Numbers_are_read_as_people_write_them(string text, string expected)
    {
        Assert.True(SwedishInput.TryNumber(text, out var value));
        Assert.Equal(decimal.Parse(expected, CultureInfo.InvariantCulture), value);
    }

    [Theory]
    [InlineData("1.234")]
    [InlineData("12 34")]
    [InlineData("1.234,5")]
    [InlineData("1,2,3")]
    [InlineData("--5")]
    [InlineData("5,")]
    [InlineData("")]
    [InlineData("tolv")]
    [InlineData("1e5")]
    public void What_can_be_read_in_two_ways_is_refused(string text) => Assert.False(SwedishInput.TryNumber(text, out _));

    [Theory]
    [InlineData("1 234 kr", 123_400)]
    [InlineData("12,5 tkr", 1_250_000)]
    [InlineData("3,1 mnkr", 310_000_000)]
    [InlineData("3,1 Mkr", 310_000_000)]
    [InlineData("1 mdkr", 100_000_000_000)]
    [InlineData("7", 700)]
    public void Amounts_become_whole_ore(string text, long ore)
    {
        Assert.True(SwedishInput.TryMoney(text, MoneyUnit.Kr, out var read));
        Assert.Equal(ore, read);
    }

    [Theory]
    [InlineData("1,234 kr")]
    [InlineData("99999999999999999999 mdkr")]
    [InlineData("kr")]
    public void Parts_of_an_ore_and_what_does_not_fit_are_refused(string text) => Assert.False(SwedishInput.TryMoney(text, MoneyUnit.Kr, out _));

    [Theory]
    [InlineData("2026-11-21")]
    [InlineData("20261121")]
    [InlineData("2026-11-21 00:00:00")]
    [InlineData("21 november 2026")]
    [InlineData("21\u00A0november\u00A02026")]
    public void Days_are_read(string text)
    {
        Assert.True(SwedishInput.TryDate(text, out var day));
        Assert.Equal(new DateOnly(2026, 11, 21), day);
    }

    [Theory]
    [InlineData("26-11-21")]
    [InlineData("21/11")]
    [InlineData("2026-02-30")]
    public void A_day_without_a_whole_year_is_refused(string text) => Assert.False(SwedishInput.TryDate(text, out _));

    [Fact]
    public void What_we_print_we_read() => Check.One(Config.QuickThrowOnFailure, Prop.ForAll((long ore) =>
        SwedishInput.TryMoney(SwedishFormat.Money(ore % 1_000_000_000_000_000, MoneyUnit.Kr, 2), MoneyUnit.Tkr, out var read)
        && read == ore % 1_000_000_000_000_000));
}
