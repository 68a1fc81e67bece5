using Kunskapsstyrning.Adapters.Sdk;
using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Kernel.Screens;
using Kunskapsstyrning.Kernel.Tables;
using Kunskapsstyrning.Nivastrukturering.Deliveries;

namespace Kunskapsstyrning.Nivastrukturering.Features;

/// <summary>Rows of quarantine as a table: one line for each row and code, with what to do about it.</summary>
/// <param name="fault">Finds a code's cells, by the delivery's mapping.</param>
/// <param name="link">Where a code is explained.</param>
/// <param name="correct">Where a row is corrected; null for one that is not corrected here.</param>
internal sealed class QuarantinePicture(QuarantineFault fault, Func<string, string?> link, Func<QuarantineRow, string?> correct)
{
    private const int LongestShown = 60;

    public const string Title = "Rader i karantän";

    /// <summary>The table.</summary>
    /// <param name="rows">In file order; walked once.</param>
    public Table Of(IEnumerable<QuarantineRow> rows) => new()
    {
        Title = Title,
        Columns =
        [
            new("file", "Fil") { Sortable = false }, new("row", "Rad", ColumnKind.Integer) { Sortable = false }, new("contact", "Kontakt") { Sortable = false },
            new("column", "Kolumn") { Sortable = false }, new("value", "Värde") { Sortable = false }, new("code", "Kod") { Sortable = false }, new("remedy", "Vad är fel och vad gör du") { Sortable = false },
        ],
        Rows = rows.SelectMany(Lines),
        Notes = ["Personnummer sparas inte och visas aldrig."],
        EmptyText = "Inga rader har den koden. Välj Alla för att se alla rader.",
    };

    /// <summary>The text, or asterisks when something in it looks like a personnummer.</summary>
    public static string Masked(string text) => PersonNumber.IsIn(text) ? QuarantinedRow.Mask : text;

    private IEnumerable<Row> Lines(QuarantineRow row)
    {
        var cells = QuarantineFault.CellsOf(row.Cells);
        var contact = cells.TryGetValue(Field.KontaktId, out var id) ? MaskedId(id) : Cell.Missing;
        if (row.Codes.Length == 0)
        {
            yield return new(Masked(row.File), row.Row, contact, Cell.NotApplicable, cells.TryGetValue(Field.Kod, out var kod) ? Shown(Field.Kod, kod) : Cell.NotApplicable,
                Cell.NotApplicable, "Raden är hel men hör till en kontakt i karantän. Rätta kontakten, så följer raden med.");
            yield break;
        }
        foreach (var code in row.Codes.Split(' '))
        {
            var fields = fault.FieldsOf(KstCodes.Parse(code), row.Kind, cells);
            var text = KstCodes.Of(code);
            yield return new(
                Masked(row.File), (Cell)row.Row with { Link = correct(row) }, contact,
                row.Cells is null ? "hela raden" : fields.Count == 0 ? Cell.NotApplicable : string.Join(", ", fields.Select(f => fault.ColumnOf(row.Kind, f))),
                row.Cells is null ? Cell.NotApplicable : ValueOf(fields, cells),
                (Cell)code with { Link = link(code) },
                $"{SwedishText.Capital(text.Name)}. {text.Remedy}");
        }
    }

    private static Cell ValueOf(IReadOnlyList<Field> fields, IReadOnlyDictionary<Field, string> cells)
    {
        var given = fields.Where(cells.ContainsKey).Select(f => Shown(f, cells[f])).ToList();
        return given.Count == 0 ? Cell.Missing : string.Join(", ", given);
    }

    private static string Shown(Field field, string value)
    {
        var safe = field is Field.KontaktId or Field.RemissId or Field.BetalningsforbindelseId ? MaskedId(value) : Masked(value);
        return safe.Length > LongestShown ? safe[..LongestShown] + "…" : safe;
    }

    private static string MaskedId(string id) => CellForm.IsPlainId(id) ? id : Masked(id);
}
