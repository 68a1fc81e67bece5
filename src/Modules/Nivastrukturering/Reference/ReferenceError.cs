namespace Kunskapsstyrning.Nivastrukturering;

/// <summary>Why a reference file is refused. A file with an error is refused whole; the former stays in use.</summary>
/// <param name="Code"><c>NIV-nnn</c>, <c>PRI-nnn</c>, <c>AVT-nnn</c>, or <c>REF-001</c> = not the agreed layout.</param>
/// <param name="File">The file's bare name.</param>
/// <param name="Row">1-based: the line of a CSV, the number in its list of a JSON item; 0 = the file as a whole.</param>
/// <param name="Column">Column or member, or empty.</param>
/// <param name="Message">Swedish: what is wrong and what to do.</param>
internal sealed record ReferenceError(string Code, string File, long Row, string Column, string Message);

/// <summary>What was read of a reference file: the value, or every error that was found.</summary>
/// <param name="Value">Null when there are errors.</param>
/// <param name="Errors">In the order they were met.</param>
internal sealed record Parsed<T>(T? Value, IReadOnlyList<ReferenceError> Errors)
    where T : class
{
    /// <summary>Each code once, sorted; empty = accepted.</summary>
    internal IReadOnlyList<string> Codes => [.. Errors.Select(e => e.Code).Distinct().Order(StringComparer.Ordinal)];
}
