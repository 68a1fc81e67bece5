using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Kernel.Screens;
using Kunskapsstyrning.Nivastrukturering.Contracts;
using Kunskapsstyrning.Nivastrukturering.Features;

namespace Kunskapsstyrning.Nivastrukturering;

/// <inheritdoc/>
internal sealed class CostOverviews(CostMap map, TimeProvider clock) : ICostOverview
{
    public async Task<IReadOnlyList<CostYear>> Years(CancellationToken ct = default) => CostPicture.Years(await map.Months(ct));

    public async Task<CostOverview> Of(int year, MoneyUnit unit, CancellationToken ct = default)
    {
        var all = await map.Cells(year, ct);
        var bought = CostPicture.Bought(all);
        var (populationYear, population) = await map.Population(year, ct);
        var source = CostPicture.Source(clock.Today());
        var open = bought.Select(c => Region.Find(c.Home) is null ? CostTree.Others : c.Home).ToHashSet();
        var table = new CostTree(bought, population, unit, open, exactFor: null, link: _ => "").Build(CostPicture.Title(year, unit), source, CostPicture.Notes(all, populationYear));
        table = table with { Rows = [.. table.Rows.Select(r => r with { Toggle = null })] };
        var (answer, more) = CostPicture.LeadOf(bought);
        return new(bought.Sum(c => c.Ore), bought.Sum(c => c.Contacts), answer, more, table, CostPicture.ChartOf(bought, unit, source));
    }
}
