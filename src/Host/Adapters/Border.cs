using Kunskapsstyrning.Adapters.Sdk;
using Kunskapsstyrning.Kernel;

namespace Kunskapsstyrning.Host.Adapters;

/// <summary>
/// Stands between a plugin and the host while a delivery is read. A row that the contract does not allow ends the reading, whatever the plugin does with the exception;
/// what the host itself throws is remembered, so that it is not taken for the plugin's. No allocation per row.
/// </summary>
internal sealed class Border : IContactSink
{
    private const int LongestValue = 8000; // KST-005: 4000 characters, of which each may be a pair

    private readonly IContactSink _inner;
    private readonly CountedFiles _files;
    private readonly HashSet<string> _names;
    private Exception? _stopped;
    private string? _file;
    private long _rows;

    internal Border(DeliveryFiles files, IContactSink sink)
    {
        (_files, _inner) = (new(files), sink);
        _names = [.. files.Names];
    }

    internal DeliveryFiles Files => _files;

    public void Row(in SourceRow row)
    {
        Check(row.Kind, row.Position);
        if (!IsWhole(row)) throw Stop("ett värde som ligger utanför raden eller är för långt");
        try
        {
            _inner.Row(row);
        }
        catch (Exception hosts)
        {
            _stopped ??= hosts;
            throw;
        }
    }

    public void Broken(RowKind kind, RowPosition position, string code)
    {
        Check(kind, position);
        if (code is not ("KST-001" or "KST-002" or "KST-003" or "KST-004" or "KST-005" or "KST-006")) throw Stop("en radkod som inte är avtalad");
        try
        {
            _inner.Broken(kind, position, code);
        }
        catch (Exception hosts)
        {
            _stopped ??= hosts;
            throw;
        }
    }

    public void FileWarning(string file, string code)
    {
        Check(RowKind.Contact, new(file, 1));
        if (code is not ("KST-251" or "KST-252" or "KST-253" or "KST-254")) throw Stop("en filvarning som inte är avtalad");
        _inner.FileWarning(file, code);
    }

    /// <summary>Ends the reading: what comes after it is not taken.</summary>
    /// <returns>Why it was ended before, or null.</returns>
    internal Exception? Close()
    {
        var why = _stopped;
        _stopped ??= new InvalidOperationException("The reading has ended.");
        return why;
    }

    /// <summary>True for what the host threw: its sink, or a file of its own.</summary>
    internal bool IsHosts(Exception thrown) => thrown == _stopped || thrown == _files.Fault;

    private void Check(RowKind kind, RowPosition position)
    {
        if (_stopped is not null) throw _stopped;
        if (kind > RowKind.Unit) throw Stop("en rad av okänt slag");
        if (position.Row is < 1 or > int.MaxValue) throw Stop("en rad utan radnummer");
        if (!ReferenceEquals(position.File, _file))
        {
            if (position.File is null || !_names.Contains(position.File)) throw Stop("en rad ur en fil som inte hör till leveransen");
            _file = position.File;
        }
        if (++_rows > _files.Bytes + 1) throw Stop("fler rader än filerna rymmer"); // a row is at least its line end
    }

    private static bool IsWhole(in SourceRow row)
    {
        try
        {
            for (var field = 0; field < SourceRow.FieldCount; field++) _ = row[(Field)field];
            return row[Field.KontaktId].Length <= LongestValue && row[Field.Kod].Length <= LongestValue && row[Field.Ordning].Length <= LongestValue;
        }
        catch (Exception outside) when (outside is ArgumentOutOfRangeException or IndexOutOfRangeException)
        {
            return false;
        }
    }

    private Exception Stop(string what) => _stopped = GuardedAdapter.WrongData(what);

    /// <summary>Counts the bytes that are read, and remembers what the host's files threw.</summary>
    private sealed class CountedFiles(DeliveryFiles inner) : DeliveryFiles
    {
        public long Bytes { get; private set; }

        public Exception? Fault { get; private set; }

        public override string Period => inner.Period;

        public override IReadOnlyList<string> Names => inner.Names;

        public override Stream Open(string name)
        {
            try
            {
                return new Counted(this, inner.Open(name));
            }
            catch (Exception fault)
            {
                Fault = fault;
                throw;
            }
        }

        private sealed class Counted(CountedFiles files, Stream inner) : ForwardStream
        {
            public override int Read(Span<byte> buffer)
            {
                try
                {
                    var read = inner.Read(buffer);
                    files.Bytes += read;
                    return read;
                }
                catch (Exception fault)
                {
                    files.Fault = fault;
                    throw;
                }
            }

            protected override void Dispose(bool disposing)
            {
                if (disposing) inner.Dispose();
                base.Dispose(disposing);
            }
        }
    }
}
