namespace Kunskapsstyrning.Nivastrukturering;

/// <summary>Why a reference file is refused. A file with an error is refused whole; the former stays in use.</summary>
/// <param name="Code"><c>NIV-nnn</c>, <c>PRI-nnn</c>, <c>AVT-nnn</c>, or <see cref="Layout"/>.</param>
/// <param name="File">The file's bare name.</param>
/// <param name="Row">1-based: the line of a CSV, the number in its list of a JSON item; 0 = the file as a whole.</param>
/// <param name="Column">Column or member, or empty.</param>
/// <param name="Message">Swedish: what is wrong and what to do.</param>
internal sealed record ReferenceError(string Code, string File, long Row, string Column, string Message)
{
    /// <summary>The file does not have the agreed layout (docs/formats).</summary>
    internal const string Layout = "REF-001";
}

/// <summary>What was read of a reference file: the value, or every error that was found.</summary>
/// <param name="Value">Null when there are errors.</param>
/// <param name="Errors">In the order they were met.</param>
internal sealed record Parsed<T>(T? Value, IReadOnlyList<ReferenceError> Errors)
    where T : class
{
    /// <summary>Each code once, sorted; empty = accepted.</summary>
    internal IReadOnlyList<string> Codes => [.. Errors.Select(e => e.Code).Distinct().Order(StringComparer.Ordinal)];
}

/// <summary>Collects the errors of one file while it is read to its end.</summary>
/// <param name="file">The file's bare name.</param>
internal sealed class ReferenceErrors(string file)
{
    private readonly List<ReferenceError> _errors = [];

    internal string File => file;

    internal void Add(string code, long row, string column, string message) => _errors.Add(new(code, file, row, column, message));

    internal void Layout(long row, string column, string message) => Add(ReferenceError.Layout, row, column, message);

    /// <summary>The value when nothing was wrong, else the errors.</summary>
    internal Parsed<T> Result<T>(T value)
        where T : class => _errors.Count == 0 ? new(value, []) : Failed<T>();

    /// <summary>The errors alone.</summary>
    internal Parsed<T> Failed<T>()
        where T : class => new(null, _errors);

    /// <summary>A value as it is shown in a message: in quotes, cut off when long.</summary>
    internal static string Quote(string value) => value.Length <= 40 ? $"”{value}”" : $"”{value[..40]}…”";
}
