using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Kernel.Screens;
using Kunskapsstyrning.Kernel.Tables;
using Kunskapsstyrning.Nivastrukturering.Contracts;
using Kunskapsstyrning.Nivastrukturering.Deliveries;
using Kunskapsstyrning.Nivastrukturering.Inbox;
using Kunskapsstyrning.Nivastrukturering.Replay;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace Kunskapsstyrning.Nivastrukturering.Features;

/// <summary>A choice above a table.</summary>
/// <param name="Key">In the address; null for all.</param>
/// <param name="Text">What it is called.</param>
/// <param name="Count">How many rows it leaves.</param>
internal sealed record Chip(string? Key, string Text, int Count);

/// <summary>Every delivery that the user may see, newest first, and the months that have not come.</summary>
[Authorize(Policy = Permissions.ReadImports)]
internal sealed class ImporterModel(SeenDeliveries seen, DeliveryCalendar calendar, InboxPicture inbox, WaitingRows waiting, ReplayJobs jobs, ICurrentUser user) : PageModel, ITablePage
{
    [BindProperty(SupportsGet = true, Name = "region")]
    public string? RegionKey { get; set; }

    [BindProperty(SupportsGet = true, Name = "lage")]
    public string? Status { get; set; }

    [BindProperty(SupportsGet = true, Name = "sida")]
    public int? PageNumber { get; set; }

    /// <summary>Every chosen delivery, for files.</summary>
    public Table Table { get; private set; } = null!;

    /// <summary>Those of the page shown.</summary>
    public Table Shown { get; private set; } = null!;

    public Paging Paging { get; private set; } = null!;

    public Table? Missing { get; private set; }

    public IReadOnlyList<Table> MoreTables => Missing is null ? [] : [Missing];

    /// <summary>What lies in the inbox and has not been read in; null when nothing does.</summary>
    public Table? Inbox { get; private set; }

    /// <summary>True when the user may send a delivery by the browser.</summary>
    public bool MayUpload => user.May(Permissions.UploadImports);

    /// <summary>Rows of quarantine that this user can have read again.</summary>
    public int WaitingRows { get; private set; }

    /// <summary>True while a job reads rows again.</summary>
    public bool IsReplaying { get; private set; }

    public int MissingCount { get; private set; }

    public int InForce { get; private set; }

    public bool IsEmpty { get; private set; }

    /// <summary>The region that is all the user sees, or null for all four.</summary>
    public Region? Own => seen.Regions is [var only] ? only : null;

    public IReadOnlyList<Chip> Regions { get; private set; } = [];

    public IReadOnlyList<Chip> Statuses { get; private set; } = [];

    public async Task OnGet(CancellationToken ct)
    {
        var counts = await seen.Deliveries.GroupBy(d => new { d.Owner, d.Status }).Select(g => new { g.Key.Owner, g.Key.Status, Count = g.Count() }).ToListAsync(ct);
        IsEmpty = counts.Count == 0;
        Inbox = await inbox.Waiting(seen.Regions, ct);
        WaitingRows = (await waiting.Deliveries(ct)).Sum(w => w.Rows);
        IsReplaying = user.May(Permissions.CorrectImports) && await jobs.Seen.AnyAsync(j => j.EndedAt == null, ct);
        InForce = counts.Where(c => c.Status == DeliveryStatus.InForce).Sum(c => c.Count);
        var region = Region.FindAny(RegionKey ?? "");
        var status = DeliveryPicture.Statuses.Cast<DeliveryStatus?>().FirstOrDefault(s => SwedishText.Slug(s!.Value.Text()) == Status);
        Owner? owner = region is null ? null : Owner.Of(region.Code);
        Regions = [new(null, "Alla regioner", counts.Where(c => status is null || c.Status == status).Sum(c => c.Count)),
            .. Region.Sweden.Where(r => Region.Norra.Contains(r) || counts.Exists(c => c.Owner == Owner.Of(r.Code))).Select(r => new Chip(r.Key, r.Name, counts.Where(c => c.Owner == Owner.Of(r.Code) && (status is null || c.Status == status)).Sum(c => c.Count)))];
        Statuses = [new(null, "Alla", counts.Where(c => owner is null || c.Owner == owner).Sum(c => c.Count)),
            .. DeliveryPicture.Statuses.Select(s => new Chip(SwedishText.Slug(s.Text()), SwedishText.Capital(s.Text()), counts.Where(c => c.Status == s && (owner is null || c.Owner == owner)).Sum(c => c.Count)))
                .Where(c => c.Count > 0 || c.Key == Status)];

        var chosen = seen.Deliveries;
        if (owner is { } of) chosen = chosen.Where(d => d.Owner == of);
        if (status is { } stands) chosen = chosen.Where(d => d.Status == stands);
        chosen = chosen.OrderByDescending(d => d.No);
        Paging = Paging.Of(await chosen.CountAsync(ct), PageNumber);
        Table = DeliveryPicture.ListOf(chosen.AsEnumerable());
        Shown = DeliveryPicture.ListOf(await chosen.Skip(Paging.Skip).Take(Paging.RowsPerPage).ToListAsync(ct));

        var missing = (await calendar.Missing(seen.Regions, ct)).Where(m => region is null || m.Region == region).ToList();
        MissingCount = missing.Count;
        Missing = missing.Count == 0 ? null : DeliveryPicture.MissingOf(missing);
    }
}
