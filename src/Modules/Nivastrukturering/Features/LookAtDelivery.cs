using System.Security.Cryptography;
using Kunskapsstyrning.Adapters.Sdk;
using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Nivastrukturering.Deliveries;

namespace Kunskapsstyrning.Nivastrukturering.Features;

/// <inheritdoc/>
internal sealed class LookAtDelivery(TimeProvider clock) : IDeliveryLook
{
    private const int KeyBytes = 32;

    public KnownDelivery Know(IAdapterDirectory adapters, Region region, IReadOnlyList<string> paths, CancellationToken ct)
    {
        var (source, delivery) = Identify(adapters, region, paths);
        return Known(source, delivery, ct);
    }

    public DeliverySight Look(IAdapterDirectory adapters, Region region, IReadOnlyList<string> paths, int rows, CancellationToken ct)
    {
        var (source, delivery) = Identify(adapters, region, paths);
        var layouts = LayoutLook.Of(new OpenedDelivery(source, delivery.Period, ct), delivery.Mapping, ct);
        var first = new FirstContacts(delivery, rows);
        var faults = new FaultNotes(delivery.Mapping, leastRows: 1);
        var tally = new DeliveryTally();
        DeliveryRejectedException? rejection = null;
        try
        {
            delivery.Judge(source, inForce: null);
            if (!layouts.Any(layout => layout.IsMisread))
                tally = DeliveryReader.Read(first.Watching(adapters.Open(region.Key)), source, delivery, DeliveryReference.WithoutRegisters, RandomNumberGenerator.GetBytes(KeyBytes), faults.Before(first), ct: ct);
        }
        catch (DeliveryRejectedException rejected)
        {
            rejection = rejected;
        }
        catch (Exception e) when (e is not (AdapterUnavailableException or SourceUnavailableException or OperationCanceledException or DomainException or IOException))
        {
            throw new AdapterUnavailableException($"Adaptern {region.Key} avbröts av ett fel i sin egen kod ({e.GetType().Name})."); // its text may hold text of a row
        }
        SeenCounts counts = new(tally.Accepted, tally.Quarantined, tally.Codes, tally.Warnings, tally.Details, first.Read);
        return new(Known(source, delivery, ct), layouts, first.Rows, counts, faults.Sentences, tally.FileWarnings, rejection);
    }

    private (DeliverySource Source, DeliveryIdentity Delivery) Identify(IAdapterDirectory adapters, Region region, IReadOnlyList<string> paths)
    {
        var source = paths is [var only] ? DeliverySource.OfPath(only) : DeliverySource.OfFiles(paths);
        var delivery = DeliveryIdentity.Of(source, key => key == region.Key ? adapters.MappingsOf(key) : [], clock.Today());
        if (delivery.Region != region) throw new DeliveryRejectedException("KST-209", DeliveryManifest.FileName, $"Leveransen är från {delivery.Region.Name}, inte {region.Name}.");
        return (source, delivery);
    }

    private static KnownDelivery Known(DeliverySource source, DeliveryIdentity delivery, CancellationToken ct) =>
        new(delivery.Period, delivery.Mapping, new OpenedDelivery(source, delivery.Period, ct));
}
