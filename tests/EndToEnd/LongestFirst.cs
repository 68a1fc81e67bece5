using Kunskapsstyrning.EndToEnd;
using Xunit;
using Xunit.Sdk;
using Xunit.v3;

[assembly: TestCollectionOrderer(typeof(LongestFirst))]

namespace Kunskapsstyrning.EndToEnd;

/// <summary>A collection's tests take turns and use part of the machine: the long ones begin first, and the rest goes beside them.</summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    private static readonly string[] _long = [nameof(Demonstration), nameof(SyncTests), nameof(ImportCrashTests)];

    /// <inheritdoc/>
    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(IReadOnlyCollection<TTestCollection> testCollections)
        where TTestCollection : ITestCollection =>
        [.. testCollections.OrderBy(collection => Array.FindIndex(_long, name => collection.TestCollectionDisplayName.Contains(name, StringComparison.Ordinal)) is var at and >= 0 ? at : _long.Length)];
}
