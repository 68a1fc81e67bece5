using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Kunskapsstyrning.Adapters.Sdk;
using Kunskapsstyrning.Nivastrukturering.Contracts;
using Kunskapsstyrning.Nivastrukturering.Deliveries;
using Kunskapsstyrning.Nivastrukturering.Tests.Hostile.Cases;
using Kunskapsstyrning.Nivastrukturering.Underlag;
using Xunit;

namespace Kunskapsstyrning.Nivastrukturering.Tests.Hostile;

/// <summary>
/// Feeds each parser spoiled copies of sound input, for <c>KST_FUZZ_SECONDS</c> seconds each (1). No exception but the parser's own may come.
/// Each round has a seed of its own, the first <c>KST_FUZZ_SEED</c>: set it to the number that a failure tells, and the first round is that one.
/// Unless told it is the same each time, so that the suite's verdict is of the code alone; a hunt by hand takes another.
/// </summary>
public class FuzzTests(ITestOutputHelper output)
{
    private const string Seed = "20261122";

    private static readonly string[] Regions = ["nb", "jh", "vb", "vn"];

    public static TheoryData<string> EachRegion => [.. Regions];

    [Theory, MemberData(nameof(EachRegion))]
    public void The_contacts(string region)
    {
        var sound = Judge.Shared.Sound(region);
        var files = sound.Files();
        var identity = Judge.Shared.Identify(DeliverySource.OfMemory(files));
        var names = files.Keys.Where(n => n != DeliveryManifest.FileName).Order(StringComparer.Ordinal).ToArray();
        Fuzz($"kontakter {region}", typeof(DeliveryRejectedException), (random, spoil) =>
        {
            var name = random.Next(3) == 0 ? names[random.Next(names.Length)] : sound.Main;
            Judge.Shared.Read(DeliverySource.OfMemory(new Dictionary<string, byte[]>(files) { [name] = spoil(files[name]) }), identity);
        });
    }

    [Theory, MemberData(nameof(EachRegion))]
    public void A_spoiled_file_is_never_accepted_under_the_manifest_of_the_sound_one(string region)
    {
        var sound = Judge.Shared.Sound(region);
        var files = sound.Files();
        Fuzz($"leverans {region}", typeof(DeliveryRejectedException), (random, spoil) =>
        {
            var spoiled = spoil(files[sound.Main]);
            if (spoiled.AsSpan().SequenceEqual(files[sound.Main])) return;
            var source = DeliverySource.OfMemory(new Dictionary<string, byte[]>(files) { [sound.Main] = spoiled });
            Judge.Shared.Identify(source).Judge(source, inForce: null);
            throw new InvalidOperationException("A spoiled file was accepted.");
        });
    }

    [Theory, MemberData(nameof(EachRegion))]
    public void The_local_structure(string region)
    {
        var key = Judge.Shared.Sound(region).Region;
        var file = Directory.GetFiles(Path.Combine(Repository.DataSet("sample-edge"), "lpo", key)).Single();
        var bytes = File.ReadAllBytes(file);
        Fuzz($"struktur {region}", typeof(StructureRejectedException), (_, spoil) =>
            Judge.Shared.Adapter(key).ReadStructure(new MemoryStream(spoil(bytes)), Path.GetFileName(file), CancellationToken.None));
    }

    [Fact]
    public void The_reference_files()
    {
        string[] paths = [.. new[] { "gemensamt", "avtal" }.SelectMany(place => Directory.GetFiles(Path.Combine(Repository.DataSet("sample-edge"), place))).Order(StringComparer.Ordinal)];
        var bytes = paths.Select(File.ReadAllBytes).ToArray();
        Fuzz("referensfiler", null, (random, spoil) =>
        {
            var i = random.Next(paths.Length);
            ReferenceSet.Check(new MemoryStream(spoil(bytes[i])), Path.GetFileName(paths[i]), Judge.Shared.Set.RpoNames);
        });
    }

    [Fact]
    public void The_fakturaunderlag()
    {
        var documents = Directory.GetFiles(Path.Combine(Repository.DataSet("sample-edge"), "underlag")).Order(StringComparer.Ordinal).Select(File.ReadAllBytes).ToArray();
        var keys = new InvoiceKeys(new byte[32], new byte[32]);
        var reader = new InvoiceBasisReader(new(2026, 11, 15), Judge.Shared.Set.Mvos, keys);
        Fuzz("fakturaunderlag", null, (random, spoil) => reader.Read(new MemoryStream(spoil(documents[random.Next(documents.Length)]))));
    }

    [Fact]
    public void The_zip()
    {
        var zip = ZipAttacks.Zip(Judge.Shared.Sound("vb").Files());
        Fuzz("zip", typeof(DeliveryRejectedException), (_, spoil) =>
        {
            var source = DeliverySource.OfMemory(new Dictionary<string, byte[]> { ["leverans.zip"] = spoil(zip) });
            var identity = Judge.Shared.Identify(source);
            identity.Judge(source, inForce: null);
            Judge.Shared.Read(source, identity);
        });
    }

    [Fact]
    public void The_manifest()
    {
        var files = Judge.Shared.Sound("vb").Files();
        Fuzz("leverans.json", typeof(DeliveryRejectedException), (_, spoil) =>
        {
            var source = DeliverySource.OfMemory(new Dictionary<string, byte[]>(files) { [DeliveryManifest.FileName] = spoil(files[DeliveryManifest.FileName]) });
            Judge.Shared.Identify(source).Judge(source, inForce: null);
        });
    }

    [Fact]
    public void The_mapping_file()
    {
        var sounds = Regions.Select(Judge.Shared.Sound).ToArray();
        var mappings = sounds.Select(s => File.ReadAllBytes(Path.Combine(Repository.DataSet("sample-edge"), "mappning", $"{s.Region}-v1.json"))).ToArray();
        Fuzz("mappning", typeof(JsonException), (random, spoil) =>
        {
            var i = random.Next(sounds.Length);
            var mapping = Mapping.Parse(new MemoryStream(spoil(mappings[i])));
            try
            {
                _ = new ContactLayout(mapping);
            }
            catch (InvalidMappingException)
            {
                return; // told to the one who registers the mapping
            }
        });
    }

    private void Fuzz(string parser, Type? allowed, Action<Random, Func<byte[], byte[]>> round)
    {
        var first = int.Parse(Environment.GetEnvironmentVariable("KST_FUZZ_SEED") ?? Seed, CultureInfo.InvariantCulture);
        var seconds = double.Parse(Environment.GetEnvironmentVariable("KST_FUZZ_SECONDS") ?? "1", CultureInfo.InvariantCulture);
        var (clock, seed) = (Stopwatch.StartNew(), first);
        for (; seed == first || clock.Elapsed.TotalSeconds < seconds; seed = unchecked(seed + 1))
        {
            var random = new Random(seed);
            try
            {
                round(random, new Mutator(random).Spoil);
            }
            catch (Exception failure)
            {
                if (failure.GetType() != allowed) Assert.Fail($"{parser}: KST_FUZZ_SEED={seed} ger om det. {failure}");
            }
        }
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{parser}: KST_FUZZ_SEED={first}, {(uint)(seed - first)} rundor."));
    }
}
