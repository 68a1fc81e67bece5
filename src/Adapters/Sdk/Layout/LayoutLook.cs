using System.Text;

namespace Kunskapsstyrning.Adapters.Sdk;

/// <summary>Looks at the headers of a delivery before it is loaded: what was renamed, moved or added since the mapping was written.</summary>
public static class LayoutLook
{
    private const int RowsAbove = 50; // a header stands among the first rows that are not empty
    private const int FirstBytes = 64 * 1024;
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
            var (encoding, separator) = Seen(files, name);
            using var content = files.Open(name);
            layouts.Add(Look(content, name, kind, mapping, encoding, separator, ct));
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

    private static FileLayout Look(Stream content, string name, RowKind kind, Mapping mapping, string encoding, char? separator, CancellationToken ct)
    {
        var names = mapping.ColumnsOf(kind);
        var reader = new DelimitedReader(content, mapping.Kodning, mapping.Separator[0], mapping.Citattecken);
        for (var rows = 0; rows < RowsAbove && reader.Read(ct); rows++)
        {
            string[] header = [.. Enumerable.Range(0, reader.CellCount).Select(cell => Names.Tidy(reader[cell].ToString()))];
            if (ColumnAdvice.IsHeader(names.Values, header)) return new(name, kind, encoding, separator, [.. header.Select(Shown)], [.. Drift(header, kind, names, mapping)]);
        }
        ColumnDrift none = new(DriftKind.NoHeader, "", $"Ingen rubrikrad känns igen bland de första {RowsAbove} raderna: mindre än hälften av mappningens kolumner finns där. Kontrollera skiljetecken, kodning och att det är rätt fil.", Refuses: true);
        return new(name, kind, encoding, separator, [], [none]);
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

    private static (string Encoding, char? Separator) Seen(DeliveryFiles files, string name)
    {
        using var content = files.Open(name);
        var buffer = new byte[FirstBytes];
        var bytes = buffer.AsSpan(0, content.ReadAtLeast(buffer, FirstBytes, throwOnEndOfStream: false));
        var text = Encoding.Latin1.GetString(bytes);
        var line = text.AsSpan(0, text.AsSpan().IndexOfAny('\r', '\n') is >= 0 and var end ? end : text.Length);
        char? most = null;
        var count = 0;
        foreach (var separator in Separators)
            if (line.Count(separator) is var times && times > count) (most, count) = (separator, times);
        return (bytes.ContainsAnyInRange((byte)0x80, (byte)0xff) ? EncodingOf(bytes) : "", most);
    }

    /// <summary>UTF-8 when most of what is not ASCII decodes: a few bad bytes are bad rows, not another encoding.</summary>
    private static string EncodingOf(ReadOnlySpan<byte> bytes)
    {
        var (good, bad) = (0, 0);
        foreach (var c in Encoding.UTF8.GetString(bytes))
        {
            if (c == '\ufffd') bad++;
            else if (c > '\u007f') good++;
        }
        return good > bad ? "utf-8" : "windows-1252";
    }
}
