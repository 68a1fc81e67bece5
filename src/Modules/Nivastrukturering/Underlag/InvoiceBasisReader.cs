using Kunskapsstyrning.Kernel;

namespace Kunskapsstyrning.Nivastrukturering.Underlag;

/// <summary>What one document is on its own.</summary>
/// <param name="Id">As it stands; null when empty, when it looks like a personnummer, or with UTL-00 alone.</param>
/// <param name="IssueDate">Null with UTL-00 alone.</param>
/// <param name="Lines">Number of <c>healthcarePerformed</c>, also of a rejected document; 0 with UTL-00 alone.</param>
/// <param name="Codes">UTL-nn, each once, sorted; with any of them the document is rejected whole.</param>
/// <param name="Basis">Null when the document is rejected.</param>
internal sealed record InvoiceBasisReading(string? Id, DateOnly? IssueDate, int Lines, IReadOnlyCollection<string> Codes, InvoiceBasis? Basis);

/// <summary>Reads and judges fakturaunderlag, each by itself. One for each thread.</summary>
/// <param name="controlDay">No document may be issued later.</param>
/// <param name="mvos">The national list.</param>
/// <param name="keys">Takes the person ids at once; nothing of them is handed on.</param>
internal sealed class InvoiceBasisReader(DateOnly controlDay, IEnumerable<Mvo> mvos, InvoiceKeys keys)
{
    private const string NotValid = "UTL-00";

    private readonly HashSet<int> _mvos = [.. mvos.Select(m => m.Code)];

    /// <summary>Reads a document. Whatever its bytes are the answer is codes, never an exception about them.</summary>
    /// <param name="content">From its first byte.</param>
    public InvoiceBasisReading Read(Stream content)
    {
        if (ClaimReader.Read(content, out var reader) is not { } claim) return new(null, null, 0, [NotValid], null);

        var codes = new UtlRules(controlDay, IsMvo).Judge(claim);
        if (!reader.AmountsAreWholeOre) codes = [NotValid, .. codes];
        var basis = codes.Count == 0 ? InvoiceBasis.Of(claim, keys) : null;
        var lines = basis?.Lines.Count ?? claim.All("healthCareServicesSpecificationLine").Sum(l => l.All("healthcarePerformed").Count());
        var id = claim.Value("id") is { } text && !PersonNumber.IsIn(text) ? text : null;
        return new(id, claim.Day("issueDate"), lines, codes, basis);
    }

    private bool IsMvo(string text) => ReferenceText.TryMvo(text, out var mvo) && _mvos.Contains(mvo);
}
