using System.Security.Cryptography;
using System.Text;
using Kunskapsstyrning.Kernel;

namespace Kunskapsstyrning.Structure;

/// <summary>What a pasted row would do.</summary>
internal enum PasteKind { Same, Changed, NewLpo, UnknownRpo, Fault }

/// <summary>One pasted row, held against the map.</summary>
/// <param name="Row">As pasted.</param>
/// <param name="Kind">What it would do.</param>
/// <param name="Before">What the cell says now; null when the row has no cell.</param>
/// <param name="Suggestion">The name that may be meant, of an RPO or, for a new LPO, of a known one; null for none.</param>
/// <param name="Advice">What is wrong or worth knowing and what to do, or empty.</param>
internal sealed record PasteLine(PastedRow Row, PasteKind Kind, string? Before, string? Suggestion, string Advice);

/// <summary>What a paste would do to one region's column. Nothing is saved by making it.</summary>
/// <param name="Lines">In the order of the text.</param>
/// <param name="Answers">The cells that would change.</param>
internal sealed record LpoPaste(IReadOnlyList<PasteLine> Lines, IReadOnlyList<CellAnswer> Answers)
{
    /// <summary>Tells whether another preview would have shown the same: it changes with the text and with the map.</summary>
    public string Fingerprint => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', Lines.Select(l => $"{l.Row}|{l.Kind}|{l.Before}")))));

    /// <summary>Holds the text against the map.</summary>
    /// <param name="text">As pasted.</param>
    /// <param name="own">Whose column.</param>
    /// <param name="view">The map today.</param>
    /// <param name="lpos">The region's LPO today.</param>
    public static LpoPaste Plan(string text, Region own, LpoMapView view, IReadOnlyList<(Guid Id, string Name)> lpos)
    {
        var known = lpos.GroupBy(l => Names.Key(l.Name)).ToDictionary(g => g.Key, g => g.First());
        var rows = view.Rows.ToDictionary(r => Names.Key(r.Rpo));
        Dictionary<Guid, (int Line, CellAnswer Answer)> answers = [];
        List<(PastedRow Row, LpoRow? Target, CellAnswer? Answer, string? Fault)> read = [];
        foreach (var row in PastedText.Read(text, own))
        {
            if (row.Fault is not null || !rows.TryGetValue(Names.Key(row.Rpo), out var target))
            {
                read.Add((row, null, null, row.Fault));
                continue;
            }
            var answer = AnswerOf(target.RpoId, row.Lpo, known);
            if (answer is null) read.Add((row, target, null, "Namnet är längre än 200 tecken. Korta det."));
            else if (!answers.TryGetValue(target.RpoId, out var earlier)) read.Add((row, target, (answers[target.RpoId] = (row.Line, answer)).Answer, null));
            else if (earlier.Answer.State == CellState.HasLpo && answer.State == CellState.HasLpo)
            {
                var both = earlier.Answer.Lpos.Concat(answer.Lpos).DistinctBy(l => Names.Key(l.Name)).ToList();
                answers[target.RpoId] = (earlier.Line, earlier.Answer with { Lpos = both });
                read.Add((row, target, answer, null));
            }
            else if (earlier.Answer.State == answer.State) read.Add((row, target, answer, null));
            else read.Add((row, target, null, $"Raden säger emot rad {earlier.Line}. Ta bort den ena."));
        }
        var changed = answers.Values.Select(a => a.Answer).Where(a => Differs(a, view.Rows.Single(r => r.RpoId == a.RpoId)[own])).ToDictionary(a => a.RpoId);
        return new([.. read.Select(r => LineOf(r.Row, r.Target, r.Answer, r.Fault, own, view, lpos, changed))], [.. changed.Values]);
    }

    private static PasteLine LineOf(
        PastedRow row, LpoRow? target, CellAnswer? answer, string? fault, Region own, LpoMapView view, IReadOnlyList<(Guid Id, string Name)> lpos, Dictionary<Guid, CellAnswer> changed)
    {
        if (fault is not null) return new(row, PasteKind.Fault, target?[own].Text, null, fault);
        if (target is null || answer is null)
        {
            var nearest = NearestName.Of(row.Rpo, view.Rows.Select(r => r.Rpo));
            return new(row, PasteKind.UnknownRpo, null, nearest, nearest is null ? "Inget RPO heter så. Rätta namnet i rutan." : $"Inget RPO heter så. Menar du {nearest}?");
        }
        var before = target[own].Text;
        if (!changed.ContainsKey(answer.RpoId)) return new(row, PasteKind.Same, before, null, "");
        if (answer.Lpos.FirstOrDefault(l => l.Id is null) is not { } added) return new(row, PasteKind.Changed, before, null, "");
        var near = NearestName.Of(added.Name, lpos.Select(l => l.Name));
        return new(row, PasteKind.NewLpo, before, near, $"{(near is null ? "" : $"Menar du {near}? ")}Annars läggs ett nytt LPO till. Lägg det också i regionens egen lista, så att det står kvar när listan läses in.");
    }

    private static CellAnswer? AnswerOf(Guid rpo, string text, Dictionary<string, (Guid Id, string Name)> known)
    {
        var key = Names.Key(text);
        if (key is "EJ KARTLAGT" or "-" or "–" or "..") return new(rpo, CellState.Unmapped, []);
        if (key == "SAKNAS" || key.StartsWith("SAKNAS ", StringComparison.Ordinal) || key.StartsWith("SAKNAS:", StringComparison.Ordinal) || key.StartsWith("SAKNAS,", StringComparison.Ordinal))
            return text.Length > 200 ? null : new(rpo, CellState.Missing, [], text["saknas".Length..].Trim(' ', ':', ','));
        if (text.Length > 200) return null;
        if (Known(text) is { } one) return new(rpo, CellState.HasLpo, [one]);
        var parts = text.Split(", ").Select(Known).ToList(); // a cell of the map names several so; but a name may hold a comma
        return new(rpo, CellState.HasLpo, parts.Exists(p => p is null) ? [new(null, text)] : [.. parts.OfType<LpoChoice>()]);

        LpoChoice? Known(string name) => known.TryGetValue(Names.Key(name), out var lpo) ? new(lpo.Id, lpo.Name) : null;
    }

    private static bool Differs(CellAnswer answer, LpoCell cell) => answer.State != cell.State || answer.State switch
    {
        CellState.HasLpo => !answer.Lpos.Select(l => l.Id).ToHashSet().SetEquals(cell.Lpos.Select(l => (Guid?)l.Id)),
        CellState.Missing => answer.Comment.Length > 0 && answer.Comment != cell.Comment,
        _ => false,
    };
}
