using Kunskapsstyrning.Adapters.Sdk;

namespace Kunskapsstyrning.Nivastrukturering.Deliveries;

/// <summary>Reads a delivery that was judged fit: adapter → checks → output, in one stream.</summary>
internal static class DeliveryReader
{
    /// <summary>Reads every row once; twice where diagnoses have files of their own, first for those.</summary>
    /// <param name="adapter">The region's adapter.</param>
    /// <param name="source">The files.</param>
    /// <param name="delivery">What the delivery is.</param>
    /// <param name="reference">Units and kommuner.</param>
    /// <param name="key">The key of the pseudonyms.</param>
    /// <param name="output">Takes the rows; what it got counts only when this returns.</param>
    /// <param name="progress">Contact rows so far, now and then; null = nobody asks.</param>
    /// <param name="ct">Cancels the reading.</param>
    /// <exception cref="DeliveryRejectedException">KST-2nn: nothing of it is to be kept.</exception>
    /// <exception cref="SourceUnavailableException">A retry may help: a file could not be reached, or was changed since it was judged.</exception>
    public static DeliveryTally Read(
        IRegionAdapter adapter, DeliverySource source, DeliveryIdentity delivery, DeliveryReference reference, byte[] key,
        IContactOutput output, IProgress<long>? progress = null, CancellationToken ct = default)
    {
        var tally = new DeliveryTally();
        var check = new ContactCheck(delivery, reference);
        var layout = new ContactLayout(delivery.Mapping);
        var persons = new PersonReader(layout, delivery.FirstDay.Year, key);
        var files = new OpenedDelivery(source, delivery.Period, ct);
        try
        {
            DetailRows? details = null;
            if (layout.HasDetailFiles)
            {
                details = new(output, tally);
                Read(details);
                details.Close();
            }
            Read(new ContactSink(check, persons, details, tally, output, progress));
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            files.CheckUnchanged(); // half of one file and half of another may look like anything
            throw;
        }
        files.CheckUnchanged();
        return tally;

        void Read(IContactSink sink)
        {
            using var relay = new RowRelay(sink);
            adapter.Read(files, delivery.Mapping, relay, ct);
            relay.Complete();
        }
    }
}
