using Kunskapsstyrning.Kernel.Screens;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.WebUtilities;

namespace Kunskapsstyrning.Nivastrukturering.Scenarier;

/// <summary>The form of a scenario, which is also its address: what was typed, and how it is read. Field names are the ids of the page; the second move's end in 2.</summary>
/// <param name="values">By field name.</param>
internal sealed class ScenarioForm(IReadOnlyDictionary<string, IReadOnlyList<string>> values)
{
    public const string Care = "vard", From = "fran", To = "till", Level = "niva", Share = "andel", Price = "pris", ListPrice = "dagspris", Variable = "rorlig", Receiver = "mottagare", Travel = "resa", Start = "flyttdag";

    public const string Day = "datum", Spread = "spridning";

    private const int DefaultShare = 70, DefaultVariable = 60, DefaultReceiver = 100, DefaultSpread = 20;

    /// <summary>A thousand billion kronor is far above any price.</summary>
    private const long MostOre = 1_000_000_000_00;

    public string this[string field] => values.TryGetValue(field, out var found) && found.Count > 0 ? found[0] : "";

    /// <summary>True when something was asked; else the form is new.</summary>
    public bool IsAsked { get; private init; }

    /// <summary>The name of a field of a move.</summary>
    /// <param name="field">As for the first move.</param>
    /// <param name="move">From 1.</param>
    public static string Name(string field, int move) => move == 1 ? field : FormattableString.Invariant($"{field}{move}");

    /// <summary>True when the place is chosen as a receiver.</summary>
    public bool IsTo(int move, string place) => values.TryGetValue(Name(To, move), out var found) && found.Contains(place);

    /// <summary>True when the move has any care chosen.</summary>
    public bool HasMove(int move) => this[Name(Care, move)].Length > 0;

    /// <summary>What an address says, with what is usual where it says nothing.</summary>
    public static ScenarioForm Of(IQueryCollection query, DateOnly today)
    {
        Dictionary<string, IReadOnlyList<string>> values = new() { [Spread] = [Text(DefaultSpread)] };
        for (var move = 1; move <= Assumptions.MostMoves; move++)
        {
            (values[Name(Share, move)], values[Name(Variable, move)], values[Name(Receiver, move)], values[Name(Travel, move)]) = ([Text(DefaultShare)], [Text(DefaultVariable)], [Text(DefaultReceiver)], ["0"]);
        }
        foreach (var (name, value) in query) values[name] = [.. value.Select(v => v?.Trim() ?? "")];
        values.TryAdd(Day, [SwedishFormat.Date(new(today.Year + 1, 1, 1))]);
        return new(values) { IsAsked = query.ContainsKey(Care) && (query.ContainsKey(To) || query.ContainsKey(Day)) };

        static string Text(int number) => number.ToString(SwedishFormat.Culture);
    }

    /// <summary>The form that gives the assumptions.</summary>
    public static ScenarioForm Of(Assumptions assumptions, DateOnly today) => Of(new QueryCollection(QueryHelpers.ParseQuery(Query(assumptions))), today);

    /// <summary>The query that gives the same form, with its question mark.</summary>
    public static string Query(Assumptions assumptions)
    {
        QueryBuilder query = new();
        foreach (var (i, move) in assumptions.Moves.Index())
        {
            query.Add(Name(Care, i + 1), move.Care.Key);
            query.Add(Name(From, i + 1), move.From);
            query.Add(Name(To, i + 1), move.To);
            if (move.ToLevel is { } level) query.Add(Name(Level, i + 1), level.ToString(SwedishFormat.Culture));
            query.Add(Name(Share, i + 1), Percent(move.Share));
            if (move.PriceOre is { } price) query.Add(Name(Price, i + 1), Kronor(price));
            query.Add(Name(Variable, i + 1), Percent(move.Variable));
            query.Add(Name(Receiver, i + 1), Percent(move.Receiver));
            query.Add(Name(Travel, i + 1), Kronor(move.TravelOre));
            if (move.Start is { } start) query.Add(Name(Start, i + 1), SwedishFormat.Date(start));
        }
        query.Add(Day, SwedishFormat.Date(assumptions.From));
        query.Add(Spread, Percent(assumptions.Spread));
        return query.ToQueryString().ToString();
    }

    /// <summary>The assumptions, the moves in the order of their days, or null after the faults have been told.</summary>
    public Assumptions? Read(ScenarioBasis basis, ModelStateDictionary faults)
    {
        List<Move> moves = [.. Enumerable.Range(1, Assumptions.MostMoves).Where(i => i == 1 || HasMove(i)).Select(i => ReadMove(i, basis, faults)).OfType<Move>()];
        const string NoDay = "Skriv från vilken dag flytten gäller, till exempel 2027-01-01.";
        var from = ReadDay(Day, NoDay, faults) ?? default;
        if (from == default && this[Day].Length == 0) faults.AddModelError(Day, NoDay);
        var spread = ReadPercent(Spread, 100, "osäkerheten", faults);
        Assumptions read = new(from, moves, spread);
        if (faults.IsValid && read.LastDay > read.FirstDay.AddYears(Assumptions.MostYears)) faults.AddModelError(Day, $"Det är mer än {SwedishFormat.InWords(Assumptions.MostYears)} år mellan den första och den sista flytten. Skriv dagar som ligger närmare varandra.");
        return faults.IsValid ? read with { Moves = [.. moves.OrderBy(read.StartOf)] } : null;
    }

    private Move? ReadMove(int move, ScenarioBasis basis, ModelStateDictionary faults)
    {
        var care = new CareKey(this[Name(Care, move)]);
        if (!basis.Choices.Any(c => c.Care == care)) faults.AddModelError(Name(Care, move), "Välj vilken vård som flyttas.");
        var (from, to) = (this[Name(From, move)], values.GetValueOrDefault(Name(To, move), []).Where(t => t.Length > 0).Distinct().ToList());
        var known = basis.Hospitals.Select(h => h.Place).ToHashSet();
        if (from.Length > 0 && !known.Contains(from) && !basis.Cells.Any(c => c.Place == from)) faults.AddModelError(Name(From, move), "Välj varifrån vården flyttas.");
        if (to.Count == 0 || !to.All(t => known.Contains(t) || t is Places.Home or Places.Back)) faults.AddModelError(Name(To, move), "Välj minst ett ställe som vården flyttas till.");
        else if (to.Contains(from)) faults.AddModelError(Name(To, move), $"{basis.NameOf(from)} kan inte både lämna och ta över. Välj ett annat sjukhus.");
        else if (to.Count > 1 && to.Any(t => t is Places.Home or Places.Back)) faults.AddModelError(Name(To, move), "Välj antingen hemregionen eller sjukhus, inte båda.");
        else if (to.GroupBy(Places.RegionOf).Any(g => g.Count() > 1)) faults.AddModelError(Name(To, move), "Välj högst ett sjukhus i varje region när det är flera.");
        var levelText = this[Name(Level, move)];
        int? level = levelText is [>= '1' and <= '4'] ? levelText[0] - '0' : null;
        var share = ReadPercent(Name(Share, move), 100, "andelen som flyttar", faults);
        var variable = ReadPercent(Name(Variable, move), 100, "den rörliga delen", faults);
        var receiver = ReadPercent(Name(Receiver, move), 300, "mottagarens kostnad", faults);
        var travel = ReadKronor(Name(Travel, move), "Skriv resekostnaden i kronor, till exempel 850 eller −300.", allowsMinus: true, faults) ?? 0;
        var price = ReadKronor(Name(Price, move), "Skriv priset i kronor, till exempel 48 500, eller lämna tomt för dagens prislista.", allowsMinus: false, faults);
        if (price is not null && SwedishInput.TryMoney(this[Name(ListPrice, move)], MoneyUnit.Kr, out var today) && today == price) price = null; // the prefilled one, untouched
        var start = ReadDay(Name(Start, move), "Skriv från vilken dag den här flytten gäller, till exempel 2028-01-01, eller lämna tomt för scenariots dag.", faults);
        return faults.IsValid ? new(care, from, to, level, share, price, variable, receiver, travel, start) : null;
    }

    private DateOnly? ReadDay(string field, string fault, ModelStateDictionary faults)
    {
        if (this[field].Length == 0) return null;
        if (SwedishInput.TryDate(this[field], out var day) && day.Year is >= 2000 and <= 2100) return day;
        faults.AddModelError(field, fault);
        return null;
    }

    private int ReadPercent(string field, int most, string what, ModelStateDictionary faults)
    {
        if (SwedishInput.TryNumber(this[field], out var percent) && percent >= 0 && percent <= most && decimal.Truncate(percent * 100) == percent * 100) return (int)(percent * 100);
        faults.AddModelError(field, $"Skriv {what} i procent, 0–{most}, med högst två decimaler.");
        return 0;
    }

    private long? ReadKronor(string field, string fault, bool allowsMinus, ModelStateDictionary faults)
    {
        if (this[field].Length == 0) return null;
        if (SwedishInput.TryMoney(this[field], MoneyUnit.Kr, out var ore) && Math.Abs((decimal)ore) <= MostOre && (allowsMinus || ore >= 0)) return ore;
        faults.AddModelError(field, fault);
        return null;
    }

    /// <summary>Hundredths of a percent as they are typed.</summary>
    public static string Percent(int hundredths) => (hundredths / 100m).ToString("0.##", SwedishFormat.Culture);

    /// <summary>Öre as kronor are typed: <c>48312,55</c>, without a space that an address would have to hide.</summary>
    public static string Kronor(long ore) => (ore < 0 ? "-" : "") + (Math.Abs((decimal)ore) / 100m).ToString("0.##", SwedishFormat.Culture);
}
