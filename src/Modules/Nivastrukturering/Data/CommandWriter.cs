using System.Data.Common;
using System.Globalization;

namespace Kunskapsstyrning.Nivastrukturering.Data;

/// <summary>Writes few rows as ordinary commands, inside a transaction that others share: what stands in <see cref="ContactColumns"/> serves both ways.</summary>
internal sealed class CommandWriter : BulkWriter
{
    private readonly DbCommand _command;
    private int _column;

    /// <param name="connection">Open.</param>
    /// <param name="transaction">The connection's, or null.</param>
    /// <param name="table">As in SQL.</param>
    /// <param name="columns">As in SQL, in the order of the values.</param>
    public CommandWriter(DbConnection connection, DbTransaction? transaction, string table, IReadOnlyList<string> columns)
        : this(connection, transaction, columns.Count, names => $"INSERT INTO {table} ({string.Join(", ", columns)}) VALUES ({string.Join(", ", names)})")
    {
    }

    private CommandWriter(DbConnection connection, DbTransaction? transaction, int values, Func<IReadOnlyList<string>, string> sqlOf)
    {
        _command = connection.CreateCommand();
        _command.Transaction = transaction;
        var names = Enumerable.Range(0, values).Select(i => string.Create(CultureInfo.InvariantCulture, $"@p{i}")).ToList();
        _command.CommandText = sqlOf(names);
        foreach (var name in names)
        {
            var parameter = _command.CreateParameter();
            parameter.ParameterName = name;
            _command.Parameters.Add(parameter);
        }
    }

    /// <summary>Changes rows instead: the values of the columns, and then the row's <c>id</c>.</summary>
    public static CommandWriter Update(DbConnection connection, DbTransaction? transaction, string table, IReadOnlyList<string> columns) =>
        new(connection, transaction, columns.Count + 1, names => $"UPDATE {table} SET {string.Join(", ", columns.Zip(names, (column, name) => $"{column} = {name}"))} WHERE id = {names[^1]}");

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
        _command.ExecuteNonQuery();
        _column = 0;
    }

    public override void Complete()
    {
    }

    public override void Dispose() => _command.Dispose();

    private void Set(object value) => _command.Parameters[_column++].Value = value;
}
