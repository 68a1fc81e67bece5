using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Kunskapsstyrning.Nivastrukturering.Tests.Hostile.Cases;

/// <summary>E11: what a zip can do to its reader (VALIDERING.md, KST-212).</summary>
internal static class ZipAttacks
{
    public static CaseTable Table()
    {
        var t = new CaseTable("E11");
        foreach (var region in new[] { "nb", "jh", "vb", "vn" }) t.Add(region, "en vanlig zip", "inläst 4/0", d => d.Pack = Zip);
        foreach (var name in new[] { "../a.txt", "/etc/a.txt", "mapp/a.txt", "mapp\\a.txt", "..\\a.txt", "a..txt", "mapp/", "\\\\värd\\a.txt" })
            t.Add("nb", $"en fil som heter {name}", "avvisad KST-212", d => With(d, name, [1, 2, 3]));
        t.Add("nb", "en bomb bredvid", "avvisad KST-212", d => With(d, "annat.txt", new byte[20_000_000]));
        t.Add("nb", "kontaktfilen är en bomb", "avvisad KST-212", d => { d.Bytes(b => [.. b, .. new byte[20_000_000]]); d.Pack = Zip; });
        t.Add("nb", "en zip i zippen läses inte", "inläst 4/0", d => With(d, "annat.zip", Zip(new() { ["x"] = new byte[100] })));
        t.Add("nb", "allt ligger i en zip i zippen", "avvisad KST-209", d => d.Pack = files => Zip(new() { ["leverans.zip"] = Zip(files) }));
        t.Add("nb", "femtio filer", "inläst 4/0", d => d.Pack = files => Zip(Filled(files, 50)));
        t.Add("nb", "femtioen filer", "avvisad KST-212", d => d.Pack = files => Zip(Filled(files, 51)));
        t.Add("nb", "hundratusen filer", "avvisad KST-212", d => d.Pack = files => Zip(Filled(files, 100_000)));
        t.Add("nb", "krypterad", "avvisad KST-212", d => d.Pack = files => Directory(Zip(files), entry => entry[8] |= 1));
        t.Add("nb", "storleken är för stor i katalogen men innehållet rätt", "inläst 4/0", d => d.Pack = files => Directory(Zip(files), entry => Write(entry, 24, 1_000_000_000)));
        t.Add("nb", "storleken är noll i katalogen men innehållet rätt", "inläst 4/0", d => d.Pack = files => Directory(Zip(files), entry => Write(entry, 24, 0)));
        t.Add("nb", "packad storlek är för stor", "avvisad KST-212", d => d.Pack = files => Directory(Zip(files), entry => Write(entry, 20, 1_000_000)));
        t.Add("nb", "packad storlek är störst möjlig", "avvisad KST-212", d => d.Pack = files => Directory(Zip(files), entry => Write(entry, 20, uint.MaxValue)));
        t.Add("nb", "filens plats är utanför", "avvisad KST-212", d => d.Pack = files => Directory(Zip(files), entry => Write(entry, 42, 1_000_000)));
        t.Add("nb", "filens plats är störst möjlig", "avvisad KST-212", d => d.Pack = files => Directory(Zip(files), entry => Write(entry, 42, uint.MaxValue)));
        t.Add("nb", "katalogens plats är störst möjlig", "avvisad KST-212", d => d.Pack = files => End(Zip(files), end => Write(end, 16, uint.MaxValue)));
        t.Add("nb", "katalogens antal är för högt", "avvisad KST-212", d => d.Pack = files => End(Zip(files), end => BinaryPrimitives.WriteUInt16LittleEndian(end[10..], 40)));
        t.Add("nb", "fel kontrollsumma", "avvisad KST-212", d => d.Pack = files => Directory(Zip(files), entry => Write(entry, 16, 1)));
        t.Add("nb", "okänt packningssätt", "avvisad KST-212", d => d.Pack = files => Directory(Zip(files), entry => entry[10] = 12));
        t.Add("nb", "en tom zip", "avvisad KST-209", d => d.Pack = _ => Packed([]));
        t.Add("nb", "ingen zip", "avvisad KST-212", d => d.Pack = _ => "id;namn"u8.ToArray());
        t.Add("nb", "tom fil", "avvisad KST-212", d => d.Pack = _ => []);
        t.Add("nb", "kommentar sist i zippen", "inläst 4/0", d => d.Pack = files => Commented(Zip(files)));
        t.Add("nb", "fel SHA-256 i leverans.json i zippen", "avvisad KST-210", d => { d.Sealed(files => files[d.Main][^3] ^= 1); d.Pack = Zip; });
        t.Add("nb", "kontaktfilen är en länk", "avvisad KST-210", d => { d.Sealed(files => files[d.Main] = "/etc/passwd"u8.ToArray()); d.Pack = files => Directory(Zip(files), Linked); });
        t.Add("nb", "en länk bredvid läses inte", "inläst 4/0", d => d.Pack = files => Directory(Zip(new(files) { ["annat"] = "/etc/passwd"u8.ToArray() }), Linked));
        t.Silent("Två filer med samma namn i en zip nämns inte.", "nb", "samma namn två gånger", "avvisad KST-212", d => d.Pack = files => Packed([.. files, KeyValuePair.Create(d.Main, "annat"u8.ToArray())]));
        t.Silent("Poster som delar bytes nämns inte.", "nb", "nio poster på samma bytes", "avvisad KST-212", d => d.Pack = Overlapping);
        return t;
    }

    public static byte[] Zip(Dictionary<string, byte[]> files) => Packed(files);

    private static byte[] Packed(IEnumerable<KeyValuePair<string, byte[]>> files)
    {
        using var memory = new MemoryStream();
        using (var zip = new ZipArchive(memory, ZipArchiveMode.Create))
        {
            foreach (var (name, content) in files)
            {
                using var entry = zip.CreateEntry(name, CompressionLevel.Optimal).Open();
                entry.Write(content);
            }
        }
        return memory.ToArray();
    }

    private static void With(Sound d, string name, byte[] content) => d.Pack = files => Zip(new(files) { [name] = content });

    private static Dictionary<string, byte[]> Filled(Dictionary<string, byte[]> files, int count)
    {
        for (var i = files.Count; i < count; i++) files[$"x{i}"] = [];
        return files;
    }

    private delegate void Edit(Span<byte> part);

    /// <summary>Edits the last entry of the directory.</summary>
    private static byte[] Directory(byte[] zip, Edit edit)
    {
        edit(zip.AsSpan(zip.AsSpan().LastIndexOf("PK\u0001\u0002"u8)));
        return zip;
    }

    private static byte[] End(byte[] zip, Edit edit)
    {
        edit(zip.AsSpan(zip.AsSpan().LastIndexOf("PK\u0005\u0006"u8)));
        return zip;
    }

    private static void Write(Span<byte> part, int at, uint value) => BinaryPrimitives.WriteUInt32LittleEndian(part[at..], value);

    private static void Linked(Span<byte> entry)
    {
        entry[5] = 3; // made by Unix
        Write(entry, 38, 0xA1FF0000);
    }

    private static byte[] Commented(byte[] zip)
    {
        var comment = Encoding.ASCII.GetBytes("från en annan dator");
        zip = [.. zip, .. comment];
        return End(zip, end => end[20] = (byte)comment.Length);
    }

    /// <summary>The first file's directory entry eight times more, under other names.</summary>
    private static byte[] Overlapping(Dictionary<string, byte[]> files)
    {
        var zip = Zip(files);
        var end = zip.AsSpan().LastIndexOf("PK\u0005\u0006"u8);
        var first = zip.AsSpan().IndexOf("PK\u0001\u0002"u8);
        byte[] entry = [.. zip[first..(first + 46 + zip[first + 28])]];
        const int More = 8;
        byte[] whole = [.. zip[..end], .. Enumerable.Range(0, More).SelectMany(i => (byte[])[.. entry[..46], (byte)('a' + i), .. entry[47..]]), .. zip[end..]];
        return End(whole, tail =>
        {
            tail[8] += More;
            tail[10] += More;
            Write(tail, 12, BinaryPrimitives.ReadUInt32LittleEndian(tail[12..]) + (uint)(More * entry.Length));
        });
    }
}
