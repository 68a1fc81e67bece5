using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Nivastrukturering.Contracts;
using Kunskapsstyrning.Structure.Contracts;

namespace Kunskapsstyrning.Host.Demo;

/// <summary>Fills the demonstration's database the first time: reference files, LPO structures, a year of deliveries through the real adapters, and a month's fakturaunderlag.</summary>
internal static class DemoStart
{
    private const string LocalNames = "gemensamt/lpo-mappning.csv";

    /// <summary>For test persons only; a real host has a key of its own in its data folder.</summary>
    internal static readonly byte[] PseudonymKey = "exempelnyckel-endast-test"u8.ToArray();

    /// <summary>Loads what is not there yet; a start that was broken off goes on where it was.</summary>
    /// <param name="services">The host's container.</param>
    /// <param name="talk">Where progress is told.</param>
    /// <param name="ct">Cancels between files.</param>
    public static async Task Fill(IServiceProvider services, TextWriter talk, CancellationToken ct)
    {
        HashSet<string> there;
        await using (var scope = services.CreateAsyncScope())
        {
            there = [.. await scope.ServiceProvider.GetRequiredService<IDeliveryImport>().SourcesRead(ct)];
            if (there.Count >= Region.Norra.Count * DemoDeliveries.Months) return;
            await talk.WriteLineAsync("Gör exempeldata: ett år, fyra regioner. Det tar en liten stund första gången.");
            await Reference(scope.ServiceProvider, ct);
            foreach (var module in scope.ServiceProvider.GetRequiredService<IEnumerable<IModule>>()) await module.Seed(scope.ServiceProvider, ct); // those whose seed builds on reference files
        }
        await new DemoSeeder((delivery, token) => Import(services, there, delivery, token), talk).Run(DemoDeliveries.All(), ct);
        await talk.WriteLineAsync($"Exempeldata: {await DemoInvoices.Fill(services, PseudonymKey, ct)} fakturaunderlag.");
    }

    private static async Task Reference(IServiceProvider scope, CancellationToken ct)
    {
        var files = DemoReference.Instance.Files;
        await scope.GetRequiredService<ILocalNameImport>().Import(new MemoryStream(files[LocalNames], writable: false), Path.GetFileName(LocalNames), new(2026, 1, 1), dryRun: false, ct);
        var references = scope.GetRequiredService<IReferenceImport>();
        foreach (var (path, content) in files.Where(f => references.Knows(Path.GetFileName(f.Key))))
            await references.Import(new MemoryStream(content, writable: false), Path.GetFileName(path), dryRun: false, ct);
        var structures = scope.GetRequiredService<IStructureImport>();
        foreach (var (path, content) in files.Where(f => f.Key.StartsWith("lpo/", StringComparison.Ordinal)))
        {
            var region = Region.Find(path.Split('/')[1])!;
            var from = region.Key == "vasterbotten" ? new DateOnly(2023, 4, 1) : new DateOnly(2026, 1, 1); // Västerbotten's list is the real one of April 2023
            await structures.Import(region, new MemoryStream(content, writable: false), Path.GetFileName(path), from, dryRun: false, ct);
        }
    }

    private static async Task Import(IServiceProvider services, HashSet<string> there, DemoDelivery delivery, CancellationToken ct)
    {
        var source = $"{delivery.Region}/{delivery.Period}";
        if (there.Contains(source)) return;
        await using var scope = services.CreateAsyncScope();
        var options = new DeliveryOptions(source) { Sender = Region.Find(delivery.Region), PseudonymKey = PseudonymKey };
        var result = await scope.ServiceProvider.GetRequiredService<IDeliveryImport>().Import(DeliveryInput.OfMemory(delivery.Files), options, null, ct);
        if (result.Status == DeliveryStatus.Rejected) throw new InvalidOperationException($"The example delivery {source} was rejected: {result.Code} {result.File} {result.Message}");
    }
}
