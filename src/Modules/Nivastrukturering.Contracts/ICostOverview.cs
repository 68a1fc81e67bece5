using Kunskapsstyrning.Kernel.Charts;
using Kunskapsstyrning.Kernel.Screens;
using Kunskapsstyrning.Kernel.Tables;

namespace Kunskapsstyrning.Nivastrukturering.Contracts;

/// <summary>What care the regions buy of each other, for reports. Counts of one to four contacts are hidden for every reader.</summary>
public interface ICostOverview
{
    /// <summary>The years that have deliveries, earliest first.</summary>
    Task<IReadOnlyList<CostYear>> Years(CancellationToken ct = default);

    /// <summary>A year's bought care; with no rows when it has no deliveries.</summary>
    Task<CostOverview> Of(int year, MoneyUnit unit, CancellationToken ct = default);
}

/// <summary>A year that has deliveries.</summary>
/// <param name="Year">The year.</param>
/// <param name="Text">With the months that are in: <c>2026, jan–okt</c>.</param>
public sealed record CostYear(int Year, string Text);

/// <summary>Bought care in figures.</summary>
/// <param name="Ore">What it costs in all, öre.</param>
/// <param name="Contacts">How many contacts.</param>
/// <param name="Answer">Who sells most: a whole sentence.</param>
/// <param name="More">Whole sentences that follow, or empty.</param>
/// <param name="Table">Home region and performing region, one column per level.</param>
/// <param name="Chart">From home region to performing region to level.</param>
public sealed record CostOverview(long Ore, long Contacts, string Answer, string More, Table Table, FlowChart Chart);
