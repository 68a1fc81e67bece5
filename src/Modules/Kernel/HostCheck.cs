namespace Kunskapsstyrning.Kernel;

/// <summary>How a check went.</summary>
public enum CheckState
{
    /// <summary>Works.</summary>
    Ok,

    /// <summary>Works, but needs attention.</summary>
    Warning,

    /// <summary>Does not work.</summary>
    Failed,
}

/// <summary>One thing that must work for the host to do its task: a row of <c>/drift</c> and of <c>kst doctor</c>.</summary>
/// <param name="Name">What is checked, Swedish.</param>
/// <param name="State">How it went.</param>
/// <param name="Seen">What was seen: versions, sizes, days; never a secret.</param>
/// <param name="Remedy">What to do about it, a whole Swedish sentence; null when all is well.</param>
public sealed record HostCheck(string Name, CheckState State, string Seen, string? Remedy = null)
{
    /// <summary>True when the module tells of it among its own <see cref="Todo"/>s, so that the start page does not tell it twice.</summary>
    public bool HasTodo { get; init; }
}
