using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Kernel.Screens;
using Kunskapsstyrning.Kernel.Tables;
using Kunskapsstyrning.Nivastrukturering.Contracts;
using Kunskapsstyrning.Nivastrukturering.Data;
using Kunskapsstyrning.Nivastrukturering.Underlag;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Kunskapsstyrning.Nivastrukturering.Features;

/// <summary>The documents that the own region has written, which of them are sent, and what stands in none.</summary>
[Authorize(Policy = Permissions.ReadInvoices)]
internal sealed class SkrivnaModel(OutgoingInvoices outgoing, ControlInvoices control, NivastruktureringDb db, ICurrentUser user) : InvoicePage, ITablePage
{
    /// <summary>What the buttons send.</summary>
    public const string Sent = "skickat", NotSent = "inte-skickat", Withdraw = "makulera";

    /// <summary>Made when the page is shown, so that the form sent twice changes once.</summary>
    [BindProperty]
    public Guid Key { get; set; }

    [BindProperty]
    public List<Guid> Picked { get; set; } = [];

    [BindProperty]
    public string? Act { get; set; }

    /// <summary>How many were changed just now.</summary>
    [BindProperty(SupportsGet = true, Name = "klara")]
    public int? Changed { get; set; }

    public (string Answer, string More) Lead { get; private set; }

    public bool CanDecide { get; private set; }

    public Table Table { get; private set; } = null!;

    /// <summary>The table with its boxes.</summary>
    public Table Shown { get; private set; } = null!;

    public IReadOnlyList<Table> MoreTables { get; private set; } = [];

    public async Task OnGet(CancellationToken ct)
    {
        Key = Guid.CreateVersion7();
        await Load(ct);
    }

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        if (Key == Guid.Empty || Act is not (Sent or NotSent or Withdraw)) return BadRequest();
        if (!user.May(Permissions.DecideInvoices)) return Forbid();
        if (Picked.Count > 0)
        {
            try
            {
                var count = Act == Withdraw ? await outgoing.Withdraw(Key, [.. Picked.Distinct()], ct) : await outgoing.Mark(Key, [.. Picked.Distinct()], Act == Sent, ct);
                return Redirect($"{OutgoingPicture.Path}?klara={count}");
            }
            catch (DomainException no)
            {
                return await this.Refuse(no, () => Load(ct));
            }
        }
        else ModelState.AddModelError("", "Kryssa för minst ett underlag.");
        await Load(ct);
        return Page();
    }

    private async Task Load(CancellationToken ct)
    {
        var documents = await outgoing.Seen(ct);
        Table = OutgoingPicture.TableOf(documents);
        Shown = OutgoingPicture.TableOf(documents, WithBox);
        CanDecide = documents.Any(d => d.ReplacedAt is null && outgoing.MayDecide(d.Owner));
        var unbilled = user.Region is { } own ? await Unbilled(own, ct) : [];
        MoreTables = [OutgoingPicture.UnbilledTable(unbilled)];
        var waiting = documents.Count(d => d is { ReplacedAt: null, SentAt: null });
        Lead = ($"{SwedishFormat.Money(unbilled.Sum(u => u.Ore))} står inte i något underlag.",
            documents.Count == 0 ? "IT skriver underlagen med kst export invoices." : waiting == 0 ? documents.Any(d => d.SentAt is not null) ? "Alla skrivna underlag är skickade." : "Inget skrivet underlag väntar på att skickas." : $"{SwedishFormat.Integer(waiting)} skrivna underlag {(waiting == 1 ? "är inte skickat" : "är inte skickade")}.");
    }

    private Row WithBox(OutgoingInvoice document, Row row) => document.ReplacedAt is null && outgoing.MayDecide(document.Owner)
        ? row with { Pick = new(nameof(Picked), document.Id.ToString(), $"Välj {document.DocumentId}", Picked.Contains(document.Id)) }
        : row;

    /// <summary>The own region's contacts that another pays for, less those in a document that was written here or read in.</summary>
    private async Task<List<Unbilled>> Unbilled(RegionCode own, CancellationToken ct)
    {
        var owner = Owner.Of(own);
        var standing = (await outgoing.Of(owner, ct)).Standing;
        var readIn = (await control.Run(ct)).Lines.Select(l => l.Contact).OfType<BilledContact>().Where(c => c.Region == own.Code).Select(c => c.KontaktId).ToHashSet(StringComparer.Ordinal);
        var periods = await db.Deliveries.Where(d => d.Owner == owner && d.Status == DeliveryStatus.InForce).ToDictionaryAsync(d => d.No, d => d.Period, ct);
        var (numbers, buyers) = (periods.Keys.ToList(), Region.Sweden.Select(r => r.Code.Code).ToList());
        Dictionary<(string, string), (int Contacts, long Ore)> sums = [];
        var all = db.Contacts.AsNoTracking().Where(c => numbers.Contains(c.DeliveryNo) && c.AmountOre > 0 && buyers.Contains(c.HomeRegion)).Select(c => new { c.KontaktId, c.DeliveryNo, c.HomeRegion, c.AmountOre });
        await foreach (var c in all.AsAsyncEnumerable().WithCancellation(ct))
        {
            if (standing.ContainsKey(c.KontaktId) || readIn.Contains(c.KontaktId)) continue;
            var key = (periods[c.DeliveryNo], c.HomeRegion);
            var sum = sums.GetValueOrDefault(key);
            sums[key] = (sum.Contacts + 1, checked(sum.Ore + c.AmountOre));
        }
        return [.. sums.OrderByDescending(s => s.Key.Item1, StringComparer.Ordinal).ThenBy(s => s.Key.Item2, StringComparer.Ordinal).Select(s => new Unbilled(s.Key.Item1, s.Key.Item2, s.Value.Contacts, s.Value.Ore))];
    }
}
