using System.Globalization;
using Kunskapsstyrning.Kernel.Screens;
using Kunskapsstyrning.Kernel.Tables;

namespace Kunskapsstyrning.Nivastrukturering.Nivakarta;

/// <summary>The map as a sheet that can be changed and read back: the same columns out and in.</summary>
internal static class MapSheet
{
    private static readonly Column[] Columns =
    [
        new("service", "Vård"), new("code", "Kod"), new("level", "Nivå"), new("rpo", "RPO"), new("units", "Sjukhus"), new("where", "Utförs vid"), new("planned", "Bara planerad"),
        new("kva", "KVÅ"), new("icd", "ICD"), new("drg", "DRG"), new("mvo", "MVO"), new("kinds", "Kontaktslag"), new("ageFrom", "Ålder från"), new("ageTo", "Ålder till"), new("priority", "Prioritet", ColumnKind.Integer),
        new("body", "Beslutat av"), new("decided", "Beslutsdatum"), new("dnr", "Diarienummer"), new("from", "Gäller från", ColumnKind.Date), new("to", "Gäller till", ColumnKind.Date),
    ];

    /// <summary>All that is known of each service, as the file of the map.</summary>
    /// <param name="services">The rows.</param>
    /// <param name="hospitals">Names by code.</param>
    /// <param name="shown">The table of the page: title, source and notes.</param>
    public static Table TableOf(IEnumerable<CareService> services, IReadOnlyDictionary<string, string> hospitals, Table shown) => shown with
    {
        Columns = Columns,
        Rows = [.. services.Select(s => new Row(
            s.Name, s.Code, ServiceWords.LevelOf(s.Level), s.Rpo, UnitsOf(s.Units), ServiceWords.Where(s.Units, hospitals), s.PlannedOnly ? "ja" : "nej",
            string.Join(' ', s.Rules.Kva), string.Join(' ', s.Rules.Icd), string.Join(' ', s.Rules.Drg), string.Join(' ', s.Rules.Mvos.Select(m => m.ToString("000", CultureInfo.InvariantCulture))),
            string.Join(' ', s.Rules.Kinds.Select(k => k.Code())), Whole(s.Rules.AgeFrom), Whole(s.Rules.AgeTo), s.Priority,
            s.Decision.Body, s.Decision.Date, s.Decision.Dnr, s.Validity.From == DateOnly.MinValue ? Cell.Empty : s.Validity.From, s.Validity.To is { } to ? to : Cell.Empty))],
        Notes = [.. shown.Notes, "Kolumnen Sjukhus: en sjukhuskod med första och sista dag inom parentes, semikolon mellan. Tomt betyder alla enheter. Kolumnen Utförs vid är samma sak i ord och läses inte in."],
    };

    private static string UnitsOf(IReadOnlyList<PermittedUnit> units) => string.Join("; ", units.Select(u => (u.Validity.From == DateOnly.MinValue, u.Validity.To) switch
    {
        (true, null) => u.Hospital,
        _ => $"{u.Hospital} ({(u.Validity.From == DateOnly.MinValue ? "" : SwedishFormat.Date(u.Validity.From))}–{(u.Validity.To is { } to ? SwedishFormat.Date(to) : "")})",
    }));

    private static string Whole(int? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "";
}
