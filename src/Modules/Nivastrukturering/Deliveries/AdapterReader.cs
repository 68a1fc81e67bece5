using System.Data.Common;
using Kunskapsstyrning.Adapters.Sdk;
using Kunskapsstyrning.Kernel;
using Microsoft.Extensions.Logging;

namespace Kunskapsstyrning.Nivastrukturering.Deliveries;

/// <summary>Reads deliveries with the adapters of the host; a fault inside an adapter never shows text of a row.</summary>
internal sealed class AdapterReader(IAdapterDirectory adapters, ILogger<AdapterReader> log)
{
    /// <summary>As <see cref="DeliveryReader.Read"/>, with the adapter of the delivering region.</summary>
    /// <exception cref="DeliveryRejectedException">KST-2nn: nothing of it is to be kept.</exception>
    /// <exception cref="SourceUnavailableException">A retry may help.</exception>
    /// <exception cref="AdapterUnavailableException">The adapter is missing, switched off, or failed.</exception>
    public DeliveryTally Read(
        DeliverySource source, DeliveryIdentity delivery, DeliveryReference reference, byte[] key, IContactOutput output, IProgress<long>? progress = null, CancellationToken ct = default) =>
        Guarded(delivery.Region, adapter => DeliveryReader.Read(adapter, source, delivery, reference, key, output, progress, ct));

    /// <summary>Reads every row once, unchecked.</summary>
    /// <exception cref="DeliveryRejectedException">As <see cref="Read"/>.</exception>
    /// <exception cref="SourceUnavailableException">A retry may help.</exception>
    /// <exception cref="AdapterUnavailableException">The adapter is missing, switched off, or failed.</exception>
    public void ReadRows(DeliverySource source, DeliveryIdentity delivery, IContactSink sink, CancellationToken ct) => Guarded(delivery.Region, adapter =>
    {
        var files = new OpenedDelivery(source, delivery.Period, ct);
        adapter.Read(files, delivery.Mapping, sink, ct);
        files.CheckUnchanged();
        return true;
    });

    private T Guarded<T>(Region region, Func<IRegionAdapter, T> read)
    {
        var adapter = adapters.Open(region.Key);
        try
        {
            return read(adapter);
        }
        catch (Exception e) when (e is not (DeliveryRejectedException or SourceUnavailableException or OperationCanceledException or AdapterUnavailableException or DomainException or DbException or IOException))
        {
            // Neither message nor inner exception is passed on: it may hold text of a row.
            log.LogError("The adapter {Adapter} failed with {Type} at {Trace}", adapter.Id, e.GetType().Name, e.StackTrace);
            throw new AdapterUnavailableException($"Inläsningen för {region.Name} avbröts av ett fel i programmet ({e.GetType().Name}). Inget är sparat. Anmäl felet till den som förvaltar adaptern.");
        }
    }
}
