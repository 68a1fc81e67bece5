using Kunskapsstyrning.Kernel.Screens;
using Kunskapsstyrning.Kernel.Tables;
using Kunskapsstyrning.Structure.Contracts;

namespace Kunskapsstyrning.Structure.Features;

/// <summary>The levels as tables and sentences, for the page and for reports.</summary>
internal static class LevelsPicture
{
    /// <summary>Each RSG with the NSG that it mirrors, then the NSG that none mirrors.</summary>
    /// <param name="inForce">The groups of the day.</param>
    /// <param name="upper">Names of what a group mirrors, or null.</param>
    public static Table Crosscutting(IReadOnlyList<Group> inForce, Func<Guid, string?> upper)
    {
        var rsgs = inForce.Where(g => g.Kind == GroupKind.Rsg).OrderBy(g => g.Name, SwedishComparer.Instance).ToList();
        var answered = rsgs.Select(r => upper(r.Id)).OfType<string>().ToHashSet();
        var alone = inForce.Where(g => g.Kind == GroupKind.Nsg && !answered.Contains(g.Name)).OrderBy(g => g.Name, SwedishComparer.Instance);
        return new Table
        {
            Title = "Samverkansgrupper",
            Columns = [new("rsg", "RSG") { Meaning = "regional samverkansgrupp" }, new("nsg", "NSG") { Meaning = "nationell samverkansgrupp" }],
            Rows =
            [
                .. rsgs.Select(r => new Row(r.Name, upper(r.Id) is { } name ? name : Cell.NotApplicable)),
                .. alone.Select(n => new Row(Cell.NotApplicable, n.Name)),
            ],
        };
    }

    /// <summary>What has been split, merged or renamed, latest first.</summary>
    public static IReadOnlyList<StructureChange> Changes(IEnumerable<Group> groups, IEnumerable<Lineage> lineages)
    {
        var names = groups.ToDictionary(g => g.Id, g => g.FullName);
        return
        [
            .. lineages.GroupBy(l => (l.Date, l.Kind, l.Precision)).OrderByDescending(g => g.Key.Date).Select(change =>
            {
                var from = string.Join(" och ", change.Select(l => names[l.FromId]).Distinct());
                var to = string.Join(" och ", change.Select(l => names[l.ToId]).Distinct());
                var verb = change.Key.Kind switch { "merge" => "slogs ihop till", "split" => "delades i", _ => "bytte namn till" };
                var day = change.Key.Precision == DatePrecision.Day ? SwedishFormat.ProseDate(change.Key.Date) : $"{change.Key.Date.Year}, dag okänd";
                return new StructureChange(change.Key.Date, $"{from} {verb} {to} ({day}).");
            }),
        ];
    }
}
