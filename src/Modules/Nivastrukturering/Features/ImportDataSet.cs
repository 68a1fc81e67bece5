using System.Text;
using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Nivastrukturering.Contracts;
using Kunskapsstyrning.Structure.Contracts;

namespace Kunskapsstyrning.Nivastrukturering.Features;

/// <inheritdoc/>
internal sealed class ImportDataSet(
    IReferenceImport references, ILocalNameImport localNames, IStructureImport structures, IDeliveryImport deliveries, IInvoiceImport invoices, HostSettings host) : IDataSetImport
{
    private const string LocalNames = "lpo-mappning.csv";

    public async Task<DataSetOutcome> Import(string folder, bool dryRun, IProgress<string>? progress, CancellationToken ct)
    {
        var control = await DataSetControl.Read(folder, ct);
        var day = control.Kontrolldatum;

        progress?.Report("Läser referensfiler.");
        var names = Path.Combine(folder, "gemensamt", LocalNames);
        if (File.Exists(names))
        {
            await using var content = File.OpenRead(names);
            await localNames.Import(content, LocalNames, day, dryRun, ct);
        }
        var loaded = 0;
        foreach (var path in FilesIn(folder, "gemensamt").Concat(FilesIn(folder, "avtal")).Where(path => references.Knows(Path.GetFileName(path))))
        {
            await using var content = File.OpenRead(path);
            if (await references.Import(content, Path.GetFileName(path), dryRun, ct)) loaded++;
        }

        foreach (var region in Region.Sweden)
        {
            foreach (var path in FilesIn(folder, Path.Combine("lpo", region.Key)))
            {
                progress?.Report($"Läser LPO-struktur för {region.Name}.");
                await using var content = File.OpenRead(path);
                await structures.Import(region, content, Path.GetFileName(path), day, dryRun, ct);
            }
        }

        var results = new List<(string, DeliveryResult)>();
        foreach (var key in control.Ankomst)
        {
            progress?.Report($"Läser leveransen {key}.");
            var options = new DeliveryOptions(key)
            {
                Sender = Region.FindAny(key.Split('/')[0]),
                DryRun = dryRun,
                MayBeEmpty = true,
                Arrival = day,
                MappingFolder = Path.Combine(folder, "mappning"),
                PseudonymKey = Key(control),
            };
            results.Add((key, await deliveries.Import(DeliveryInput.OfPath(Path.Combine(folder, "leveranser", key)), options, null, ct)));
        }

        var documents = new List<InvoiceImportResult>();
        foreach (var path in FilesIn(folder, "underlag"))
        {
            if (documents.Count == 0) progress?.Report("Läser fakturaunderlag.");
            await using var content = File.OpenRead(path);
            documents.Add(await invoices.Import(content, Path.GetFileName(path), new(dryRun, day, Key(control)), ct));
        }
        return new(loaded, results, documents);
    }

    private byte[]? Key(DataSetControl control) => host.Role == HostRole.Demo && control.Pseudonymnyckel is { } secret ? Encoding.UTF8.GetBytes(secret) : null;

    private static IEnumerable<string> FilesIn(string folder, string sub)
    {
        var path = Path.Combine(folder, sub);
        return Directory.Exists(path) ? Directory.GetFiles(path).Order(StringComparer.Ordinal) : [];
    }
}
