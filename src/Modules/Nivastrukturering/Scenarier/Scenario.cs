using Kunskapsstyrning.Kernel;

namespace Kunskapsstyrning.Nivastrukturering.Scenarier;

/// <summary>What moves one way, for a year, öre. Each figure is rounded once, half away from zero; every sum of them is exact.</summary>
/// <param name="Home">Who pays: län code, or empty.</param>
/// <param name="From">Län code of the giver.</param>
/// <param name="To">Place of the receiver.</param>
/// <param name="FromPlace">Place of the giver.</param>
/// <param name="Contacts">How many move, to the nearest whole.</param>
/// <param name="OldOre">What the buyer pays the giver for them today.</param>
/// <param name="NewOre">What the buyer pays the receiver afterwards.</param>
/// <param name="CostOre">What they cost the giver today.</param>
/// <param name="GoneOre">How much of that disappears.</param>
/// <param name="AddedOre">What they cost the receiver.</param>
/// <param name="TravelOre">What travel costs the buyer more.</param>
internal sealed record ScenarioFlow(string Home, string From, string FromPlace, string To, long Contacts, long OldOre, long NewOre, long CostOre, long GoneOre, long AddedOre, long TravelOre);

/// <summary>What the scenario does to one region's economy in a year, öre. Above zero is better for the region.</summary>
/// <param name="Region">Län code, or empty: contacts without home region.</param>
/// <param name="BoughtBefore">What the region pays for all care in others today.</param>
/// <param name="SoldBefore">What others pay the region for all care today.</param>
/// <param name="Bought">Lower payment to others.</param>
/// <param name="Sold">Higher income from others.</param>
/// <param name="Cost">Lower cost of own care.</param>
/// <param name="Travel">Lower cost of travel.</param>
internal sealed record RegionEffect(string Region, long BoughtBefore, long SoldBefore, long Bought, long Sold, long Cost, long Travel)
{
    /// <summary>All of it.</summary>
    public long Net => checked(Bought + Sold + Cost + Travel);

    public long BoughtAfter => checked(BoughtBefore - Bought);

    public long SoldAfter => checked(SoldBefore + Sold);
}

/// <summary>The answer for one set of shares.</summary>
/// <param name="Regions">Every region that buys, sells or moves anything.</param>
/// <param name="Flows">What moves.</param>
/// <param name="TouchedOre">What the care costs today that the moves choose among, öre.</param>
/// <param name="TouchedContacts">How many contacts that is.</param>
/// <param name="TouchedKppContacts">How many of them have KPP.</param>
/// <param name="LeftOut">True when groups of fewer than five contacts were left where they are.</param>
internal sealed record ScenarioResult(IReadOnlyList<RegionEffect> Regions, IReadOnlyList<ScenarioFlow> Flows, long TouchedOre, long TouchedContacts, long TouchedKppContacts, bool LeftOut)
{
    /// <summary>What all regions together gain; below zero it costs more.</summary>
    public long Net => Regions.Sum(r => r.Net);

    public long GoneOre => Flows.Sum(f => f.GoneOre);

    public long AddedOre => Flows.Sum(f => f.AddedOre);

    public long TravelOre => Flows.Sum(f => f.TravelOre);

    /// <summary>Cost that stays with the giver though the care has moved.</summary>
    public long StaysOre => Flows.Sum(f => f.CostOre - f.GoneOre);

    /// <summary>What it costs the receiver above what it cost the giver.</summary>
    public long DearerOre => Flows.Sum(f => f.AddedOre - f.CostOre);

    /// <summary>How much higher the price is afterwards: paid by one region, earned by another.</summary>
    public long PriceOre => Flows.Where(f => f.OldOre != 0 && f.NewOre != 0).Sum(f => f.NewOre - f.OldOre);

    /// <summary>What of each region's net falls in the months of a year; the parts sum to the total's part.</summary>
    /// <param name="months">0–12.</param>
    public IReadOnlyDictionary<string, long> PartOf(int months) => ScenarioStage.Split(Regions.Select(r => (r.Region, (Int128)r.Net * months)));

    /// <summary>A region's effect; all zero when it has none.</summary>
    public RegionEffect Of(string region) => Regions.FirstOrDefault(r => r.Region == region) ?? new(region, 0, 0, 0, 0, 0, 0);
}

/// <summary>Calculates what moving care does to each region's economy: the exact sums of the cells, and a difference on top (docs/adr/0028).</summary>
internal static class Scenario
{
    /// <summary>The whole of a cell: three moves' shares multiply to whole parts of it.</summary>
    private const long Unit = 1_000_000_000_000;

    /// <summary>The rule of rounding, for people.</summary>
    public const string Rule =
        "Dagens belopp är exakta. Skillnaden räknas exakt och avrundas en gång till hela öre, halva uppåt (bort från noll), för varje väg: hemregion, givare, mottagare. Köparens och säljarens öre är samma öre, så summan över regionerna är alltid summan av det som står på raderna.";

    /// <summary>Calculates.</summary>
    /// <param name="cells">The basis: twelve months of all care.</param>
    /// <param name="moves">At most <see cref="Assumptions.MostMoves"/>.</param>
    /// <param name="listPrice">What a performing region's list says on the move's first day that a home region pays for a service: (move, region, home, service), öre; null = not there.</param>
    /// <exception cref="OverflowException">A sum does not fit 64 bits of öre.</exception>
    public static ScenarioResult Of(IReadOnlyList<ScenarioCell> cells, IReadOnlyList<Move> moves, Func<Move, string, string, string, long?> listPrice)
    {
        List<ScenarioCell> asked = [.. cells.Where(c => moves.Any(m => m.Care.Takes(c)))];
        var kept = new HashSet<(int, string, string)>();
        var leftOut = false;
        foreach (var (i, move) in moves.Index())
        {
            foreach (var group in asked.Where(c => move.Care.Takes(c)).GroupBy(c => (c.Home, c.Place)))
            {
                if (group.Sum(c => c.Contacts) < SmallNumbers.Limit) leftOut = true;
                else kept.Add((i, group.Key.Home, group.Key.Place));
            }
        }

        var average = moves.Select(m => AveragePrice(asked, m.Care)).ToList();
        Dictionary<(string Home, string FromPlace, string To), Exact> ways = [];
        long touchedOre = 0, touched = 0, touchedKpp = 0;
        List<(string Place, int By, long Weight)> parts = [];
        foreach (var cell in asked)
        {
            if (!Spread(cell, moves, kept, parts)) continue;
            checked
            {
                touchedOre += cell.CostOre;
                touched += cell.Contacts;
                touchedKpp += cell.KppContacts;
            }
            foreach (var (place, by, weight) in parts)
            {
                if (place == cell.Place || weight == 0) continue;
                var way = ways.GetValueOrDefault((cell.Home, cell.Place, place)) ?? new();
                way.Add(cell, moves[by], weight, PriceAt(cell, place, moves[by], average[by], listPrice));
                ways[(cell.Home, cell.Place, place)] = way;
            }
        }
        List<ScenarioFlow> flows = [.. ways.Select(w => w.Value.Rounded(w.Key.Home, w.Key.FromPlace, w.Key.To)).OrderBy(f => f.Home, StringComparer.Ordinal).ThenBy(f => f.FromPlace, StringComparer.Ordinal).ThenBy(f => f.To, StringComparer.Ordinal)];
        return new(Effects(cells, flows), flows, touchedOre, touched, touchedKpp, leftOut);
    }

    /// <summary>What a contact of the care is paid with on average today, whole öre; null when fewer than five are: it would be told of them.</summary>
    public static long? AveragePrice(IEnumerable<ScenarioCell> cells, CareKey care)
    {
        long ore = 0, contacts = 0;
        foreach (var cell in cells)
        {
            if (!cell.IsPriced || !care.Takes(cell)) continue;
            checked
            {
                ore += cell.Ore;
                contacts += cell.Contacts;
            }
        }
        return contacts < SmallNumbers.Limit ? null : Money.RoundedDivide(ore, contacts);
    }

    /// <summary>Where the cell's contacts are after the moves, and which move brought them there.</summary>
    /// <returns>True when a move takes any of them.</returns>
    private static bool Spread(ScenarioCell cell, IReadOnlyList<Move> moves, HashSet<(int, string, string)> kept, List<(string Place, int By, long Weight)> parts)
    {
        parts.Clear();
        parts.Add((cell.Place, -1, Unit));
        var isTouched = false;
        for (var i = 0; i < moves.Count; i++)
        {
            var move = moves[i];
            if (!move.Care.Takes(cell) || !kept.Contains((i, cell.Home, cell.Place)) || move.TargetOf(cell) is not { } target) continue;
            for (var p = parts.Count - 1; p >= 0; p--)
            {
                if (parts[p].Place == target || !move.TakesFrom(cell, parts[p].Place)) continue;
                isTouched = true;
                var moved = parts[p].Weight / Move.Whole * move.Share;
                parts[p] = parts[p] with { Weight = parts[p].Weight - moved };
                parts.Add((target, i, moved));
            }
        }
        return isTouched;
    }

    /// <summary>What the home region pays for all the cell's contacts at another place, öre.</summary>
    private static Int128 PriceAt(ScenarioCell cell, string place, Move move, long? average, Func<Move, string, string, string, long?> listPrice)
    {
        var region = Places.RegionOf(place);
        if (cell.Home.Length == 0 || cell.Home == region || cell.Rule == PriceRule.EjDebiterbar) return 0;
        if (move.PriceOre is { } own) return (Int128)own * cell.Contacts;
        if (region == cell.Region) return cell.Ore;
        if (listPrice(move, region, cell.Home, cell.Service) is { } listed) return (Int128)listed * cell.Contacts;
        return cell.IsPriced ? cell.Ore : average is { } ore ? (Int128)ore * cell.Contacts : cell.CostOre;
    }

    private static List<RegionEffect> Effects(IReadOnlyList<ScenarioCell> cells, List<ScenarioFlow> flows)
    {
        Dictionary<string, long[]> sums = [];
        foreach (var cell in cells)
        {
            checked
            {
                Sums(cell.Home)[0] += cell.Ore;
                Sums(cell.Region)[1] += cell.Ore;
            }
        }
        foreach (var flow in flows)
        {
            var to = Places.RegionOf(flow.To);
            checked
            {
                Sums(flow.Home)[2] += flow.OldOre - flow.NewOre;
                Sums(flow.From)[3] -= flow.OldOre;
                Sums(to)[3] += flow.NewOre;
                Sums(flow.From)[4] += flow.GoneOre;
                Sums(to)[4] -= flow.AddedOre;
                Sums(flow.Home)[5] -= flow.TravelOre;
            }
        }
        return [.. sums.OrderBy(s => s.Key, StringComparer.Ordinal).Select(s => new RegionEffect(s.Key, s.Value[0], s.Value[1], s.Value[2], s.Value[3], s.Value[4], s.Value[5]))];

        long[] Sums(string region) => sums.TryGetValue(region, out var found) ? found : sums[region] = new long[6];
    }

    /// <summary>Exact sums of a way: payments in parts of <see cref="Unit"/>, costs in ten thousandths of those.</summary>
    private sealed class Exact
    {
        private Int128 _contacts, _old, _new, _cost, _gone, _added, _travel;

        public void Add(ScenarioCell cell, Move move, long weight, Int128 price)
        {
            checked
            {
                _contacts += (Int128)cell.Contacts * weight;
                _old += (Int128)cell.Ore * weight;
                _new += price * weight;
                _cost += (Int128)cell.CostOre * weight;
                _gone += (Int128)cell.CostOre * weight * move.Variable;
                _added += (Int128)cell.CostOre * weight * move.Receiver;
                _travel += (Int128)cell.Contacts * weight * move.TravelOre;
            }
        }

        public ScenarioFlow Rounded(string home, string fromPlace, string to) => new(
            home, Places.RegionOf(fromPlace), fromPlace, to, Money.RoundedDivide(_contacts, Unit), Money.RoundedDivide(_old, Unit), Money.RoundedDivide(_new, Unit),
            Money.RoundedDivide(_cost, Unit), Money.RoundedDivide(_gone, (Int128)Unit * Move.Whole), Money.RoundedDivide(_added, (Int128)Unit * Move.Whole), Money.RoundedDivide(_travel, Unit));
    }
}
