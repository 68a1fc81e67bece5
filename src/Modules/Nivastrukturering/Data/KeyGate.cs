using Kunskapsstyrning.Adapters.Sdk;
using Kunskapsstyrning.Nivastrukturering.Deliveries;
using Microsoft.EntityFrameworkCore;

namespace Kunskapsstyrning.Nivastrukturering.Data;

/// <summary>
/// Sees to it that a rotation does not forget a key while rows that were made with it become visible. Both are called in a unit of work and hold to its end;
/// on SQLite that is alone anyway.
/// </summary>
internal static class KeyGate
{
    private const int Space = 5021948, Gate = 1; // beside the locks of ImportLock, of which those of months are larger

    /// <summary>Taken by what writes rows.</summary>
    /// <exception cref="SourceUnavailableException">The rows' key is forgotten: they are read once more.</exception>
    public static async Task Enter(NivastruktureringDb db, PseudonymKey keys, string keyTag, CancellationToken ct)
    {
        if (!db.IsSqlite) await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock_shared({Space}, {Gate})", ct);
        if (!keys.Knows(keyTag)) throw new SourceUnavailableException("Pseudonymnyckeln byttes under läsningen. Inget är inläst. Läs in igen.");
    }

    /// <summary>Taken by what forgets a key.</summary>
    public static async Task Close(NivastruktureringDb db, CancellationToken ct)
    {
        if (!db.IsSqlite) await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock({Space}, {Gate})", ct);
    }
}
