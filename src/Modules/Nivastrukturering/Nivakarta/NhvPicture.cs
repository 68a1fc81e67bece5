using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Kernel.Screens;
using Kunskapsstyrning.Kernel.Tables;

namespace Kunskapsstyrning.Nivastrukturering.Nivakarta;

/// <summary>The register of NHV as tables.</summary>
internal static class NhvPicture
{
    private const string Example = "exempel";

    public static string NameOf(Owner owner) => owner == Owner.Nrf ? "NRF" : Region.NameOf(owner.Code);

    public static string NameOf(NhvOutcome outcome) => outcome switch { NhvOutcome.Sent => "Inskickad", NhvOutcome.Granted => "Beviljad", NhvOutcome.Refused => "Avslagen", _ => "Återtagen" };

    public static Table PermitsOf(IReadOnlyList<NhvPermit> permits, DateOnly day) => new()
    {
        Title = "Tillstånd",
        Columns = [new("area", "Område"), new("unit", "Enhet"), new("from", "Startdatum", ColumnKind.Date), new("to", "Sista dag", ColumnKind.Date), new("state", "Läge", ColumnKind.State), new("decision", "Beslut")],
        Rows = [.. permits.Select(p => new Row(
            Marked(p.Area, p.IsExample), p.Unit, p.Period.From, p.Period.To is { } to ? to : Cell.NotApplicable,
            p.Period.Contains(day) ? new State(StateMark.Klar, "Gäller") : p.Period.From > day ? new State(StateMark.Inte, "Kommande") : new State(StateMark.Vilar, "Avslutat"), p.Decision))],
        EmptyText = "Inga tillstånd registrerade.",
        Notes = permits.Any(p => p.IsExample) ? ["Rader märkta exempel är påhittade."] : [],
    };

    public static Table ApplicationsOf(IReadOnlyList<NhvApplication> applications) => new()
    {
        Title = "Ansökningar",
        Columns = [new("area", "Område"), new("unit", "Enhet"), new("sent", "Inskickad", ColumnKind.Date), new("state", "Läge", ColumnKind.State), new("decided", "Avgjord", ColumnKind.Date), new("decision", "Beslut")],
        Rows = [.. applications.Select(a => new Row(
            Marked(a.Area, a.IsExample), a.Unit, a.SentOn, StateOf(a.Outcome), a.DecidedOn is { } day ? day : Cell.NotApplicable, a.Decision.Length > 0 ? a.Decision : Cell.NotApplicable))],
        EmptyText = "Inga ansökningar registrerade.",
    };

    /// <summary>One row per remiss, one column per respondent: the day of the answer, or that it lacks.</summary>
    public static Table RemissesOf(NhvRegister register, DateOnly today) => new()
    {
        Title = "Remisser",
        Columns = [new("name", "Remiss"), new("lastDay", "Svara senast", ColumnKind.Date), new("state", "Läge", ColumnKind.State), .. NhvDesk.Respondents.Select(o => new Column(FormattableString.Invariant($"owner{o.Code}"), NameOf(o)))],
        Rows = [.. register.Remisses.Select(r => new Row(
        [
            Marked(r.Name, r.IsExample, r.Dnr), r.LastDay, StateOf(r, register, today),
            .. NhvDesk.Respondents.Select(o => register.Replies[r.Id].FirstOrDefault(a => a.Owner == o) is { } reply
                ? (Cell)SwedishFormat.Date(reply.AnsweredOn) with { Note = reply.AnsweredOn > r.LastDay ? "för sent" : reply.Note.Length > 0 ? reply.Note : null }
                : (Cell)(today > r.LastDay ? "försenat" : "saknas") with { Ground = CellGround.Missing }),
        ]))],
        EmptyText = "Inga remisser registrerade.",
    };

    /// <summary>The first sentence of the page.</summary>
    public static string Lead(NhvRegister register, DateOnly today)
    {
        var valid = register.Permits.Count(p => p.Period.Contains(today));
        var late = register.Remisses.Count(r => today > r.LastDay && NhvDesk.WaitingFor(r, register.Replies).Count > 0);
        var open = register.Remisses.Count(r => today <= r.LastDay && NhvDesk.WaitingFor(r, register.Replies).Count > 0);
        return $"{SwedishText.Capital(SwedishFormat.InWords(valid))} tillstånd gäller. {(open == 0 ? "Ingen remiss väntar på svar" : open == 1 ? "En remiss väntar på svar" : $"{SwedishText.Capital(SwedishFormat.InWords(open))} remisser väntar på svar")}{(late == 0 ? "." : $" och {SwedishFormat.InWords(late)} är {(late == 1 ? "försenad" : "försenade")}.")}";
    }

    private static State StateOf(NhvRemiss remiss, NhvRegister register, DateOnly today) => NhvDesk.WaitingFor(remiss, register.Replies) switch
    {
        { Count: 0 } => new(StateMark.Klar, "Besvarad"),
        { Count: var waiting } when today > remiss.LastDay => new(StateMark.Fel, $"Försenad, {waiting} saknas"),
        { Count: var waiting } => new(StateMark.Pagar, $"{waiting} saknas"),
    };

    private static State StateOf(NhvOutcome outcome) => new(outcome switch { NhvOutcome.Granted => StateMark.Klar, NhvOutcome.Sent => StateMark.Pagar, _ => StateMark.Vilar }, NameOf(outcome));

    private static Cell Marked(string text, bool isExample, string more = "") =>
        (Cell)text with { Note = (isExample, more.Length > 0) switch { (true, true) => $"{Example}, dnr {more}", (true, false) => Example, (false, true) => $"dnr {more}", _ => null } };
}
