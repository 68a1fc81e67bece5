using Kunskapsstyrning.Kernel.Charts;
using Kunskapsstyrning.Kernel.Tables;

namespace Kunskapsstyrning.Nivastrukturering.Contracts;

/// <summary>Saved scenarios, for reports.</summary>
public interface IScenarioOverview
{
    /// <summary>Those that somebody has put into the year's report, by name; as they were saved, whatever has been delivered since.</summary>
    Task<IReadOnlyList<ScenarioOverview>> InReport(int year, CancellationToken ct = default);
}

/// <summary>A scenario in figures.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Answer">Who gains and who pays: whole sentences.</param>
/// <param name="Assumed">What is moved, from when and where the figures come from: whole sentences.</param>
/// <param name="Chart">What the care costs before and after.</param>
/// <param name="Table">The effect per region.</param>
public sealed record ScenarioOverview(string Name, string Answer, string Assumed, WaterfallChart Chart, Table Table);
