using System.Data.Common;
using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Kernel.Data;
using Kunskapsstyrning.Nivastrukturering.Contracts;

namespace Kunskapsstyrning.Nivastrukturering.Data;

/// <summary>One import at a time of a region's month, in all processes of the host. A process that dies lets go.</summary>
internal static class ImportLock
{
    private const int Space = 5021948; // advisory locks of imports; the migrator has its own number
    private const int KeyTurn = 2; // those of months are larger

    /// <summary>Takes the lock or refuses at once.</summary>
    /// <exception cref="JobRunningException">Someone has it.</exception>
    public static async Task<IAsyncDisposable> Take(DbPool pool, Region region, string period, CancellationToken ct)
    {
        var key = int.Parse($"{region.Code}{period[2..4]}{period[5..]}", System.Globalization.CultureInfo.InvariantCulture);
        return await Take(pool, $"import-{region.Key}-{period}", key, new($"{region.Name} {period} läses in eller räknas om just nu. Vänta tills det är klart och försök igen."), ct);
    }

    /// <summary>Takes the lock of the key's rotation, of which there is one, or refuses at once.</summary>
    /// <exception cref="JobRunningException">Someone has it.</exception>
    public static Task<IAsyncDisposable> TakeKey(DbPool pool, CancellationToken ct) =>
        Take(pool, "key", KeyTurn, new("Pseudonymnyckeln byts redan. Vänta tills det är klart."), ct);

    private static async Task<IAsyncDisposable> Take(DbPool pool, string file, int key, JobRunningException busy, CancellationToken ct)
    {
        if (pool.Settings.Engine == Engine.Sqlite)
        {
            var folder = Directory.CreateDirectory(Path.Combine(pool.Settings.DataFolder, "locks"));
            try
            {
                return new FileStream(Path.Combine(folder.FullName, file), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException)
            {
                throw busy;
            }
        }

        var connection = await pool.OpenAsync(ct);
        if (await Ask(connection, $"SELECT pg_try_advisory_lock({Space}, {key})", ct)) return new Held(connection, key);
        await connection.DisposeAsync();
        throw busy;
    }

    private static async Task<bool> Ask(DbConnection connection, string sql, CancellationToken ct)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        return (bool)(await command.ExecuteScalarAsync(ct))!;
    }

    private sealed class Held(DbConnection connection, int key) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await using (connection) await Ask(connection, $"SELECT pg_advisory_unlock({Space}, {key})", CancellationToken.None);
        }
    }
}
