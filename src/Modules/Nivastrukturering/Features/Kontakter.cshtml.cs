using System.Globalization;
using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Kernel.Tables;
using Kunskapsstyrning.Nivastrukturering.Contracts;
using Kunskapsstyrning.Nivastrukturering.Data;
using Kunskapsstyrning.Nivastrukturering.Deliveries;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace Kunskapsstyrning.Nivastrukturering.Features;

/// <summary>The priced contacts of a delivery, each with how its amount came about. For the region's own economist alone: the rows are persons'.</summary>
[Authorize(Policy = Permissions.ReadInvoices)]
internal sealed class KontakterModel(SeenDeliveries seen, NivastruktureringDb db, ReferenceLibrary library) : PageModel, ITablePage
{
    /// <summary>A rule's code, as <c>FAST_PRIS</c>; null for all.</summary>
    [BindProperty(SupportsGet = true, Name = "regel")]
    public string? Code { get; set; }

    /// <summary>The beginning of a KontaktId.</summary>
    [BindProperty(SupportsGet = true, Name = "kontakt")]
    public string? Search { get; set; }

    /// <summary>Id of the contact that is looked at.</summary>
    [BindProperty(SupportsGet = true, Name = "oppna")]
    public long? Opened { get; set; }

    [BindProperty(SupportsGet = true, Name = "sida")]
    public int? PageNumber { get; set; }

    public Delivery Delivery { get; private set; } = null!;

    public IReadOnlyList<(PriceRule Rule, long Contacts)> Rules { get; private set; } = [];

    public PriceRule? Rule { get; private set; }

    public Paging Paging { get; private set; } = null!;

    public Table Table { get; private set; } = null!;

    /// <summary>How the opened contact's amount came about, a sentence each.</summary>
    public IReadOnlyList<string> Price { get; private set; } = [];

    public async Task<IActionResult> OnGet(Guid id, CancellationToken ct)
    {
        ModelState.Clear(); // an address that cannot be read chooses nothing
        if (await seen.Deliveries.SingleOrDefaultAsync(d => d.Id == id && d.Status == DeliveryStatus.InForce, ct) is not { } delivery) return NotFound();
        Delivery = delivery;
        var all = db.Contacts.AsNoTracking().Where(c => c.DeliveryNo == delivery.No);
        Rules = [.. (await all.GroupBy(c => c.PriceRule).Select(g => new { g.Key, Contacts = g.LongCount() }).ToListAsync(ct)).OrderBy(g => g.Key).Select(g => (g.Key, g.Contacts))];
        Rule = Rules.Select(r => (PriceRule?)r.Rule).FirstOrDefault(r => r!.Value.Code() == Code);
        if (Rule is { } rule) all = all.Where(c => c.PriceRule == rule);
        if (Search?.Trim() is { Length: > 0 } search) all = all.Where(c => c.KontaktId.StartsWith(search));

        Paging = Paging.Of(await all.CountAsync(ct), PageNumber);
        var shown = await all.OrderBy(c => c.Id).Skip(Paging.Skip).Take(Paging.RowsPerPage).ToListAsync(ct);
        Table = TableOf(shown, await library.InForce(ct));
        if (shown.Find(c => c.Id == Opened) is { } open) Price = open.Explanation.ToSwedish();
        return Page();
    }

    private Table TableOf(IEnumerable<Contact> contacts, ReferenceSet reference)
    {
        var hospitals = reference.Units.Where(u => u.Hospital.Length > 0).GroupBy(u => u.Hospital).ToDictionary(g => g.Key, g => g.First().HospitalName);
        var services = reference.Catalogue.Services.ToDictionary(s => s.Code, s => s.Name);
        return new()
        {
            Title = "Prissatta kontakter",
            Columns =
            [
                new("contact", "Vårdkontakt"), new("day", "Prisdatum", ColumnKind.Date), new("home", "Hemregion"), new("hospital", "Sjukhus"), new("service", "Vårdåtgärd"), new("level", "Nivå", ColumnKind.Integer),
                new("rule", "Prisregel"), new("amountOre", "Belopp", ColumnKind.Money) { Decimals = 2 },
            ],
            Rows = contacts.Select(c => new Row(
                QuarantinePicture.Masked(c.KontaktId), c.Prisdatum, c.HomeRegion.Length == 0 ? "Utan hemregion" : Region.NameOf(c.HomeRegion), c.Hospital.Length == 0 ? "Utanför sjukhus" : hospitals.GetValueOrDefault(c.Hospital, c.Hospital),
                c.Service.Length == 0 ? Cell.NotApplicable : services.GetValueOrDefault(c.Service, c.Service), c.Level, CostMap.NameOf(c.PriceRule), c.AmountOre)
            {
                Id = FormattableString.Invariant($"k-{c.Id}"),
                Open = c.Id == Opened,
                Toggle = new(Request.With(("oppna", c.Id == Opened ? null : c.Id.ToString(CultureInfo.InvariantCulture))) + FormattableString.Invariant($"#k-{c.Id}"), c.Id == Opened),
            }),
            Notes = [$"Filerna har de högst {Paging.RowsPerPage} kontakter som visas. De stannar i regionen."],
            EmptyText = "Inga kontakter för urvalet.",
        };
    }
}
