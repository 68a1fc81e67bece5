using System.Buffers;
using System.Collections.Concurrent;
using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.ExceptionServices;
using System.Text.Json;
using Kunskapsstyrning.Adapters.Sdk;
using Kunskapsstyrning.Kernel;

namespace Kunskapsstyrning.Host.Adapters.Isolation;

/// <summary>
/// The host's end of a child process: a thread of its own answers the child's questions for bytes and queues what it gives, so that the child and the one who
/// reads the frames work at the same time. It trusts the child in nothing, and ends it when it owes an answer for too long, at once or in all, or takes too much memory.
/// </summary>
internal sealed class AdapterChild : IDisposable
{
    private const int PieceSize = 256 * 1024;
    private const int QueuedFrames = 8;
    private const int MostOpenFiles = 64;
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan EndWithin = TimeSpan.FromSeconds(5);

    private readonly PluginCode _code;
    private readonly Assignment _assignment;
    private readonly DeliveryFiles _files;
    private readonly AdapterLimits _limits;
    private readonly Process _process;
    private readonly Channel _channel;
    private readonly Thread _answering;
    private readonly Timer _watch;
    private readonly BlockingCollection<Frame> _frames = new(QueuedFrames);
    private readonly CancellationTokenSource _stop = new();
    private readonly Dictionary<ushort, Stream> _open = [];

    private long _owesSince; // a tick, or 0 while the host is the one at work
    private long _owed; // milliseconds of answers that came
    private PluginFaultException? _endedBecause;
    private Exception? _outcome;

    /// <exception cref="AdapterUnavailableException">No process could be started.</exception>
    internal AdapterChild(PluginCode code, Assignment assignment, DeliveryFiles files, AdapterLimits limits)
    {
        (_code, _assignment, _files, _limits) = (code, assignment, files, limits);
        try
        {
            _process = Process.Start(AdapterProcess.StartInfo(limits))!;
        }
        catch (Exception fault) when (fault is Win32Exception or InvalidOperationException)
        {
            throw new AdapterUnavailableException($"Adaptern {code.Id} gick inte att starta i en egen process. Kontrollera att kontot får köra programmet, eller sätt Adapters:Isolation till InProcess.");
        }
        _ = _process.StandardError.BaseStream.CopyToAsync(Stream.Null); // it may hold text of a row
        _channel = new(_process.StandardOutput.BaseStream, _process.StandardInput.BaseStream);
        _answering = new(Answer) { IsBackground = true, Name = $"adapter {code.Id}" };
        _answering.Start();
        _watch = new(_ => Look(), null, LookEvery, LookEvery);
    }

    /// <summary>What the child gives, until it says that it is done.</summary>
    /// <exception cref="PluginFaultException">It did what no adapter may.</exception>
    /// <exception cref="DeliveryRejectedException">The adapter refuses the delivery.</exception>
    /// <exception cref="StructureRejectedException">The adapter refuses the structure.</exception>
    /// <exception cref="SourceUnavailableException">A retry may help.</exception>
    internal IEnumerable<Frame> Frames(CancellationToken ct)
    {
        foreach (var frame in _frames.GetConsumingEnumerable(ct)) yield return frame;
        if (_outcome is { } outcome) ExceptionDispatchInfo.Throw(outcome);
    }

    public void Dispose()
    {
        _stop.Cancel();
        _watch.Dispose();
        End();
        if (_answering.Join(EndWithin)) foreach (var stream in _open.Values) stream.Dispose(); // else a grandchild holds the pipe
        _process.WaitForExit(EndWithin);
        _process.Dispose();
        _frames.Dispose();
        _stop.Dispose();
    }

    private void Answer()
    {
        try
        {
            Owed(Assign);
            while (_outcome is null)
            {
                Frame? frame = null;
                Owed(() => frame = _channel.Receive());
                if (frame is not { } given) _outcome = EndedEarly();
                else if (given.Kind is FrameKind.Rows or FrameKind.Structure) _frames.Add(given, _stop.Token);
                else if (given.Kind == FrameKind.Done) break;
                else _outcome = Heed(given);
            }
        }
        catch (NoSenseException)
        {
            _outcome = ProcessAdapter.NoSense();
        }
        catch (Exception fault)
        {
            _outcome = fault;
        }
        _frames.CompleteAdding();
    }

    /// <returns>How the reading ends by it, or null.</returns>
    private Exception? Heed(Frame frame) => frame.Kind switch
    {
        FrameKind.Open when _open.Count < MostOpenFiles && !_open.ContainsKey(frame.Stream) => Send(frame.Stream, frame.Text),
        FrameKind.More when _open.ContainsKey(frame.Stream) => Send(frame.Stream),
        FrameKind.CloseFile => Close(frame.Stream),
        FrameKind.Rejected when frame.As<Told>() is var told => new DeliveryRejectedException(told.Code, told.File, told.Detail),
        FrameKind.StructureRejected when frame.As<Told>() is var told => new StructureRejectedException(told.Code, told.Row, told.Detail),
        FrameKind.Unavailable => new SourceUnavailableException(frame.Text),
        FrameKind.Threw when TypeName(frame) == nameof(OutOfMemoryException) => TooMuchMemory(),
        FrameKind.Threw => GuardedAdapter.Threw(TypeName(frame)),
        FrameKind.DidNotStart => new PluginFaultException(Plugin.DidNotStart(TypeName(frame))),
        FrameKind.NotOne => new PluginFaultException(_code.NotOne),
        FrameKind.OtherRegion => new PluginFaultException(_code.OtherRegion),
        _ => ProcessAdapter.NoSense(),
    };

    private void Assign()
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(_assignment);
        _channel.Tell(FrameKind.Assign, json);
        foreach (var image in _assignment.Assemblies) _channel.Tell(FrameKind.Assign, _code.Images[image.Name]);
    }

    /// <summary>Sends the next piece of a file, of one that is opened the first.</summary>
    private Exception? Send(ushort number, string? open = null)
    {
        var piece = ArrayPool<byte>.Shared.Rent(Channel.HeaderSize + PieceSize);
        try
        {
            if (open is not null) _open[number] = _files.Open(open);
            var length = _open[number].ReadAtLeast(piece.AsSpan(Channel.HeaderSize, PieceSize), PieceSize, throwOnEndOfStream: false);
            Owed(() => _channel.Send(FrameKind.Chunk, number, piece.AsSpan(0, Channel.HeaderSize + length)));
        }
        catch (DeliveryRejectedException refused)
        {
            Owed(() => _channel.TellJson(FrameKind.FileRefused, new Told(refused.Code, refused.File, refused.Detail), number));
        }
        catch (SourceUnavailableException gone)
        {
            Owed(() => _channel.Tell(FrameKind.FileUnavailable, gone.Message, number));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(piece);
        }
        return null;
    }

    private Exception? Close(ushort number)
    {
        if (_open.Remove(number, out var stream)) stream.Dispose();
        return null;
    }

    /// <summary>Does what only the child can hold up. A pipe that it has left is told of by its end.</summary>
    private void Owed(Action wait)
    {
        Volatile.Write(ref _owesSince, Environment.TickCount64);
        try
        {
            wait();
        }
        catch (IOException)
        {
            // the child is gone: the next frame is not there
        }
        finally
        {
            Volatile.Write(ref _owed, _owed + Environment.TickCount64 - _owesSince);
            Volatile.Write(ref _owesSince, 0);
        }
    }

    private void Look()
    {
        var since = Volatile.Read(ref _owesSince);
        try
        {
            _process.Refresh();
            if (_process.HasExited) return;
            var owes = since == 0 ? 0 : Environment.TickCount64 - since;
            if (Volatile.Read(ref _owed) + owes > _limits.Total.TotalMilliseconds)
                End(new($"Adaptern arbetade längre än {_limits.Total.TotalSeconds:0} sekunder med leveransen och avslutades. Inget av leveransen är sparat. Kontakta den som har levererat adaptern, eller höj Adapters:Limits:Total om leveransen är ovanligt stor."));
            else if (owes > _limits.Silence.TotalMilliseconds)
                End(new($"Adaptern svarade inte på {_limits.Silence.TotalSeconds:0} sekunder och avslutades. Inget av leveransen är sparat. Kontakta den som har levererat adaptern."));
            else if (_process.WorkingSet64 > (long)_limits.MemoryMiB << 20) End(TooMuchMemory());
        }
        catch (InvalidOperationException)
        {
            // it ended while it was looked at
        }
    }

    private PluginFaultException TooMuchMemory() =>
        new($"Adaptern ville ha mer än {_limits.MemoryMiB} MiB minne och avslutades. Inget av leveransen är sparat. Kontakta den som har levererat adaptern, eller höj Adapters:Limits:MemoryMiB om leveransen är ovanligt stor.");

    private Exception EndedEarly()
    {
        if (_endedBecause is { } why) return why;
        return _process.WaitForExit(EndWithin)
            ? new PluginFaultException($"Adapterns process avslutades i förtid (kod {_process.ExitCode}). Inget av leveransen är sparat. Kontakta den som har levererat adaptern.")
            : ProcessAdapter.NoSense();
    }

    private void End(PluginFaultException? why = null)
    {
        if (why is not null) Interlocked.CompareExchange(ref _endedBecause, why, null);
        try
        {
            _process.Kill(entireProcessTree: true);
        }
        catch (Exception ended) when (ended is InvalidOperationException or Win32Exception or AggregateException)
        {
            // it has ended by itself
        }
    }

    private static string TypeName(Frame frame) =>
        frame.Length <= 100 && frame.Text is var name && name.All(char.IsAsciiLetter) ? name : "okänt fel";
}
