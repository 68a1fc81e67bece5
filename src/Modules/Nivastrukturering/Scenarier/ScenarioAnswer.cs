using System.Text.Json.Serialization;
using Kunskapsstyrning.Kernel;

namespace Kunskapsstyrning.Nivastrukturering.Scenarier;

/// <summary>A move as it is told of.</summary>
/// <param name="Care">Name of the care.</param>
/// <param name="From">Name of the giver.</param>
/// <param name="To">Names of the receivers.</param>
/// <param name="PriceTodayOre">What a priced contact costs on average today; null when none is priced.</param>
/// <param name="NewTo">Names of receivers that give none of this care today.</param>
/// <param name="HasPrices">True when price lists are valid on the move's first day; null: as for the whole scenario.</param>
internal sealed record MoveFacts(
    string Care, string From, IReadOnlyList<string> To, long? PriceTodayOre, IReadOnlyList<string> NewTo,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] bool? HasPrices = null);

/// <summary>All that a scenario answers, with what it was calculated on: what is shown, also if the data or the program would answer otherwise one day.</summary>
/// <param name="Span">The months of the basis, in words.</param>
/// <param name="LastDay">The last day of the basis.</param>
/// <param name="Received">The day the latest of it was read in.</param>
/// <param name="MissingMonths">How many of the twelve months no region has delivered.</param>
/// <param name="HasPrices">True when price lists are valid on every move's first day.</param>
/// <param name="Moves">One per move.</param>
/// <param name="PlaceNames">By the places of the flows.</param>
/// <param name="Low">With the lower shares; the regions only, no flows.</param>
/// <param name="Mid">With the shares as given.</param>
/// <param name="High">With the higher shares; the regions only, no flows.</param>
/// <param name="Stages">With the shares as given, from each month in which a move begins, earliest first; null when all moves begin in the same month.</param>
internal sealed record ScenarioAnswer(
    string Span, DateOnly LastDay, DateOnly Received, int MissingMonths, bool HasPrices, IReadOnlyList<MoveFacts> Moves, IReadOnlyDictionary<string, string> PlaceNames,
    ScenarioResult Low, ScenarioResult Mid, ScenarioResult High,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<ScenarioStage>? Stages = null)
{
    /// <summary>Calculates.</summary>
    public static ScenarioAnswer Of(ScenarioBasis basis, Assumptions assumptions)
    {
        var starts = assumptions.Moves.Select(assumptions.StartOf).Append(assumptions.FirstDay).ToHashSet();
        var prices = starts.ToDictionary(day => day, day => basis.ListPrices(basis.HasPricesOn(day) ? day : basis.LastDay));
        var (low, mid, high) = (Shifted(-assumptions.Spread), Shifted(0), Shifted(assumptions.Spread));
        var places = mid.Flows.SelectMany(f => new[] { f.FromPlace, f.To }).Distinct();
        return new(
            basis.Span, basis.LastDay, basis.Received, ScenarioBasis.FullYear - basis.Months, starts.All(basis.HasPricesOn),
            [.. assumptions.Moves.Select(m => FactsOf(basis, m) with { HasPrices = starts.Count > 1 ? basis.HasPricesOn(assumptions.StartOf(m)) : null })],
            places.ToDictionary(p => p, basis.NameOf), low with { Flows = [] }, mid, high with { Flows = [] }, ScenarioStage.Of(assumptions, mid, moves => Calculate(moves)));

        ScenarioResult Shifted(int points) => Calculate(assumptions.Shifted(points).Moves);

        ScenarioResult Calculate(IReadOnlyList<Move> moves) => Scenario.Of(basis.Cells, moves, (move, region, home, service) => prices[assumptions.StartOf(move)](region, home, service));
    }

    /// <summary>What of each region's net falls in a calendar year: each move from its own first whole month on.</summary>
    public IReadOnlyDictionary<string, long> InYear(Assumptions assumptions, int year) => Stages is null ? Mid.PartOf(Assumptions.MonthsOf(assumptions.FirstDay, year)) : ScenarioStage.InYear(Stages, year);

    /// <summary>Low, mid and high.</summary>
    [JsonIgnore]
    public IReadOnlyList<ScenarioResult> All => [Low, Mid, High];

    private static MoveFacts FactsOf(ScenarioBasis basis, Move move) => new(
        basis.NameOf(move.Care), move.From.Length == 0 ? "alla andra utförare" : basis.NameOf(move.From), [.. move.To.Select(basis.NameOf)], Scenario.AveragePrice(basis.Cells, move.Care),
        [.. move.To.Where(p => p is not (Places.Home or Places.Back) && !basis.Cells.Any(c => c.Place == p && move.Care.Takes(c))).Select(basis.NameOf)]);
}

/// <summary>A scenario that is kept. What it assumes and answers stands in its editions.</summary>
internal sealed class SavedScenario : IOwned
{
    public const int LongestName = 120;

    public required Guid Id { get; init; }

    public required Owner Owner { get; init; }

    public required string Name { get; init; }

    /// <summary>The year whose report it stands in; null when it stands in none.</summary>
    public int? ReportYear { get; set; }

    public int Version { get; init; }
}

/// <summary>What a scenario assumed and answered when it was saved. Editions are added, never changed.</summary>
internal sealed class ScenarioEdition : IOwned
{
    public required Guid Id { get; init; }

    public required Owner Owner { get; init; }

    public required Guid ScenarioId { get; init; }

    /// <summary>From 1.</summary>
    public required int Number { get; init; }

    /// <summary>The <see cref="Assumptions"/>, as JSON.</summary>
    public required string Input { get; init; }

    /// <summary>The <see cref="ScenarioAnswer"/>, as JSON.</summary>
    public required string Result { get; init; }

    /// <summary>SHA-256 of input and result, 64 hex characters.</summary>
    public required string Digest { get; init; }

    public required DateTime SavedAt { get; init; }

    /// <summary>Who saved it, as in the audit log.</summary>
    public required string SavedBy { get; init; }

    /// <summary>False when input or result is not what was saved.</summary>
    public bool IsWhole => Digest == Fordelning.SharingEdition.DigestOf(Input, Result);
}
