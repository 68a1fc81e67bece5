using System.Globalization;
using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Kernel.Screens;
using Kunskapsstyrning.Nivastrukturering.Features;

namespace Kunskapsstyrning.Nivastrukturering.Nivakarta;

/// <summary>What is wrong in a row of the workbook.</summary>
/// <param name="Row">The row's number in Excel.</param>
/// <param name="Column">The column's head, or empty.</param>
/// <param name="Message">Swedish: what to do.</param>
internal sealed record SheetFault(long Row, string Column, string Message);

/// <summary>A row of the workbook that differs from the map.</summary>
/// <param name="Row">The row's number in Excel.</param>
/// <param name="Code">The service that is changed; empty for a new one.</param>
/// <param name="Was">The service as it is; null for a new one.</param>
/// <param name="Wanted">How it becomes.</param>
/// <param name="From">First day.</param>
internal sealed record SheetChange(long Row, string Code, CareService? Was, CareService Wanted, DateOnly From);

/// <summary>Reads the workbook of <see cref="MapSheet.TableOf"/> back: columns by their heads, in any order. A service that is not in the file stays as it is.</summary>
internal sealed class SheetLines
{
    private const int MostRows = 2000;
    private const string Refused = "niva.sheet";

    private static readonly string[] Heads =
        ["Vård", "Kod", "Nivå", "RPO", "Sjukhus", "Bara planerad", "KVÅ", "ICD", "DRG", "MVO", "Kontaktslag", "Ålder från", "Ålder till", "Prioritet", "Gäller från", "Gäller till"];

    private readonly List<SheetFault> _faults = [];
    private readonly List<SheetChange> _changes = [];

    private SheetLines()
    {
    }

    public IReadOnlyList<SheetFault> Faults => _faults;

    public IReadOnlyList<SheetChange> Changes => _changes;

    /// <summary>Rows that say what the map says already.</summary>
    public int Unchanged { get; private set; }

    /// <summary>Reads the first sheet.</summary>
    /// <param name="content">The workbook, in memory.</param>
    /// <param name="map">What it is compared with.</param>
    /// <param name="from">First day of the changes, and of new services that state none.</param>
    /// <exception cref="DomainException"><c>niva.sheet</c>: it cannot be read, lacks a column or has too many rows.</exception>
    public static SheetLines Read(Stream content, Catalogue map, DateOnly from)
    {
        try
        {
            return Read(ExcelSheet.Read(content, MostRows), map, from);
        }
        catch (Exception e) when (e is not DomainException)
        {
            throw new DomainException(Refused, "Filen går inte att läsa. Spara den som Excel-arbetsbok (.xlsx) och försök igen.");
        }
    }

    private static SheetLines Read(IReadOnlyList<ExcelRow> rows, Catalogue map, DateOnly from)
    {
        if (rows.Count is 0 or > MostRows) throw new DomainException(Refused, $"Filen ska ha en rubrikrad och högst {SwedishFormat.Integer(MostRows)} rader. Hämta den på nytt härifrån.");
        var columns = rows[0].Cells.Select(c => (Column: c.Key, Head: c.Value.Text.Trim())).Where(c => Heads.Contains(c.Head)).ToDictionary(c => c.Head, c => c.Column);
        if (Heads.Except(columns.Keys).ToList() is { Count: > 0 } missing) throw new DomainException(Refused, $"Kolumner saknas: {string.Join(", ", missing)}. Hämta filen på nytt härifrån och behåll rubrikerna.");
        var lines = new SheetLines();
        Dictionary<string, long> seen = [];
        foreach (var row in rows.Skip(1))
        {
            var texts = columns.ToDictionary(c => c.Key, c => row.Cells.TryGetValue(c.Value, out var cell) ? Text(cell) : "");
            if (texts.Values.All(t => t.Length == 0)) continue;
            var code = texts["Kod"];
            if (code.Length > 0 && !seen.TryAdd(code, row.Number)) lines._faults.Add(new(row.Number, "Kod", $"Koden {code} står också på rad {seen[code]}. Ta bort den ena raden."));
            else lines.Add(row.Number, texts, map, from);
        }
        return lines;
    }

    private static string Text(ExcelCell cell) => cell.IsDay ? SwedishFormat.Date(cell.Day) : cell.Number is { } number ? number.ToString("0.####", CultureInfo.InvariantCulture) : cell.Text.Trim();

    private void Add(long row, IReadOnlyDictionary<string, string> texts, Catalogue map, DateOnly from)
    {
        var before = _faults.Count;
        var was = texts["Kod"].Length == 0 ? null : map.Services.FirstOrDefault(s => s.Code == texts["Kod"]);
        if (texts["Vård"].Length is 0 or > ServiceForm.LongestName) Fault("Vård", $"Skriv vad vården heter, högst {ServiceForm.LongestName} tecken.");
        if (PersonNumber.IsIn(texts["Vård"])) Fault("Vård", "Namnet ser ut att innehålla ett personnummer. Ta bort det.");
        if (texts["Nivå"] is not ([>= '1' and <= '4'] or [>= '1' and <= '4', ' ', ..])) Fault("Nivå", $"Skriv 1, 2, 3 eller 4, eller som i filen: {ServiceWords.Levels[1]}.");
        if (texts["RPO"].Length == 0) Fault("RPO", "Skriv vilket RPO som svarar för vården.");
        if (texts["Bara planerad"] is not ("ja" or "nej" or "")) Fault("Bara planerad", "Skriv ja eller nej.");
        var rules = new ServiceRules(Codes("KVÅ"), Codes("ICD"), Codes("DRG"), Mvos(), Kinds(), Whole("Ålder från"), Whole("Ålder till"));
        if (rules is { Kva.Count: 0, Icd.Count: 0, Drg.Count: 0, Mvos.Count: 0, Kinds.Count: 0, AgeFrom: null, AgeTo: null }) Fault("KVÅ", "Fyll i minst en regel: KVÅ, ICD, DRG, MVO, Kontaktslag eller ålder.");
        if (rules.AgeFrom > rules.AgeTo) Fault("Ålder till", "Åldern till är lägre än åldern från. Rätta den ena.");
        var (first, last) = (Day("Gäller från"), Day("Gäller till"));
        if (was is not null && first != (was.Validity.From == DateOnly.MinValue ? null : was.Validity.From)) Fault("Gäller från", "Dagen då vården togs in ändras inte. Dagen för ändringarna väljs på sidan.");
        var begins = was is null ? first ?? from : from;
        if (last is not null && last < (was?.Validity.From ?? begins)) Fault("Gäller till", "Sista dagen ligger före den första. Rätta den ena.");
        var units = Units(was, begins);
        var priority = Whole("Prioritet") ?? 0;
        if (_faults.Count > before) return;

        var wanted = new CareService(
            was is null ? texts["Kod"] : "", texts["Vård"], texts["RPO"], texts["Nivå"][0] - '0', was?.Priority ?? priority, new(was?.Validity.From ?? begins, last), texts["Bara planerad"] == "ja", rules, units, was?.Decision ?? new("", "", ""));
        if (was is not null && !CatalogueChange.IsSplit(was, wanted) && was.Name == wanted.Name && was.Validity == wanted.Validity && was.Units.SequenceEqual(wanted.Units)) Unchanged++;
        else _changes.Add(new(row, was is null ? "" : was.Code, was, wanted, begins));

        void Fault(string column, string message) => _faults.Add(new(row, column, message));

        List<string> Codes(string column)
        {
            List<string> codes = [.. Parts(texts[column]).Select(c => c.ToUpperInvariant().Replace(".", "", StringComparison.Ordinal)).Distinct()];
            if (codes.Find(c => c.Length > 6 || !c.All(char.IsAsciiLetterOrDigit)) is { } wrong) Fault(column, $"”{wrong}” är ingen början på en kod. Skriv bokstäver och siffror med blanksteg mellan koderna.");
            return codes;
        }

        List<int> Mvos()
        {
            List<int> mvos = [];
            foreach (var text in Parts(texts["MVO"]))
            {
                if (ReferenceText.TryMvo(text.PadLeft(3, '0'), out var mvo)) mvos.Add(mvo); // Excel makes 011 the number 11
                else Fault("MVO", $"”{text}” är inget MVO. Skriv tre siffror, till exempel 101.");
            }
            return mvos;
        }

        List<Kontaktslag> Kinds()
        {
            List<Kontaktslag> kinds = [];
            foreach (var text in Parts(texts["Kontaktslag"]))
            {
                if (ContactCodes.TryParse(text, out Kontaktslag kind)) kinds.Add(kind);
                else Fault("Kontaktslag", $"”{text}” är inget kontaktslag. Skriv SLUTEN, DAGKIR, OPPEN_LAKARE, OPPEN_ANNAN eller DISTANS.");
            }
            return kinds;
        }

        int? Whole(string column)
        {
            if (texts[column].Length == 0) return null;
            if (int.TryParse(texts[column], NumberStyles.None, CultureInfo.InvariantCulture, out var number)) return number;
            Fault(column, "Skriv ett heltal, eller lämna tomt.");
            return null;
        }

        DateOnly? Day(string column)
        {
            if (texts[column].Length == 0) return null;
            if (ServiceForm.TryDay(texts[column], out var day)) return day;
            Fault(column, "Skriv ett datum, till exempel 2027-01-01.");
            return null;
        }

        IReadOnlyList<PermittedUnit> Units(CareService? old, DateOnly starts)
        {
            List<(string Code, Period? Stated)> stated = [];
            foreach (var text in texts["Sjukhus"].Split([';', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            {
                if (ReadUnit(text) is { } unit) stated.Add(unit);
                else Fault("Sjukhus", $"”{text}” går inte att läsa. Skriv fem siffror och vid behov dagar: 64001 (2027-01-01–2027-12-31).");
            }
            var merged = CatalogueChange.UnitsFrom(old?.Units ?? [], [.. stated.Select(u => u.Code).Distinct()], starts).ToList();
            foreach (var hospital in stated.Where(u => u.Stated is not null).GroupBy(u => u.Code))
            {
                var at = merged.FindIndex(u => u.Hospital == hospital.Key);
                merged.RemoveAll(u => u.Hospital == hospital.Key);
                merged.InsertRange(Math.Min(at, merged.Count), hospital.Select(u => new PermittedUnit(u.Code, u.Stated!.Value)));
            }
            return merged;
        }
    }

    /// <summary><c>64001</c>, <c>64001 (2024-01-01–)</c>, <c>64001 (–2025-12-31)</c>.</summary>
    private static (string Code, Period? Stated)? ReadUnit(string text)
    {
        var open = text.IndexOf('(', StringComparison.Ordinal);
        var code = (open < 0 ? text : text[..open]).Trim();
        if (!ReferenceText.IsDigits(code, 5)) return null;
        if (open < 0) return (code, null);
        if (!text.EndsWith(')')) return null;
        var days = text[(open + 1)..^1].Split('–', StringSplitOptions.TrimEntries);
        if (days.Length != 2) return null;
        var (from, to) = (DateOnly.MinValue, (DateOnly?)null);
        if (days[0].Length > 0 && !SwedishInput.TryDate(days[0], out from)) return null;
        if (days[1].Length > 0)
        {
            if (!SwedishInput.TryDate(days[1], out var last)) return null;
            to = last;
        }
        var period = new Period(from, to);
        return period.IsValid ? (code, period) : null;
    }

    private static string[] Parts(string text) => text.Split([' ', ',', ';', '\n'], StringSplitOptions.RemoveEmptyEntries);
}
