using System.Globalization;
using Kunskapsstyrning.Adapters.Sdk;
using Kunskapsstyrning.Kernel;

namespace Kunskapsstyrning.Nivastrukturering.Deliveries;

/// <summary>A cell's text before and after a correction, as it is shown.</summary>
internal sealed record CellChange(string Before, string After);

/// <summary>
/// The cells of a contact in quarantine as a form: what may be corrected, how a cell is shown and what is typed becomes. Where diagnoses and procedures have
/// files of their own, the contact's lists stand here as <see cref="Field.Diagnoser"/> and <see cref="Field.Atgarder"/>; once typed they count instead of the rows.
/// </summary>
internal sealed class CellForm
{
    /// <summary>Characters of one cell.</summary>
    public const int Longest = 4000;

    private const char Joint = '\u001f'; // no list separator is agreed: what a layout's items are joined by, and what cannot be typed
    private const int LongestPlainId = 11;
    private readonly string _datePattern;

    /// <param name="mapping">That the delivery was read with.</param>
    public CellForm(Mapping mapping)
    {
        (_datePattern, DecimalSign) = (mapping.Datum, mapping.Decimal);
        var layout = new ContactLayout(mapping);
        HasDetailFiles = layout.HasDetailFiles;
        ListSeparators = mapping.Listseparatorer.Count > 0 ? string.Concat(mapping.Listseparatorer) : Joint.ToString();
        var columns = mapping.Kolumner.Keys.Where(f => f != Field.Person && !(layout.HasMarkedMain && f == Field.Diagnoser));
        Field[] more = HasDetailFiles ? [Field.Diagnoser, Field.Atgarder] : layout.HasMarkedMain ? [Field.Huvuddiagnos, Field.Bidiagnoser] : [];
        Fields = [.. columns.Concat(more).Distinct().Order()];
    }

    /// <summary>What may be corrected, in the order of the common model.</summary>
    public IReadOnlyList<Field> Fields { get; }

    /// <summary>True when diagnoses and procedures have files of their own.</summary>
    public bool HasDetailFiles { get; }

    /// <summary>The characters of which any run divides a stored list.</summary>
    public string ListSeparators { get; }

    /// <summary>What stands before a number's decimals.</summary>
    public string DecimalSign { get; }

    /// <summary>The day as the region writes it, at midnight where it writes the time.</summary>
    public string DateText(DateOnly day) => _datePattern
        .Replace("YYYY", day.ToString("yyyy", CultureInfo.InvariantCulture), StringComparison.Ordinal).Replace("MM", day.ToString("MM", CultureInfo.InvariantCulture), StringComparison.Ordinal)
        .Replace("DD", day.ToString("dd", CultureInfo.InvariantCulture), StringComparison.Ordinal).Replace('h', '0').Replace('m', '0').Replace('s', '0');

    /// <summary>The text as it is shown: on one line, masked when it looks like a person id.</summary>
    public static string Shown(Field field, string stored)
    {
        var line = string.Concat(stored.Select(c => char.IsControl(c) ? ' ' : c)).Trim();
        return HoldsPerson(field, line) ? QuarantinedRow.Mask : line;
    }

    /// <summary>What is wrong with a typed text before it may be stored, Swedish; null when nothing is.</summary>
    public static string? Fault(Field field, string typed) =>
        HoldsPerson(field, typed) ? "Skriv inget personnummer här: det sparas inte. Rätta i källsystemet." :
        typed.Length > Longest ? "Texten är för lång. Skriv högst 4 000 tecken." : null;

    /// <summary>Puts what was typed in place of what stands.</summary>
    /// <param name="cells">The stored cells; changed here.</param>
    /// <param name="typed">By field; a field that is not there, or reads as it is shown, stays.</param>
    /// <returns>What changed.</returns>
    public SortedDictionary<Field, CellChange> Apply(Dictionary<Field, string> cells, IReadOnlyDictionary<Field, string> typed)
    {
        var changes = new SortedDictionary<Field, CellChange>();
        foreach (var field in Fields)
        {
            if (!typed.TryGetValue(field, out var text)) continue;
            var after = Shown(field, Names.Trim(text).ToString());
            var before = Shown(field, cells.GetValueOrDefault(field, ""));
            if (after == before) continue;
            cells[field] = IsList(field) && ListSeparators[0] == Joint ? string.Join(Joint, after.Split([' ', ',', ';'], StringSplitOptions.RemoveEmptyEntries)) : after;
            changes[field] = new(before, after);
        }
        return changes;
    }

    /// <summary>The items of a stored list.</summary>
    public string[] ItemsOf(string stored) => stored.Split(ListSeparators.ToCharArray(), StringSplitOptions.RemoveEmptyEntries);

    /// <summary>A contact id holds year, month and number after a letter (<c>N2603010017</c>), which reads like a personnummer and is none.</summary>
    public static bool IsPlainId(string id) => id.Length is > 0 and <= LongestPlainId && char.IsLetter(id[0]) && id.AsSpan(1).IndexOfAnyExceptInRange('0', '9') < 0;

    private static bool IsList(Field field) => field is Field.Diagnoser or Field.Bidiagnoser or Field.Atgarder;

    private static bool HoldsPerson(Field field, string text) =>
        PersonNumber.IsIn(text) && !(field is Field.KontaktId or Field.RemissId or Field.BetalningsforbindelseId && IsPlainId(text));
}
