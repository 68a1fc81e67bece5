using Kunskapsstyrning.Kernel.Charts;
using Kunskapsstyrning.Kernel.Tables;

namespace Kunskapsstyrning.Kernel.Documents;

/// <summary>A document: front page, contents, sections. The one object that is shown on the page and becomes the Word file.</summary>
public sealed record Document
{
    /// <summary>The title on the front page and in the file's properties.</summary>
    public required string Title { get; init; }

    /// <summary>What kind of document it is, under the title: <c>FD-rapport</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>The diarienummer as it was typed; empty when there is none yet.</summary>
    public string RegistryNumber { get; init; } = "";

    /// <summary>The day on the front page. Also the only time that the file carries, so that the same content gives the same bytes.</summary>
    public required DateOnly Dated { get; init; }

    /// <summary>Who sends it.</summary>
    public required string Sender { get; init; }

    /// <summary>The sender's address block on the front page: heading and lines.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Address { get; init; } = [];

    /// <summary>A whole sentence on the front page that the reader must not miss, or empty.</summary>
    public string Notice { get; init; } = "";

    /// <summary>True for a letter: no contents list, and no word of a diarienummer that is missing.</summary>
    public bool IsLetter { get; init; }

    /// <summary>In order; none is empty.</summary>
    public required IReadOnlyList<DocumentSection> Sections { get; init; }
}

/// <summary>A section: a heading of the first level and what stands under it.</summary>
/// <param name="Key">Stable, ASCII; the anchor on the page.</param>
/// <param name="Title">The heading.</param>
/// <param name="Blocks">In order, at least one.</param>
public sealed record DocumentSection(string Key, string Title, IReadOnlyList<Block> Blocks)
{
    /// <summary>True for a section that has its pages to itself.</summary>
    public bool OwnPage { get; init; }
}

/// <summary>A part of a section.</summary>
public abstract record Block;

/// <summary>A heading of the second level.</summary>
/// <param name="Text">Swedish.</param>
public sealed record SubheadingBlock(string Text) : Block;

/// <summary>A paragraph of running text.</summary>
/// <param name="Text">Whole sentences.</param>
public sealed record TextBlock(string Text) : Block;

/// <summary>Sentences that a program has made of the figures; nobody edits them.</summary>
/// <param name="Text">Whole sentences.</param>
public sealed record FindingBlock(string Text) : Block;

/// <summary>A list with bullets.</summary>
/// <param name="Items">At least one.</param>
public sealed record ListBlock(IReadOnlyList<string> Items) : Block;

/// <summary>A table with its caption, notes and source.</summary>
/// <param name="Table">With at least one row.</param>
public sealed record TableBlock(Table Table) : Block;

/// <summary>A chart with its caption, note and source.</summary>
/// <param name="Chart">With something to draw.</param>
public sealed record ChartBlock(Chart Chart) : Block;
