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

/// <summary>One delivery: how it went, code by code, and each row that waits in quarantine with what to do about it.</summary>
[Authorize(Policy = Permissions.ReadImports)]
internal sealed class LeveransModel(SeenDeliveries seen, NivastruktureringDb db, IAdapterDirectory adapters, CorrectRows correct, HostSettings host, ICurrentUser user) : PageModel, ITablePage
{
    private const double ManyInQuarantine = 0.2; // formats/VALIDERING.md, last line: above it the user is asked

    [BindProperty(SupportsGet = true, Name = "kod")]
    public string? Code { get; set; }

    [BindProperty(SupportsGet = true, Name = "sida")]
    public int? PageNumber { get; set; }

    public Delivery Delivery { get; private set; } = null!;

    /// <summary>Every chosen row of quarantine, for files.</summary>
    public Table Table { get; private set; } = null!;

    /// <summary>Those of the page shown.</summary>
    public Table Shown { get; private set; } = null!;

    public Table Codes { get; private set; } = null!;

    public IReadOnlyList<Table> MoreTables => [Codes, Corrected];

    /// <summary>Rows that were corrected and read in, latest first.</summary>
    public Table Corrected { get; private set; } = null!;

    /// <summary>How many those are.</summary>
    public int CorrectedCount { get; private set; }

    /// <summary>Corrected rows of the delivery that this one took the place of.</summary>
    public int FormerCorrected { get; private set; }

    /// <summary>Rows that this user can correct here and now.</summary>
    public int Correctable { get; private set; }

    /// <summary>What the correction just made did; null when none was.</summary>
    public (int Accepted, int Wrong)? JustCorrected { get; private set; }

    public Paging Paging { get; private set; } = null!;

    /// <summary>Rows of quarantine that are kept, whatever is chosen: contacts, and diagnosis and procedure rows.</summary>
    public int Kept { get; private set; }

    /// <summary>The code that is chosen, or null.</summary>
    public string? Chosen { get; private set; }

    public bool IsRead => Delivery.Counts.Length > 0;

    public bool IsMuch => Delivery.Quarantined > ManyInQuarantine * (Delivery.Accepted + Delivery.Quarantined);

    public long Total => Delivery.Accepted + Delivery.Quarantined;

    /// <summary>True when this user can undo it here and now.</summary>
    public bool MayUndo => UndoDelivery.Refusal(Delivery) is null && user.May(Permissions.UndoImports) && host.MayWrite(Delivery.Owner) && user.MayWrite(Delivery.Owner);

    /// <summary>True when this user may see the delivery's contacts, which are persons'.</summary>
    public bool MaySeeContacts => Delivery is { Status: DeliveryStatus.InForce, Accepted: > 0 } && user.May(Permissions.ReadInvoices);

    /// <summary>True just after an undo.</summary>
    public bool Undone { get; private set; }

    public string PathOf => DeliveryPicture.PathOf(Delivery);

    public async Task<IActionResult> OnGet(Guid id, bool angrad, int? rattade, int kvar, CancellationToken ct)
    {
        if (await seen.Deliveries.SingleOrDefaultAsync(d => d.Id == id, ct) is not { } delivery) return NotFound();
        Delivery = delivery;
        Undone = angrad && delivery.Status == DeliveryStatus.Undone;
        Chosen = KstCodes.All.Select(c => c.Key).FirstOrDefault(c => c == Code);
        Codes = DeliveryPicture.CodesOf(delivery, code => PathOf + $"?kod={code}#rader");

        var (first, next) = (Delivery.FirstContactId(delivery.No), Delivery.FirstContactId(delivery.No + 1));
        var all = db.QuarantineRows.AsNoTracking().Where(q => q.Id >= first && q.Id < next && q.ContactId == null);
        Kept = delivery.Status == DeliveryStatus.Reading ? 0 : await all.CountAsync(ct);
        var chosen = (Chosen is { } code ? all.Where(q => q.Codes.Contains(code)) : all).OrderBy(q => q.Id);
        Paging = Paging.Of(Chosen is null ? Kept : await chosen.CountAsync(ct), PageNumber);
        var desk = correct.MayCorrect(delivery) ? (await correct.Open(delivery, ct)).Desk : null;
        Correctable = desk is null ? 0 : await desk.Rows(db).CountAsync(ct);
        JustCorrected = rattade is { } accepted ? (accepted, kvar) : null;
        var fault = new QuarantineFault(adapters.MappingOf(delivery));
        await ShowCorrected(fault, ct);
        var picture = new QuarantinePicture(
            fault, c => PathOf + "#" + DeliveryPicture.AnchorOf(c), row => desk is null || ReplayDesk.Refusal(row) is not null ? null : RadModel.PathOf(delivery, row.Id));
        Table = picture.Of(delivery.Status == DeliveryStatus.Reading ? [] : chosen.AsEnumerable());
        Shown = picture.Of(await chosen.Skip(Paging.Skip).Take(Kept == 0 ? 0 : Paging.RowsPerPage).ToListAsync(ct));
        return Page();
    }

    private async Task ShowCorrected(QuarantineFault names, CancellationToken ct)
    {
        var corrections = db.RowCorrections.AsNoTracking().Where(c => c.DeliveryNo == Delivery.No && c.ContactId != null).OrderByDescending(c => c.At).ThenBy(c => c.QuarantineId);
        CorrectedCount = await corrections.CountAsync(ct);
        Corrected = CorrectionPicture.AcceptedOf(CorrectedCount == 0 ? [] : corrections.AsEnumerable(), names);
        if (Delivery is { FormerNo: { } former, Status: DeliveryStatus.InForce }) FormerCorrected = await db.RowCorrections.CountAsync(c => c.DeliveryNo == former && c.ContactId != null, ct);
    }
}
