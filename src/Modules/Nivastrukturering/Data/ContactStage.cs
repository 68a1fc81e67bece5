using System.Data.Common;
using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Kernel.Data;
using Kunskapsstyrning.Nivastrukturering.Deliveries;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Kunskapsstyrning.Nivastrukturering.Data;

/// <summary>
/// Where the rows of a delivery are written before anyone sees them: on PostgreSQL a table of their own that the flip attaches as a partition,
/// on SQLite the contact table itself under a delivery that is not in force.
/// </summary>
internal sealed class ContactStage : IContactOutput, IAsyncDisposable
{
    private readonly Engine _engine;
    private readonly int _no;
    private readonly ServiceCatalogue _catalogue;
    private readonly PriceBook _prices;
    private readonly DbConnection _connection;
    private readonly DbConnection? _second;
    private readonly SqliteTurns? _turns;
    private readonly BulkWriter _contacts;
    private readonly BulkWriter _quarantine;
    private readonly string _table;
    private readonly string _cells;
    private readonly string _bases;
    private readonly DateOnly _skapad;
    private readonly List<LocalUnitText> _units = [];
    private readonly VolumeTally _volumes = new();
    private long _contactId;
    private long _quarantineId;
    private long _amountOre;

    private ContactStage(NivastruktureringDb db, Engine engine, int no, DateOnly skapad, ReferenceSet reference, DbConnection connection, DbConnection? second)
    {
        (_engine, _no, _skapad, _connection, _second) = (engine, no, skapad, connection, second);
        _catalogue = reference.ToServiceCatalogue();
        _prices = reference.ToPriceBook();
        _contactId = _quarantineId = Delivery.FirstContactId(no);
        (_table, _cells, _bases) = (TableOf(db, engine, no), db.TableName("volume_cell"), db.TableName("delivery_base"));
        if (connection is SqliteConnection sqlite) _turns = new(sqlite);
        _contacts = Writer(connection, _table, ContactColumns.OfContact);
        _quarantine = Writer(second ?? connection, db.TableName("quarantine_row"), ContactColumns.OfQuarantine);
    }

    /// <summary>Makes the stage of a delivery.</summary>
    public static async Task<ContactStage> Open(NivastruktureringDb db, DbPool pool, int no, DateOnly skapad, ReferenceSet reference, CancellationToken ct)
    {
        var engine = pool.Settings.Engine;
        var connection = await pool.OpenAsync(ct);
        if (engine == Engine.Sqlite)
        {
            // The flip's commit, which is FULL, syncs the whole log; what is staged may be lost before it.
            await Execute(connection, "PRAGMA synchronous=NORMAL", ct);
            return new(db, engine, no, skapad, reference, connection, null);
        }

        var table = TableOf(db, engine, no);
        await Execute(connection, $"CREATE TABLE {table} (LIKE {db.TableName("contact")} INCLUDING DEFAULTS, CONSTRAINT ck_delivery CHECK (delivery_no = {no}))", ct);
        return new(db, engine, no, skapad, reference, connection, await pool.OpenAsync(ct));
    }

    public void Accept(CheckedContact contact)
    {
        var facts = contact.Facts;
        var classification = _catalogue.Classify(facts);
        var priced = _prices.Price(facts, classification);
        _amountOre = checked(_amountOre + priced.AmountOre);
        var isOutside = ServiceCatalogue.IsOutsidePermittedUnit(facts, classification);
        _volumes.Add(facts, contact.Unit.Region, contact.Unit.Hospital, classification, isOutside, priced);
        ContactColumns.Write(_contacts, _contactId++, _no, contact, facts, classification, isOutside, priced);
    }

    public void Quarantine(QuarantinedRow row) => ContactColumns.Write(_quarantine, _quarantineId++, _no, row);

    public void Unit(in LocalUnitText unit) => _units.Add(unit);

    /// <summary>Ends the writing and checks that what stands in the database is what was sent.</summary>
    /// <exception cref="InvalidOperationException">It is not.</exception>
    public async Task Complete(long accepted, CancellationToken ct)
    {
        _contacts.Complete();
        Fault.Point("import.contacts-written");
        _quarantine.Complete();
        await using var command = _connection.CreateCommand();
        (command.CommandTimeout, command.CommandText) = (0, $"SELECT count(*), coalesce(sum(amount_ore), 0) FROM {_table} WHERE {RangeOf(_no)}");
        await using (var reader = await command.ExecuteReaderAsync(ct))
        {
            await reader.ReadAsync(ct);
            var (rows, ore) = (reader.GetInt64(0), Convert.ToInt64(reader.GetValue(1), System.Globalization.CultureInfo.InvariantCulture));
            if (rows != accepted || ore != _amountOre) throw new InvalidOperationException($"Staged {rows} contacts and {ore} öre, sent {accepted} and {_amountOre}.");
        }
        using (var bases = new CommandWriter(_connection, null, _bases, ContactColumns.OfBase)) DeliveryBase.Write(bases, _no, _skapad, _units);
        using (var cells = Writer(_connection, _cells, VolumeTally.Columns)) _volumes.Write(cells, _no);
        if (_engine == Engine.Postgres) await AddKey(_connection, _table, ct);
    }

    /// <summary>Gives a table of contacts its key: after its rows, which takes the server less than half the time.</summary>
    internal static async Task AddKey(DbConnection connection, string table, CancellationToken ct)
    {
        await using var command = connection.CreateCommand();
        (command.CommandTimeout, command.CommandText) = (0, $"ALTER TABLE {table} ADD PRIMARY KEY (delivery_no, id)"); // millions of rows take more than the ordinary limit
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Makes the rows part of the contacts, inside the flip's transaction.</summary>
    public static async Task Attach(NivastruktureringDb db, int no, CancellationToken ct)
    {
        if (db.IsSqlite) return;
        var sql = $"ALTER TABLE {db.TableName("contact")} ATTACH PARTITION {TableOf(db, Engine.Postgres, no)} FOR VALUES IN ({no})";
        await db.Database.ExecuteSqlRawAsync(sql, ct);
    }

    /// <summary>Takes away the rows of a delivery that is not in force: one that died, was rejected or was replaced. Saying it again changes nothing.</summary>
    public static async Task Discard(NivastruktureringDb db, DbPool pool, int no, CancellationToken ct)
    {
        await using var connection = await pool.OpenAsync(ct);
        await Execute(connection, $"DELETE FROM {db.TableName("quarantine_row")} WHERE {RangeOf(no)}", ct);
        await Execute(connection, $"DELETE FROM {db.TableName("delivery_base")} WHERE delivery_no = {no}", ct);
        await Execute(connection, $"DELETE FROM {db.TableName("volume_cell")} WHERE delivery_no = {no}", ct);
        Fault.Point("import.discarding");
        await Execute(connection, db.IsSqlite ? $"DELETE FROM {db.TableName("contact")} WHERE {RangeOf(no)}" : $"DROP TABLE IF EXISTS {TableOf(db, Engine.Postgres, no)}, {RepricedStage.TableOf(db, no)}", ct);
    }

    public async ValueTask DisposeAsync()
    {
        _contacts.Dispose();
        _quarantine.Dispose();
        _turns?.Dispose();
        await _connection.DisposeAsync();
        if (_second is not null) await _second.DisposeAsync();
    }

    internal static string RangeOf(int no) => $"id >= {Delivery.FirstContactId(no)} AND id < {Delivery.FirstContactId(no + 1)}";

    internal static string TableOf(NivastruktureringDb db, Engine engine, int no) => engine == Engine.Sqlite ? db.TableName("contact") : db.TableName($"contact_{no}");

    private BulkWriter Writer(DbConnection connection, string table, string[] columns) => _turns is { } turns
        ? new SqliteBulkWriter(turns, table, columns)
        : new PostgresBulkWriter((NpgsqlConnection)connection, table, columns);

    internal static async Task Execute(DbConnection connection, string sql, CancellationToken ct)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(ct);
    }
}
