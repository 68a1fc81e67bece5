using System.Buffers.Binary;
using Kunskapsstyrning.Nivastrukturering.Deliveries;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace Kunskapsstyrning.Nivastrukturering.Data;

/// <summary>
/// A delivery's pseudonyms under the former key and the next, 64 bytes a person in this process's memory. No database sees a pair: what ties the keys together would lie on its disk.
/// Not for several threads.
/// </summary>
internal sealed class KeyPairs
{
    private const int PseudonymBytes = 32, RowsEach = 1 << 16;
    private const string Beside = "kst_next_pseudonym";
    private readonly ByteArena _pairs = new();
    private uint[] _slots = new uint[1 << 12]; // where a pair lies, and 1; 0 = free
    private int _count;

    /// <summary>Takes a person, unless it is there already.</summary>
    /// <param name="former">32 bytes.</param>
    /// <param name="next">For the next pseudonym, which the caller writes.</param>
    public bool TryAdd(ReadOnlySpan<byte> former, out Span<byte> next)
    {
        next = default;
        if (4L * _count >= 3L * _slots.Length) Grow();
        ref var slot = ref SlotOf(former);
        if (slot != 0) return false;
        var pair = _pairs.Allocate(2 * PseudonymBytes, out var place);
        former.CopyTo(pair);
        next = pair[PseudonymBytes..];
        slot = place + 1;
        _count++;
        return true;
    }

    /// <summary>Gives the delivery's contacts and quarantined rows their new pseudonyms, in the transaction that runs.</summary>
    /// <returns>How many rows have got one, and how many have one.</returns>
    public async Task<(long Changed, long All)> Apply(NivastruktureringDb db, int no, CancellationToken ct)
    {
        const string make = $"CREATE TEMP TABLE {Beside} (pseudonym bytea NOT NULL, id bigint NOT NULL) ON COMMIT DROP";
        if (!db.IsSqlite) await db.Database.ExecuteSqlRawAsync(make, ct);
        var (changed, all) = (0L, 0L);
        foreach (var table in new[] { db.TableName("contact"), db.TableName("quarantine_row") })
        {
            for (var (from, end) = (Delivery.FirstContactId(no), Delivery.FirstContactId(no + 1)); from < end;)
            {
                ct.ThrowIfCancellationRequested();
                var (rows, read, next) = Read(db, $"{table} WHERE delivery_no = {no} AND id >= {from} AND id < {end}");
                if (read < RowsEach) next = end;
                await Write(db, table, $"delivery_no = {no} AND t.id >= {from} AND t.id < {next}", rows, ct);
                changed += rows.Count;
                all += read;
                from = next;
            }
        }
        return (changed, all);
    }

    /// <summary>The first rows that have a pseudonym, those of them that have a pair with where it lies, and the id after.</summary>
    private (List<(long Id, uint Place)> Rows, int Read, long Next) Read(NivastruktureringDb db, string range)
    {
        List<(long, uint)> found = [];
        var (read, next) = (0, 0L);
        using var rows = BulkReader.Start(db.Database.GetDbConnection(), $"SELECT id, pseudonym FROM {range} AND pseudonym IS NOT NULL ORDER BY id LIMIT {RowsEach}");
        for (; rows.Read(); read++)
        {
            var id = rows.Long();
            var slot = SlotOf(rows.Bytes());
            if (slot != 0) found.Add((id, slot - 1));
            next = id + 1;
        }
        return (found, read, next);
    }

    private async Task Write(NivastruktureringDb db, string table, string range, List<(long Id, uint Place)> rows, CancellationToken ct)
    {
        var connection = db.Database.GetDbConnection();
        using (BulkWriter writer = connection is NpgsqlConnection postgres
            ? new PostgresBulkWriter(postgres, Beside, ["pseudonym", "id"])
            : CommandWriter.Update(connection, db.Database.CurrentTransaction!.GetDbTransaction(), table, ["pseudonym"]))
        {
            foreach (var (id, place) in rows)
            {
                writer.Bytes(_pairs.At(place).Slice(PseudonymBytes, PseudonymBytes));
                writer.Whole(id);
                writer.EndRow();
            }
            writer.Complete();
        }
        var update = $"UPDATE {table} AS t SET pseudonym = b.pseudonym FROM {Beside} AS b WHERE {range} AND t.id = b.id; TRUNCATE {Beside}";
        if (!db.IsSqlite) await db.Database.ExecuteSqlRawAsync(update, ct);
    }

    private ref uint SlotOf(ReadOnlySpan<byte> former)
    {
        var mask = _slots.Length - 1;
        var i = BinaryPrimitives.ReadInt32LittleEndian(former) & mask; // it is a hash as it stands
        while (_slots[i] != 0 && !_pairs.At(_slots[i] - 1)[..PseudonymBytes].SequenceEqual(former)) i = i + 1 & mask;
        return ref _slots[i];
    }

    private void Grow()
    {
        var old = _slots;
        _slots = new uint[2 * old.Length];
        foreach (var slot in old.Where(s => s != 0)) SlotOf(_pairs.At(slot - 1)[..PseudonymBytes]) = slot;
    }
}
