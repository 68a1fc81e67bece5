using System.Globalization;
using Kunskapsstyrning.Nivastrukturering.Deliveries;
using Xunit;

namespace Kunskapsstyrning.Nivastrukturering.Tests.Deliveries;

[CollectionDefinition(nameof(Undisturbed), DisableParallelization = true)]
public sealed class Undisturbed; // the heap of the whole process is weighed

[Collection(nameof(Undisturbed))]
public sealed class IdTableTests
{
    [Fact]
    public void Ids_take_forty_bytes_a_contact_at_most()
    {
        const int Many = 1_000_000;
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var table = new IdTable();
        Span<char> id = stackalloc char[11];
        for (var i = 0; i < Many; i++)
        {
            i.TryFormat(id, out _, "\\N0000000000", CultureInfo.InvariantCulture);
            table.GetOrAdd(id, out _);
        }

        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, Many, 40L * Many);
        Assert.Equal(Many, table.Count);
    }
}
