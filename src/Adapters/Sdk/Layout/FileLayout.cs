namespace Kunskapsstyrning.Adapters.Sdk;

/// <summary>How a file's header stands to its mapping.</summary>
public enum DriftKind
{
    /// <summary>A column of the mapping is not there.</summary>
    Missing,

    /// <summary>A column of the mapping stands twice.</summary>
    Twice,

    /// <summary>A column that the mapping neither reads nor lists under <c>ovriga</c>.</summary>
    New,

    /// <summary>The columns stand in another order than in the mapping; they are found by name, so nothing needs to be done.</summary>
    Reordered,

    /// <summary>No row near the file's beginning looks like the header.</summary>
    NoHeader,

    /// <summary>The file is in another encoding than the mapping says; nothing else is said of it.</summary>
    Encoding,

    /// <summary>The columns stand apart by another sign than the mapping says; nothing else is said of it.</summary>
    Separator,
}

/// <summary>One difference between header and mapping.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Column">The column's name, or empty.</param>
/// <param name="Sentence">Swedish: what is seen and what to write where.</param>
/// <param name="Refuses">True when the delivery is refused because of it (KST-202, KST-203).</param>
public sealed record ColumnDrift(DriftKind Kind, string Column, string Sentence, bool Refuses);

/// <summary>What a look at the beginning of a delimited file tells; no row of data is kept.</summary>
/// <param name="File">The file's bare name.</param>
/// <param name="Kind">What its rows tell of.</param>
/// <param name="SeenEncoding"><c>utf-8</c> or <c>windows-1252</c> as the first 64 KiB look; empty when they are plain ASCII and either is right.</param>
/// <param name="SeenSeparator">The sign that stands most often in the first line, of semicolon, comma, tab and bar; null when none does.</param>
/// <param name="Columns">The header's names in file order; empty when no header was recognised.</param>
/// <param name="Drift">The differences: missing, twice, new, order.</param>
public sealed record FileLayout(string File, RowKind Kind, string SeenEncoding, char? SeenSeparator, IReadOnlyList<string> Columns, IReadOnlyList<ColumnDrift> Drift)
{
    /// <summary>True when the mapping's encoding or separator is another than the file's: what is read of it then tells nothing.</summary>
    public bool IsMisread => Drift.Any(drift => drift.Kind is DriftKind.Encoding or DriftKind.Separator);

    /// <summary>A separator in words: <c>semikolon</c>.</summary>
    public static string NameOf(char separator) => separator switch { ';' => "semikolon", ',' => "komma", '\t' => "tabb", '|' => "lodstreck", ' ' => "blanksteg", _ => separator.ToString() };
}
