using System.Globalization;

namespace Kunskapsstyrning.Kernel.Screens;

/// <summary>Which unit an amount is shown in. The column's head says it, once.</summary>
public enum MoneyUnit
{
    /// <summary>Kronor.</summary>
    Kr,

    /// <summary>Thousands of kronor.</summary>
    Tkr,

    /// <summary>Millions of kronor.</summary>
    Mnkr,
}

/// <summary>How numbers, amounts and days are written for people (UX.md 1.3). Digits are grouped by U+00A0 and minus is U+2212.</summary>
/// <remarks>.NET's own sv-SE writes time with a colon and a breakable space before the per cent sign: hence this class.</remarks>
public static class SwedishFormat
{
    /// <summary>For tables: uppgift saknas.</summary>
    public const string Missing = "..";

    /// <summary>For tables: ej aktuellt (U+2013).</summary>
    public const string NotApplicable = "–";

    /// <summary>sv-SE. Throws at first use when the host runs without ICU.</summary>
    public static CultureInfo Culture { get; } = CultureInfo.ReadOnly(CultureInfo.GetCultureInfo("sv-SE"));

    /// <summary>Where days and clock times are told.</summary>
    public static TimeZoneInfo TimeZone { get; } = TimeZoneInfo.FindSystemTimeZoneById("Europe/Stockholm");

    private const string Space = "\u00A0";

    private static readonly NumberFormatInfo Numbers = NumberFormatInfo.ReadOnly(new NumberFormatInfo
    {
        NumberGroupSeparator = Space,
        NumberDecimalSeparator = ",",
        NegativeSign = "\u2212",
        NumberNegativePattern = 1,
    });

    /// <summary><c>1 234 567</c>.</summary>
    public static string Integer(long value) => value.ToString("N0", Numbers);

    /// <summary><c>12,5</c>, rounded half away from zero; a value that rounds to zero has no minus.</summary>
    public static string Number(decimal value, int decimals = 0)
    {
        var rounded = Math.Round(value, decimals, MidpointRounding.AwayFromZero);
        return (rounded == 0 ? 0m : rounded).ToString("N" + decimals.ToString(CultureInfo.InvariantCulture), Numbers);
    }

    /// <summary><c>+14,0</c>, <c>−6,4</c>, <c>0,0</c>.</summary>
    public static string Signed(decimal value, int decimals = 0) =>
        Math.Round(value, decimals, MidpointRounding.AwayFromZero) > 0 ? "+" + Number(value, decimals) : Number(value, decimals);

    /// <summary><c>12,5 %</c>.</summary>
    /// <param name="percent">12.5 means 12,5 %.</param>
    /// <param name="decimals">How many are shown.</param>
    public static string Percent(decimal percent, int decimals = 0) => Number(percent, decimals) + Space + "%";

    /// <summary>The part of the whole in per cent; 0 when the whole is 0.</summary>
    public static decimal Share(long part, long whole) => whole == 0 ? 0 : 100m * part / whole;

    /// <summary><c>952 074 tkr</c>: the amount with its unit, for running text.</summary>
    public static string Money(long ore, MoneyUnit unit = MoneyUnit.Kr, int? decimals = null) => Amount(ore, unit, decimals) + Space + Unit(unit);

    /// <summary><c>952 074</c>: the amount alone, for a column whose head names the unit.</summary>
    /// <param name="ore">Whole öre.</param>
    /// <param name="unit">What is shown.</param>
    /// <param name="decimals">Null: none for kr and tkr, one for mnkr.</param>
    public static string Amount(long ore, MoneyUnit unit, int? decimals = null) => Number(InUnit(ore, unit), decimals ?? DecimalsOf(unit));

    /// <summary>Öre as an exact number in the unit.</summary>
    public static decimal InUnit(long ore, MoneyUnit unit) => ore / (decimal)OrePer(unit);

    /// <summary>How many öre one of the unit is.</summary>
    public static long OrePer(MoneyUnit unit) => unit switch { MoneyUnit.Tkr => 100_000, MoneyUnit.Mnkr => 100_000_000, _ => 100 };

    /// <summary>Decimals that the unit is shown with unless a column says otherwise.</summary>
    public static int DecimalsOf(MoneyUnit unit) => unit == MoneyUnit.Mnkr ? 1 : 0;

    /// <summary><c>kr</c>, <c>tkr</c>, <c>mnkr</c>.</summary>
    public static string Unit(MoneyUnit unit) => unit switch { MoneyUnit.Tkr => "tkr", MoneyUnit.Mnkr => "mnkr", _ => "kr" };

    /// <summary><c>2026-11-21</c>, for tables.</summary>
    public static string Date(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary><c>21 november 2026</c>, for running text.</summary>
    public static string ProseDate(DateOnly day) => day.ToString($"d'{Space}'MMMM'{Space}'yyyy", Culture);

    /// <summary><c>måndag 9 mars 2026</c>, for invitations.</summary>
    public static string WeekdayDate(DateOnly day) => day.ToString("dddd ", Culture) + ProseDate(day);

    /// <summary><c>13.00</c>; never a colon.</summary>
    public static string Time(TimeOnly time) => time.ToString("HH'.'mm", CultureInfo.InvariantCulture);

    /// <summary><c>kl. 13.00–14.30</c>.</summary>
    public static string TimeSpan(TimeOnly from, TimeOnly to) => $"kl.{Space}{Time(from)}–{Time(to)}";

    /// <summary><c>v. 47</c>, ISO week.</summary>
    public static string Week(DateOnly day) => $"v.{Space}{ISOWeek.GetWeekOfYear(day.ToDateTime(TimeOnly.MinValue))}";

    /// <summary>An instant as day and clock time in Sweden: <c>2026-11-21 14.05</c>.</summary>
    public static string Instant(DateTimeOffset instant)
    {
        var local = TimeZoneInfo.ConvertTime(instant, TimeZone);
        return Date(DateOnly.FromDateTime(local.DateTime)) + Space + Time(TimeOnly.FromDateTime(local.DateTime));
    }

    /// <summary>The day in Sweden at that instant.</summary>
    public static DateOnly Day(DateTimeOffset instant) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(instant, TimeZone).DateTime);

    /// <summary><c>tolv</c> below 13, digits from there: for running text.</summary>
    public static string InWords(long count) => count is >= 0 and < 13 ? Words[count] : Integer(count);

    private static readonly string[] Words =
        ["noll", "en", "två", "tre", "fyra", "fem", "sex", "sju", "åtta", "nio", "tio", "elva", "tolv"];
}
