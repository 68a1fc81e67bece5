using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Kernel.Screens;

namespace Kunskapsstyrning.Structure;

/// <summary>What a cell of the LPO map says.</summary>
internal enum CellState
{
    /// <summary>One or more LPO answer to the RPO.</summary>
    HasLpo,

    /// <summary>"saknas": the region has said that it has none.</summary>
    Missing,

    /// <summary>"ej kartlagt": nobody has answered.</summary>
    Unmapped,
}

/// <summary>One region's answer to one RPO.</summary>
/// <param name="Region">Whose column.</param>
/// <param name="State">What it says.</param>
/// <param name="Lpos">The LPO that answer, with how many RPO each is shared by.</param>
/// <param name="Comment">The region's comment on what is missing, or empty.</param>
internal sealed record LpoCell(Region Region, CellState State, IReadOnlyList<(Guid Id, string Name, int SharedBy)> Lpos, string Comment)
{
    /// <summary>As in the map: the names, <c>saknas</c> or <c>ej kartlagt</c>.</summary>
    public string Text => State switch
    {
        CellState.HasLpo => string.Join(", ", Lpos.Select(l => l.Name)),
        CellState.Missing => "saknas",
        _ => "ej kartlagt",
    };
}

/// <summary>One row of the map.</summary>
internal sealed record LpoRow(Guid RpoId, string Rpo, string Slug, IReadOnlyList<LpoCell> Cells)
{
    /// <summary>The row's cell in a region's column.</summary>
    public LpoCell this[Region region] => Cells.Single(c => c.Region == region);
}

/// <summary>27 RPO × four regions on a day.</summary>
internal sealed record LpoMapView(DateOnly Day, IReadOnlyList<LpoRow> Rows)
{
    /// <summary>How many RPO have an LPO in all four regions.</summary>
    public int Complete => Rows.Count(r => r.Cells.All(c => c.State == CellState.HasLpo));

    /// <summary>Number of cells in a state.</summary>
    public int Count(CellState state) => Rows.Sum(r => r.Cells.Count(c => c.State == state));
}

/// <summary>What the map is made of, with its periods.</summary>
internal sealed record LpoMapPeriods(IReadOnlyList<Group> Rpos, IReadOnlyDictionary<Guid, Group> Lpos, IReadOnlyList<Mirror> Mirrors, IReadOnlyList<Gap> Gaps)
{
    /// <summary>The map on a day of the span that was read.</summary>
    public LpoMapView On(DateOnly day)
    {
        var links = Mirrors.Where(m => m.Period.Contains(day) && Lpos[m.LowerId].Period.Contains(day)).Select(m => (m.UpperId, Lpo: Lpos[m.LowerId])).ToList();
        var gaps = Gaps.Where(g => g.Period.Contains(day)).ToLookup(g => (g.RpoId, g.Owner));
        var shared = links.CountBy(l => l.Lpo.Id).ToDictionary();
        var byCell = links.ToLookup(l => (l.UpperId, l.Lpo.Owner), l => l.Lpo);
        var rpos = Rpos.Where(r => r.Period.Contains(day)).OrderBy(r => r.Name, SwedishComparer.Instance);
        return new(day, [.. rpos.Select(rpo => new LpoRow(rpo.Id, rpo.Name, rpo.Slug, [.. Region.Norra.Select(region =>
        {
            var key = (rpo.Id, Owner.Of(region.Code));
            var lpos = byCell[key].Select(l => (l.Id, l.ShortName, shared[l.Id])).OrderBy(l => l.ShortName, SwedishComparer.Instance).ToList();
            var gap = gaps[key].FirstOrDefault();
            return new LpoCell(region, lpos.Count > 0 ? CellState.HasLpo : gap is not null ? CellState.Missing : CellState.Unmapped, lpos, gap?.Comment ?? "");
        })]))]);
    }
}
