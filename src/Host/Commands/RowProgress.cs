namespace Kunskapsstyrning.Host.Commands;

/// <summary>Rows read so far, on stderr: redrawn on a terminal, a line every tenth second in a log.</summary>
/// <param name="what">What is being read, Swedish.</param>
internal sealed class RowProgress(string what) : IProgress<long>
{
    private readonly bool _terminal = !Console.IsErrorRedirected;
    private long _next = Environment.TickCount64;

    public void Report(long value)
    {
        var now = Environment.TickCount64;
        if (now < Interlocked.Read(ref _next)) return;
        Interlocked.Exchange(ref _next, now + (_terminal ? 200 : 10_000));
        var line = $"{what}  {ImportCommands.Grouped(value)} rader";
        if (_terminal) Console.Error.Write("\r" + line);
        else if (value > 0) Console.Error.WriteLine(line);
    }
}

/// <summary>What is being done, a line each on stderr.</summary>
internal sealed class Talk : IProgress<string>
{
    public void Report(string value) => Console.Error.WriteLine(value);
}
