using Kunskapsstyrning.Structure.Contracts;
using Kunskapsstyrning.Structure.Data;
using Microsoft.EntityFrameworkCore;

namespace Kunskapsstyrning.Structure;

/// <inheritdoc/>
internal sealed class StructureDirectory(StructureDb db) : IStructureDirectory
{
    public async Task<IReadOnlyList<string>> RpoNames(DateOnly day, CancellationToken ct = default)
    {
        var names = await db.Groups.Where(g => g.Kind == GroupKind.Rpo && g.Period.From <= day && (g.Period.To == null || day <= g.Period.To)).Select(g => g.Name).ToListAsync(ct);
        names.Sort(StringComparer.Create(System.Globalization.CultureInfo.GetCultureInfo("sv-SE"), ignoreCase: true));
        return names;
    }

    public async Task<IReadOnlySet<string>> MappedRpoNames(CancellationToken ct = default) =>
        await db.LocalNames.Where(n => n.Rpo != "").Select(n => n.Rpo).Distinct().ToHashSetAsync(ct);
}
