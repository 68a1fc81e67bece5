using System.Diagnostics;

namespace Kunskapsstyrning.Host.Operations;

/// <summary>What a person reads out from an error page, and what each line of the log carries: the first six signs of the request's trace id, as <c>7F3A-92</c>.</summary>
internal static class TraceCode
{
    /// <summary>The code of the running request; null outside one.</summary>
    public static string? Current => Activity.Current is { TraceId: var id } && id != default ? Of(id.ToHexString()) : null;

    /// <summary>The code of a trace id in hexadecimal, at least six signs.</summary>
    public static string Of(string traceId) => $"{traceId[..4]}-{traceId[4..6]}".ToUpperInvariant();
}
