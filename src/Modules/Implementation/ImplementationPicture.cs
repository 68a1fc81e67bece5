using Kunskapsstyrning.Implementation.Contracts;
using Kunskapsstyrning.Implementation.Features;

namespace Kunskapsstyrning.Implementation;

/// <inheritdoc/>
internal sealed class ImplementationPicture(StatusMap map) : IImplementationOverview
{
    public async Task<ImplementationOverview> On(DateOnly day, CancellationToken ct = default)
    {
        var view = await map.View(day, ct);
        var table = StatusPicture.TableOf(view, view.Rows, row => StatusPicture.RowOf(row, StatusPicture.CellOf));
        return new(view.Rows.Count, view.Done, view.Rows.Sum(r => r.Cells.Count(c => c.State is not null)), view.Old(null).Count, view.HasExamples, table);
    }
}
