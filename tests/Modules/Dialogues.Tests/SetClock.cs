namespace Kunskapsstyrning.Dialogues.Tests;

/// <summary>A clock that says one instant until it is moved.</summary>
internal sealed class SetClock(DateTimeOffset now) : TimeProvider
{
    public static SetClock WhileOpen => new(new(2026, 11, 22, 13, 5, 0, TimeSpan.Zero));

    public DateTimeOffset Now { get; set; } = now;

    public override DateTimeOffset GetUtcNow() => Now;
}
