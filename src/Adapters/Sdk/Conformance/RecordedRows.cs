namespace Kunskapsstyrning.Adapters.Sdk;

/// <summary>Keeps everything that an adapter pushes, in order.</summary>
public sealed class RecordedRows : IContactSink
{
    private readonly List<Recorded> _rows = [];
    private readonly List<(RowKind Kind, RowPosition Position, string Code)> _broken = [];
    private readonly SortedSet<string> _warnings = new(StringComparer.Ordinal);

    /// <summary>One readable row.</summary>
    /// <param name="Kind">What it told of.</param>
    /// <param name="Position">Where it stood.</param>
    /// <param name="Values">Its values that were not empty.</param>
    public sealed record Recorded(RowKind Kind, RowPosition Position, IReadOnlyDictionary<Field, string> Values);

    /// <summary>The readable rows.</summary>
    public IReadOnlyList<Recorded> Rows => _rows;

    /// <summary>The structurally broken ones.</summary>
    public IReadOnlyList<(RowKind Kind, RowPosition Position, string Code)> Broken => _broken;

    /// <summary>The warnings' codes, each once, in ordinal order.</summary>
    public IReadOnlyCollection<string> Warnings => _warnings;

    /// <summary>Reads a delivery and keeps its rows.</summary>
    /// <param name="adapter">Reads it.</param>
    /// <param name="files">The delivery.</param>
    /// <param name="mapping">The layout.</param>
    /// <exception cref="DeliveryRejectedException">The adapter refuses it.</exception>
    public static RecordedRows Of(IRegionAdapter adapter, DeliveryFiles files, Mapping mapping)
    {
        var rows = new RecordedRows();
        adapter.Read(files, mapping, rows, CancellationToken.None);
        return rows;
    }

    void IContactSink.Row(in SourceRow row)
    {
        Dictionary<Field, string> values = [];
        foreach (var field in Enum.GetValues<Field>())
            if (row[field].Length > 0) values[field] = row[field].ToString();
        _rows.Add(new(row.Kind, row.Position, values));
    }

    void IContactSink.Broken(RowKind kind, RowPosition position, string code) => _broken.Add((kind, position, code));

    void IContactSink.FileWarning(string file, string code) => _warnings.Add(code);
}
