using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Kunskapsstyrning.Nivastrukturering.Tests.Deliveries;

/// <summary>Counts the rows that one context fetches by queries of a table, until it is disposed.</summary>
internal sealed class FetchedRows : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>, IDisposable
{
    private readonly DbContext _db;
    private readonly string _table;
    private readonly List<IDisposable> _subscriptions = [];

    public FetchedRows(DbContext db, string table)
    {
        (_db, _table) = (db, table);
        _subscriptions.Add(DiagnosticListener.AllListeners.Subscribe(this));
    }

    public int Count { get; private set; }

    public void OnNext(DiagnosticListener value)
    {
        if (value.Name == DbLoggerCategory.Name) _subscriptions.Add(value.Subscribe(this, (name, _, _) => name == RelationalEventId.DataReaderDisposing.Name));
    }

    public void OnNext(KeyValuePair<string, object?> value)
    {
        if (value.Value is DataReaderDisposingEventData data && ReferenceEquals(data.Context, _db) && data.Command.CommandText is var sql && sql.StartsWith("SELECT", StringComparison.Ordinal) && sql.Contains(_table, StringComparison.Ordinal)) Count += data.ReadCount - 1; // the last finds the end
    }

    public void OnCompleted()
    {
    }

    public void OnError(Exception error)
    {
    }

    public void Dispose() => _subscriptions.ForEach(s => s.Dispose());
}
