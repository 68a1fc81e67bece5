namespace Kunskapsstyrning.Adapters.Sdk;

/// <summary>The files of one delivery, as the host has opened them: a folder, an upload or a zip. Never written to disk by anyone.</summary>
public abstract class DeliveryFiles
{
    /// <summary>The delivery's month as <c>YYYY-MM</c>.</summary>
    public abstract string Period { get; }

    /// <summary>Bare names of the files that are there, in ordinal order.</summary>
    public abstract IReadOnlyList<string> Names { get; }

    /// <summary>Opens a file from its first byte; the caller disposes the stream. May be called again for a second pass.</summary>
    /// <exception cref="DeliveryRejectedException">KST-201: there is no such file.</exception>
    public abstract Stream Open(string name);
}

/// <summary>The delivery as a whole is refused; nothing of it is kept.</summary>
/// <param name="code">KST-201 … KST-212 (formats/VALIDERING.md).</param>
/// <param name="file">The bare name of the file at fault, or empty.</param>
/// <param name="detail">A column's name, a count: what helps to mend it. Never a value of a person.</param>
public sealed class DeliveryRejectedException(string code, string file, string detail) : Exception($"{code} {file} {detail}")
{
    /// <summary>The stable code.</summary>
    public string Code { get; } = code;

    /// <summary>The bare name of the file at fault, or empty.</summary>
    public string File { get; } = file;

    /// <summary>What helps to mend it.</summary>
    public string Detail { get; } = detail;

    /// <summary><see cref="Detail"/> with a full stop, for one who writes more after it.</summary>
    public string Sentence => Detail.Length == 0 || Detail[^1] is '.' or '?' or '!' ? Detail : Detail + ".";
}

/// <summary>The source could not be reached just now; a retry may help.</summary>
/// <param name="message">What could not be reached, in Swedish.</param>
/// <param name="inner">The cause.</param>
public sealed class SourceUnavailableException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>A local structure file that breaks a rule as a whole.</summary>
/// <param name="code">LPO-001 the same name twice among LPO; LPO-002 not the agreed layout; LPO-003 deeper than ten levels.</param>
/// <param name="row">1-based line, or 0 where the format has none.</param>
/// <param name="detail">What helps to mend it, in Swedish.</param>
public sealed class StructureRejectedException(string code, long row, string detail) : Exception($"{code} rad {row}: {detail}")
{
    /// <summary>The stable code.</summary>
    public string Code { get; } = code;

    /// <summary>1-based line, or 0.</summary>
    public long Row { get; } = row;

    /// <summary>What helps to mend it, in Swedish.</summary>
    public string Detail { get; } = detail;
}

/// <summary>A region's local groups as its own file gives them, in file order.</summary>
/// <param name="Groups">LPO and, where the format has them, råd and arbetsgrupper that are kept as structure.</param>
/// <param name="UnreadableRows">Lines that belong to no group: position only.</param>
public sealed record LocalStructure(IReadOnlyList<LocalGroup> Groups, IReadOnlyList<RowPosition> UnreadableRows);

/// <summary>One local group.</summary>
/// <param name="Name">As it stands in the file, trimmed, blanks collapsed.</param>
/// <param name="LocalCode">The region's own code, or null.</param>
/// <param name="Kind">What the file calls it: <c>LPO</c>, <c>Råd</c>, <c>Grupp</c>, <c>samordning</c>, <c>lag</c>.</param>
/// <param name="Parent">The name of the group above, or null.</param>
/// <param name="ActsAsLpo">True for what counts as an LPO in the LPO map.</param>
/// <param name="Mirrors">Names of sub-areas, in file order; looked up together with the group's own name.</param>
/// <param name="Status">The file's own word for its state, or null (Norrbotten: <c>Startad</c>, <c>Under start</c>).</param>
public sealed record LocalGroup(string Name, string? LocalCode, string Kind, string? Parent, bool ActsAsLpo, IReadOnlyList<string> Mirrors, string? Status = null);
