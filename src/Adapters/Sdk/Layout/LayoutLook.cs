using System.Text;

namespace Kunskapsstyrning.Adapters.Sdk;

/// <summary>Looks at the headers of a delivery before it is loaded: what was renamed, moved or added since the mapping was written.</summary>
public static class LayoutLook
{
    private const int RowsAbove = 50; // a header stands among the first rows that are not empty
    private const int MostFirstBytes = 64 * 1024;
    private const int FewestBad = 3; // one or two bytes that are no UTF-8 are damage
    private static readonly char[] Separators = [';', ',', '\t', '|'];

    /// <summary>Looks at each file of the mapping that is there, in order kontakt, enheter, diagnos, atgard. XML has no header: nothing is said of it.</summary>
    /// <param name="files">The delivery; of each file only the beginning is read.</param>
    /// <param name="mapping">The layout's version for the delivery's period.</param>
    /// <param name="ct">Cancels.</param>
    public static IReadOnlyList<FileLayout> Of(DeliveryFiles files, Mapping mapping, CancellationToken ct)
    {
        if (mapping.Format != "csv" || mapping.Separator.Length != 1) return [];
        List<FileLayout> layouts = [];
        foreach (var (role, kind) in DelimitedDelivery.RolesInCheckOrder)
        {
            if (mapping.FileName(role, files.Period) is not { } name || !files.Names.Contains(name)) continue;
            layouts.Add(Look(files, name, kind, mapping, ct));
        }
        return layouts;
    }

    /// <summary>The fields whose columns a header lacks, each with the new column whose name is most like; null when none is like enough.</summary>
    /// <param name="columns">The header's names, of <see cref="FileLayout.Columns"/>.</param>
    /// <param name="kind">What the file's rows tell of.</param>
    /// <param name="mapping">The layout's version.</param>
    public static IReadOnlyDictionary<Field, string?> Missing(IReadOnlyList<string> columns, RowKind kind, Mapping mapping)
    {
        var names = mapping.ColumnsOf(kind);
        return names.Where(name => !columns.Any(column => Names.Same(column, name.Value))).ToDictionary(name => name.Key, name => ColumnAdvice.Alike(name.Value, names.Values, columns));
    }

    /// <summary>That a file's encoding or separator is another than the mapping's; null when it is not.</summary>
    internal static string? Misread(DeliveryFiles files, string name, RowKind kind, Mapping mapping, CancellationToken ct) =>
        Look(files, name, kind, mapping, ct) is { IsMisread: true } look ? string.Join(" ", look.Drift.Select(drift => drift.Sentence)) : null;

    private static FileLayout Look(DeliveryFiles files, string name, RowKind kind, Mapping mapping, CancellationToken ct)
    {
        var names = mapping.ColumnsOf(kind);
        var first = FirstBytesOf(files, name);
        var encoding = first.IsSure ? first.Encoding : mapping.Kodning;
        var header = Header(mapping.Separator[0]);
        var other = header is null ? Array.Find(Separators, sign => Header(sign) is not null) : default;

        List<ColumnDrift> misread = [];
        if (encoding != mapping.Kodning)
            misread.Add(new(DriftKind.Encoding, "", $"Filen ser ut att vara {encoding}, men mappningen säger {mapping.Kodning}. Skriv \"kodning\": \"{encoding}\" i mappningen, eller ta ut filen som {mapping.Kodning}.", Refuses: true));
        if (other != default)
            misread.Add(new(DriftKind.Separator, "", $"Filen ser ut att ha {FileLayout.NameOf(other)} mellan kolumnerna, men mappningen säger {FileLayout.NameOf(mapping.Separator[0])}. Skriv \"separator\": \"{(other == '\t' ? "\\t" : other)}\" i mappningen, eller ta ut filen med {FileLayout.NameOf(mapping.Separator[0])}.", Refuses: true));
        if (misread.Count > 0) return new(name, kind, first.Encoding, first.Separator, [], misread);
        if (header is not null) return new(name, kind, first.Encoding, first.Separator, [.. header.Select(Shown)], [.. Drift(header, kind, names, mapping)]);
        ColumnDrift none = new(DriftKind.NoHeader, "", $"Ingen rubrikrad känns igen bland de första {RowsAbove} raderna: mindre än hälften av mappningens kolumner finns där. Kontrollera skiljetecken, kodning och att det är rätt fil.", Refuses: true);
        return new(name, kind, first.Encoding, first.Separator, [], [none]);

        string[]? Header(char separator)
        {
            using var content = files.Open(name);
            var reader = new DelimitedReader(content, encoding, separator, mapping.Citattecken);
            for (var rows = 0; rows < RowsAbove && reader.Read(ct); rows++)
            {
                string[] row = [.. Enumerable.Range(0, reader.CellCount).Select(cell => Names.Tidy(reader[cell].ToString()))];
                if (ColumnAdvice.IsHeader(names.Values, row)) return row;
            }
            return null;
        }
    }

    private static IEnumerable<ColumnDrift> Drift(string[] header, RowKind kind, IReadOnlyDictionary<Field, string> names, Mapping mapping)
    {
        foreach (var (field, name) in names)
        {
            var times = header.Count(cell => Names.Same(cell, name));
            if (times == 0) yield return new(DriftKind.Missing, name, ColumnAdvice.Missing(field, names, kind, header), kind != RowKind.Contact || mapping.Obligatoriska.Contains(field));
            else if (times > 1) yield return new(DriftKind.Twice, name, $"Kolumnen {name} står två gånger i rubriken. Ta bort den ena.", Refuses: true);
        }
        if (mapping.Ovriga is { } past)
            foreach (var cell in header.Where(cell => cell.Length > 0 && !names.Values.Concat(past).Any(name => Names.Same(cell, name))))
                yield return new(DriftKind.New, Shown(cell), $"Kolumnen {Shown(cell)} är ny och läses inte. Lägg till den under {ColumnAdvice.Section(kind)} i mappningen, eller under ovriga om den inte ska läsas.", Refuses: false);

        int[] places = [.. names.Values.Select(name => Array.FindIndex(header, cell => Names.Same(cell, name))).Where(at => at >= 0)];
        if (!places.SequenceEqual(places.Order()))
            yield return new(DriftKind.Reordered, "", "Kolumnerna står i en annan ordning än i mappningen. De läses efter namn: inget behöver göras.", Refuses: false);
    }

    /// <summary>A header's cell for people; what cannot be a name may be a value that slipped in, and is not shown.</summary>
    private static string Shown(string cell) => cell.Length == 0 || ColumnAdvice.CanBeName(cell) ? cell : "(dolt)";

    private static FirstBytes FirstBytesOf(DeliveryFiles files, string name)
    {
        using var content = files.Open(name);
        var buffer = new byte[MostFirstBytes];
        var bytes = buffer.AsSpan(0, content.ReadAtLeast(buffer, MostFirstBytes, throwOnEndOfStream: false));
        var text = Encoding.Latin1.GetString(bytes);
        var line = text.AsSpan(0, text.AsSpan().IndexOfAny('\r', '\n') is >= 0 and var end ? end : text.Length);
        char? most = null;
        var count = 0;
        foreach (var separator in Separators)
            if (line.Count(separator) is var times && times > count) (most, count) = (separator, times);

        var (good, bad) = (0, 0);
        foreach (var c in Encoding.UTF8.GetString(bytes))
        {
            if (c == '\ufffd') bad++;
            else if (c > '\u007f') good++;
        }
        if (good + bad == 0) return new("", most, IsSure: false);
        var hasMark = bytes.StartsWith(Encoding.UTF8.Preamble); // read as UTF-8 whatever the mapping says
        return good > bad ? new("utf-8", most, IsSure: !hasMark) : new("windows-1252", most, IsSure: bad >= FewestBad);
    }

    /// <param name="Encoding">UTF-8 when most of what is not ASCII decodes: a few bad bytes are bad rows, not another encoding. Empty when all is ASCII.</param>
    /// <param name="Separator">As <see cref="FileLayout.SeenSeparator"/>.</param>
    /// <param name="IsSure">Enough to hold against the mapping.</param>
    private readonly record struct FirstBytes(string Encoding, char? Separator, bool IsSure);
}
