using Kunskapsstyrning.Dialogues.Contracts;
using Kunskapsstyrning.Kernel.Documents;
using Kunskapsstyrning.Kernel.Screens;
using Kunskapsstyrning.Kernel.Tables;
using Kunskapsstyrning.Nivastrukturering.Contracts;

namespace Kunskapsstyrning.Reporting;

/// <summary>A section of the report as it is planned.</summary>
/// <param name="Key">Stable; also the anchor on the page.</param>
/// <param name="Title">The heading.</param>
/// <param name="HasProse">True when the director writes in it.</param>
/// <param name="Before">What is made of the figures and stands before the prose.</param>
/// <param name="After">What stands after the prose.</param>
/// <param name="ProseTitle">A heading over the prose, or null.</param>
internal sealed record OutlineSection(string Key, string Title, bool HasProse, IReadOnlyList<Block> Before, IReadOnlyList<Block> After, string? ProseTitle = null);

/// <summary>The sections of the yearly report, in the order of the report of 2024.</summary>
internal static class Outline
{
    public const string Short = "kort-version";

    public static IReadOnlyList<OutlineSection> Of(ReportFigures figures, IReadOnlyList<string> about) =>
    [
        new(Short, "Kort version", HasProse: false, Summary(figures), []),
        new("reflexioner", "Sammanfattande reflexioner", HasProse: true, [], Focus(figures)),
        new("struktur", "Kunskapsstyrningens struktur", HasProse: true, [new FindingBlock(Sentences.Levels(figures))], Structure(figures)),
        new("lpo", "LPO i regionerna", HasProse: true, [new FindingBlock(Sentences.Lpo(figures))], [new TableBlock(figures.Lpo.Coverage.Table)]),
        new("platser", "Platser i nationella grupper", HasProse: true, Seats(figures), [new TableBlock(figures.Seats.Chart.Table)]),
        Dialogues("rpo", "RPO", figures.Dialogues.Rpo),
        Dialogues("rsg", "RSG", figures.Dialogues.Rsg),
        new("inforande", "Införande av vårdförlopp", HasProse: true, [new FindingBlock(Sentences.Implementation(figures))], [new TableBlock(figures.Implementation.Overview.Table)]),
        new("kostnader", "Nivåstrukturering och kostnader", HasProse: true, [new FindingBlock(Sentences.Cost(figures))], [.. Cost(figures), .. figures.Scenarios.SelectMany(Scenario)]),
        new("lardomar", "Lärdomar och åtgärder", HasProse: true, [], []),
        new("framat", $"Utveckling inför {figures.Year + 1}", HasProse: true, [], []),
        new("om", "Om rapporten", HasProse: false, [new ListBlock(about)], []),
    ];

    /// <summary>At most a page: three sentences, a table, a chart.</summary>
    private static List<Block> Summary(ReportFigures figures)
    {
        List<string> sentences = [];
        if (figures.Dialogues.Rpo is { } rpo) sentences.Add(Sentences.Dialogues(rpo, "RPO"));
        sentences.Add(Sentences.Lpo(figures));
        sentences.Add(figures.Seats.Sentence);
        return [.. sentences.Select(s => new FindingBlock(s)), new TableBlock(KeyFigures(figures)), new ChartBlock(figures.Seats.Chart with { Finding = "" })];
    }

    private static Table KeyFigures(ReportFigures figures)
    {
        List<Row> rows = [];
        foreach (var (kind, round) in new[] { ("RPO", figures.Dialogues.Rpo), ("RSG", figures.Dialogues.Rsg) })
            if (round is not null) rows.Add(new($"{kind} som har haft dialog", $"{round.Held.Count} av {round.Groups.Count}", round.When));
        rows.Add(new("RPO med LPO i alla fyra regioner", $"{figures.Lpo.Coverage.Complete} av {figures.Lpo.Coverage.Rpos}", SwedishFormat.Date(figures.Lpo.Day)));
        rows.Add(new("Vårdförlopp införda i alla fyra regioner", $"{figures.Implementation.Overview.Done} av {figures.Implementation.Overview.Vardforlopp}", SwedishFormat.Date(figures.Implementation.Day)));
        rows.Add(new("Nordliga platser i nationella grupper", SwedishFormat.Integer(figures.Seats.Seats), $"{figures.Seats.Year}"));
        rows.Add(figures.Cost is { } cost
            ? new("Köpt vård mellan regionerna", SwedishFormat.Money(cost.Overview.Ore, MoneyUnit.Mnkr), cost.Year.Text)
            : new("Köpt vård mellan regionerna", Cell.Missing, Cell.NotApplicable));
        return new() { Title = $"Nyckeltal för {figures.Year}", Columns = [new("figure", "Nyckeltal"), new("value", "Utfall"), new("at", "Gäller")], Rows = rows };
    }

    private static List<Block> Focus(ReportFigures figures) => figures.Dialogues.FocusAreas.Count == 0 ? [] :
        [new SubheadingBlock($"Fokusområden {figures.Year}"), new ListBlock(figures.Dialogues.FocusAreas)];

    private static List<Block> Structure(ReportFigures figures)
    {
        var levels = figures.Levels;
        List<Block> blocks =
        [
            new TableBlock(new Table
            {
                Title = $"Grupper på tre nivåer, {SwedishFormat.ProseDate(figures.Day)}",
                Columns = [new("level", "Nivå"), new("group", "Grupp"), new("count", "Antal", ColumnKind.Integer)],
                Rows =
                [
                    new("Nationell", "Nationella programområden (NPO)", (long)levels.Npos), new("Nationell", "Nationella samverkansgrupper (NSG)", (long)levels.Nsgs),
                    new("Sjukvårdsregional", "Regionala programområden (RPO)", (long)levels.Rpos), new("Sjukvårdsregional", "Regionala samverkansgrupper (RSG)", (long)levels.Rsgs),
                    .. levels.Lpos.Select(l => new Row("Lokal", $"Lokala programområden (LPO), {l.Region.Name}", l.Count == 0 ? Cell.Missing : (long)l.Count)),
                ],
                Notes = levels.Lpos.Any(l => l.Count == 0) ? [".. betyder att regionens egen lista inte fanns inläst för den dagen."] : [],
                Source = "NRF 010/25, nationella listor och regionernas egna listor",
            }),
        ];
        var changes = levels.Changes.Where(c => c.Day.Year == figures.Year || c.Day == new DateOnly(figures.Year + 1, 1, 1)).OrderBy(c => c.Day).Select(c => c.Text).ToList();
        if (changes.Count > 0) blocks.AddRange([new SubheadingBlock("Förändringar i strukturen"), new ListBlock(changes)]);
        blocks.Add(new TableBlock(levels.Crosscutting with { Source = "NRF 010/25 och nationella listor" }));
        return blocks;
    }

    private static List<Block> Seats(ReportFigures figures) =>
        [new FindingBlock(figures.Seats.Sentence), new TextBlock($"Diagrammet under Kort version visar avvikelserna. De senaste uppgifterna om vilken region platserna hålls från gäller {figures.Seats.Year}.")];

    private static OutlineSection Dialogues(string key, string kind, DialogueRound? round)
    {
        var title = $"Uppdragsdialoger med {kind}";
        if (round is null) return new(key, title, HasProse: true, [], []);
        List<Block> blocks = [new FindingBlock(Sentences.Dialogues(round, kind))];
        if (round.IsExample) blocks.Add(new TextBlock("Omgången är exempeldata."));
        if (round.Held.Count > 0) blocks.AddRange([new SubheadingBlock($"{kind} som har haft dialog"), new ListBlock([.. round.Held.Select(g => g.Name)])]);
        if (round.Missions.Count > 0) blocks.AddRange([new SubheadingBlock($"Generella uppdrag till alla {kind}"), new ListBlock(round.Missions)]);
        return new(key, title, HasProse: true, blocks, [], $"Sammanfattning av dialogerna med {kind}");
    }

    private static Block[] Scenario(ScenarioOverview scenario) =>
    [
        new SubheadingBlock($"Scenario: {scenario.Name}"), new FindingBlock(scenario.Answer), new TextBlock(scenario.Assumed), new ChartBlock(scenario.Chart), new TableBlock(scenario.Table),
    ];

    private static List<Block> Cost(ReportFigures figures)
    {
        if (figures.Cost is not { } cost || cost.Overview.Contacts == 0) return [];
        List<Block> blocks = [new TableBlock(cost.Overview.Table)];
        if (cost.Overview.Chart.TotalOre > 0) blocks.Insert(0, new ChartBlock(cost.Overview.Chart with { Reading = "En stapel är vad en hemregion köper. Delarna är vem som utför vården." }));
        return blocks;
    }
}
