using System.Data;
using System.Data.Common;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Kunskapsstyrning.Kernel.Data;

/// <summary>docs/adr/0002: BEGIN, key first, work, save, audit, feed, counters last, commit; retried when the engine asks for it.</summary>
internal sealed class UnitOfWork(DbSession session, KernelDb kernel, ICurrentUser user, WriteGrant grant, TimeProvider clock) : IUnitOfWork
{
    private const int Attempts = 4;

    public async Task<T> Run<T>(Guid key, string action, Func<Task<T>> work, CancellationToken ct = default)
    {
        if (session.Transaction is not null) throw new InvalidOperationException("A unit of work was started inside another.");
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await Attempt(key, action, work, ct);
            }
            catch (Exception failure) when (attempt < Attempts && MayRetry(failure))
            {
                await Task.Delay(TimeSpan.FromMilliseconds(20 * attempt * attempt), clock, ct);
            }
            catch (DbUpdateConcurrencyException)
            {
                throw new StaleException("Någon annan har ändrat samma uppgift. Ladda om sidan och se skillnaden innan du sparar igen.");
            }
        }
    }

    private async Task<T> Attempt<T>(Guid key, string action, Func<Task<T>> work, CancellationToken ct)
    {
        await using var transaction = await Begin(ct);
        try
        {
            session.Begin(transaction);
            if (await kernel.Keys.AsNoTracking().FirstOrDefaultAsync(k => k.Key == key, ct) is { } done)
            {
                if (done.Action != action) throw new DomainException("key.reused", "Formuläret har redan skickats för något annat. Ladda om sidan och försök igen.");
                return JsonSerializer.Deserialize<T>(done.Answer ?? "null")!;
            }
            var row = new IdempotencyKey { Key = key, Action = action, At = clock.GetUtcNow().UtcDateTime };
            kernel.Add(row);
            await kernel.SaveChangesAsync(ct);

            var answer = await work();

            foreach (var context in session.Contexts.Where(c => c is not KernelDb).ToArray())
                if (context.ChangeTracker.HasChanges()) await context.SaveChangesAsync(ct);
            row.Answer = JsonSerializer.Serialize(answer);
            await Chain(key, action, ct);
            Fault.Point("unit.before-commit");
            await transaction.CommitAsync(ct);
            Fault.Point("unit.after-commit");
            return answer;
        }
        finally
        {
            session.End();
        }
    }

    private async Task<DbTransaction> Begin(CancellationToken ct) => session.Connection is SqliteConnection sqlite
        ? sqlite.BeginTransaction(IsolationLevel.Serializable, deferred: false)
        : await session.Connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, ct);

    private async Task Chain(Guid key, string action, CancellationToken ct)
    {
        var changes = session.Record!.Changes.ToList();
        var feed = session.Record.Feed;
        var at = clock.GetUtcNow().UtcDateTime;
        var actor = grant.Holder ?? user.Name;
        await kernel.SaveChangesAsync(ct);

        var audit = await Lock("audit", ct);
        foreach (var change in changes)
        {
            audit.Value++;
            audit.Hash = Next(audit.Hash, audit.Value, at, actor, action, key, change.Entity, change.Id, change.Operation, change.Json);
            kernel.Add(new AuditEntry
            {
                No = audit.Value, At = at, Actor = actor, Action = action, RunKey = key,
                Entity = change.Entity, EntityId = change.Id, Operation = change.Operation, Changes = change.Json, Hash = audit.Hash,
            });
        }
        if (feed.Count > 0)
        {
            var counter = await Lock("feed", ct);
            foreach (var change in feed)
            {
                counter.Value++;
                counter.Hash = Next(counter.Hash, counter.Value, counter.Epoch, change.Type, change.Id, change.Owner, change.Operation, change.Payload);
                kernel.Add(new FeedEntry
                {
                    No = counter.Value, Epoch = counter.Epoch, Type = change.Type, EntityId = change.Id, OwnerCode = change.Owner,
                    Operation = change.Operation, Payload = change.Payload, At = at, Hash = counter.Hash,
                });
            }
        }
        await kernel.SaveChangesAsync(ct);
    }

    private async Task<Counter> Lock(string name, CancellationToken ct)
    {
        if (!kernel.IsSqlite) await kernel.Database.ExecuteSqlAsync($"SELECT 1 FROM kernel.counter WHERE name = {name} FOR UPDATE", ct);
        return await kernel.Counters.SingleAsync(c => c.Name == name, ct);
    }

    /// <summary>SHA-256 over the former hash and length-prefixed fields, so that no two lists of fields read alike.</summary>
    internal static string Next(string previous, params object[] fields)
    {
        var text = new StringBuilder(previous);
        foreach (var field in fields)
        {
            var value = field is DateTime at ? at.ToString("O", System.Globalization.CultureInfo.InvariantCulture) : Convert.ToString(field, System.Globalization.CultureInfo.InvariantCulture)!;
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"|{value.Length}:{value}");
        }
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }

    private static bool MayRetry(Exception failure)
    {
        for (var e = failure; e is not null; e = e.InnerException!)
        {
            if (e is PostgresException { SqlState: "40001" or "40P01" or "55P03" or "23505" }) return true;
            if (e is SqliteException { SqliteErrorCode: 5 or 6 }) return true;
        }
        return false;
    }
}
