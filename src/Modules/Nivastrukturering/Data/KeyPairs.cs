using Kunskapsstyrning.Nivastrukturering.Deliveries;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Kunskapsstyrning.Nivastrukturering.Data;

/// <summary>A delivery's pseudonyms under the former key and the next, in a temporary table of the scope's connection. Disposing takes it away.</summary>
internal sealed class KeyPairs : IAsyncDisposable
{
    private const string Table = "kst_key_pair";
    private readonly NivastruktureringDb _db;

    private KeyPairs(NivastruktureringDb db) => _db = db;

    /// <summary>Makes the table and lets it be filled.</summary>
    /// <param name="db">In no transaction.</param>
    /// <param name="fill">Writes former and next, each former once.</param>
    /// <param name="ct">Cancels.</param>
    public static async Task<KeyPairs> Fill(NivastruktureringDb db, Action<BulkWriter> fill, CancellationToken ct)
    {
        var connection = db.Database.GetDbConnection();
        await Execute("DROP TABLE IF EXISTS " + Table);
        if (db.IsSqlite) await Execute("PRAGMA temp_store=MEMORY");
        await Execute(db.IsSqlite
            ? $"CREATE TEMP TABLE {Table} (former BLOB PRIMARY KEY, next BLOB NOT NULL) WITHOUT ROWID"
            : $"CREATE TEMP TABLE {Table} (former bytea NOT NULL, next bytea NOT NULL)");
        using (BulkWriter writer = connection is NpgsqlConnection postgres ? new PostgresBulkWriter(postgres, Table, ["former", "next"]) : new CommandWriter(connection, null, Table, ["former", "next"]))
        {
            await Task.Run(() => fill(writer), ct);
            writer.Complete();
        }
        if (!db.IsSqlite) await Execute("ANALYZE " + Table);
        return new(db);

        async Task Execute(string sql)
        {
            await using var command = connection.CreateCommand();
            command.CommandText = sql;
            await command.ExecuteNonQueryAsync(ct);
        }
    }

    /// <summary>Gives the delivery's contacts and quarantined rows their new pseudonyms, in the transaction that runs.</summary>
    /// <returns>How many rows have got one, and how many have one.</returns>
    public async Task<(long Changed, long All)> Apply(int no, CancellationToken ct)
    {
        var range = $"delivery_no = {no} AND id >= {Delivery.FirstContactId(no)} AND id < {Delivery.FirstContactId(no + 1)}";
        var (changed, all) = (0L, 0L);
        foreach (var table in new[] { _db.TableName("contact"), _db.TableName("quarantine_row") })
        {
            var update = $"UPDATE {table} SET pseudonym = p.next FROM {Table} AS p WHERE {range} AND pseudonym = p.former";
            var count = $"SELECT count(*) AS \"Value\" FROM {table} WHERE {range} AND pseudonym IS NOT NULL";
            changed += await _db.Database.ExecuteSqlRawAsync(update, ct);
            all += (await _db.Database.SqlQueryRaw<long>(count).ToListAsync(ct))[0];
        }
        return (changed, all);
    }

    public async ValueTask DisposeAsync()
    {
        await using var command = _db.Database.GetDbConnection().CreateCommand();
        command.CommandText = "DROP TABLE IF EXISTS " + Table;
        await command.ExecuteNonQueryAsync();
    }
}
