using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Kunskapsstyrning.Nivastrukturering.Data;

/// <summary>Reads many rows value by value in the order of the query's columns, as fast as the engine gives them: the mirror of <see cref="BulkWriter"/>. Not for several threads.</summary>
internal abstract class BulkReader : IDisposable
{
    /// <summary>Starts a query.</summary>
    /// <param name="connection">Busy until the reader is disposed.</param>
    /// <param name="query">A SELECT whose columns have the types that are asked for: whole numbers are not widened.</param>
    public static BulkReader Start(DbConnection connection, string query) => connection is NpgsqlConnection postgres
        ? new PostgresBulkReader(postgres, query)
        : new SqliteBulkReader((SqliteConnection)connection, query);

    /// <summary>Goes to the next row; false after the last.</summary>
    public abstract bool Read();

    /// <summary>An <c>integer</c> column.</summary>
    public abstract int Whole();

    /// <summary>A <c>bigint</c> column.</summary>
    public abstract long Long();

    /// <summary>A <c>bigint</c> column.</summary>
    public abstract long? LongOrNull();

    /// <summary>A <c>smallint</c> column.</summary>
    public abstract short Small();

    /// <summary>A <c>smallint</c> column.</summary>
    public abstract short? SmallOrNull();

    public abstract bool Flag();

    public abstract DateOnly Day();

    public abstract DateOnly? DayOrNull();

    /// <summary>A text of its own, never null.</summary>
    public abstract string Text();

    /// <summary>A text of which there are few: the same string for the same text.</summary>
    public abstract string Name();

    /// <summary>The bytes of a <c>bytea</c> column, or the UTF-8 of a text; they live until the next value is read.</summary>
    public abstract ReadOnlySpan<byte> Raw();

    /// <summary>Bytes of their own.</summary>
    public abstract byte[] Bytes();

    public abstract void Dispose();
}

/// <summary>Over an ordinary reader.</summary>
internal sealed class SqliteBulkReader : BulkReader
{
    private readonly SqliteCommand _command;
    private readonly SqliteDataReader _rows;
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private int _column;

    /// <param name="connection">May be in a transaction.</param>
    /// <param name="query">As in SQL.</param>
    public SqliteBulkReader(SqliteConnection connection, string query)
    {
        _command = connection.CreateCommand();
        _command.CommandText = query;
        _rows = _command.ExecuteReader();
    }

    public override bool Read()
    {
        _column = 0;
        return _rows.Read();
    }

    public override int Whole() => _rows.GetInt32(_column++);

    public override long Long() => _rows.GetInt64(_column++);

    public override long? LongOrNull() => IsNull() ? null : Long();

    public override short Small() => _rows.GetInt16(_column++);

    public override short? SmallOrNull() => IsNull() ? null : Small();

    public override bool Flag() => _rows.GetBoolean(_column++);

    public override DateOnly Day() => DateOnly.ParseExact(_rows.GetString(_column++), "O", System.Globalization.CultureInfo.InvariantCulture);

    public override DateOnly? DayOrNull() => IsNull() ? null : Day();

    public override string Text() => _rows.GetString(_column++);

    public override string Name()
    {
        var text = Text();
        if (_names.TryGetValue(text, out var same)) return same;
        _names.Add(text);
        return text;
    }

    public override ReadOnlySpan<byte> Raw() => Bytes();

    public override byte[] Bytes() => _rows.GetFieldValue<byte[]>(_column++);

    public override void Dispose()
    {
        _rows.Dispose();
        _command.Dispose();
    }

    /// <summary>True, and past it, when the value is null.</summary>
    private bool IsNull()
    {
        if (!_rows.IsDBNull(_column)) return false;
        _column++;
        return true;
    }
}
