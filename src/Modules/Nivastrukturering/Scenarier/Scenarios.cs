using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Nivastrukturering.Data;
using Kunskapsstyrning.Nivastrukturering.Fordelning;
using Microsoft.EntityFrameworkCore;

namespace Kunskapsstyrning.Nivastrukturering.Scenarier;

/// <summary>Reads and writes saved scenarios.</summary>
internal sealed class Scenarios(NivastruktureringDb db, IUnitOfWork unit, ICurrentUser user, TimeProvider clock)
{
    /// <summary>Each with its latest edition, latest saved first.</summary>
    public async Task<IReadOnlyList<(SavedScenario Scenario, ScenarioEdition Latest)>> All(CancellationToken ct)
    {
        var scenarios = await db.SavedScenarios.AsNoTracking().ToListAsync(ct);
        var latest = (await db.ScenarioEditions.AsNoTracking().ToListAsync(ct)).GroupBy(e => e.ScenarioId).ToDictionary(g => g.Key, g => g.MaxBy(e => e.Number)!);
        return [.. scenarios.Where(s => latest.ContainsKey(s.Id)).Select(s => (s, latest[s.Id])).OrderByDescending(p => p.Item2.SavedAt).ThenBy(p => p.s.Name, StringComparer.Ordinal)];
    }

    /// <summary>One with its editions, latest first; null when there is none.</summary>
    public async Task<(SavedScenario Scenario, IReadOnlyList<ScenarioEdition> Editions)?> Find(Guid id, CancellationToken ct)
    {
        if (await db.SavedScenarios.AsNoTracking().SingleOrDefaultAsync(s => s.Id == id, ct) is not { } scenario) return null;
        var editions = await db.ScenarioEditions.AsNoTracking().Where(e => e.ScenarioId == id).OrderByDescending(e => e.Number).ToListAsync(ct);
        return editions.Count == 0 ? null : (scenario, editions); // another host's editions may be on their way
    }

    /// <summary>Saves a new scenario.</summary>
    /// <returns>Its id.</returns>
    public Task<Guid> Make(Guid key, string name, Assumptions assumptions, ScenarioAnswer answer, CancellationToken ct) => unit.Run(key, "Sparade ett scenario", () =>
    {
        var scenario = new SavedScenario { Id = Guid.CreateVersion7(), Owner = Owner.Nrf, Name = name };
        db.Add(scenario);
        db.Add(EditionOf(scenario.Id, 1, assumptions, answer));
        return Task.FromResult(scenario.Id);
    }, ct);

    /// <summary>Saves other assumptions, or the same on newer data, as a new edition; the former are kept.</summary>
    /// <param name="key">From the form.</param>
    /// <param name="id">Whose.</param>
    /// <param name="assumptions">What is assumed.</param>
    /// <param name="answer">What came out.</param>
    /// <param name="seen">The number of the edition that the page showed.</param>
    /// <param name="ct">Cancels before the commit.</param>
    /// <exception cref="StaleException">Someone else has saved another edition since.</exception>
    public Task<Guid> Save(Guid key, Guid id, Assumptions assumptions, ScenarioAnswer answer, int seen, CancellationToken ct) => unit.Run(key, "Räknade om ett scenario", async () =>
    {
        var last = await db.ScenarioEditions.Where(e => e.ScenarioId == id).OrderByDescending(e => e.Number).FirstOrDefaultAsync(ct)
            ?? throw new DomainException("scenario.unknown", "Scenariot finns inte längre. Gå tillbaka till listan.");
        var edition = EditionOf(id, last.Number + 1, assumptions, answer);
        if (last.Digest == edition.Digest) return id;
        if (last.Number != seen) throw new StaleException("Någon annan har sparat scenariot med andra antaganden. Ladda om sidan och se dem innan du sparar igen.");
        db.Add(edition);
        return id;
    }, ct);

    /// <summary>Puts the scenario into a year's report, or takes it out.</summary>
    /// <param name="key">From the form.</param>
    /// <param name="id">Which.</param>
    /// <param name="year">The report's year; null takes it out.</param>
    /// <param name="ct">Cancels before the commit.</param>
    public Task<bool> Report(Guid key, Guid id, int? year, CancellationToken ct) => unit.Run(key, year is null ? "Tog ett scenario ur rapporten" : "Lade ett scenario i rapporten", async () =>
    {
        var scenario = await db.SavedScenarios.SingleOrDefaultAsync(s => s.Id == id, ct) ?? throw new DomainException("scenario.unknown", "Scenariot finns inte längre. Gå tillbaka till listan.");
        scenario.ReportYear = year;
        return true;
    }, ct);

    private ScenarioEdition EditionOf(Guid scenario, int number, Assumptions assumptions, ScenarioAnswer answer)
    {
        var (input, result) = (EditionJson.Of(assumptions), EditionJson.Of(answer));
        return new()
        {
            Id = Guid.CreateVersion7(), Owner = Owner.Nrf, ScenarioId = scenario, Number = number, Input = input, Result = result,
            Digest = SharingEdition.DigestOf(input, result), SavedAt = clock.GetUtcNow().UtcDateTime, SavedBy = user.Name,
        };
    }
}
