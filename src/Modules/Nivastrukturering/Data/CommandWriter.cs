using System.Data.Common;
using System.Globalization;

namespace Kunskapsstyrning.Nivastrukturering.Data;

/// <summary>Writes few rows as ordinary commands, inside a transaction that others share: what stands in <see cref="ContactColumns"/> serves both ways.</summary>
internal sealed class CommandWriter : BulkWriter
{
    private readonly DbCommand _insert;
    private int _column;

    /// <param name="connection">Open.</param>
    /// <param name="transaction">The connection's, or null.</param>
    /// <param name="table">As in SQL.</param>
    /// <param name="columns">As in SQL, in the order of the values.</param>
    public CommandWriter(DbConnection connection, DbTransaction? transaction, string table, IReadOnlyList<string> columns)
    {
        _insert = connection.CreateCommand();
        _insert.Transaction = transaction;
        var names = Enumerable.Range(0, columns.Count).Select(i => string.Create(CultureInfo.InvariantCulture, $"@p{i}")).ToList();
        _insert.CommandText = $"INSERT INTO {table} ({string.Join(", ", columns)}) VALUES ({string.Join(", ", names)})";
        foreach (var name in names)
        {
            var parameter = _insert.CreateParameter();
            parameter.ParameterName = name;
            _insert.Parameters.Add(parameter);
        }
    }

    public override void Whole(int value) => Set(value);

    public override void Whole(long value) => Set(value);

    public override void Small(short value) => Set(value);

    public override void Flag(bool value) => Set(value);

    public override void Day(DateOnly value) => Set(value);

    public override void Text(ReadOnlySpan<char> value) => Set(value.ToString());

    public override void Bytes(ReadOnlySpan<byte> value) => Set(value.ToArray());

    public override void Null() => Set(DBNull.Value);

    public override void EndRow()
    {
        _insert.ExecuteNonQuery();
        _column = 0;
    }

    public override void Complete()
    {
    }

    public override void Dispose() => _insert.Dispose();

    private void Set(object value) => _insert.Parameters[_column++].Value = value;
}
