using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Kunskapsstyrning.Benchmarks;

/// <summary>What a job took.</summary>
/// <param name="Wall">From start to end.</param>
/// <param name="Cpu">User and system, of all its threads.</param>
/// <param name="PeakBytes">Most resident memory at once; 0 where it was not looked at.</param>
/// <param name="OwnBytes">Most of it at once that is no file's pages.</param>
/// <param name="Output">What it printed.</param>
internal sealed record Cost(TimeSpan Wall, TimeSpan Cpu, long PeakBytes = 0, long OwnBytes = 0, string Output = "");

/// <summary>Runs programs and measures them (Linux: <c>/proc</c> and <c>getrusage</c>).</summary>
internal static partial class Measured
{
    private const int Children = -1;
    private static readonly double TicksPerSecond = 100; // USER_HZ, which Linux holds still for programs

    /// <summary>Runs a program to its end.</summary>
    /// <exception cref="InvalidOperationException">It ended with another code than those that count as done.</exception>
    public static Cost Run(ProcessStartInfo start, params int[] done)
    {
        (start.RedirectStandardOutput, start.RedirectStandardError) = (true, true);
        var before = ChildrensCpu();
        var watch = Stopwatch.StartNew();
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var talk = process.StandardError.ReadToEndAsync();
        long peak = 0, own = 0;
        while (!process.WaitForExit(10))
        {
            peak = Math.Max(peak, MemoryOf(process.Id, "VmHWM:"));
            own = Math.Max(own, MemoryOf(process.Id, "RssAnon:") + MemoryOf(process.Id, "RssShmem:")); // the runtime has the code that it makes in shared memory
        }
        var wall = watch.Elapsed;
        process.WaitForExit();
        if (process.ExitCode != 0 && !done.Contains(process.ExitCode)) throw new InvalidOperationException($"{start.FileName} {string.Join(' ', start.ArgumentList)} ended with {process.ExitCode}: {talk.GetAwaiter().GetResult()}");
        return new(wall, ChildrensCpu() - before, peak, own, output.GetAwaiter().GetResult());
    }

    /// <summary>CPU that a process has used so far, for one that is not our child: a database's backend.</summary>
    public static TimeSpan CpuOf(int pid)
    {
        var stat = File.ReadAllText($"/proc/{pid}/stat");
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return TimeSpan.FromSeconds((long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture)) / TicksPerSecond);
    }

    private static long MemoryOf(int pid, string what)
    {
        try
        {
            var line = File.ReadLines($"/proc/{pid}/status").FirstOrDefault(l => l.StartsWith(what, StringComparison.Ordinal));
            return line is null ? 0 : 1024 * long.Parse(line.AsSpan(what.Length).Trim().TrimEnd("kB").Trim(), CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return 0; // it ended while it was looked at
        }
    }

    private static TimeSpan ChildrensCpu()
    {
        if (GetUsage(Children, out var usage) != 0) throw new InvalidOperationException("getrusage failed.");
        return TimeSpan.FromSeconds(usage.UserSeconds + usage.SystemSeconds) + TimeSpan.FromMicroseconds(usage.UserMicroseconds + usage.SystemMicroseconds);
    }

    [LibraryImport("libc", EntryPoint = "getrusage")]
    private static partial int GetUsage(int who, out Usage usage);

    [StructLayout(LayoutKind.Sequential, Size = 144)]
    private readonly struct Usage
    {
        public readonly long UserSeconds, UserMicroseconds, SystemSeconds, SystemMicroseconds;
    }
}
