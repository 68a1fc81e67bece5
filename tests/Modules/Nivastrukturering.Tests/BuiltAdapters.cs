using Kunskapsstyrning.Adapters.Sdk;
using Kunskapsstyrning.Host.Adapters;
using Kunskapsstyrning.Kernel;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kunskapsstyrning.Nivastrukturering.Tests;

/// <summary>The plugins of the build, with the layouts of a data set.</summary>
internal sealed class BuiltAdapters(string dataSet) : IAdapterDirectory
{
    private readonly AdapterDirectory _plugins = new([Path.Combine(Repository.Root, "artifacts", "adapters")], dataSet, NullLogger<AdapterDirectory>.Instance);
    private readonly Mapping[] _mappings = [.. Directory.GetFiles(Path.Combine(dataSet, "mappning"), "*.json").Select(Parse)];

    public IReadOnlyList<AdapterStatus> All => _plugins.All;

    public IRegionAdapter Open(string regionKey) => _plugins.Open(regionKey);

    public IReadOnlyList<Mapping> MappingsOf(string regionKey) => [.. _mappings.Where(m => m.Region == regionKey)];

    private static Mapping Parse(string path)
    {
        using var file = File.OpenRead(path);
        return Mapping.Parse(file);
    }
}

/// <summary>Adapters that do something more: with each sink that they are given, before they read into it.</summary>
internal sealed class WrappedAdapters(IAdapterDirectory inner, Func<IContactSink, IContactSink> wrap) : IAdapterDirectory
{
    public IReadOnlyList<AdapterStatus> All => inner.All;

    public IRegionAdapter Open(string regionKey) => new Wrapped(inner.Open(regionKey), wrap);

    public IReadOnlyList<Mapping> MappingsOf(string regionKey) => inner.MappingsOf(regionKey);

    private sealed class Wrapped(IRegionAdapter adapter, Func<IContactSink, IContactSink> wrap) : IRegionAdapter
    {
        public string Id => adapter.Id;

        public void Read(DeliveryFiles files, Mapping mapping, IContactSink sink, CancellationToken ct) => adapter.Read(files, mapping, wrap(sink), ct);

        public LocalStructure ReadStructure(Stream content, string fileName, CancellationToken ct) => adapter.ReadStructure(content, fileName, ct);
    }
}

/// <summary>Passes rows on until the given one, then does something first.</summary>
internal sealed class AtRow(IContactSink inner, int number, Action act) : IContactSink
{
    private int _rows;

    public void Row(in SourceRow row)
    {
        if (++_rows == number) act();
        inner.Row(row);
    }

    public void Broken(RowKind kind, RowPosition position, string code) => inner.Broken(kind, position, code);

    public void FileWarning(string file, string code) => inner.FileWarning(file, code);
}
