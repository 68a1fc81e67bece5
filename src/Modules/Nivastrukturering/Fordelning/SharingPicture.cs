using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Kernel.Screens;
using Kunskapsstyrning.Kernel.Tables;

namespace Kunskapsstyrning.Nivastrukturering.Fordelning;

/// <summary>Sharings as tables and sentences.</summary>
internal static class SharingPicture
{
    public const string ListPath = "/kostnader/fordelning";

    public const string SettlementPath = "/kostnader/efteravrakning";

    /// <summary>Stands in the address instead of an id for what is not made yet.</summary>
    public const string New = "ny";

    /// <summary>The published rule, whole sentences.</summary>
    public const string Rule =
        "Varje del fördelas för sig. Först avrundas varje regions andel nedåt till hela öre. De ören som blir över går ett och ett till de regioner som har störst rest. "
        + "Är resten lika stor går öret till regionen med lägst länskod. Summan blir alltid exakt beloppet, och ingen andel är ett öre eller mer från den exakta. Ett negativt belopp fördelas som samma belopp med omvänt tecken.";

    public static string PathOf(Sharing sharing) => $"{(sharing.Kind == SharingKind.Fordelning ? ListPath : SettlementPath)}/{sharing.Id}";

    public static string NameOf(CostKeyKind kind) => kind switch
    {
        CostKeyKind.Befolkning => "Befolkning",
        CostKeyKind.Remisser => "Remisser",
        CostKeyKind.Kpp => "KPP",
        CostKeyKind.Abonnemang => "Abonnemang",
        _ => "Fasta andelar",
    };

    public static State StateOf(SharingEdition edition) => edition.IsFrozen ? new(StateMark.Klar, "Godkänd") : new(StateMark.Pagar, "Utkast");

    /// <summary>Every sharing.</summary>
    public static Table ListOf(IReadOnlyList<(Sharing Sharing, SharingEdition Latest)> all) => new()
    {
        Title = "Fördelningar och efteravräkningar",
        Columns =
        [
            new("name", "Namn"), new("kind", "Slag"), new("year", "År") , new("total", "Belopp", ColumnKind.Money), new("state", "Läge", ColumnKind.State),
            new("edition", "Utgåva", ColumnKind.Integer), new("savedAt", "Sparad", ColumnKind.Date),
        ],
        Rows = [.. all.Select(p => new Row(
            (Cell)p.Sharing.Name with { Link = PathOf(p.Sharing) },
            p.Sharing.Kind == SharingKind.Fordelning ? "Fördelning" : "Efteravräkning",
            p.Sharing.Year.ToString(SwedishFormat.Culture),
            p.Sharing.Kind == SharingKind.Fordelning ? EditionJson.Read<CostPool>(p.Latest.Input).TotalOre : EditionJson.Read<AfterSettlement>(p.Latest.Input).SettledOre,
            StateOf(p.Latest), p.Latest.Number, SwedishFormat.Day(new DateTimeOffset(p.Latest.SavedAt))))],
        EmptyText = "Ingen fördelning än.",
    };

    /// <summary>The same pool by each key and by the combination.</summary>
    public static Table SideBySide(CostPool pool, CostShares shares)
    {
        var regions = RegionsOf(pool);
        var keys = pool.Keys.Select(k => k.Kind).ToList();
        return new()
        {
            Title = "Samma belopp efter varje nyckel",
            Columns = [new("region", "Region"), .. keys.Select(k => Ore(Key(k), NameOf(k))), Ore("combination", "Kombinationen")],
            Rows = [.. regions.Select(r => new Row([Region.NameOf(r), .. keys.Select(k => (Cell)(shares.ByKey.TryGetValue(k, out var by) ? by[r] : (long?)null)), shares.Combined(r)]))],
            Sum = new Row(["Summa", .. keys.Select(k => (Cell)(shares.ByKey.TryGetValue(k, out var by) ? by.Values.Sum() : (long?)null)), shares.ByPart is null ? Cell.Missing : regions.Sum(r => shares.Combined(r)!.Value)]),
            Notes = [.. NotesOf(pool, shares)],
        };
    }

    /// <summary>The combination part by part.</summary>
    public static Table Parts(CostPool pool, CostShares shares) => new()
    {
        Title = "Kombinationen del för del",
        Columns = [new("region", "Region"), .. pool.Parts.Select((p, i) => Ore(FormattableString.Invariant($"part{i + 1}"), p.Name)), Ore("sum", "Summa")],
        Rows = shares.ByPart is not { } parts ? [] : [.. RegionsOf(pool).Select(r => new Row([Region.NameOf(r), .. parts.Select(p => (Cell)p[r]), shares.Combined(r)]))],
        Sum = new Row(["Summa", .. pool.Parts.Select(p => (Cell)p.Ore), pool.TotalOre]),
        Notes = [string.Join(" ", pool.Parts.Select(p => $"{p.Name}: efter {(p.Key == CostKeyKind.Kpp ? "KPP" : NameOf(p.Key).ToLower(SwedishFormat.Culture))}."))],
        EmptyText = "Kombinationen kan inte räknas: en nyckel saknar uppgifter.",
    };

    /// <summary>The figures of the keys.</summary>
    public static Table Figures(CostPool pool) => new()
    {
        Title = "Nycklarnas tal",
        Columns = [new("region", "Region"), .. pool.Keys.Select(k => k.Kind switch
        {
            CostKeyKind.Kpp => Ore(Key(k.Kind), NameOf(k.Kind)),
            CostKeyKind.Abonnemang or CostKeyKind.Fast => new Column(Key(k.Kind), NameOf(k.Kind), ColumnKind.Percent) { Decimals = 2 },
            _ => new Column(Key(k.Kind), NameOf(k.Kind), ColumnKind.Integer),
        })],
        Rows = [.. RegionsOf(pool).Select(r => new Row([Region.NameOf(r), .. pool.Keys.Select(k => IsShares(k.Kind) ? (Cell)(k.Weights[r] / 100m) : k.Weights[r])]))],
        Notes = [.. pool.Keys.Select(k => $"{NameOf(k.Kind)}: {k.Source}.")],
    };

    /// <summary>The answer in one sentence: what the combination gives, and where the choice of key matters most.</summary>
    public static string Lead(CostPool pool, CostShares shares)
    {
        if (shares.ByPart is null) return "Kombinationen kan inte räknas än: en av delarna har en nyckel utan uppgifter.";
        var regions = RegionsOf(pool);
        var most = regions.MaxBy(r => Math.Abs(shares.Combined(r)!.Value))!;
        var first = $"Med kombinationen får Region {Region.NameOf(most)} den största delen, {Kronor(shares.Combined(most)!.Value)} av {Kronor(pool.TotalOre)}.";
        var spread = regions.Select(r => (Region: r, Ore: Spread(r))).MaxBy(s => s.Ore);
        return spread.Ore == 0 ? first : $"{first} Nyckeln betyder mest för Region {Region.NameOf(spread.Region)}: {Kronor(spread.Ore)} mellan lägsta och högsta.";

        long Spread(string region)
        {
            var all = shares.ByKey.Values.Select(s => s[region]).Append(shares.Combined(region)!.Value).ToList();
            return all.Max() - all.Min();
        }
    }

    /// <summary>What an edition changed per region in the combination; null when neither can be told.</summary>
    public static Table? Differences(SharingEdition before, SharingEdition after)
    {
        var (old, now) = (EditionJson.Read<CostShares>(before.Result), EditionJson.Read<CostShares>(after.Result));
        if (old.ByPart is null || now.ByPart is null) return null;
        var changed = RegionsOf(EditionJson.Read<CostPool>(after.Input)).Select(r => (Region: r, Before: old.Combined(r)!.Value, After: now.Combined(r)!.Value)).Where(c => c.Before != c.After).ToList();
        return new()
        {
            Title = $"Skillnad mot utgåva {before.Number}",
            Columns = [new("region", "Region"), Ore("before", "Före"), Ore("after", "Efter"), Ore("change", "Ändring") with { Signed = true }],
            Rows = [.. changed.Select(c => new Row(Region.NameOf(c.Region), c.Before, c.After, c.After - c.Before))],
            Sum = changed.Count == 0 ? null : new Row("Summa", changed.Sum(c => c.Before), changed.Sum(c => c.After), changed.Sum(c => c.After - c.Before)),
            EmptyText = "Ingen regions belopp har ändrats.",
        };
    }

    /// <summary>The regions of a pool in the order of the pages: the four of Norra, then the others.</summary>
    public static IReadOnlyList<string> RegionsOf(CostPool pool) =>
        [.. Region.Sweden.Select(r => r.Code.Code).Where(c => pool.Keys.Any(k => k.Weights.ContainsKey(c)))];

    public static string Kronor(long ore) => SwedishFormat.Money(ore, MoneyUnit.Kr, 2);

    /// <summary>True for keys whose weights are hundredths of a percent.</summary>
    public static bool IsShares(CostKeyKind kind) => kind is CostKeyKind.Abonnemang or CostKeyKind.Fast;

    internal static Column Ore(string key, string title) => new(key, title, ColumnKind.Money) { Decimals = 2 };

    private static IEnumerable<string> NotesOf(CostPool pool, CostShares shares)
    {
        var unknown = Enum.GetValues<CostKeyKind>().Where(k => pool.Find(k) is null).Select(NameOf).ToList();
        if (unknown.Count > 0) yield return $"Uppgifter saknas för: {string.Join(", ", unknown)}. Fyll i dem för att jämföra.";
        foreach (var key in pool.Keys.Where(k => !shares.ByKey.ContainsKey(k.Kind))) yield return $"{NameOf(key.Kind)}: alla tal är 0, så beloppet fördelas inte. Det delas aldrig lika av sig självt.";
    }

    private static string Key(CostKeyKind kind) => kind switch
    {
        CostKeyKind.Befolkning => "population",
        CostKeyKind.Remisser => "referrals",
        CostKeyKind.Kpp => "kpp",
        CostKeyKind.Abonnemang => "subscription",
        _ => "fixed",
    };
}
