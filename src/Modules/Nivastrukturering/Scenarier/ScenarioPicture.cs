using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Kernel.Charts;
using Kunskapsstyrning.Kernel.Screens;
using Kunskapsstyrning.Kernel.Tables;

namespace Kunskapsstyrning.Nivastrukturering.Scenarier;

/// <summary>Scenarios as chart, tables and sentences, for the pages and for reports.</summary>
internal static class ScenarioPicture
{
    public const string ListPath = "/kostnader/scenarier";

    public const string Path = "/kostnader/scenarier/rakna";

    private const string Others = "Andra regioner";

    public static string PathOf(SavedScenario scenario) => $"{Path}?id={scenario.Id}";

    /// <summary>A name to save by: <c>Kataraktoperation till Sunderby sjukhus</c>.</summary>
    public static string NameOf(ScenarioAnswer answer)
    {
        var name = string.Join(", sedan ", answer.Moves.Select(m => $"{m.Care} till {And(m.To)}"));
        return name.Length <= SavedScenario.LongestName ? name : name[..(SavedScenario.LongestName - 1)] + "…";
    }

    /// <summary>What is moved, in a sentence per move.</summary>
    public static string WhatOf(Assumptions assumptions, ScenarioAnswer answer) => string.Join(" ", assumptions.Moves.Zip(answer.Moves).Select(p =>
        $"{p.Second.Care}: {Percent(p.First.Share)} flyttas från {p.Second.From} till {And(p.Second.To)}"
        + (p.First.ToLevel is { } level ? $" och ges där på nivån {CostMap.Levels[level - 1].ToLower(SwedishFormat.Culture)}" : "") + $" från {SwedishFormat.ProseDate(assumptions.StartOf(p.First))}."));

    /// <summary>The answer: who gains, who pays, and what it is for all.</summary>
    public static string Lead(ScenarioAnswer answer)
    {
        var nets = Rows(answer.Mid).Select(r => (r.Name, r.Effect.Net)).ToList();
        if (nets.TrueForAll(n => n.Net == 0)) return answer.Mid.Flows.Count == 0 ? Unmoved(answer) : "Flytten ändrar inte någon regions ekonomi.";
        var (best, worst) = (nets.MaxBy(n => n.Net), nets.MinBy(n => n.Net));
        var unit = UnitOf(Math.Max(best.Net, -worst.Net));
        List<string> said = [];
        if (best.Net > 0) said.Add($"{best.Name} vinner mest, {Told(best.Net, unit)} om året");
        if (worst.Net < 0) said.Add($"{worst.Name} betalar mest, {Told(-worst.Net, unit)} om året");
        var total = answer.Mid.Net;
        return string.Join(", och ", said) + ". " + total switch
        {
            0 => "För alla tillsammans blir det varken dyrare eller billigare.",
            < 0 => $"För alla tillsammans blir vården {Told(-total, unit)} dyrare om året.",
            _ => $"För alla tillsammans blir vården {Told(total, unit)} billigare om året.",
        };
    }

    private static string Unmoved(ScenarioAnswer answer) => answer.Stages?.Any(s => s.Nets.Values.Any(n => n != 0)) == true
        ? "När alla flyttar gäller är varje regions belopp exakt dagens. Fram till dess ändras de, år för år."
        : "Inget flyttar, så varje regions belopp är exakt dagens.";

    /// <summary>From what the care costs today to what it costs afterwards, all regions together.</summary>
    public static WaterfallChart ChartOf(ScenarioAnswer answer)
    {
        var mid = answer.Mid;
        var (care, travel, unit) = (mid.GoneOre - mid.AddedOre, mid.TravelOre, UnitOf(mid.TouchedOre));
        return new()
        {
            Title = "Varför ändras kostnaden?",
            Finding = (care, travel) switch
            {
                (0, 0) => "Kostnaden är densamma före och efter.",
                ( >= 0, > 0) => $"Flytten sparar {Told(care, unit)} i vård men kostar {Told(travel, unit)} i resor.",
                ( >= 0, 0) => $"Flytten sparar {Told(care, unit)} i vård.",
                ( >= 0, < 0) => $"Flytten sparar {Told(care, unit)} i vård och {Told(-travel, unit)} i resor.",
                ( < 0, > 0) => $"Flytten kostar {Told(-care, unit)} mer i vård och {Told(travel, unit)} i resor.",
                ( < 0, 0) => $"Flytten kostar {Told(-care, unit)} mer i vård.",
                _ => $"Flytten kostar {Told(-care, unit)} mer i vård men sparar {Told(-travel, unit)} i resor.",
            },
            Reading = "Läs uppifrån: vad den vård som berörs kostar om året i dag, vad som ändras, och vad den kostar efteråt. Det regionerna betalar varandra tar ut sig och syns i tabellen.",
            Source = Source(answer),
            Unit = unit,
            Steps =
            [
                new("Kostnad i dag", mid.TouchedOre, IsLevel: true), new("Försvinner hos givaren", -mid.GoneOre), new("Tillkommer hos mottagaren", mid.AddedOre), new("Resor", mid.TravelOre),
                new("Kostnad efter", mid.TouchedOre - mid.GoneOre + mid.AddedOre + mid.TravelOre, IsLevel: true),
            ],
        };
    }

    /// <summary>What each region gains and loses.</summary>
    public static Table Effects(Assumptions assumptions, ScenarioAnswer answer)
    {
        var rows = Rows(answer.Mid);
        var year = assumptions.FirstDay.Year;
        var part = answer.InYear(assumptions, year);
        return new()
        {
            Title = "Effekt per region och år",
            Columns = [new("region", "Region"), Effect("boughtOre", "Köpt vård"), Effect("soldOre", "Såld vård"), Effect("costOre", "Egen vårdkostnad"), Effect("travelOre", "Resor"), Effect("netOre", "Summa"), Effect("firstYearOre", $"Summa {year}")],
            Rows = [.. rows.Select(r => new Row([r.Cell, r.Effect.Bought, r.Effect.Sold, r.Effect.Cost, r.Effect.Travel, r.Effect.Net, r.Codes.Sum(c => part.GetValueOrDefault(c))]))],
            Sum = new Row(["Summa", rows.Sum(r => r.Effect.Bought), rows.Sum(r => r.Effect.Sold), rows.Sum(r => r.Effect.Cost), rows.Sum(r => r.Effect.Travel), answer.Mid.Net, part.Values.Sum()]),
            Source = Source(answer),
            Notes =
            [
                "Plus är bättre för regionen, minus är sämre.",
                FirstYear(assumptions, answer, year),
                .. answer.Mid.LeftOut ? ["Grupper med färre än fem kontakter från samma hemregion till samma sjukhus räknas inte med och flyttar inte."] : Array.Empty<string>(),
            ],
        };
    }

    private static string FirstYear(Assumptions assumptions, ScenarioAnswer answer, int year)
    {
        if (answer.Stages is not null)
        {
            return $"Summa är ett år då alla flyttar gäller. Under {year} gäller {And([.. assumptions.Moves.Select((m, i) => $"flytt {i + 1} {SwedishFormat.InWords(Assumptions.MonthsOf(assumptions.StartOf(m), year))}")])} av tolv hela månader.";
        }
        var months = Assumptions.MonthsOf(assumptions.FirstDay, year);
        return months == 12 ? $"Flytten gäller hela {year}." : $"Under {year} gäller flytten {SwedishFormat.InWords(months)} av tolv hela månader.";
    }

    /// <summary>What each calendar year becomes until all moves are made, and every year after that.</summary>
    public static Table Years(Assumptions assumptions, ScenarioAnswer answer)
    {
        var (first, last) = (assumptions.FirstDay.Year, assumptions.LastDay.Year);
        return new()
        {
            Title = "Effekt år för år",
            Columns = [new("year", "År"), .. Region.Norra.Select(r => Effect(FormattableString.Invariant($"net{r.Code.Code}Ore"), r.Name) with { Region = r }), Effect("netOthersOre", Others), Effect("netOre", "Summa")],
            Rows =
            [
                .. Enumerable.Range(first, last - first + 1).Select(year => OfYear(year.ToString(SwedishFormat.Culture), answer.InYear(assumptions, year))),
                OfYear($"Varje år från {last + 1}", answer.Mid.Regions.ToDictionary(r => r.Region, r => r.Net)),
            ],
            Source = Source(answer),
            Notes = ["Plus är bättre för regionen, minus är sämre. Varje flytt räknas från sin första hela månad."],
        };

        static Row OfYear(string year, IReadOnlyDictionary<string, long> nets) => new(
        [
            year, .. Region.Norra.Select(r => (Cell)nets.GetValueOrDefault(r.Code.Code)), nets.Where(n => Region.Find(n.Key) is null).Sum(n => n.Value), nets.Values.Sum(),
        ]);
    }

    /// <summary>What one region loses that no other region gains, or the other way, by name.</summary>
    public static Table Named(ScenarioAnswer answer)
    {
        var mid = answer.Mid;
        List<string> notes = [];
        if (mid.PriceOre != 0) notes.Add($"Priset blir {Told(Math.Abs(mid.PriceOre), UnitOf(mid.PriceOre))} {(mid.PriceOre > 0 ? "högre" : "lägre")} om året än dagens för det som köps både före och efter. Det tar ut sig: köparen betalar, säljaren får.");
        var others = Rows(mid)[^1].Effect;
        if (others.Net != 0) notes.Add($"Av summan faller {Told(others.Net, UnitOf(others.Net))} på regioner utanför Norra sjukvårdsregionen.");
        return new()
        {
            Title = "Det som inte tar ut sig mellan regionerna",
            Columns = [new("name", "Vad") { Sortable = false }, Effect("ore", "Belopp")],
            Rows = [new("Kostnad som stannar hos givaren", -mid.StaysOre), new("Mottagarens kostnad över givarens", -mid.DearerOre), new("Resor", -mid.TravelOre)],
            Sum = new Row("Summa för alla regioner", mid.Net),
            Notes = notes,
        };
    }

    /// <summary>With lower and higher shares.</summary>
    public static Table Spread(Assumptions assumptions, ScenarioAnswer answer)
    {
        var all = answer.All.Select(r => Rows(r)).ToList();
        return new()
        {
            Title = "Låg, trolig och hög",
            Columns = [new("region", "Region"), Effect("lowOre", Head("Låg", -assumptions.Spread)), Effect("midOre", Head("Trolig", 0)), Effect("highOre", Head("Hög", assumptions.Spread))],
            Rows = [.. all[1].Index().Select(r => new Row([r.Item.Cell, .. all.Select(a => (Cell)a[r.Index].Effect.Net)]))],
            Sum = new Row(["Summa", .. answer.All.Select(r => (Cell)r.Net)]),
            Notes = [$"Andelen som flyttar är {SwedishFormat.Number(assumptions.Spread / 100m, Decimals(assumptions.Spread))} procentenheter lägre och högre, inom 0 och 100 procent.{(HasOneShare() ? "" : $" Låg är {Shares(-assumptions.Spread)}, trolig {Shares(0)}, hög {Shares(assumptions.Spread)}.")}"],
        };

        bool HasOneShare() => assumptions.Moves.Select(m => m.Share).Distinct().Count() <= 1;

        string Head(string name, int points) => HasOneShare() ? $"{name} {Shares(points)}" : name;

        string Shares(int points) => string.Join(" och ", assumptions.Shifted(points).Moves.Select(m => SwedishFormat.Percent(m.Share / 100m, Decimals(m.Share))).Distinct());
    }

    /// <summary>What the regions pay each other for all care before and after, exact.</summary>
    public static Table BeforeAndAfter(ScenarioAnswer answer)
    {
        var rows = Rows(answer.Mid);
        return new()
        {
            Title = "All köpt och såld vård före och efter",
            Columns = [new("region", "Region"), Ore("boughtBeforeOre", "Köper i dag"), Ore("boughtAfterOre", "Köper efter"), Ore("soldBeforeOre", "Säljer i dag"), Ore("soldAfterOre", "Säljer efter")],
            Rows = [.. rows.Select(r => new Row(r.Cell, r.Effect.BoughtBefore, r.Effect.BoughtAfter, r.Effect.SoldBefore, r.Effect.SoldAfter))],
            Sum = new Row("Summa", rows.Sum(r => r.Effect.BoughtBefore), rows.Sum(r => r.Effect.BoughtAfter), rows.Sum(r => r.Effect.SoldBefore), rows.Sum(r => r.Effect.SoldAfter)),
            Source = Source(answer),
            Notes = [Scenario.Rule],
        };
    }

    /// <summary>How many contacts move which way.</summary>
    public static Table Contacts(ScenarioAnswer answer) => new()
    {
        Title = "Vårdkontakter som flyttar",
        Columns = [new("home", "Hemregion"), new("from", "Från"), new("to", "Till"), new("contacts", "Kontakter per år", ColumnKind.Integer)],
        Rows = [.. answer.Mid.Flows.GroupBy(f => (Home: Region.Find(f.Home) is null ? "" : f.Home, f.FromPlace, f.To)).OrderBy(g => Order(g.Key.Home)).Select(g => new Row(
            g.Key.Home.Length == 0 ? Others : Region.NameOf(g.Key.Home), answer.PlaceNames[g.Key.FromPlace], answer.PlaceNames[g.Key.To], Count(g.Sum(f => f.Contacts))))],
        Notes = ["< 5 betyder färre än fem kontakter."],
        EmptyText = "Inga kontakter flyttar.",
    };

    /// <summary>Each assumption, where it comes from, and whether it lies outside the data.</summary>
    public static Table Assumed(Assumptions assumptions, ScenarioAnswer answer)
    {
        var (own, known, outside) = (new State(StateMark.Pagar, "Eget antagande"), new State(StateMark.Klar, "Ur underlaget"), new State(StateMark.Varning, "Utanför underlaget"));
        var basis = $"vårdkontakter {answer.Span}, inlästa till och med {SwedishFormat.Date(answer.Received)}";
        List<Row> rows = [new Row("Volym", $"{Counted(answer.Mid.TouchedContacts)} kontakter om året", basis, known), KppOf(answer.Mid)];
        foreach (var (i, (move, facts)) in assumptions.Moves.Zip(answer.Moves).Index())
        {
            var number = assumptions.Moves.Count > 1 ? $", flytt {i + 1}" : "";
            if (answer.Stages is not null) rows.Add(new($"Gäller från{number}", SwedishFormat.Date(assumptions.StartOf(move)), "formuläret", own));
            rows.Add(new($"Andel som flyttar{number}", Percent(move.Share), "formuläret", own));
            var hasPrices = facts.HasPrices ?? answer.HasPrices;
            var today = facts.PriceTodayOre is { } ore ? SwedishFormat.Money(ore, MoneyUnit.Kr, 2) : "inget pris";
            rows.Add(move.PriceOre is { } price
                ? new($"Pris per kontakt{number}", SwedishFormat.Money(price, MoneyUnit.Kr, 2), $"formuläret; i dag {today} i snitt{Compared(price, facts.PriceTodayOre)}", own)
                : new($"Pris per kontakt{number}", $"dagens, i snitt {today}", hasPrices ? $"prislistorna; {basis}" : $"de senaste prislistorna; {basis}", hasPrices ? known : outside));
            rows.Add(new($"Rörlig del hos givaren{number}", Percent(move.Variable), "formuläret; resten stannar", own));
            rows.Add(new($"Mottagarens kostnad{number}", $"{Percent(move.Receiver)} av givarens", $"formuläret; KPP ur {basis}", own));
            rows.Add(new($"Resa per kontakt{number}", SwedishFormat.Money(move.TravelOre, MoneyUnit.Kr), "formuläret; underlaget har inga resor", own));
            foreach (var place in facts.NewTo) rows.Add(new($"Mottagare{number}", place, "ger ingen sådan vård i dag", outside));
        }
        if (answer.MissingMonths > 0) rows.Add(new("Månader som saknas", SwedishFormat.Integer(answer.MissingMonths), "ingen region har levererat dem, så ett helt år är räknat för lågt", outside));
        return new() { Title = "Antaganden", Columns = [new("what", "Antagande"), new("value", "Värde"), new("source", "Källa"), new("state", "Slag", ColumnKind.State)], Rows = rows };
    }

    /// <summary>How much of what the scenario touches has a cost of its own.</summary>
    private static Row KppOf(ScenarioResult result)
    {
        var share = SwedishFormat.Share(result.TouchedKppContacts, result.TouchedContacts);
        return share == 100 || result.TouchedContacts == 0
            ? new("Givarens kostnad", "KPP för alla kontakter", "leveranserna", new State(StateMark.Klar, "Ur underlaget"))
            : new("Givarens kostnad", $"KPP för {SwedishFormat.Percent(decimal.Floor(share))} av kontakterna", "resten är räknad till medelvärdet av de andras KPP, eller till priset", new State(StateMark.Varning, "Utanför underlaget"));
    }

    /// <summary>Every scenario.</summary>
    public static Table ListOf(IReadOnlyList<(SavedScenario Scenario, ScenarioEdition Latest)> all, IReadOnlySet<Guid> chosen) => new()
    {
        Title = "Sparade scenarier",
        Columns = [new("name", "Namn"), new("net", "Alla regioner, per år", ColumnKind.Money) { Unit = MoneyUnit.Tkr, Signed = true }, new("from", "Från", ColumnKind.Date), new("basis", "Underlag till och med", ColumnKind.Date), new("report", "I rapporten"), new("edition", "Utgåva", ColumnKind.Integer), new("savedAt", "Sparad", ColumnKind.Date)],
        Rows = [.. all.Select(p => (p.Scenario, p.Latest, Input: Fordelning.EditionJson.Read<Assumptions>(p.Latest.Input), Answer: Fordelning.EditionJson.Read<ScenarioAnswer>(p.Latest.Result))).Select(p => new Row(
            (Cell)p.Scenario.Name with { Link = PathOf(p.Scenario) }, p.Answer.Mid.Net, p.Input.FirstDay, p.Answer.LastDay, p.Scenario.ReportYear is { } year ? year.ToString(SwedishFormat.Culture) : Cell.NotApplicable,
            p.Latest.Number, SwedishFormat.Day(new DateTimeOffset(p.Latest.SavedAt))) { Pick = new("jamfor", p.Scenario.Id.ToString(), $"Jämför {p.Scenario.Name}", chosen.Contains(p.Scenario.Id)) })],
        EmptyText = "Inget scenario än.",
    };

    /// <summary>Several scenarios under each other, a column per region.</summary>
    public static Table SideBySide(IReadOnlyList<(SavedScenario Scenario, ScenarioEdition Latest)> chosen) => new()
    {
        Title = "Jämförelse, effekt per år",
        Columns = [new("name", "Scenario"), .. Region.Norra.Select(r => Effect(FormattableString.Invariant($"net{r.Code.Code}Ore"), r.Name) with { Region = r }), Effect("netOthersOre", Others), Effect("netOre", "Summa")],
        Rows = [.. chosen.Select(c => (c.Scenario, Rows: Rows(Fordelning.EditionJson.Read<ScenarioAnswer>(c.Latest.Result).Mid))).Select(c => new Row(
            [(Cell)c.Scenario.Name with { Link = PathOf(c.Scenario) }, .. c.Rows.Select(r => (Cell)r.Effect.Net), c.Rows.Sum(r => r.Effect.Net)]))],
        Notes = ["Plus är bättre för regionen, minus är sämre."],
    };

    /// <summary>Where the figures come from.</summary>
    public static string Source(ScenarioAnswer answer) => $"regionernas leveranser {answer.Span}, inlästa till och med {SwedishFormat.Date(answer.Received)}";

    /// <summary>The four regions in the order of the pages, then all others as one.</summary>
    private static List<(string Name, Cell Cell, IReadOnlyList<string> Codes, RegionEffect Effect)> Rows(ScenarioResult result)
    {
        var others = result.Regions.Where(r => Region.Find(r.Region) is null).ToList();
        return
        [
            .. Region.Norra.Select(r => (r.Name, (Cell)r, (IReadOnlyList<string>)[r.Code.Code], result.Of(r.Code.Code))),
            (Others, Others, [.. others.Select(o => o.Region)], new("", others.Sum(o => o.BoughtBefore), others.Sum(o => o.SoldBefore), others.Sum(o => o.Bought), others.Sum(o => o.Sold), others.Sum(o => o.Cost), others.Sum(o => o.Travel))),
        ];
    }

    private static int Order(string home) => home.Length == 0 ? int.MaxValue : Region.Norra.ToList().FindIndex(r => r.Code.Code == home);

    private static Cell Count(long contacts) => contacts is > 0 and < SmallNumbers.Limit ? SmallNumbers.Tell(contacts, Nivastrukturering.Told.TooFew) : contacts;

    private static string Counted(long contacts) => contacts is > 0 and < SmallNumbers.Limit ? SmallNumbers.Few : SwedishFormat.Integer(contacts);

    private static string Compared(long price, long? today) => today is not > 0 ? "" : $", {SwedishFormat.Percent(Math.Abs(SwedishFormat.Share(price - today.Value, today.Value)), 1)} {(price < today ? "under" : "över")}";

    private static Column Effect(string key, string title) => new(key, title, ColumnKind.Money) { Unit = MoneyUnit.Tkr, Decimals = 1, Signed = true };

    private static Column Ore(string key, string title) => new(key, title, ColumnKind.Money) { Unit = MoneyUnit.Tkr, Decimals = 1 };

    private static string And(IReadOnlyList<string> names) => names.Count < 2 ? string.Concat(names) : $"{string.Join(", ", names.SkipLast(1))} och {names[^1]}";

    private static string Percent(int hundredths) => SwedishFormat.Percent(hundredths / 100m, Decimals(hundredths));

    private static int Decimals(int hundredths) => hundredths % 100 == 0 ? 0 : hundredths % 10 == 0 ? 1 : 2;

    private static MoneyUnit UnitOf(long ore) => Math.Abs(ore) >= 1_000_000_000 ? MoneyUnit.Mnkr : MoneyUnit.Tkr;

    private static string Told(long ore, MoneyUnit unit) => SwedishFormat.Money(ore, unit);
}
