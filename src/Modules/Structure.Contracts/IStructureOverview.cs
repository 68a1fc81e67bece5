using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Kernel.Charts;
using Kunskapsstyrning.Kernel.Tables;

namespace Kunskapsstyrning.Structure.Contracts;

/// <summary>The structure on a day as figures and tables, for reports.</summary>
public interface IStructureOverview
{
    /// <summary>How many groups there are on each level.</summary>
    Task<LevelsOverview> Levels(DateOnly day, CancellationToken ct = default);

    /// <summary>Which LPO answer to which RPO.</summary>
    Task<LpoCoverage> LpoCoverage(DateOnly day, CancellationToken ct = default);

    /// <summary>The northern seats in the national groups against population, for the latest year that is known.</summary>
    SeatOverview Seats();
}

/// <summary>The groups that are there on a day.</summary>
/// <param name="Npos">National programområden.</param>
/// <param name="Nsgs">National samverkansgrupper.</param>
/// <param name="Rpos">Regional programområden.</param>
/// <param name="Rsgs">Regional samverkansgrupper.</param>
/// <param name="Lpos">Local programområden, by region in the order of <see cref="Region.Norra"/>.</param>
/// <param name="Crosscutting">RSG and the NSG that each mirrors.</param>
/// <param name="Changes">What was split, merged or renamed, on any day: latest first.</param>
public sealed record LevelsOverview(
    int Npos, int Nsgs, int Rpos, int Rsgs, IReadOnlyList<(Region Region, int Count)> Lpos, Table Crosscutting, IReadOnlyList<StructureChange> Changes);

/// <summary>Groups that were split, merged or renamed.</summary>
/// <param name="Day">When; the first of January where only the year is known.</param>
/// <param name="Text">A whole sentence with the day.</param>
public sealed record StructureChange(DateOnly Day, string Text);

/// <summary>The LPO map in figures.</summary>
/// <param name="Rpos">How many RPO.</param>
/// <param name="Complete">How many of them have an LPO in all four regions.</param>
/// <param name="Missing">Cells where a region has said that it has none.</param>
/// <param name="Unmapped">Cells that nobody has answered.</param>
/// <param name="Unanswered">Regions that have not answered for any RPO.</param>
/// <param name="Table">The map: RPO × region.</param>
public sealed record LpoCoverage(int Rpos, int Complete, int Missing, int Unmapped, IReadOnlyList<Region> Unanswered, Table Table);

/// <summary>Seats against population.</summary>
/// <param name="Year">The year of the figures.</param>
/// <param name="Seats">How many seats.</param>
/// <param name="Sentence">Who has most above its part, and who most below.</param>
/// <param name="Chart">The deviations, with the table behind them.</param>
public sealed record SeatOverview(int Year, long Seats, string Sentence, BalanceChart Chart);
