using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Nivastrukturering.Data;

namespace Kunskapsstyrning.Nivastrukturering.Priser;

/// <summary>One waiting proposal for the demonstration: it comes late, so that it touches months that are priced already.</summary>
internal sealed class SeedPrices(Proposals proposals, ReferenceLibrary library, HostSettings host)
{
    private static readonly Guid Key = Guid.Parse("01932a00-0014-7000-8000-000000000001");
    private static readonly PriceIndex Index = new(200, new(2026, 9, 1), null, PriceText.Lists.ToHashSet(), new HashSet<PriceUnit> { PriceUnit.DrgPoint });

    /// <summary>Makes it when Norrbotten's list has come; the fixed key makes it once.</summary>
    public async Task Run(CancellationToken ct)
    {
        var file = PriceListFile.NameOf("25");
        if (!host.ExampleData || !host.MayWrite(ReferenceFile.OwnerOf(file))) return;
        if (await library.Versions(file, ct) is not [var only]) return; // not come yet, or the demonstration has gone on by itself
        var rows = PriceDifference.Rows(file, await library.Content(only.Id, ct));
        await proposals.Make(Key, file, PriceListFile.Write(Index.Apply(rows)), ProposalForm.Text(Index), "Exempel: påhittat förslag som kommer sent, för att visa vad det gör med månader som redan är prissatta.", ct);
    }
}
