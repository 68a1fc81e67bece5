namespace Kunskapsstyrning.Kernel;

/// <summary>A rule of the field says no: 409 with a stable code, never a bug.</summary>
/// <param name="code">Stable, English, dotted: <c>lpo.region-outside-sjukvardsregion</c>.</param>
/// <param name="message">Swedish, for the person: what happened and what to do.</param>
public class DomainException(string code, string message) : Exception(message)
{
    /// <summary>Stable, English, dotted.</summary>
    public string Code { get; } = code;
}

/// <summary>The host or the user may not write for this owner: 403, exit code 9.</summary>
/// <param name="message">Swedish: who may.</param>
public sealed class NotOwnerException(string message) : DomainException("owner.not-yours", message);

/// <summary>Someone else changed the row meanwhile: 409, the page shows both.</summary>
/// <param name="message">Swedish.</param>
public sealed class StaleException(string message) : DomainException("row.stale", message);

/// <summary>A configuration key is missing or wrong (exit code 3).</summary>
/// <param name="key">As in UX.md section 10.</param>
/// <param name="message">Swedish: what to do.</param>
public sealed class ConfigurationException(string key, string message) : Exception($"{key}: {message}");
