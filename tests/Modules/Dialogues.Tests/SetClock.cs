namespace Kunskapsstyrning.Dialogues.Tests;

/// <summary>A clock that says one instant until it is moved.</summary>
internal sealed class SetClock(DateTimeOffset now) : TimeProvider
{
    /// <summary>Today: the example round is made so that it is open when the tests' database is.</summary>
    public static SetClock WhileOpen => new(new DateTimeOffset(TimeProvider.System.GetUtcNow().UtcDateTime.Date.AddHours(13), TimeSpan.Zero));

    public DateTimeOffset Now { get; set; } = now;

    public override DateTimeOffset GetUtcNow() => Now;
}
