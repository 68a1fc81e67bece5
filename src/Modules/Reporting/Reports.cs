using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Reporting.Data;
using Microsoft.EntityFrameworkCore;

namespace Kunskapsstyrning.Reporting;

/// <summary>Reads and writes the yearly reports.</summary>
internal sealed class Reports(ReportingDb db, IUnitOfWork unit, ICurrentUser user, TimeProvider clock)
{
    /// <summary>Every report that has been made.</summary>
    public async Task<IReadOnlyList<YearReport>> All(CancellationToken ct) => await db.Reports.AsNoTracking().OrderByDescending(r => r.Year).ToListAsync(ct);

    /// <summary>The year's report with the texts that count, by section; null when it has not been made.</summary>
    public async Task<(YearReport Report, IReadOnlyDictionary<string, ReportText> Texts)?> Find(int year, CancellationToken ct)
    {
        if (await db.Reports.AsNoTracking().SingleOrDefaultAsync(r => r.Year == year, ct) is not { } report) return null;
        var texts = await db.Texts.AsNoTracking().Where(t => t.ReportId == report.Id).ToListAsync(ct);
        return (report, texts.GroupBy(t => t.Section).ToDictionary(g => g.Key, g => g.MaxBy(t => t.Number)!));
    }

    /// <summary>Every version of a section's text, latest first.</summary>
    public async Task<IReadOnlyList<ReportText>> History(Guid reportId, string section, CancellationToken ct) =>
        await db.Texts.AsNoTracking().Where(t => t.ReportId == reportId && t.Section == section).OrderByDescending(t => t.Number).ToListAsync(ct);

    /// <summary>A report as it would begin; nothing is saved.</summary>
    public (YearReport Report, IReadOnlyDictionary<string, ReportText> Texts) Begin(int year, string registryNumber = "")
    {
        var report = new YearReport { Id = Guid.CreateVersion7(), Owner = Owner.Nrf, Year = year, RegistryNumber = registryNumber, Dated = clock.Today() };
        return (report, Prose.Begins(year).ToDictionary(p => p.Key, p => Version(report.Id, p.Key, 1, p.Value)));
    }

    /// <summary>Makes the year's report.</summary>
    /// <param name="key">From the form.</param>
    /// <param name="year">A year that has a round.</param>
    /// <param name="registryNumber">Diarienummer, or empty.</param>
    /// <param name="ct">Cancels before the commit.</param>
    /// <exception cref="DomainException">It is there already.</exception>
    public Task Make(Guid key, int year, string registryNumber, CancellationToken ct) => unit.Run(key, $"Skapade rapporten {year}", async () =>
    {
        if (await db.Reports.AnyAsync(r => r.Year == year, ct)) throw new DomainException("report.exists", $"Rapporten {year} finns redan. Öppna den i listan.");
        var (report, texts) = Begin(year, registryNumber);
        db.Add(report);
        db.AddRange(texts.Values);
        return true;
    }, ct);

    /// <summary>Changes what stands on the front page.</summary>
    public Task ChangeFront(Guid key, int year, string registryNumber, DateOnly dated, CancellationToken ct) => unit.Run(key, $"Ändrade försättsbladet i rapporten {year}", async () =>
    {
        var report = await Tracked(year, ct);
        report.RegistryNumber = registryNumber;
        report.Dated = dated;
        return true;
    }, ct);

    /// <summary>Saves a section's text as a new version; what stood before is kept.</summary>
    /// <param name="key">From the form.</param>
    /// <param name="year">Whose report.</param>
    /// <param name="section">The section's key.</param>
    /// <param name="text">The prose; empty = the section has none.</param>
    /// <param name="seen">The version that the form showed, 0 for none.</param>
    /// <param name="ct">Cancels before the commit.</param>
    /// <exception cref="StaleException">Someone else has saved another text since.</exception>
    public Task Write(Guid key, int year, string section, string text, int seen, CancellationToken ct) => unit.Run(key, $"Skrev i rapporten {year}", async () =>
    {
        var report = await Tracked(year, ct);
        var last = await db.Texts.Where(t => t.ReportId == report.Id && t.Section == section).OrderByDescending(t => t.Number).FirstOrDefaultAsync(ct);
        if ((last?.Text ?? "") == text) return false;
        if ((last?.Number ?? 0) != seen) throw new StaleException("En kollega har ändrat samma text. Här är båda texterna. Välj eller skriv ihop dem och spara igen.");
        db.Add(Version(report.Id, section, seen + 1, text));
        return true;
    }, ct);

    private async Task<YearReport> Tracked(int year, CancellationToken ct) => await db.Reports.SingleOrDefaultAsync(r => r.Year == year, ct)
        ?? throw new DomainException("report.unknown", $"Rapporten {year} finns inte. Skapa den först.");

    private ReportText Version(Guid report, string section, int number, string text) => new()
    {
        Id = Guid.CreateVersion7(), Owner = Owner.Nrf, ReportId = report, Section = section, Number = number, Text = text,
        SavedAt = clock.GetUtcNow().UtcDateTime, SavedBy = user.Name,
    };
}
