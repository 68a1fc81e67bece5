using Kunskapsstyrning.Kernel;

namespace Kunskapsstyrning.Structure;

/// <summary>A cell began to say something else.</summary>
/// <param name="From">The first day.</param>
/// <param name="Rpo">Whose row.</param>
/// <param name="Region">Whose column.</param>
/// <param name="Before">What it said; null when there was no such row.</param>
/// <param name="After">What it says; null when the row is gone.</param>
/// <param name="By">Who made the change; null when the log does not tell.</param>
/// <param name="How">What was done; null likewise.</param>
internal sealed record MapEvent(DateOnly From, string Rpo, Region Region, string? Before, string? After, string? By, string? How);

/// <summary>The map's changes between two days.</summary>
/// <param name="Span">After the first day, to and with the last.</param>
/// <param name="HasEarlier">False when the map is the first one there is.</param>
/// <param name="Events">Latest first.</param>
internal sealed record MapHistory(Period Span, bool HasEarlier, IReadOnlyList<MapEvent> Events);

/// <summary>Compares the map of one day with the next, from the periods; who did it comes from the audit log.</summary>
internal sealed class LpoMapHistory(LpoMap map, IAuditLog log)
{
    /// <summary>What changed.</summary>
    /// <param name="from">The day that is compared with; null for a year before <paramref name="to"/>, or the first map's day when that is later.</param>
    /// <param name="to">The last day.</param>
    /// <param name="ct">Cancels the reading.</param>
    public async Task<MapHistory> Between(DateOnly? from, DateOnly to, CancellationToken ct)
    {
        var all = await map.Periods(new(DateOnly.MinValue, to), ct);
        var begins = all.Mirrors.Select(m => m.Period).Concat(all.Gaps.Select(g => g.Period)).ToList();
        if (begins.Count == 0) return new(new(from ?? to, to), false, []);

        var first = begins.Min(p => p.From);
        var yearAgo = to.Year > 1 ? to.AddYears(-1) : to;
        var start = from ?? (yearAgo > first ? yearAgo : first);
        List<DateOnly> days = [.. begins.Concat(all.Lpos.Values.Concat(all.Rpos).Select(g => g.Period)).SelectMany(Turns).Where(day => day > first && day <= to).Distinct().Order()];

        var earlier = all.On(start);
        List<(MapEvent Event, Guid RpoId)> found = [];
        foreach (var day in days.Where(day => day > start))
        {
            var later = all.On(day);
            found.AddRange(Differences(earlier, later));
            earlier = later;
        }
        var known = await Known(all, found, ct);
        return new(new(start, to), days.Count > 0, [.. known.OrderByDescending(e => e.From)]);
    }

    /// <summary>The days on which a period begins to hold and has ceased to.</summary>
    private static IEnumerable<DateOnly> Turns(Period period) => period.To is { } last && last < DateOnly.MaxValue ? [period.From, last.AddDays(1)] : [period.From];

    private static IEnumerable<(MapEvent Event, Guid RpoId)> Differences(LpoMapView earlier, LpoMapView later)
    {
        var before = earlier.Rows.ToDictionary(r => r.RpoId);
        var after = later.Rows.ToDictionary(r => r.RpoId);
        foreach (var row in later.Rows.Concat(earlier.Rows.Where(r => !after.ContainsKey(r.RpoId))))
        {
            foreach (var region in Region.Norra)
            {
                var (was, now) = (before.GetValueOrDefault(row.RpoId)?[region], after.GetValueOrDefault(row.RpoId)?[region]);
                if (Text(was) == Text(now) || (was?.State ?? CellState.Unmapped, now?.State ?? CellState.Unmapped) == (CellState.Unmapped, CellState.Unmapped)) continue;
                yield return (new(later.Day, row.Rpo, region, Text(was), Text(now), null, null), row.RpoId);
            }
        }
    }

    private static string? Text(LpoCell? cell) => cell is { State: CellState.Missing, Comment.Length: > 0 } ? $"saknas: {cell.Comment}" : cell?.Text;

    private async Task<IEnumerable<MapEvent>> Known(LpoMapPeriods all, List<(MapEvent Event, Guid RpoId)> found, CancellationToken ct)
    {
        var rows = all.Mirrors.Select(m => (m.Id, RpoId: m.UpperId, m.Owner, m.Period)).Concat(all.Gaps.Select(g => (g.Id, g.RpoId, g.Owner, g.Period))).ToLookup(r => (r.RpoId, r.Owner));
        var turned = found.ConvertAll(f => (f.Event, Rows: rows[(f.RpoId, Owner.Of(f.Event.Region.Code))].Where(r => Turns(r.Period).Contains(f.Event.From)).ToList()));
        var changes = await log.ChangesOf([.. turned.SelectMany(t => t.Rows).Select(r => r.Id)], ct);
        return turned.Select(t =>
        {
            var last = t.Rows.Select(r => r.Period.From == t.Event.From ? changes[r.Id].FirstOrDefault(c => c.Operation == "+") : changes[r.Id].LastOrDefault(c => c.Operation == "~"))
                .OfType<AuditedChange>().MaxBy(c => c.At);
            return t.Event with { By = last?.Actor, How = last?.Action };
        });
    }
}
