using System.Diagnostics;
using System.Globalization;

namespace Kunskapsstyrning.Kernel;

/// <summary>
/// Named steps at which a test kills the process, as a power cut would. <c>KST_FAULT=n</c> ends it at the n:th step that it passes; with 0 it tells
/// each step on standard error instead. Without the variable, and in a published program, a step does nothing.
/// </summary>
public static class Fault
{
    private static readonly int? _at = int.TryParse(Environment.GetEnvironmentVariable("KST_FAULT"), NumberStyles.None, CultureInfo.InvariantCulture, out var at)
        && !File.Exists(Path.Combine(AppContext.BaseDirectory, "kst.published")) ? at : null;

    private static readonly AsyncLocal<Action<string>?> _watcher = new();
    private static int _passed;

    /// <summary>Gets the name of each step that is passed by what the caller starts from now on: a test that stops there what runs in its own process.</summary>
    internal static Action<string>? Watcher
    {
        set => _watcher.Value = value;
    }

    /// <summary>Passes a step.</summary>
    /// <param name="name">Module and step, for example <c>sync.fetched</c>.</param>
    public static void Point(string name)
    {
        _watcher.Value?.Invoke(name);
        if (_at is not { } at) return;
        var passed = Interlocked.Increment(ref _passed);
        if (at == 0) Console.Error.WriteLine($"FAULT {passed} {name}");
        else if (passed == at) Process.GetCurrentProcess().Kill();
    }
}
