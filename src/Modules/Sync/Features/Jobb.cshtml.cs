using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Kernel.Tables;
using Kunskapsstyrning.Sync.Contracts;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.DependencyInjection;

namespace Kunskapsstyrning.Sync.Features;

/// <summary>The jobs: when they ran and run next, how it went, and a button to run them now.</summary>
[Authorize(Permissions.ReadOperations)]
public sealed class JobbModel(IServiceProvider scope) : PageModel, ITablePage
{
    internal const string LogView = "logg", RefusedView = "avvisade", Told = nameof(Told), AllDone = nameof(AllDone);

    /// <summary>Which of the tables: the jobs when empty.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Visa { get; set; }

    /// <summary>The order of the table.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Sort { get; set; }

    /// <inheritdoc/>
    public Table Table { get; private set; } = null!;

    internal bool HasPeers { get; private set; }

    internal bool HasJobs { get; private set; }

    internal bool MayRun => scope.GetRequiredService<ICurrentUser>().May(Permissions.RunJobs);

    internal ISyncIdentity Identity => scope.GetRequiredService<ISyncIdentity>();

    /// <summary>Shows one of the tables.</summary>
    public async Task OnGetAsync(CancellationToken ct)
    {
        var tables = scope.GetRequiredService<JobTables>();
        HasPeers = scope.GetRequiredService<SyncSettings>().Peers.Count > 0;
        HasJobs = HasPeers || (await tables.OfModules(ct)).Count > 0;
        Table = Visa switch
        {
            LogView => await tables.Log(ct),
            RefusedView => await tables.Refused(ct),
            _ => await tables.Jobs(ct),
        };
        Table = Table.SortedBy(Sort);
    }

    /// <summary>Runs every job now and comes back with the log.</summary>
    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        if (!MayRun) return Forbid();
        var jobs = await scope.GetRequiredService<JobTables>().OfModules(ct);
        foreach (var job in jobs) await job.RunNow(ct);
        if (scope.GetRequiredService<SyncSettings>().Peers.Count == 0)
        {
            TempData[AllDone] = jobs.Count > 0;
            return RedirectToPage();
        }
        var runs = await scope.GetRequiredService<ISynchronisation>().Now(peer: null, SyncTrigger.Page, ct);
        var failed = runs.Count(r => r.Result is not SyncResult.Done);
        TempData[Told] = runs.Count == 0 ? "Jobbet pågår redan. Ladda om sidan om en stund." : failed > 0 ? "Alla jobb gick inte som de skulle. Tabellen säger vad som hände." : null;
        TempData[AllDone] = runs.Count > 0 && failed == 0;
        return RedirectToPage();
    }
}
