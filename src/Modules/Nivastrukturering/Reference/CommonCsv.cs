using System.Globalization;
using Kunskapsstyrning.Kernel;

namespace Kunskapsstyrning.Nivastrukturering;

/// <summary>Reads the tables of <c>gemensamt/</c> that are CSV (docs/formats/VARDKONTAKT.md, NIVASTRUKTURERING.md).</summary>
internal static class CommonCsv
{
    private const int HospitalDigits = 5;
    private const int KommunDigits = 4;

    /// <summary>Reads <c>enhetsregister.csv</c>; an HSA-id stands once.</summary>
    internal static Parsed<IReadOnlyList<CareUnit>> ReadUnits(Stream content, string file)
    {
        var errors = new ReferenceErrors(file);
        List<CareUnit> units = [];
        HashSet<string> seen = [];
        foreach (var row in RowsOf(content, errors, "hsaid", "namn", "region", "sjukhuskod", "sjukhus", "mvo", "primarvard"))
        {
            Required(row, "hsaid", errors);
            if (!seen.Add(row["hsaid"])) Duplicate(row, "hsaid", errors);
            Known(row, "region", errors);
            if (row["sjukhuskod"].Length > 0 && !ReferenceText.IsDigits(row["sjukhuskod"], HospitalDigits))
                errors.Layout(row.Line, "sjukhuskod", "Sjukhuskoden ska vara fem siffror, eller tom för en hälsocentral.");
            int? mvo = row["mvo"].Length == 0 ? null : MvoOf(row, "mvo", errors);
            units.Add(new(row["hsaid"], row["namn"], row["region"], row["sjukhuskod"], row["sjukhus"], mvo, YesOrNo(row, "primarvard", errors)));
        }
        return errors.Result<IReadOnlyList<CareUnit>>(units);
    }

    /// <summary>Reads <c>mvo.csv</c>; an MVO stands once.</summary>
    internal static Parsed<IReadOnlyList<Mvo>> ReadMvos(Stream content, string file)
    {
        var errors = new ReferenceErrors(file);
        List<Mvo> mvos = [];
        HashSet<string> seen = [];
        foreach (var row in RowsOf(content, errors, "mvo", "namn", "prisgrupp", "primarvard", "rpo"))
        {
            if (!seen.Add(row["mvo"])) Duplicate(row, "mvo", errors);
            Required(row, "rpo", errors);
            mvos.Add(new(MvoOf(row, "mvo", errors), row["namn"], row["prisgrupp"], YesOrNo(row, "primarvard", errors), row["rpo"]));
        }
        return errors.Result<IReadOnlyList<Mvo>>(mvos);
    }

    /// <summary>Reads <c>kommuner.csv</c>; a code stands once.</summary>
    internal static Parsed<IReadOnlyList<Kommun>> ReadKommuner(Stream content, string file)
    {
        var errors = new ReferenceErrors(file);
        List<Kommun> kommuner = [];
        HashSet<string> seen = [];
        foreach (var row in RowsOf(content, errors, "kod", "namn", "befolkning", "ar"))
        {
            if (!ReferenceText.IsDigits(row["kod"], KommunDigits)) errors.Layout(row.Line, "kod", "Kommunkoden ska vara fyra siffror.");
            if (!seen.Add(row["kod"])) Duplicate(row, "kod", errors);
            kommuner.Add(new(row["kod"], row["namn"], Whole(row, "befolkning", errors), (int?)Whole(row, "ar", errors)));
        }
        return errors.Result<IReadOnlyList<Kommun>>(kommuner);
    }

    /// <summary>Reads <c>drgvikter.csv</c>.</summary>
    internal static Parsed<IReadOnlyList<DrgWeight>> ReadDrgWeights(Stream content, string file)
    {
        var errors = new ReferenceErrors(file);
        List<DrgWeight> weights = [];
        foreach (var row in RowsOf(content, errors, "drg", "vikt", "anmarkning"))
        {
            Required(row, "drg", errors);
            if (!ReferenceText.TryDecimal(row["vikt"], ',', 0, 4, out var weight))
                errors.Layout(row.Line, "vikt", "Vikten ska vara ett tal med decimalkomma och högst fyra decimaler, till exempel 1,3347.");
            weights.Add(new(row["drg"], weight, row["anmarkning"]));
        }
        return errors.Result<IReadOnlyList<DrgWeight>>(weights);
    }

    /// <summary>Reads the names in the <c>rpo</c> column of <c>lpo-mappning.csv</c>, each once, in file order.</summary>
    internal static Parsed<IReadOnlyList<string>> ReadRpoNames(Stream content, string file)
    {
        var errors = new ReferenceErrors(file);
        string[] names = [.. RowsOf(content, errors, "region", "lokalt_namn", "rpo").Select(r => r["rpo"]).Where(n => n.Length > 0).Distinct()];
        return errors.Result<IReadOnlyList<string>>(names);
    }

    private static IEnumerable<CsvTable.Row> RowsOf(Stream content, ReferenceErrors errors, params ReadOnlySpan<string> columns) =>
        CsvTable.Read(content, errors, ReferenceError.Layout, columns)?.Rows ?? [];

    private static void Required(CsvTable.Row row, string column, ReferenceErrors errors)
    {
        if (row[column].Length == 0) errors.Layout(row.Line, column, $"Kolumnen ”{column}” är tom. Fyll i den.");
    }

    private static void Duplicate(CsvTable.Row row, string column, ReferenceErrors errors) =>
        errors.Layout(row.Line, column, $"{ReferenceErrors.Quote(row[column])} står redan på en tidigare rad. Ta bort den ena raden.");

    private static void Known(CsvTable.Row row, string column, ReferenceErrors errors)
    {
        if (!RegionCode.IsKnown(row[column])) errors.Layout(row.Line, column, "Regionen ska vara en länskod med två siffror, till exempel 24.");
    }

    private static int MvoOf(CsvTable.Row row, string column, ReferenceErrors errors)
    {
        if (!ReferenceText.TryMvo(row[column], out var mvo)) errors.Layout(row.Line, column, "MVO ska vara tre siffror, till exempel 101.");
        return mvo;
    }

    private static bool YesOrNo(CsvTable.Row row, string column, ReferenceErrors errors)
    {
        if (row[column] is not ("J" or "N")) errors.Layout(row.Line, column, $"Kolumnen ”{column}” ska vara J eller N.");
        return row[column] == "J";
    }

    private static long? Whole(CsvTable.Row row, string column, ReferenceErrors errors)
    {
        if (row[column].Length == 0) return null;
        if (int.TryParse(row[column], NumberStyles.None, CultureInfo.InvariantCulture, out var number)) return number;
        errors.Layout(row.Line, column, $"Kolumnen ”{column}” ska vara ett heltal utan mellanslag.");
        return null;
    }
}
