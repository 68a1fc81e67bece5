using System.Text.Json.Serialization;
using Kunskapsstyrning.Kernel;

namespace Kunskapsstyrning.Nivastrukturering.Scenarier;

/// <summary>Contacts of the basis that have everything in common that a scenario asks about.</summary>
/// <param name="Home">Län code, or empty: no home region.</param>
/// <param name="Region">The performing region's län code.</param>
/// <param name="Hospital">Sjukhuskod, or empty.</param>
/// <param name="Level">1–4.</param>
/// <param name="Service">The catalogue's service, or empty.</param>
/// <param name="Rpo">Name of the programområde.</param>
/// <param name="Rule">What decided the amount.</param>
/// <param name="Contacts">How many, ≥ 1.</param>
/// <param name="Ore">As priced, öre, exact.</param>
/// <param name="KppOre">Σ of the KPP that are given, öre.</param>
/// <param name="KppContacts">How many have KPP.</param>
internal sealed record ScenarioCell(
    string Home, string Region, string Hospital, int Level, string Service, string Rpo, PriceRule Rule, long Contacts, long Ore, long KppOre, long KppContacts)
{
    /// <summary>Where it is performed.</summary>
    public string Place { get; } = Places.Of(Region, Hospital);

    /// <summary>What it costs to perform, öre: the KPP; where it is missing for some the mean of the others' (rounded half away from zero), where it is missing for all the price.</summary>
    public long CostOre => KppContacts == 0 ? Ore : Money.MulDiv(KppOre, Contacts, KppContacts);

    /// <summary>True when somebody pays a price for each contact.</summary>
    public bool IsPriced => Rule is PriceRule.FastPris or PriceRule.Drg or PriceRule.DrgYtterfall or PriceRule.Varddag or PriceRule.Besok;
}

/// <summary>Keys of places: a sjukhuskod after its län code (<c>25-65016</c>), or the län code alone for what is performed outside hospitals.</summary>
internal static class Places
{
    /// <summary>As a target: every patient in the own home region.</summary>
    public const string Home = "hem";

    /// <summary>As a target: every patient back to where the care is given today.</summary>
    public const string Back = "tillbaka";

    public static string Of(string region, string hospital) => hospital.Length == 0 ? region : $"{region}-{hospital}";

    /// <summary>The place's län code.</summary>
    public static string RegionOf(string place) => place[..2];

    /// <summary>The place's sjukhuskod, or empty.</summary>
    public static string HospitalOf(string place) => place.Length > 3 ? place[3..] : "";
}

/// <summary>Which care: a service (<c>NRF-003</c>), a programområde (<c>rpo:Njursjukdomar</c>) or a level (<c>niva:3</c>).</summary>
/// <param name="Key">As above.</param>
internal readonly record struct CareKey(string Key)
{
    private const string RpoPrefix = "rpo:", LevelPrefix = "niva:";

    public static CareKey OfService(string code) => new(code);

    public static CareKey OfRpo(string name) => new(RpoPrefix + name);

    public static CareKey OfLevel(int level) => new(LevelPrefix + level.ToString(System.Globalization.CultureInfo.InvariantCulture));

    [JsonIgnore]
    public bool IsService => Rpo is null && Level is null;

    [JsonIgnore]
    public string? Rpo => Key.StartsWith(RpoPrefix, StringComparison.Ordinal) ? Key[RpoPrefix.Length..] : null;

    [JsonIgnore]
    public int? Level => Key.StartsWith(LevelPrefix, StringComparison.Ordinal) && Key.Length == LevelPrefix.Length + 1 && Key[^1] is >= '1' and <= '4' ? Key[^1] - '0' : null;

    public bool Takes(ScenarioCell cell) => Rpo is { } rpo ? cell.Rpo == rpo : Level is { } level ? cell.Level == level : cell.Service == Key;
}

/// <summary>Care that is moved, with what is assumed about it.</summary>
/// <param name="Care">Which care.</param>
/// <param name="From">The place that gives it away; empty = every place but the targets.</param>
/// <param name="To">
/// Places that take it over, or <see cref="Places.Home"/> or <see cref="Places.Back"/> alone. With one place all patients go there; with several, each patient to the one in the own
/// home region, and patients whose region has none stay.
/// </param>
/// <param name="ToLevel">The level it is given on afterwards, 1–4; null = as before.</param>
/// <param name="Share">How much of it moves, hundredths of a percent, 0–10 000.</param>
/// <param name="PriceOre">What one contact costs the buyer afterwards, öre; null = the price list of today.</param>
/// <param name="Variable">How much of the giver's cost disappears, hundredths of a percent; the rest stays with the giver.</param>
/// <param name="Receiver">What it costs the receiver, hundredths of a percent of the giver's cost.</param>
/// <param name="TravelOre">Travel per contact that moves, öre; below zero when the way becomes shorter.</param>
/// <param name="Start">Its own first day; null = the scenario's.</param>
internal sealed record Move(
    CareKey Care, string From, IReadOnlyList<string> To, int? ToLevel, int Share, long? PriceOre, int Variable, int Receiver, long TravelOre,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateOnly? Start = null)
{
    public const int Whole = 10_000;

    /// <summary>Where a contact goes; null when it stays.</summary>
    public string? TargetOf(ScenarioCell cell) => To switch
    {
        [Places.Home] => cell.Home.Length == 0 ? null : cell.Home,
        [Places.Back] => cell.Place,
        [var one] => one,
        _ => To.FirstOrDefault(p => Places.RegionOf(p) == cell.Home),
    };

    /// <summary>True when a contact that is at the place now is among what moves.</summary>
    public bool TakesFrom(ScenarioCell cell, string place) =>
        (From.Length == 0 ? !To.Contains(place) : From == place) && !(To is [Places.Home] && Places.RegionOf(place) == cell.Home);
}

/// <summary>Everything that is assumed.</summary>
/// <param name="From">First day of every move without one of its own. The days decide price lists and each year's part; volumes are always of twelve months.</param>
/// <param name="Moves">In the order in which they are made, which is that of their days; a later one also moves what an earlier one has brought.</param>
/// <param name="Spread">How much lower and higher the shares may be, hundredths of a percent (points).</param>
internal sealed record Assumptions(DateOnly From, IReadOnlyList<Move> Moves, int Spread)
{
    /// <summary>More moves than this have no exact share in 64 bits.</summary>
    public const int MostMoves = 3;

    /// <summary>The first move may not be further than this before the last, years.</summary>
    public const int MostYears = 10;

    /// <summary>The first move's day.</summary>
    [JsonIgnore]
    public DateOnly FirstDay => Moves.Select(StartOf).DefaultIfEmpty(From).Min();

    /// <summary>The last move's day.</summary>
    [JsonIgnore]
    public DateOnly LastDay => Moves.Select(StartOf).DefaultIfEmpty(From).Max();

    /// <summary>The move's first day.</summary>
    public DateOnly StartOf(Move move) => move.Start ?? From;

    /// <summary>Whole months of a calendar year in which what begins on a day is made, 0–12.</summary>
    public static int MonthsOf(DateOnly start, int year) => Math.Clamp(((year - start.Year) * 12) + 13 - start.Month - (start.Day == 1 ? 0 : 1), 0, 12);

    /// <summary>The same with every share lower or higher, within 0 and 100 per cent.</summary>
    public Assumptions Shifted(int points) => this with { Moves = [.. Moves.Select(m => m with { Share = Math.Clamp(m.Share + points, 0, Move.Whole) })] };
}
