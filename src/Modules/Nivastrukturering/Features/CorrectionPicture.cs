using System.Text.Json;
using Kunskapsstyrning.Adapters.Sdk;
using Kunskapsstyrning.Kernel.Tables;
using Kunskapsstyrning.Nivastrukturering.Data;
using Kunskapsstyrning.Nivastrukturering.Deliveries;

namespace Kunskapsstyrning.Nivastrukturering.Features;

/// <summary>Corrections as words and tables.</summary>
internal static class CorrectionPicture
{
    /// <summary>The name of the column that tells which row is meant.</summary>
    public const string Key = "Nyckel";

    /// <summary>What was changed: <c>Kommunkod: ”0000” → ”2580”</c>.</summary>
    /// <param name="correction">Which.</param>
    /// <param name="names">Names the columns as the region does.</param>
    public static string ChangesOf(RowCorrection correction, QuarantineFault names)
    {
        var changes = JsonSerializer.Deserialize<Dictionary<string, string[]>>(correction.Changes)!;
        return changes.Count == 0 ? "prövad igen utan ändring" : string.Join(", ", changes.Select(c => $"{names.ColumnOf(RowKind.Contact, Enum.Parse<Field>(c.Key))}: {Word(c.Value[0])} → {Word(c.Value[1])}"));
    }

    /// <summary>What changes in a row that is looked at.</summary>
    public static string ChangesOf(EditedRow row, ReplayDesk desk) =>
        row.Changes.Count == 0 ? "ingen ändring" : string.Join(", ", row.Changes.Select(c => $"{desk.ColumnOf(c.Key)}: {Word(c.Value.Before)} → {Word(c.Value.After)}"));

    /// <summary>Rows that have been read in after a correction, latest first.</summary>
    public static Table AcceptedOf(IEnumerable<RowCorrection> corrections, QuarantineFault names) => new()
    {
        Title = "Rättade och inlästa rader",
        Columns = [new("file", "Fil"), new("row", "Rad", ColumnKind.Integer), new("codes", "Var fel"), new("changes", "Ändrat"), new("by", "Av"), new("at", "När"), new("contactId", "Kontaktens nummer", ColumnKind.Integer) { FileOnly = true }],
        Rows = corrections.Select(c => new Row(QuarantinePicture.Masked(c.File), c.Row, c.CodesBefore, ChangesOf(c, names), c.By, DeliveryPicture.At(c.At), c.ContactId!.Value)),
    };

    /// <summary>Rows to be corrected in Excel: one line each, a cell in each of the region's columns.</summary>
    public static Table SheetOf(ReplayDesk desk, IEnumerable<EditedRow> rows) => new()
    {
        Title = "Rader att rätta",
        Columns =
        [
            new("key", Key), new("file", "Källfil"), new("row", "Rad i filen", ColumnKind.Integer), new("fault", "Att rätta"), new("person", "Person (sparas aldrig)"),
            .. desk.Form.Fields.Select(f => new Column(f.ToString(), desk.ColumnOf(f))),
        ],
        Rows = rows.Select(r =>
        {
            var shown = desk.Shown(r);
            return new Row([
                r.Row.Id.ToString(System.Globalization.CultureInfo.InvariantCulture), QuarantinePicture.Masked(r.Row.File), r.Row.Row,
                string.Join(", ", r.Row.Codes.Split(' ').Select(code => $"{code} {KstCodes.Of(code).Name}")), QuarantinedRow.Mask,
                .. desk.Form.Fields.Select(f => (Cell)shown[f]),
            ]);
        }),
        Notes = ["Ändra bara i regionens kolumner, och rör inte kolumnen Nyckel. Rader som du tar bort ändras inte.", "Personnummer sparas inte och visas aldrig."],
    };

    /// <summary>What a file would do.</summary>
    public static Table PreviewOf(ReplayDesk desk, IEnumerable<EditedRow> rows) => new()
    {
        Title = "Förhandsgranskning av rättade rader",
        Columns = [new("file", "Fil"), new("row", "Rad", ColumnKind.Integer), new("changes", "Ändras"), new("state", "Vad händer", ColumnKind.State), new("codes", "Kvar att rätta")],
        Rows = [.. rows.Select(r => new Row(
            QuarantinePicture.Masked(r.Row.File), r.Row.Row, ChangesOf(r, desk),
            r.Codes.HasErrors ? new State(StateMark.Varning, "Väntar fortfarande") : new State(StateMark.Klar, "Läses in"),
            r.Codes.HasErrors ? string.Join(", ", r.Codes.Errors.ToString().Split(' ').Select(code => $"{code} {KstCodes.Of(code).Name}")) : Cell.NotApplicable))],
        EmptyText = "Ingen rad är ändrad.",
    };

    private static string Word(string text) => text.Length == 0 ? "tomt" : $"”{text}”";
}
