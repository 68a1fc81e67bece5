namespace Kunskapsstyrning.Kernel;

/// <summary>The Swedish calendar over the replaceable clock.</summary>
public static class Clock
{
    private static readonly TimeZoneInfo Stockholm = TimeZoneInfo.FindSystemTimeZoneById("Europe/Stockholm");

    /// <summary>Today's date in Sweden.</summary>
    public static DateOnly Today(this TimeProvider clock) => DateOnly.FromDateTime(clock.Local());

    /// <summary>The time in Sweden now.</summary>
    public static DateTime Local(this TimeProvider clock) => TimeZoneInfo.ConvertTimeFromUtc(clock.GetUtcNow().UtcDateTime, Stockholm);

    /// <summary>An instant of the database as Swedish time.</summary>
    public static DateTime ToSwedish(DateTime utc) => TimeZoneInfo.ConvertTimeFromUtc(DateTime.SpecifyKind(utc, DateTimeKind.Utc), Stockholm);
}
