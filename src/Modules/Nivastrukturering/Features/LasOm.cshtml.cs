using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Kernel.Screens;
using Kunskapsstyrning.Kernel.Tables;
using Kunskapsstyrning.Nivastrukturering.Data;
using Kunskapsstyrning.Nivastrukturering.Deliveries;
using Kunskapsstyrning.Nivastrukturering.Replay;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace Kunskapsstyrning.Nivastrukturering.Features;

/// <summary>Every row of quarantine read again as it stands, of one delivery or of all the region's: started, watched and stopped here. The page fetches itself anew while a job runs.</summary>
[Authorize(Policy = Permissions.CorrectImports)]
internal sealed class LasOmModel(SeenDeliveries seen, NivastruktureringDb db, WaitingRows waiting, ReplayJobs jobs) : PageModel, ITablePage
{
    private const string Delivered = ReplayPicture.DeliveryKey;
    private const int RefreshSeconds = 5;
    private const int MostEnded = 50;

    /// <summary>Made when the page is shown, so that a form sent twice does it once.</summary>
    [BindProperty]
    public Guid Key { get; set; }

    /// <summary>True when the user has asked the page to lie still.</summary>
    [BindProperty(SupportsGet = true, Name = "stilla")]
    public bool IsStill { get; set; }

    /// <summary>The only delivery meant; null for all the region's.</summary>
    public Delivery? Only { get; private set; }

    /// <summary>Deliveries with rows to read and no job going.</summary>
    public IReadOnlyList<WaitingDelivery> Waiting { get; private set; } = [];

    public IReadOnlyList<ReplayJob> Running { get; private set; } = [];

    /// <summary>By number: those of the jobs.</summary>
    public IReadOnlyDictionary<int, Delivery> Deliveries { get; private set; } = new Dictionary<int, Delivery>();

    /// <summary>Jobs that have ended.</summary>
    public Table Table { get; private set; } = null!;

    public int Rows => Waiting.Sum(w => w.Rows);

    public string PathOf => Only is null ? ReplayPicture.Path : ReplayPicture.PathOf(Only);

    /// <summary>The page that does not fetch itself anew.</summary>
    public string StillPath => With("stilla=true");

    public string ActionOf(string handler) => With($"handler={handler}");

    public async Task<IActionResult> OnGet([FromQuery(Name = Delivered)] Guid? id, CancellationToken ct) => await Load(id, ct) ? Page() : NotFound();

    public Task<IActionResult> OnPostStarta([FromQuery(Name = Delivered)] Guid? id, CancellationToken ct) => Do(id, () => jobs.Start(Key, [.. Waiting.Select(w => w.Delivery)], ct), ct);

    public Task<IActionResult> OnPostStoppa([FromQuery(Name = Delivered)] Guid? id, Guid[] job, CancellationToken ct) => Do(id, () => jobs.Stop(Key, job, ct), ct);

    private string With(string parameter) => $"{PathOf}{(Only is null ? '?' : '&')}{parameter}";

    private async Task<IActionResult> Do(Guid? id, Func<Task> act, CancellationToken ct)
    {
        if (!await Load(id, ct)) return NotFound();
        if (Request.Form["Key"] is not [{ } text] || !Guid.TryParse(text, out var key) || key == Guid.Empty) return BadRequest();
        Key = key;
        try
        {
            await act();
            return Redirect(PathOf);
        }
        catch (DomainException no)
        {
            return this.Refuse(no);
        }
    }

    private async Task<bool> Load(Guid? id, CancellationToken ct)
    {
        if (id is not null && (Only = await seen.Deliveries.SingleOrDefaultAsync(d => d.Id == id, ct)) is null) return false;
        var all = jobs.Seen;
        if (Only is { No: var no }) all = all.Where(j => j.DeliveryNo == no);
        Running = await all.Where(j => j.EndedAt == null).ToListAsync(ct);
        var ended = await all.Where(j => j.EndedAt != null).Take(MostEnded).ToListAsync(ct);
        var numbers = Running.Concat(ended).Select(j => j.DeliveryNo).Distinct().ToList();
        Deliveries = await db.Deliveries.AsNoTracking().Where(d => numbers.Contains(d.No)).ToDictionaryAsync(d => d.No, ct);
        Waiting = [.. (await waiting.Deliveries(ct)).Where(w => (Only is null || w.Delivery.No == Only.No) && !Running.Any(j => j.DeliveryNo == w.Delivery.No))];
        Table = ReplayPicture.EndedOf(ended, Deliveries);
        Key = Guid.CreateVersion7();
        if (Running.Count > 0 && !IsStill && HttpMethods.IsGet(Request.Method)) Response.Headers["Refresh"] = RefreshSeconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
        return true;
    }
}
