using Kunskapsstyrning.Adapters.Sdk;
using Kunskapsstyrning.Adapters.TestKit;

namespace MallAdapter.Tests;

/// <summary>What every adapter must do, on the example in MallAdapter/exempel, whatever its files are called.</summary>
public sealed class MallAdapterConformance : ExampleConformance
{
    protected override IRegionAdapter NewAdapter() => new MallAdapterAdapter();
}
