using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Kernel.Screens;
using Kunskapsstyrning.Kernel.Tables;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Kunskapsstyrning.Structure.Features;

/// <summary>Pasted rows become changes in the own column: preview first, then all in one. The text goes with the forms; the host keeps nothing between.</summary>
[Authorize(Policy = Permissions.EditLpoMap)]
internal sealed class LpoKlistraInModel(LpoMap map, ICurrentUser user, TimeProvider clock) : PageModel, ITablePage
{
    [BindProperty]
    public PasteForm Form { get; set; } = new();

    /// <summary>Whose column.</summary>
    public Region Own { get; private set; } = null!;

    /// <summary>What would be done; null before anything is pasted.</summary>
    public LpoPaste? Paste { get; private set; }

    public Table Table { get; private set; } = null!;

    /// <summary>How many rows of each kind.</summary>
    public string Summary => string.Join(", ", Paste!.Lines.CountBy(l => l.Kind).OrderBy(k => k.Key).Select(k => $"{k.Value} {Words[k.Key].Count}")) + ".";

    private static Dictionary<PasteKind, (State State, string Count)> Words { get; } = new()
    {
        [PasteKind.Same] = (new(StateMark.Klar, "Oförändrad"), "oförändrade"),
        [PasteKind.Changed] = (new(StateMark.Pagar, "Ändras"), "ändras"),
        [PasteKind.NewLpo] = (new(StateMark.Pagar, "Nytt LPO"), "får nytt LPO"),
        [PasteKind.UnknownRpo] = (new(StateMark.Varning, "Okänt RPO"), "har okänt RPO och hoppas över"),
        [PasteKind.Fault] = (new(StateMark.Fel, "Behöver rättas"), "behöver rättas och hoppas över"),
    };

    public IActionResult OnGet() => Refused() ?? Page();

    /// <summary>The preview; with a row's number in <paramref name="byt"/> its suggestion is taken first.</summary>
    public async Task<IActionResult> OnPost(int? byt, CancellationToken ct)
    {
        if (Refused() is { } refused) return refused;
        if (!await Read(ct)) return Page();
        if (Paste!.Lines.FirstOrDefault(l => l.Row.Line == byt && l.Suggestion is not null) is { } line)
        {
            Form.Text = PastedText.Replace(Form.Text!, line.Row.Line, line.Kind == PasteKind.UnknownRpo ? line.Row.Rpo : line.Row.Lpo, line.Suggestion!);
            await Read(ct);
        }
        return Page();
    }

    public async Task<IActionResult> OnPostSpara(CancellationToken ct)
    {
        if (Refused() is { } refused) return refused;
        if (!await Read(ct)) return Page();
        if (await map.Undoable(Form.Key, Own, ct) is null)
        {
            if (Paste!.Fingerprint != Form.Seen)
            {
                ModelState.AddModelError("Form.Text", "Kartan har ändrats sedan du granskade. Inget är sparat. Granska ändringarna nedan igen.");
                return Page();
            }
            try
            {
                await map.Change(Form.Key, Own, Paste.Answers, ct);
            }
            catch (DomainException no)
            {
                ModelState.AddModelError("Form.Text", no.Message);
                return Page();
            }
        }
        return RedirectToPage("/Modules/Structure/Features/LpoKarta", new { sparat = Form.Key });
    }

    private IActionResult? Refused()
    {
        var asked = Form.Region is { } key ? Region.Find(key) : user.Region is { } code ? Region.Find(code.Code) : null;
        if (asked is null) return BadRequest();
        Own = asked;
        return user.MayWrite(Owner.Of(asked.Code)) ? null : this.Refuse(LpoKartaModel.WhoMay(asked));
    }

    private async Task<bool> Read(CancellationToken ct)
    {
        if (string.IsNullOrWhiteSpace(Form.Text)) ModelState.AddModelError("Form.Text", "Klistra in minst en rad.");
        else if (Form.Text.Length > PastedText.Longest) ModelState.AddModelError("Form.Text", "Texten är för lång. Klistra in högst 100 000 tecken åt gången.");
        if (!ModelState.IsValid) return false;

        var today = clock.Today();
        Paste = LpoPaste.Plan(Form.Text!, Own, await map.View(today, ct), await map.LposOf(Own, today, ct));
        Table = new Table
        {
            Title = $"Förhandsgranskning av LPO för {Own.Name}",
            Columns = [new("rpo", "RPO"), new("line", "Rad", ColumnKind.Integer), new("state", "Vad händer", ColumnKind.State), new("before", "Före"), new("after", "Efter"), new("advice", "Att tänka på")],
            Rows = [.. Paste.Lines.Select(l => new Row(
                l.Row.Rpo, (long)l.Row.Line, Words[l.Kind].State, l.Before is { } before ? before : Cell.NotApplicable, l.Row.Lpo.Length > 0 ? l.Row.Lpo : Cell.Missing, l.Advice))],
            EmptyText = "Inga rader att läsa. Klistra in minst en rad under rubrikerna.",
        };
        return true;
    }
}

/// <summary>What the paste's forms send.</summary>
internal sealed class PasteForm
{
    public Guid Key { get; set; }

    public string? Region { get; set; }

    public string? Text { get; set; }

    /// <summary>The fingerprint of the preview that was seen.</summary>
    public string? Seen { get; set; }
}
