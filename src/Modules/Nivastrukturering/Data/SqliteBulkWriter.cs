using System.Globalization;
using System.Text;
using Kunskapsstyrning.Kernel;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Kunskapsstyrning.Nivastrukturering.Data;

/// <summary>The transactions of one connection's bulk writers: so many rows each, that others get their turn between.</summary>
/// <param name="connection">In no transaction; nobody else uses it.</param>
internal sealed class SqliteTurns(SqliteConnection connection) : IDisposable
{
    private const int RowsPerTurn = 1 << 16;
    private int _rows;

    public SqliteConnection Connection => connection;

    public void BeforeRow()
    {
        if (_rows == RowsPerTurn) Complete();
        if (_rows++ == 0) Execute("BEGIN IMMEDIATE");
    }

    public void Complete() => End("COMMIT");

    public void Dispose() => End("ROLLBACK");

    private void End(string how)
    {
        if (_rows > 0) Execute(how);
        _rows = 0;
        Fault.Point("import.block");
    }

    private void Execute(string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}

/// <summary>One prepared INSERT, bound value by value without objects. What a column held in the row before stays bound and is not bound again.</summary>
internal sealed class SqliteBulkWriter : BulkWriter
{
    private readonly SqliteTurns _turns;
    private readonly sqlite3_stmt _insert;
    private readonly Bound[] _bound;
    private byte[] _encoded = new byte[1024];
    private int _column;

    /// <param name="turns">Shared by the writers of a connection.</param>
    /// <param name="table">As in SQL.</param>
    /// <param name="columns">As in SQL, in the order of the values.</param>
    public SqliteBulkWriter(SqliteTurns turns, string table, IReadOnlyList<string> columns)
    {
        _turns = turns;
        _bound = new Bound[columns.Count];
        var sql = $"INSERT INTO {table} ({string.Join(", ", columns)}) VALUES ({string.Join(", ", columns.Select(_ => "?"))})";
        Check(raw.sqlite3_prepare_v2(turns.Connection.Handle, sql, out _insert));
    }

    private enum Form : byte
    {
        None,
        Null,
        Number,
        Day,
        Text,
    }

    public override void Whole(int value) => Whole((long)value);

    public override void Whole(long value)
    {
        if (!IsBound(Form.Number, value)) Check(raw.sqlite3_bind_int64(_insert, _column, value));
    }

    public override void Small(short value) => Whole((long)value);

    public override void Flag(bool value) => Whole(value ? 1L : 0L);

    public override void Day(DateOnly value)
    {
        if (IsBound(Form.Day, value.DayNumber)) return;
        Span<byte> text = stackalloc byte[10];
        value.TryFormat(text, out _, "O", CultureInfo.InvariantCulture);
        Check(raw.sqlite3_bind_text(_insert, _column, text));
    }

    public override void Text(ReadOnlySpan<char> value)
    {
        ref var last = ref _bound[_column++];
        if (last.Form == Form.Text && value.SequenceEqual(last.Text.AsSpan(0, last.Length))) return;
        if (last.Text is null || last.Text.Length < value.Length) last.Text = new char[value.Length + 16];
        value.CopyTo(last.Text);
        (last.Form, last.Length) = (Form.Text, value.Length);
        if (_encoded.Length < 3 * value.Length) _encoded = new byte[3 * value.Length];
        Check(raw.sqlite3_bind_text(_insert, _column, _encoded.AsSpan(0, Encoding.UTF8.GetBytes(value, _encoded))));
    }

    public override void Bytes(ReadOnlySpan<byte> value)
    {
        _bound[_column++].Form = Form.None;
        Check(raw.sqlite3_bind_blob(_insert, _column, value));
    }

    public override void Null()
    {
        if (!IsBound(Form.Null, 0)) Check(raw.sqlite3_bind_null(_insert, _column));
    }

    public override void EndRow()
    {
        _turns.BeforeRow();
        var answer = raw.sqlite3_step(_insert);
        raw.sqlite3_reset(_insert);
        if (answer != raw.SQLITE_DONE) Check(answer);
        _column = 0;
    }

    public override void Complete() => _turns.Complete();

    public override void Dispose() => _insert.Dispose();

    /// <summary>Goes to the next column; true when it holds the value already.</summary>
    private bool IsBound(Form form, long value)
    {
        ref var last = ref _bound[_column++];
        if (last.Form == form && last.Number == value) return true;
        (last.Form, last.Number) = (form, value);
        return false;
    }

    private void Check(int answer)
    {
        if (answer != raw.SQLITE_OK) SqliteException.ThrowExceptionForRC(answer, _turns.Connection.Handle);
    }

    private struct Bound
    {
        public Form Form;
        public long Number;
        public char[]? Text;
        public int Length;
    }
}
