using System.Text;
using Kunskapsstyrning.Adapters.Sdk;
using Kunskapsstyrning.Host.Adapters;
using Kunskapsstyrning.Host.Demo;
using Kunskapsstyrning.Nivastrukturering;
using Kunskapsstyrning.Nivastrukturering.Deliveries;
using Kunskapsstyrning.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kunskapsstyrning.Host.Tests;

/// <summary>Reads the demonstration's deliveries through the built adapters and the host's checks, without a database.</summary>
internal sealed class DemoPipeline : IContactOutput
{
    private static readonly AdapterDirectory Plugins = new([RepoRoot.PathOf("artifacts", "adapters")], string.Empty, NullLogger<AdapterDirectory>.Instance);

    private readonly ServiceCatalogue _catalogue = Reference.ToServiceCatalogue();
    private readonly PriceBook _prices = Reference.ToPriceBook();
    private readonly DeliveryReference _units = new(Reference.Units, Reference.Kommuner);

    /// <summary>The reference files, by the module's own rules.</summary>
    public static ReferenceSet Reference { get; } = LoadReference().Value!;

    /// <summary>Accepted contacts by home (län, or <c>--</c>) and performing region.</summary>
    public Dictionary<(string Home, string Performer), int> Flows { get; } = [];

    public Dictionary<PriceRule, int> Rules { get; } = [];

    public SortedSet<string> Services { get; } = new(StringComparer.Ordinal);

    public SortedSet<int> Levels { get; } = [];

    public int OutsidePermittedUnit { get; private set; }

    /// <summary>Loads the demonstration's reference files as a data set.</summary>
    public static Parsed<ReferenceSet> LoadReference()
    {
        var folder = Directory.CreateTempSubdirectory("kst-demo-");
        try
        {
            foreach (var (path, bytes) in DemoReference.Instance.Files)
            {
                var file = Path.Combine(folder.FullName, path);
                Directory.CreateDirectory(Path.GetDirectoryName(file)!);
                File.WriteAllBytes(file, bytes);
            }
            return ReferenceSet.Load(folder.FullName);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>The adapter as the build left it.</summary>
    public static IRegionAdapter Adapter(string regionKey) => Plugins.Open(regionKey);

    public DeliveryTally Read(DemoDelivery delivery)
    {
        var source = DeliverySource.OfMemory(delivery.Files);
        var identity = DeliveryIdentity.Of(source, key => [.. DemoReference.Instance.Mappings.Values.Where(m => m.Region == key)], default);
        identity.Judge(source, inForce: null);
        return DeliveryReader.Read(Adapter(delivery.Region), source, identity, _units, Encoding.UTF8.GetBytes("exempelnyckel-endast-test"), this);
    }

    public void Accept(CheckedContact contact)
    {
        var facts = contact.Facts;
        var classification = _catalogue.Classify(facts);
        Add(Flows, (facts.HomeRegion.IsEmpty ? "--" : facts.HomeRegion.ToString(), facts.Region.ToString()));
        Add(Rules, _prices.Price(facts, classification).Rule);
        Levels.Add(classification.Level);
        if (classification.Service is { } service) Services.Add(service.Code);
        if (ServiceCatalogue.IsOutsidePermittedUnit(facts, classification)) OutsidePermittedUnit++;
    }

    public void Quarantine(QuarantinedRow row)
    {
    }

    private static void Add<TKey>(Dictionary<TKey, int> counts, TKey key)
        where TKey : notnull => counts[key] = counts.GetValueOrDefault(key) + 1;
}
