using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Kernel.Screens;
using Kunskapsstyrning.Kernel.Tables;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace Kunskapsstyrning.Nivastrukturering.Fordelning;

/// <summary>After-settlements as tables, sentences and pasted rows.</summary>
internal static class SettlementPicture
{
    public const int MostRows = 200;

    /// <summary>The rule of rounding, whole sentences.</summary>
    public const string Rule =
        "Skillnad är omräknad KPP minus det som är fakturerat: minus betyder att köparen har betalat för mycket och får pengar tillbaka. Varje köpare reglerar bara sin egen skillnad. "
        + "Summan avrundas en gång; ören som blir över av avrundningen nedåt går till de rader som har störst rest, sedan till lägst länskod och tidigaste år.";

    /// <summary>Per buyer over all years.</summary>
    public static Table Buyers(IReadOnlyList<SettledRow> rows) => new()
    {
        Title = "Att reglera per köpare",
        Columns = [new("buyer", "Köpare"), Ore("invoiced", "Fakturerat"), Ore("kpp", "Omräknad KPP"), Ore("difference", "Skillnad", true), Ore("settled", "Att reglera", true)],
        Rows = [.. rows.GroupBy(r => r.Row.Buyer).Select(g => RowOf(Region.NameOf(g.Key), [.. g]))],
        Sum = RowOf("Summa", rows),
    };

    /// <summary>Per buyer and year.</summary>
    public static Table Years(IReadOnlyList<SettledRow> rows) => new()
    {
        Title = "Per köpare och år",
        Columns =
        [
            new("buyer", "Köpare"), new("year", "År"), Ore("fixed", "Fast"), Ore("variable", "Rörlig"), Ore("kpp", "Omräknad KPP"), Ore("difference", "Skillnad", true), Ore("settled", "Att reglera", true),
        ],
        Rows = [.. rows.Select(r => new Row(
            Region.NameOf(r.Row.Buyer), YearOf(r), r.Row.FixedOre, r.Row.VariableOre, r.Row.KppOre, r.Row.DifferenceOre, r.SettledOre))],
        Sum = new Row("Summa", Cell.Empty, rows.Sum(r => r.Row.FixedOre), rows.Sum(r => r.Row.VariableOre), rows.Sum(r => r.Row.KppOre), rows.Sum(r => r.Row.DifferenceOre), rows.Sum(r => r.SettledOre)),
    };

    /// <summary>What a re-run changed: only rows whose difference or settled amount is another, or that came or went.</summary>
    public static Table Differences(SharingEdition before, SharingEdition after)
    {
        var old = EditionJson.Read<List<SettledRow>>(before.Result).ToDictionary(r => (r.Row.Buyer, r.Row.Year));
        var now = EditionJson.Read<List<SettledRow>>(after.Result).ToDictionary(r => (r.Row.Buyer, r.Row.Year));
        var changed = old.Keys.Union(now.Keys).Order()
            .Select(k => (Key: k, Old: old.GetValueOrDefault(k), New: now.GetValueOrDefault(k)))
            .Where(c => c.Old != c.New).ToList();
        return new()
        {
            Title = $"Skillnad mot utgåva {before.Number}",
            Columns =
            [
                new("buyer", "Köpare"), new("year", "År"), Ore("differenceBefore", "Skillnad före", true), Ore("differenceAfter", "Skillnad efter", true),
                Ore("before", "Att reglera före", true), Ore("after", "Att reglera efter", true), Ore("change", "Ändring", true),
            ],
            Rows = [.. changed.Select(c => new Row(
                Region.NameOf(c.Key.Buyer), c.Key.Year.ToString(SwedishFormat.Culture), Known(c.Old?.Row.DifferenceOre), Known(c.New?.Row.DifferenceOre), Known(c.Old?.SettledOre), Known(c.New?.SettledOre), (c.New?.SettledOre ?? 0) - (c.Old?.SettledOre ?? 0)))],
            Sum = changed.Count == 0 ? null : new Row(
                "Summa", Cell.Empty, changed.Sum(c => c.Old?.Row.DifferenceOre ?? 0), changed.Sum(c => c.New?.Row.DifferenceOre ?? 0),
                changed.Sum(c => c.Old?.SettledOre ?? 0), changed.Sum(c => c.New?.SettledOre ?? 0), changed.Sum(c => (c.New?.SettledOre ?? 0) - (c.Old?.SettledOre ?? 0))),
            EmptyText = "Inga skillnader: samma uppgifter ger samma resultat.",
        };
    }

    /// <summary>The answer in one or two sentences.</summary>
    public static string Lead(AfterSettlement settlement, IReadOnlyList<SettledRow> rows)
    {
        var buyers = rows.GroupBy(r => r.Row.Buyer).Select(g => $"{Region.NameOf(g.Key)} {Mnkr(g.Sum(r => r.SettledOre))}");
        return $"Skillnaden är {Mnkr(settlement.DifferenceOre)} mnkr. {settlement.Part.Numerator}/{settlement.Part.Denominator} regleras, {Mnkr(rows.Sum(r => r.SettledOre))} mnkr: {string.Join(", ", buyers)}.";
    }

    /// <summary>The rows as they are pasted: buyer, year, fixed, variable and KPP in kronor, tab between.</summary>
    public static string Text(AfterSettlement settlement) => string.Join('\n', settlement.Rows.Select(r => string.Join(
        '\t', Region.NameOf(r.Buyer), r.Year.ToString(SwedishFormat.Culture), Kronor(r.FixedOre), Kronor(r.VariableOre), Kronor(r.KppOre))));

    /// <summary>Reads the form; null after the faults have been told.</summary>
    /// <param name="text">Rows with tab or semicolon between; a head is left out.</param>
    /// <param name="part">As typed: <c>1/3</c>.</param>
    /// <param name="faults">Of the fields Rader and Andel.</param>
    public static AfterSettlement? Read(string text, string part, ModelStateDictionary faults)
    {
        List<BuyerYear> rows = [];
        var lines = text.ReplaceLineEndings("\n").Split('\n').Index().Where(l => l.Item.Trim().Length > 0).ToList();
        if (lines.Count > MostRows) faults.AddModelError("Rader", $"Klistra in högst {MostRows} rader.");
        foreach (var (i, line) in lines.Take(MostRows))
        {
            var cells = line.Split(line.Contains('\t', StringComparison.Ordinal) ? '\t' : ';');
            if (rows.Count == 0 && cells[0].Trim().Equals("köpare", StringComparison.OrdinalIgnoreCase)) continue;
            if (ReadRow(cells) is not { } row) faults.AddModelError("Rader", $"Rad {i + 1}: skriv köpare, år, fast, rörlig och KPP i kronor, med tabb eller semikolon emellan.");
            else if (rows.Exists(r => r.Buyer == row.Buyer && r.Year == row.Year)) faults.AddModelError("Rader", $"Rad {i + 1}: {Region.NameOf(row.Buyer)} {row.Year} finns redan på en rad ovanför.");
            else rows.Add(row);
        }
        if (rows.Count == 0 && faults.IsValid) faults.AddModelError("Rader", "Klistra in minst en rad.");
        if (ReadPart(part) is not { } settled) faults.AddModelError("Andel", "Skriv andelen som ett bråk, till exempel 1/3, 1/2 eller 1/1.");
        else if (faults.IsValid) return new(settled, [.. rows.OrderBy(r => r.Buyer, StringComparer.Ordinal).ThenBy(r => r.Year)]);
        return null;
    }

    private static BuyerYear? ReadRow(string[] cells)
    {
        if (cells.Length != 5 || Region.FindAny(cells[0].Trim()) is not { } buyer || !SwedishInput.TryInteger(cells[1], out var year) || year is < 2000 or > 2100) return null;
        var ore = new long[3];
        for (var i = 0; i < 3; i++)
            if (!SwedishInput.TryMoney(cells[i + 2], MoneyUnit.Kr, out ore[i]) || Math.Abs((decimal)ore[i]) > SharingForm.MostOre) return null;
        return new(buyer.Code.Code, (int)year, ore[0], ore[1], ore[2]);
    }

    private static SettledPart? ReadPart(string text)
    {
        var sides = text.Split('/');
        return sides.Length == 2 && SwedishInput.TryInteger(sides[0], out var a) && SwedishInput.TryInteger(sides[1], out var b) && b is > 0 and <= 100 && a > 0 && a <= b ? new((int)a, (int)b) : null;
    }

    private static Row RowOf(string name, IReadOnlyList<SettledRow> rows) => new(
        name, rows.Sum(r => r.Row.FixedOre + r.Row.VariableOre), rows.Sum(r => r.Row.KppOre), rows.Sum(r => r.Row.DifferenceOre), rows.Sum(r => r.SettledOre));

    private static Cell Known(long? ore) => ore is { } known ? known : Cell.NotApplicable;

    private static string YearOf(SettledRow row) => row.Row.Year.ToString(SwedishFormat.Culture);

    private static Column Ore(string key, string title, bool signed = false) => SharingPicture.Ore(key, title) with { Signed = signed };

    private static string Kronor(long ore) => SwedishFormat.Amount(ore, MoneyUnit.Kr, 2);

    private static string Mnkr(long ore) => SwedishFormat.Signed(SwedishFormat.InUnit(ore, MoneyUnit.Mnkr), 1);
}
