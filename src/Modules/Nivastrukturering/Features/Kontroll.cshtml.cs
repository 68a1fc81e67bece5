using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Kernel.Screens;
using Kunskapsstyrning.Kernel.Tables;
using Kunskapsstyrning.Nivastrukturering.Data;
using Kunskapsstyrning.Nivastrukturering.Underlag;
using Kunskapsstyrning.Structure.Contracts;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace Kunskapsstyrning.Nivastrukturering.Features;

/// <summary>The lines that a rule has found something against, with billed and right price side by side; here they are decided, one or many at once.</summary>
[Authorize(Policy = Permissions.ReadInvoices)]
internal sealed class KontrollModel(ControlInvoices control, DecideInvoices decide, OutgoingInvoices outgoing, NivastruktureringDb db, IStructureDirectory structure, ICurrentUser user, TimeProvider clock) : InvoicePage, ITablePage
{
    /// <summary>The rule chosen, as <c>FKT-06</c>; null for all.</summary>
    [BindProperty(SupportsGet = true, Name = "regel")]
    public string? Code { get; set; }

    /// <summary>A key of <see cref="CasePicture.States"/>; null for all.</summary>
    [BindProperty(SupportsGet = true, Name = "lage")]
    public string? StateKey { get; set; }

    /// <summary>A key of <see cref="AgeSpan.All"/>; null for all.</summary>
    [BindProperty(SupportsGet = true, Name = "alder")]
    public string? AgeKey { get; set; }

    /// <summary>One document's, by its id here; null for all.</summary>
    [BindProperty(SupportsGet = true, Name = "underlag")]
    public Guid? DocumentKey { get; set; }

    /// <summary>The finding that is looked at.</summary>
    [BindProperty(SupportsGet = true, Name = "oppna")]
    public string? Opened { get; set; }

    [BindProperty(SupportsGet = true, Name = "sida")]
    public int? PageNumber { get; set; }

    [BindProperty(SupportsGet = true, Name = "sort")]
    public string? Sort { get; set; }

    /// <summary>How many were decided just now.</summary>
    [BindProperty(SupportsGet = true, Name = "klara")]
    public int? Decided { get; set; }

    /// <summary>What the economist fills in.</summary>
    [BindProperty]
    public DecisionForm Form { get; set; } = new();

    public Fkt? Rule { get; private set; }

    public IReadOnlyList<Chip> Chips { get; private set; } = [];

    public IReadOnlyList<string> Rpos { get; private set; } = [];

    /// <summary>The answer in bold, and what follows it.</summary>
    public (string Answer, string More) Lead { get; private set; }

    /// <summary>How many of the chosen the user may decide.</summary>
    public int Decidable { get; private set; }

    /// <summary>The finding that is looked at, with how its price came about and what was decided before.</summary>
    public (InvoiceCase Case, IReadOnlyList<string> Price, IReadOnlyList<InvoiceDecision> History)? Open { get; private set; }

    /// <summary>Every chosen finding, for files.</summary>
    public Table Table { get; private set; } = null!;

    /// <summary>Those of the page shown.</summary>
    public Table Shown { get; private set; } = null!;

    public Paging Paging { get; private set; } = null!;

    private IReadOnlyList<InvoiceCase> _chosen = [];

    public async Task<IActionResult> OnGet(CancellationToken ct)
    {
        ModelState.Clear(); // an address that cannot be read chooses nothing
        if (!await Load(ct)) return NotFound();
        Form.Key = Guid.CreateVersion7();
        Form.AskedOn = SwedishFormat.Date(clock.Today());
        return Page();
    }

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        if (!await Load(ct)) return NotFound();
        if (Form.Key == Guid.Empty) return BadRequest();
        var verdict = Form.Read(ModelState, Rpos, clock.Today());
        var keys = Picked();
        if (verdict is null || !ModelState.IsValid) return Page();
        try
        {
            var count = await decide.Decide(Form.Key, keys, verdict, ct);
            return Redirect(Here(("klara", $"{count}"), ("oppna", null), ("sida", null)));
        }
        catch (DomainException no)
        {
            return this.Refuse(no);
        }
    }

    /// <summary>This page with something else in its query; null takes it out.</summary>
    public string Here(params ReadOnlySpan<(string Name, string? Value)> changes) => Request.With([("klara", null), .. changes]);

    /// <summary>The boxes ticked, or all that is chosen as it was when the page was shown.</summary>
    private List<CaseKey> Picked()
    {
        if (Form.All)
        {
            var all = _chosen.Where(c => decide.MayDecide(c.Line.Document)).Select(c => c.Key).ToList();
            if (all.Count != Form.Count) ModelState.AddModelError("", "Urvalet har ändrats sedan sidan visades. Kontrollera listan och försök igen.");
            return all;
        }
        var picked = Form.Picked.ToHashSet(StringComparer.Ordinal);
        var found = _chosen.Select(c => c.Key).Where(k => picked.Contains(k.ToString())).ToList();
        if (picked.Count == 0) ModelState.AddModelError("", "Kryssa för minst en avvikelse.");
        else if (found.Count < picked.Count) ModelState.AddModelError("", "Någon av raderna är inte längre en avvikelse. Kontrollera listan och välj igen.");
        return found;
    }

    private async Task<bool> Load(CancellationToken ct)
    {
        Rule = Fkt.All.FirstOrDefault(f => f.Code == Code);
        var age = AgeSpan.All.FirstOrDefault(a => a.Key == AgeKey);
        var hasState = CasePicture.States.TryGetValue(StateKey ?? "", out var state);
        if ((!string.IsNullOrEmpty(Code) && Rule is null) || (!string.IsNullOrEmpty(AgeKey) && age is null) || (!string.IsNullOrEmpty(StateKey) && !hasState)) return false;

        var picture = await control.Picture(user, ct);
        var cases = new CasePicture(picture, await decide.Ledger(ct), clock.Today());
        var filter = new CaseFilter(null, hasState ? state : null, age, DocumentKey);
        var all = cases.Of(filter);
        Chips =
        [
            new(null, "Alla", all.Count), .. from what in Fkt.All let count = all.Count(c => c.Finding.What == what) where count > 0 || what == Rule select new Chip(what.Code, what.Name, count),
            .. picture.NotInvoiced.Count > 0 && filter == new CaseFilter() && Rule != Fkt.NotInvoiced ? [new Chip(Fkt.NotInvoiced.Code, Fkt.NotInvoiced.Name, picture.NotInvoiced.Count)] : Array.Empty<Chip>(),
        ];
        _chosen = cases.Of(filter with { Rule = Rule });
        Decidable = _chosen.Count(c => decide.MayDecide(c.Line.Document));
        if (Decidable > 0) Rpos = await structure.RpoNames(clock.Today(), ct);
        Lead = LeadOf(cases);
        if (Rule == Fkt.NotInvoiced)
        {
            Table = Shown = picture.NotInvoicedTable(await outgoing.Standing(ct));
            Paging = Paging.Of(picture.NotInvoiced.Count, null);
            return true;
        }
        Table = cases.TableOf(_chosen).SortedBy(Sort);
        Paging = Paging.Of(_chosen.Count, PageNumber);
        Shown = cases.TableOf(_chosen, WithBox).SortedBy(Sort);
        Shown = Shown with { Rows = [.. Shown.Rows.Skip(Paging.Skip).Take(Paging.RowsPerPage)] };
        await OpenOne(ct);
        return true;
    }

    private (string, string) LeadOf(CasePicture cases)
    {
        var dispute = $"{SwedishFormat.Money(CasePicture.DisputeOre(_chosen))} är i tvist på {SwedishFormat.Integer(_chosen.Select(c => c.Line).Distinct().Count())} rader.";
        return (dispute, cases.Waiting(_chosen) is { } waiting ? waiting + "." : _chosen.Count > 0 ? "Inget väntar på beslut." : "");
    }

    private Row WithBox(InvoiceCase c, Row row)
    {
        var key = c.Key.ToString();
        var isOpen = Opened == key;
        var label = $"Välj {c.Key.Document}, rad {SwedishFormat.Integer(c.Key.Line)}, {c.Finding.What.Name}";
        return row with
        {
            Id = CasePicture.AnchorOf(c.Key),
            Open = isOpen,
            Toggle = new(Here(("oppna", isOpen ? null : key)) + "#" + CasePicture.AnchorOf(c.Key), isOpen),
            Pick = decide.MayDecide(c.Line.Document) ? new("Form.Picked", key, label, isOpen || Form.Picked.Contains(key)) : null,
        };
    }

    private async Task OpenOne(CancellationToken ct)
    {
        if (Opened is null || _chosen.FirstOrDefault(c => c.Key.ToString() == Opened) is not { } open) return;
        var contact = await FakturaradModel.ContactOf(db, open.Line, ct);
        Open = (open, contact?.Explanation.ToSwedish() ?? [], await decide.History(open.Key, ct));
    }
}
