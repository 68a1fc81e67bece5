using System.Diagnostics;
using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Kernel.Screens;

namespace Kunskapsstyrning.Host.Demo;

/// <summary>Fills a demonstration with its deliveries, one line of progress a region.</summary>
/// <param name="import">Reads one delivery in; an exception ends the seeding.</param>
/// <param name="talk">Where progress is told, usually stderr.</param>
internal sealed class DemoSeeder(Func<DemoDelivery, CancellationToken, Task> import, TextWriter talk)
{
    /// <summary>Makes and imports every delivery, region by region, oldest first.</summary>
    /// <param name="deliveries">In <see cref="DemoDeliveries.All"/>'s order.</param>
    /// <param name="ct">Cancels between deliveries and within the import.</param>
    /// <returns>How many contact rows were delivered.</returns>
    public async Task<int> Run(IEnumerable<DemoDelivery> deliveries, CancellationToken ct)
    {
        var watch = Stopwatch.StartNew();
        var (region, months, contacts, all) = ("", 0, 0, 0);
        foreach (var delivery in deliveries)
        {
            ct.ThrowIfCancellationRequested();
            if (delivery.Region != region && months > 0) await Tell();
            if (delivery.Region != region) (region, months, contacts) = (delivery.Region, 0, 0);
            await import(delivery, ct);
            (months, contacts, all) = (months + 1, contacts + delivery.Contacts, all + delivery.Contacts);
        }
        if (months > 0) await Tell();
        return all;

        Task Tell() => talk.WriteLineAsync(
            $"Exempeldata: {Region.NameOf(region)}, {months} månader, {SwedishFormat.Integer(contacts)} kontakter ({SwedishFormat.Number((decimal)watch.Elapsed.TotalSeconds, 1)} s).");
    }
}
