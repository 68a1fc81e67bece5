using Kunskapsstyrning.Adapters.Sdk;
using Kunskapsstyrning.Kernel;

namespace Kunskapsstyrning.Host;

internal sealed class NoAdapters : IAdapterDirectory
{
    public IReadOnlyList<AdapterStatus> All => [];

    public IReadOnlyList<Mapping> MappingsOf(string regionKey) => [];

    public IRegionAdapter Open(string regionKey) => throw new AdapterUnavailableException($"Ingen adapter är installerad för {regionKey}.");
}
