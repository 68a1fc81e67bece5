using System.Collections;
using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;

namespace Kunskapsstyrning.Nivastrukturering.Data;

/// <summary>Enumerates on a thread of its own, from the start and up to a thousand arrays ahead of who reads it; for one reader, once. What the source throws reaches the reader.</summary>
internal sealed class ReadAhead<T> : IEnumerable<T>, IDisposable
{
    private const int MostArrays = 1000;
    private readonly BlockingCollection<T[]> _ready = new(MostArrays);
    private readonly CancellationTokenSource _stop = new();
    private readonly Thread _thread;
    private ExceptionDispatchInfo? _fault;

    /// <param name="source">Nobody else's until this is disposed.</param>
    public ReadAhead(IEnumerable<T[]> source)
    {
        _thread = new(() => Fill(source)) { IsBackground = true };
        _thread.Start();
    }

    public IEnumerator<T> GetEnumerator()
    {
        foreach (var some in _ready.GetConsumingEnumerable())
            foreach (var one in some) yield return one;
        _fault?.Throw();
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Ends the reading.</summary>
    public void Dispose()
    {
        _stop.Cancel();
        _thread.Join();
        _ready.Dispose();
        _stop.Dispose();
    }

    private void Fill(IEnumerable<T[]> source)
    {
        try
        {
            foreach (var some in source) _ready.Add(some, _stop.Token);
        }
        catch (Exception thrown)
        {
            _fault = ExceptionDispatchInfo.Capture(thrown);
        }
        _ready.CompleteAdding();
    }
}
