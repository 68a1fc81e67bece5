using System.Data.Common;
using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Kernel.Data;
using Kunskapsstyrning.Nivastrukturering.Deliveries;
using Kunskapsstyrning.Nivastrukturering.Priser;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace Kunskapsstyrning.Nivastrukturering.Data;

/// <summary>
/// The contacts of a delivery in force with new prices. On PostgreSQL they stream through the program into a table beside, which takes the partition's place in the unit of work;
/// on SQLite the rows that change are written inside it. The month's import lock is held.
/// </summary>
internal sealed class RepricedStage(NivastruktureringDb db, DbPool pool, int no)
{
    private const int RowsEach = 1 << 16;

    /// <summary>What came of it; of SQLite after <see cref="Apply"/>.</summary>
    public ContactPricing Pricing { get; private set; } = null!;

    /// <summary>The table beside; one that a crash left is dropped by the next run, or with the delivery.</summary>
    public static string TableOf(NivastruktureringDb db, int no) => db.TableName($"contact_{no}_repriced");

    /// <summary>Does what can be done before the unit of work. Nobody sees it.</summary>
    /// <exception cref="InvalidOperationException">What stands beside is not what was sent.</exception>
    public async Task Prepare(PriceBook book, CancellationToken ct)
    {
        if (db.IsSqlite) return;
        Pricing = new(book);
        var (from, to) = (ContactStage.TableOf(db, Engine.Postgres, no), TableOf(db, no));
        await using var reading = (NpgsqlConnection)await pool.OpenAsync(ct);
        await using var writing = (NpgsqlConnection)await pool.OpenAsync(ct);
        await ContactStage.Execute(writing, $"DROP TABLE IF EXISTS {to}", ct);
        await ContactStage.Execute(writing, $"CREATE TABLE {to} (LIKE {db.TableName("contact")} INCLUDING DEFAULTS, CONSTRAINT ck_delivery CHECK (delivery_no = {no}))", ct);
        await Task.Run(() => Stream(reading, from, writing, to, ct), ct);
        if (Pricing.Changed == 0) return;
        await using (var command = writing.CreateCommand())
        {
            (command.CommandTimeout, command.CommandText) = (0, $"SELECT count(*), coalesce(sum(amount_ore), 0)::bigint FROM {to}");
            await using var sums = await command.ExecuteReaderAsync(ct);
            await sums.ReadAsync(ct);
            if (sums.GetInt64(0) != Pricing.Contacts || sums.GetInt64(1) != Pricing.AmountOre) throw new InvalidOperationException($"Staged {sums.GetInt64(0)} contacts and {sums.GetInt64(1)} öre, sent {Pricing.Contacts} and {Pricing.AmountOre}.");
        }
        await ContactStage.AddKey(writing, to, ct);
        Fault.Point("reprice.staged");
    }

    /// <summary>Puts the new prices and cells in the place of the old, inside a unit of work.</summary>
    public async Task Apply(PriceBook book, CancellationToken ct)
    {
        if (db.IsSqlite) Update(book, ct);
        if (Pricing.Changed == 0) return;
        if (!db.IsSqlite) await Swap(ct);
        Fault.Point("reprice.swapped");
        var (connection, cells) = (db.Database.GetDbConnection(), db.TableName("volume_cell"));
        var without = $"DELETE FROM {cells} WHERE delivery_no = {no}";
        await db.Database.ExecuteSqlRawAsync(without, ct);
        using BulkWriter writer = db.IsSqlite ? new CommandWriter(connection, Transaction, cells, VolumeTally.Columns) : new PostgresBulkWriter((NpgsqlConnection)connection, cells, VolumeTally.Columns);
        Pricing.Cells.Write(writer, no);
    }

    /// <summary>Takes the table beside away, if it lies there still.</summary>
    public async Task Discard()
    {
        if (db.IsSqlite) return;
        await using var connection = await pool.OpenAsync();
        await ContactStage.Execute(connection, $"DROP TABLE IF EXISTS {TableOf(db, no)}", CancellationToken.None);
    }

    private DbTransaction Transaction => db.Database.CurrentTransaction!.GetDbTransaction();

    private void Stream(NpgsqlConnection reading, string from, NpgsqlConnection writing, string to, CancellationToken ct)
    {
        using PostgresBulkReader rows = new(reading, $"SELECT {string.Join(", ", ContactColumns.OfContact)} FROM {from}");
        using PostgresBulkWriter writer = new(writing, to, ContactColumns.OfContact);
        ContactPricing.Stored stored = new(rows);
        while (rows.Read())
        {
            if (Pricing.Contacts % RowsEach == 0) ct.ThrowIfCancellationRequested();
            rows.Skip(4);
            Pricing.Price(rows, stored, out var price);
            writer.First(stored.BeforePrice);
            price.Write(writer);
            writer.EndRow();
        }
        writer.Complete();
    }

    /// <summary>Readers wait for the moment that it takes; one who stays longer makes the unit of work try again.</summary>
    private async Task Swap(CancellationToken ct)
    {
        var (contact, partition, next) = (db.TableName("contact"), ContactStage.TableOf(db, Engine.Postgres, no), TableOf(db, no));
        var sql = $"""
            SET LOCAL lock_timeout = '5s';
            DROP TABLE {partition};
            ALTER TABLE {next} RENAME TO contact_{no};
            ALTER TABLE {contact} ATTACH PARTITION {partition} FOR VALUES IN ({no})
            """;
        await db.Database.ExecuteSqlRawAsync(sql, ct);
    }

    private void Update(PriceBook book, CancellationToken ct)
    {
        Pricing = new(book);
        var (connection, table) = ((SqliteConnection)db.Database.GetDbConnection(), db.TableName("contact"));
        using var writer = CommandWriter.Update(connection, Transaction, table, PriceColumns.Names);
        var (next, end) = (Delivery.FirstContactId(no), Delivery.FirstContactId(no + 1));
        List<(long Id, PriceColumns Price)> changed = [];
        for (var read = RowsEach; read == RowsEach;)
        {
            ct.ThrowIfCancellationRequested();
            read = 0;
            using (var rows = BulkReader.Start(connection, $"SELECT id, {string.Join(", ", ContactPricing.Facts)}, {string.Join(", ", PriceColumns.Names)} FROM {table} WHERE id >= {next} AND id < {end} ORDER BY id LIMIT {RowsEach}"))
            {
                for (; rows.Read(); read++)
                {
                    var id = rows.Long();
                    next = id + 1;
                    if (Pricing.Price(rows, null, out var price)) changed.Add((id, price));
                }
            }
            foreach (var (id, price) in changed)
            {
                price.Write(writer);
                writer.Whole(id);
                writer.EndRow();
            }
            changed.Clear();
        }
    }
}
