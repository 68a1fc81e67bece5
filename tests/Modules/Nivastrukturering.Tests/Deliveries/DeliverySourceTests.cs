using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using Kunskapsstyrning.Adapters.Sdk;
using Kunskapsstyrning.Nivastrukturering.Deliveries;
using Xunit;

namespace Kunskapsstyrning.Nivastrukturering.Tests.Deliveries;

public class DeliverySourceTests
{
    private const string Csv = "NB_vardkontakter_202603.csv";
    private static readonly BuiltAdapters Adapters = new(Repository.DataSet("sample"));

    [Fact]
    public void A_flat_zip_reads_like_its_files()
    {
        var source = Zip(("b.txt", "två"), ("a.txt", "ett"));

        Assert.Equal(["a.txt", "b.txt"], source.Names);
        Assert.Equal("två", Text(source, "b.txt"));
        Assert.Equal("två", Text(source, "b.txt")); // and again
        Assert.Equal(4, source.Digest("b.txt").Bytes);
    }

    [Theory]
    [InlineData("mapp/a.txt")]
    [InlineData("mapp\\a.txt")]
    [InlineData("..a.txt")]
    [InlineData("mapp/")]
    public void A_name_in_a_zip_is_bare(string name) => Rejects("KST-212", () => Zip((name, "x")));

    [Fact]
    public void What_comes_out_of_a_zip_is_counted_not_what_it_states()
    {
        var zip = ZipBytes(("a.txt", new string('0', 300_000)));
        var directory = zip.AsSpan().LastIndexOf("PK\u0001\u0002"u8);
        BinaryPrimitives.WriteUInt32LittleEndian(zip.AsSpan(directory + 24), 10);

        Rejects("KST-212", () => DeliverySource.OfMemory(new Dictionary<string, byte[]> { ["x.zip"] = zip }));
    }

    [Fact]
    public void An_encrypted_zip_is_rejected()
    {
        var zip = ZipBytes(("a.txt", "x"));
        zip[zip.AsSpan().LastIndexOf("PK\u0001\u0002"u8) + 8] |= 1;

        Rejects("KST-212", () => DeliverySource.OfMemory(new Dictionary<string, byte[]> { ["x.zip"] = zip }));
    }

    [Fact]
    public void A_damaged_or_cut_zip_is_rejected()
    {
        var whole = ZipBytes(("a.txt", "en text som är lite längre"), ("b.txt", "y"));
        for (var length = 0; length < whole.Length; length++)
            Rejects("KST-212", () => DeliverySource.OfMemory(new Dictionary<string, byte[]> { ["x.zip"] = whole[..length] }));
        var damaged = whole.ToArray();
        damaged[35] ^= 0xff;
        Rejects("KST-212", () => DeliverySource.OfMemory(new Dictionary<string, byte[]> { ["x.zip"] = damaged }));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{\"region\":\"norrbotten\"}")]
    [InlineData("{\"region\":\"norrbotten\",\"slag\":\"vardkontakter\",\"period\":\"2026-3\",\"lopnummer\":1,\"skapad\":\"2026-04-03T02:15:00\",\"filer\":[]}")]
    [InlineData("{\"region\":\"norrbotten\",\"slag\":\"vardkontakter\",\"period\":\"2026-03\",\"lopnummer\":\"1\",\"skapad\":\"2026-04-03T02:15:00\",\"filer\":[]}")]
    [InlineData("{\"region\":\"norrbotten\",\"slag\":\"vardkontakter\",\"period\":\"2026-03\",\"lopnummer\":1.5,\"skapad\":\"2026-04-03T02:15:00\",\"filer\":[]}")]
    [InlineData("{\"region\":\"norrbotten\",\"slag\":\"vardkontakter\",\"period\":\"2026-03\",\"lopnummer\":1,\"skapad\":\"i går\",\"filer\":[]}")]
    [InlineData("{\"region\":\"norrbotten\",\"slag\":\"vardkontakter\",\"period\":\"2026-03\",\"lopnummer\":1,\"skapad\":\"2026-04-03T02:15:00\",\"filer\":[1]}")]
    [InlineData("{\"region\":\"skåne\",\"slag\":\"vardkontakter\",\"period\":\"2026-03\",\"lopnummer\":1,\"skapad\":\"2026-04-03T02:15:00\",\"filer\":[]}")]
    [InlineData("{\"region\":\"\\ud800\",\"slag\":\"vardkontakter\",\"period\":\"2026-03\",\"lopnummer\":1,\"skapad\":\"2026-04-03T02:15:00\",\"filer\":[]}")]
    public void A_manifest_that_can_not_be_trusted_is_rejected(string json) =>
        Rejects("KST-209", () => Identify(Memory((DeliveryManifest.FileName, json), (Csv, "x"))));

    [Fact]
    public void Without_manifest_the_file_name_tells_region_and_month_and_lopnummer_rises()
    {
        var source = Memory((Csv, "x"), ("annat.txt", "y"));

        var delivery = Identify(source);

        Assert.Equal(("norrbotten", "2026-03", new DateOnly(2026, 11, 15)), (delivery.Region.Key, delivery.Period, delivery.Skapad));
        Assert.Equal(1, delivery.Judge(source, null));
        Assert.Equal(8, delivery.Judge(source, new("another", 7)));
        Assert.Null(delivery.Judge(source, new(delivery.Hash, 7)));
    }

    [Fact]
    public void Without_manifest_and_known_name_nobody_knows_what_it_is() => Rejects("KST-209", () => Identify(Memory(("kontakter.csv", "x"))));

    [Fact]
    public void The_delivery_in_force_is_known_before_its_files_are_looked_at()
    {
        var source = Memory((DeliveryManifest.FileName, Manifest(("borta.csv", "00"))));
        var delivery = Identify(source);

        Assert.Null(delivery.Judge(source, new(delivery.Hash, 1)));
        Rejects("KST-201", () => delivery.Judge(source, null));
    }

    [Fact]
    public void Files_are_judged_before_lopnummer_and_lopnummer_before_what_the_layout_needs()
    {
        var wrongHash = Memory((DeliveryManifest.FileName, Manifest(("a.csv", "00"))), ("a.csv", "x"));
        var noContacts = Memory((DeliveryManifest.FileName, Manifest()));

        Rejects("KST-210", () => Identify(wrongHash).Judge(wrongHash, new("another", 9)));
        Rejects("KST-211", () => Identify(noContacts).Judge(noContacts, new("another", 1)));
        Rejects("KST-201", () => Identify(noContacts).Judge(noContacts, null));
    }

    private static DeliveryIdentity Identify(DeliverySource source) => DeliveryIdentity.Of(source, Adapters.MappingsOf, new(2026, 11, 15));

    private static string Manifest(params (string Name, string Sha256)[] files) =>
        $$"""{"region":"norrbotten","slag":"vardkontakter","period":"2026-03","lopnummer":1,"skapad":"2026-04-03T02:15:00","filer":[{{string.Join(',', files.Select(f => $$"""{"namn":"{{f.Name}}","sha256":"{{f.Sha256}}","bytes":1}"""))}}]}""";

    private static DeliverySource Memory(params (string Name, string Text)[] files) =>
        DeliverySource.OfMemory(files.ToDictionary(f => f.Name, f => Encoding.UTF8.GetBytes(f.Text)));

    private static DeliverySource Zip(params (string Name, string Text)[] files) =>
        DeliverySource.OfMemory(new Dictionary<string, byte[]> { ["leverans.zip"] = ZipBytes(files) });

    private static byte[] ZipBytes(params (string Name, string Text)[] files)
    {
        using var memory = new MemoryStream();
        using (var zip = new ZipArchive(memory, ZipArchiveMode.Create))
        {
            foreach (var (name, text) in files)
            {
                using var entry = zip.CreateEntry(name).Open();
                entry.Write(Encoding.UTF8.GetBytes(text));
            }
        }
        return memory.ToArray();
    }

    private static string Text(DeliverySource source, string name)
    {
        using var reader = new StreamReader(source.Open(name));
        return reader.ReadToEnd();
    }

    private static void Rejects(string code, Func<object?> act) => Assert.Equal(code, Assert.Throws<DeliveryRejectedException>(act).Code);
}
