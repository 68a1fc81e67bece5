using System.Collections;
using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;

namespace Kunskapsstyrning.Nivastrukturering.Data;

/// <summary>Enumerates on a thread of its own, from the start and up to a million ahead of who reads it; for one reader, once. What the source throws reaches the reader.</summary>
internal sealed class ReadAhead<T> : IEnumerable<T>, IDisposable
{
    private const int Batch = 1000;
    private const int MostBatches = 1000;
    private readonly BlockingCollection<T[]> _ready = new(MostBatches);
    private readonly CancellationTokenSource _stop = new();
    private readonly Thread _thread;
    private ExceptionDispatchInfo? _fault;

    /// <param name="source">Nobody else's until this is disposed.</param>
    public ReadAhead(IEnumerable<T> source)
    {
        _thread = new(() => Fill(source)) { IsBackground = true };
        _thread.Start();
    }

    public IEnumerator<T> GetEnumerator()
    {
        foreach (var batch in _ready.GetConsumingEnumerable())
            foreach (var one in batch) yield return one;
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

    private void Fill(IEnumerable<T> source)
    {
        try
        {
            foreach (var batch in source.Chunk(Batch)) _ready.Add(batch, _stop.Token);
        }
        catch (Exception thrown)
        {
            _fault = ExceptionDispatchInfo.Capture(thrown);
        }
        _ready.CompleteAdding();
    }
}
