using Kunskapsstyrning.Kernel.Screens;
using Kunskapsstyrning.Nivastrukturering.Contracts;
using Kunskapsstyrning.Nivastrukturering.Fordelning;

namespace Kunskapsstyrning.Nivastrukturering.Scenarier;

/// <inheritdoc/>
internal sealed class ScenarioOverviews(Scenarios scenarios) : IScenarioOverview
{
    public async Task<IReadOnlyList<ScenarioOverview>> InReport(int year, CancellationToken ct = default) =>
        [.. (await scenarios.All(ct)).Where(s => s.Scenario.ReportYear == year).OrderBy(s => s.Scenario.Name, SwedishComparer.Instance).Select(s => Of(s.Scenario, s.Latest))];

    private static ScenarioOverview Of(SavedScenario scenario, ScenarioEdition edition)
    {
        var (assumptions, answer) = (EditionJson.Read<Assumptions>(edition.Input), EditionJson.Read<ScenarioAnswer>(edition.Result));
        var (chart, table) = (ScenarioPicture.ChartOf(answer), ScenarioPicture.Effects(assumptions, answer));
        return new(
            scenario.Name, ScenarioPicture.Lead(answer), $"{ScenarioPicture.WhatOf(assumptions, answer)} Beräkningen är sparad {SwedishFormat.ProseDate(SwedishFormat.Day(new DateTimeOffset(edition.SavedAt)))}.",
            chart with { Title = $"{chart.Title} {scenario.Name}" }, table with { Title = $"{table.Title}: {scenario.Name}" });
    }
}
