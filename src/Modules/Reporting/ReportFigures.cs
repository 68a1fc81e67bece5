using Kunskapsstyrning.Dialogues.Contracts;
using Kunskapsstyrning.Implementation.Contracts;
using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Kernel.Screens;
using Kunskapsstyrning.Nivastrukturering.Contracts;
using Kunskapsstyrning.Structure.Contracts;

namespace Kunskapsstyrning.Reporting;

/// <summary>Everything that a year's report tells of, as the other modules know it.</summary>
/// <param name="Year">The report's year.</param>
/// <param name="Day">The last of December, or today when the year is not over.</param>
/// <param name="Dialogues">The year's rounds.</param>
/// <param name="Levels">The groups on <paramref name="Day"/>.</param>
/// <param name="Lpo">The LPO map, and the day it shows.</param>
/// <param name="Seats">Seats against population.</param>
/// <param name="Implementation">The status picture, and the day it shows.</param>
/// <param name="Cost">Bought care of the year, or of the latest that has deliveries; null when there are none.</param>
/// <param name="Scenarios">What-ifs that somebody has put into the year's report.</param>
internal sealed record ReportFigures(
    int Year, DateOnly Day, DialogueYear Dialogues, LevelsOverview Levels, (LpoCoverage Coverage, DateOnly Day) Lpo, SeatOverview Seats,
    (ImplementationOverview Overview, DateOnly Day) Implementation, (CostOverview Overview, CostYear Year)? Cost,
    IReadOnlyList<ScenarioOverview> Scenarios);

/// <summary>Asks the other modules.</summary>
internal sealed class FiguresOfYear(
    IDialogueRounds rounds, IStructureOverview structure, IImplementationOverview implementation, ICostOverview costs, IScenarioOverview scenarios, TimeProvider clock)
{
    /// <summary>What is known of the year; null when it has no round.</summary>
    /// <remarks>A map or picture that nobody had drawn by the end of the year is the one of today: its day says so.</remarks>
    public async Task<ReportFigures?> Of(int year, CancellationToken ct)
    {
        if (await rounds.Of(year, ct) is not { } dialogues) return null;
        var today = clock.Today();
        var end = new DateOnly(year, 12, 31);
        var day = end < today ? end : today;
        return new(
            year, day, dialogues, await structure.Levels(day, ct), await Lpo(day, today, ct), structure.Seats(), await Implementation(day, today, ct), await Cost(year, ct),
            await scenarios.InReport(year, ct));
    }

    private async Task<(LpoCoverage, DateOnly)> Lpo(DateOnly day, DateOnly today, CancellationToken ct)
    {
        var then = await structure.LpoCoverage(day, ct);
        if (then.Unanswered.Count == 0 || day == today) return (then, day);
        var now = await structure.LpoCoverage(today, ct);
        return now.Unanswered.Count < then.Unanswered.Count ? (now, today) : (then, day);
    }

    private async Task<(ImplementationOverview, DateOnly)> Implementation(DateOnly day, DateOnly today, CancellationToken ct)
    {
        var then = await implementation.On(day, ct);
        if (then.Reported > 0 || day == today) return (then, day);
        var now = await implementation.On(today, ct);
        return now.Reported > 0 ? (now, today) : (then, day);
    }

    private async Task<(CostOverview, CostYear)?> Cost(int year, CancellationToken ct)
    {
        var years = await costs.Years(ct);
        if (years.Count == 0) return null;
        var known = years.FirstOrDefault(y => y.Year == year) ?? years[^1];
        return (await costs.Of(known.Year, MoneyUnit.Mnkr, ct), known);
    }
}
