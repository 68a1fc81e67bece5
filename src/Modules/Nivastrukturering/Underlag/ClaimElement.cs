using System.Globalization;

namespace Kunskapsstyrning.Nivastrukturering.Underlag;

/// <summary>An element of a schema-valid document. It may hold a person id: it is read from and let go, never kept.</summary>
/// <param name="name">Local name.</param>
internal sealed class ClaimElement(string name)
{
    private List<ClaimElement>? _children;

    /// <summary>Local name.</summary>
    public string Name => name;

    /// <summary>The value; null when there is none, or blanks alone.</summary>
    public string? Text { get; init; }

    /// <summary>True when the element ends with elements of another namespace, which are not kept.</summary>
    public bool HasUnknown { get; set; }

    /// <summary>In document order.</summary>
    public IReadOnlyList<ClaimElement> Children => _children ?? [];

    /// <summary>Neither text nor child: UTL-01. The other rules take it as not given.</summary>
    public bool IsEmpty => Text is null && _children is null && !HasUnknown;

    public void Add(ClaimElement child) => (_children ??= []).Add(child);

    /// <summary>The children of a name.</summary>
    public IEnumerable<ClaimElement> All(string child) => Children.Where(c => c.Name == child);

    /// <summary>The first at the end of a path of names; null when it is not given.</summary>
    public ClaimElement? Find(params ReadOnlySpan<string> path)
    {
        var at = this;
        foreach (var step in path)
        {
            ClaimElement? next = null;
            foreach (var child in at.Children)
            {
                if (child.Name != step) continue;
                next = child;
                break;
            }
            if (next is null) return null;
            at = next;
        }
        return at.IsEmpty ? null : at;
    }

    /// <summary>The text at the end of a path; null when it is not given.</summary>
    public string? Value(params ReadOnlySpan<string> path) => Find(path)?.Text;

    /// <summary>The day at the end of a path.</summary>
    public DateOnly? Day(params ReadOnlySpan<string> path) => Value(path) is { } text ? DateOnly.ParseExact(text, ClaimLexis.DayForm, CultureInfo.InvariantCulture) : null;

    /// <summary>The whole number at the end of a path.</summary>
    public long? Number(params ReadOnlySpan<string> path) => Value(path) is { } text ? long.Parse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture) : null;

    /// <summary>Kronor of the amount at the end of a path, as it stands.</summary>
    public decimal? Amount(params ReadOnlySpan<string> path) => Find(path)?.Value("amount") is { } text ? ClaimLexis.Amount(text) : null;

    /// <summary>This element and everything in it, in document order.</summary>
    public IEnumerable<ClaimElement> Everything()
    {
        yield return this;
        foreach (var child in Children)
            foreach (var inside in child.Everything()) yield return inside;
    }
}
