using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;
using Kunskapsstyrning.Adapters.Sdk;

namespace Kunskapsstyrning.Host.Adapters.Isolation;

/// <summary>The child's end: this same program, started by the host with nothing but two pipes. It loads one plugin, does one assignment, and ends when the host lets go of the pipe.</summary>
internal static class AdapterProcess
{
    /// <summary>The command's name; nobody types it.</summary>
    internal const string Command = "adapter-process";

    private static readonly string[] KeptVariables = ["DOTNET_ROOT", "DOTNET_ROOT_X64", "DOTNET_ROOT_ARM64", "LD_LIBRARY_PATH", "TZ", "SystemRoot", "windir"];

    /// <summary>How the host starts it.</summary>
    internal static ProcessStartInfo StartInfo(AdapterLimits limits)
    {
        var program = typeof(AdapterProcess).Assembly.Location;
        var isOurs = Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "kst";
        ProcessStartInfo start = isOurs ? new(Environment.ProcessPath!, [Command]) : new(Dotnet(), ["exec", program, Command]);
        (start.RedirectStandardInput, start.RedirectStandardOutput, start.RedirectStandardError) = (true, true, true);
        (start.UseShellExecute, start.CreateNoWindow, start.WorkingDirectory) = (false, true, AppContext.BaseDirectory);
        foreach (var name in start.Environment.Keys.Except(KeptVariables).ToList()) start.Environment.Remove(name);
        start.Environment["DOTNET_GCHeapHardLimit"] = ((long)limits.MemoryMiB << 20).ToString("X", CultureInfo.InvariantCulture);
        start.Environment["DOTNET_gcConcurrent"] = "0";
        start.Environment["DOTNET_TieredPGO"] = "0"; // it lives for one delivery
        start.Environment["DOTNET_EnableDiagnostics"] = "0"; // no debugger, no dump
        return start;
    }

    internal static int Run()
    {
        var channel = new Channel(Console.OpenStandardInput(), Console.OpenStandardOutput());
        (TextWriter nowhere, CultureInfo swedish) = (TextWriter.Null, CultureInfo.GetCultureInfo("sv-SE"));
        Console.SetOut(nowhere);
        Console.SetError(nowhere);
        CultureInfo.DefaultThreadCurrentCulture = CultureInfo.DefaultThreadCurrentUICulture = CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = swedish; // as in the host
        BeOfferedFirst();

        if (channel.Receive() is not { } frame) return ExitCodes.Interrupted;
        var assignment = frame.As<Assignment>();
        Dictionary<string, byte[]> images = [];
        foreach (var image in assignment.Assemblies)
        {
            if (channel.Receive() is not { } sent) return ExitCodes.Interrupted;
            images[image.Name] = sent.Body.ToArray();
        }
        var files = new FedFiles(channel, assignment.Period, assignment.Names);
        new Thread(() => EndWithHost(files)) { IsBackground = true }.Start();
        try
        {
            Do(assignment, new(assignment.Id, assignment.Entry, images), files, channel);
        }
        catch (IOException)
        {
            return ExitCodes.Interrupted; // the host is gone
        }
        Thread.CurrentThread.Join(); // until the host ends it
        return ExitCodes.Ok;
    }

    private static void Do(Assignment assignment, PluginCode code, FedFiles files, Channel channel)
    {
        IRegionAdapter adapter;
        try
        {
            adapter = code.Load()();
        }
        catch (PluginFaultException fault)
        {
            channel.Tell(fault.Message == code.OtherRegion ? FrameKind.OtherRegion : FrameKind.NotOne);
            return;
        }
        catch (Exception fault)
        {
            channel.Tell(FrameKind.DidNotStart, (fault is TargetInvocationException ? fault.InnerException ?? fault : fault).GetType().Name);
            return;
        }
        try
        {
            if (assignment.Mapping is { } mapping) Read(adapter, mapping, files, channel);
            else ReadStructure(adapter, files, channel);
            channel.Tell(FrameKind.Done);
        }
        catch (DeliveryRejectedException refused)
        {
            channel.TellJson(FrameKind.Rejected, new Told(refused.Code, refused.File, refused.Detail));
        }
        catch (StructureRejectedException refused)
        {
            channel.TellJson(FrameKind.StructureRejected, new Told(refused.Code, "", refused.Detail, refused.Row));
        }
        catch (SourceUnavailableException gone)
        {
            channel.Tell(FrameKind.Unavailable, gone.Message);
        }
        catch (Exception fault) // its text may hold text of a row
        {
            channel.Tell(FrameKind.Threw, fault.GetType().Name);
        }
    }

    private static void Read(IRegionAdapter adapter, Mapping mapping, FedFiles files, Channel channel)
    {
        var rows = new RowPacker(channel, files.Names);
        adapter.Read(files, mapping, rows, CancellationToken.None);
        rows.Flush();
    }

    private static void ReadStructure(IRegionAdapter adapter, FedFiles files, Channel channel)
    {
        using var content = files.Open(files.Names[0]);
        channel.TellJson(FrameKind.Structure, adapter.ReadStructure(content, files.Names[0], CancellationToken.None));
    }

    /// <summary>Ends the process when the host is gone, whatever the adapter is doing.</summary>
    private static void EndWithHost(FedFiles files)
    {
        try
        {
            files.Feed();
        }
        finally
        {
            Process.GetCurrentProcess().Kill();
        }
    }

    /// <summary>Where memory runs out on the computer as a whole, this process goes before the host; and nothing of it is written to disk when it dies.</summary>
    private static void BeOfferedFirst()
    {
        if (!OperatingSystem.IsLinux()) return;
        try
        {
            File.WriteAllText("/proc/self/oom_score_adj", "1000");
            File.WriteAllText("/proc/self/coredump_filter", "0");
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            // then it is as any process
        }
    }

    private static string Dotnet() => Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? Environment.ProcessPath!
        : Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet"));
}
