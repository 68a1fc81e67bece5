using System.Runtime.InteropServices;
using Kunskapsstyrning.Adapters.Sdk;

namespace Unruly;

/// <summary>Does what the first line of the delivery's file says.</summary>
public sealed class UnrulyAdapter : IRegionAdapter
{
    private const string Person = "199001019802";

    /// <inheritdoc/>
    public string Id => "gotland";

    /// <inheritdoc/>
    public void Read(DeliveryFiles files, Mapping mapping, IContactSink sink, CancellationToken ct)
    {
        var file = files.Names[0];
        using var content = new StreamReader(files.Open(file));
        var act = content.ReadLine();
        Push(sink, new(file, 2)); // something to throw away again
        switch (act)
        {
            case "reads": break;
            case "hangs": Thread.CurrentThread.Join(); break;
            case "dribbles": Dribble(files, file); break;
            case "allocates": Allocate(); break;
            case "allocates outside the heap": AllocateOutside(); break;
            case "exits": Environment.Exit(0); break;
            case "fails on a thread": FailOnThread(); break;
            case "overflows": Overflow(0); break;
            case "throws": throw new FormatException(Person);
            case "throws an io error": throw new IOException(Person);
            case "refuses without a code": throw new DeliveryRejectedException(Person, file, Person);
            case "refuses and tells": throw new DeliveryRejectedException("KST-202", file, $"Kolumnen {Person} saknas.");
            case "is away and tells": throw new SourceUnavailableException($"Raden för {Person} kom inte.");
            case "row 0": Push(sink, new(file, 0)); break;
            case "another file": Push(sink, new(Person, 1)); break;
            case "no file": Push(sink, new(null!, 1)); break;
            case "unknown kind": Push(sink, new(file, 1), (RowKind)9); break;
            case "too few values": sink.Row(new SourceRow(RowKind.Contact, new(file, 1), Person, [(0, 12)], "")); break;
            case "unknown code": sink.Broken(RowKind.Contact, new(file, 1), Person); break;
            case "unknown warning": sink.FileWarning(file, Person); break;
            case "rows without end": while (true) Push(sink, new(file, 2));
            case "swallows": Swallow(sink); break;
            case "writes to the pipe": Write(Person); break;
            case "writes to the console": Console.WriteLine(Person); Console.Error.WriteLine(Person); break;
            case "looks around": LookAround(); break;
            default: throw new NotSupportedException();
        }
    }

    /// <inheritdoc/>
    public LocalStructure ReadStructure(Stream content, string fileName, CancellationToken ct)
    {
        using var reader = new StreamReader(content);
        return reader.ReadLine() switch
        {
            "reads" => new([new("LPO Prov", null, "LPO", null, ActsAsLpo: true, ["Ögonsjukdomar"])], [new(fileName, 2)]),
            "refuses" => throw new StructureRejectedException("LPO-002", 3, "så är det inte"),
            _ => new(null!, []),
        };
    }

    private static void Push(IContactSink sink, RowPosition position, RowKind kind = RowKind.Contact)
    {
        var slices = new (int, int)[SourceRow.FieldCount];
        slices[(int)Field.KontaktId] = (0, 3);
        sink.Row(new SourceRow(kind, position, "G-1", slices, "|"));
    }

    private static void Dribble(DeliveryFiles files, string file)
    {
        while (true)
        {
            files.Open(file).Dispose(); // asks for something, so that it is never silent for long
            Thread.CurrentThread.Join(200);
        }
    }

    private static void Allocate()
    {
        for (List<byte[]> all = []; ; all.Add(new byte[1 << 20])) Array.Fill(all.Count > 0 ? all[^1] : [], (byte)1);
    }

    private static unsafe void AllocateOutside()
    {
        while (true) NativeMemory.Fill((void*)Marshal.AllocHGlobal(1 << 20), 1 << 20, 1);
    }

    private static void FailOnThread()
    {
        new Thread(() => throw new InvalidOperationException(Person)).Start();
        Thread.CurrentThread.Join();
    }

    private static long Overflow(long depth) => Overflow(depth + 1) + depth;

    private static void Swallow(IContactSink sink)
    {
        try
        {
            Push(sink, new("okänd", 1));
        }
        catch (Exception)
        {
            // and reads on as if nothing were wrong
        }
    }

    private static void Write(string text)
    {
        using var pipe = Console.OpenStandardOutput();
        pipe.Write(System.Text.Encoding.ASCII.GetBytes(text + text));
        pipe.Flush();
        Thread.CurrentThread.Join();
    }

    private static void LookAround()
    {
        foreach (var name in Environment.GetEnvironmentVariables().Keys)
            if (name is string and not (['D', 'O', 'T', 'N', 'E', 'T', ..] or "LD_LIBRARY_PATH" or "TZ")) throw new UnauthorizedAccessException();
        if (AppDomain.CurrentDomain.GetAssemblies().Any(assembly => assembly.GetName().Name == "Kunskapsstyrning.Nivastrukturering")) throw new UnauthorizedAccessException();
    }
}
