using Kunskapsstyrning.Adapters.Sdk;
using Kunskapsstyrning.Kernel;

namespace Kunskapsstyrning.Host.Adapters.Isolation;

/// <summary>A plugin that runs in a child process of its own, one for each reading: one that hangs, eats memory or dies is ended and the host goes on.</summary>
internal sealed class ProcessAdapter(PluginCode code, AdapterLimits limits) : IRegionAdapter
{
    public string Id => code.Id;

    public void Read(DeliveryFiles files, Mapping mapping, IContactSink sink, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        var rows = new RowUnpacker(files.Names);
        using var child = new AdapterChild(code, Assignment.Of(code, files.Period, files.Names, mapping), files, limits);
        foreach (var frame in child.Frames(ct))
        {
            if (frame.Kind != FrameKind.Rows) throw NoSense();
            try
            {
                rows.Unpack(frame.Body, sink, ct);
            }
            catch (NoSenseException)
            {
                throw NoSense();
            }
            frame.Free();
        }
    }

    public LocalStructure ReadStructure(Stream content, string fileName, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        LocalStructure? structure = null;
        using var child = new AdapterChild(code, Assignment.Of(code, "", [fileName], null), new OneFile(content, fileName), limits);
        foreach (var frame in child.Frames(ct))
        {
            try
            {
                structure = frame.Kind == FrameKind.Structure && structure is null ? frame.As<LocalStructure>() : throw NoSense();
            }
            catch (NoSenseException)
            {
                throw NoSense();
            }
            frame.Free();
        }
        return structure ?? throw NoSense();
    }

    internal static PluginFaultException NoSense() => GuardedAdapter.WrongData("något som inte går att förstå");

    private sealed class OneFile(Stream content, string name) : DeliveryFiles
    {
        public override string Period => "";

        public override IReadOnlyList<string> Names => [name];

        public override Stream Open(string file) => new Borrowed(content);

        /// <summary>The caller's stream, which is not ours to close.</summary>
        private sealed class Borrowed(Stream inner) : ForwardStream
        {
            public override int Read(Span<byte> buffer) => inner.Read(buffer);
        }
    }
}
