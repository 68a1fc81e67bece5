using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Kunskapsstyrning.Adapters.Sdk;
using Kunskapsstyrning.Nivastrukturering.Deliveries;

namespace Kunskapsstyrning.Nivastrukturering.Tests.Hostile;

/// <summary>
/// A sound delivery of four contacts in one region's layout, made of a row of tests/data/sample-edge, and what a case does to it: first
/// to its rows, then to its contacts file's text, then to that file's bytes; then the manifest is written, and after that to any file.
/// </summary>
internal sealed class Sound
{
    private const string Unseen = "Röntgen à la carte"; // letters of two bytes where no column is read
    private readonly List<Func<string, string>> _texts = [];
    private readonly List<Func<byte[], byte[]>> _bytes = [];
    private readonly List<Action<Dictionary<string, byte[]>>> _sealed = [];

    private Sound(string region, string folder, Mapping mapping)
    {
        (Region, Period, Mapping) = (region, folder[..7], mapping);
        Main = mapping.FileName("kontakt", Period)!;
        Encoding = mapping.Kodning == "utf-8" ? Encoding.UTF8 : Cp1252;
        var path = Path.Combine(Repository.DataSet("sample-edge"), "leveranser", region, folder);
        var lines = Encoding.GetString(File.ReadAllBytes(Path.Combine(path, Main))).TrimStart('\ufeff').Split('\n').Select(l => l.TrimEnd('\r')).ToList();
        var head = IsXml ? lines.FindIndex(l => l.Contains(mapping.Rot!, StringComparison.Ordinal)) : lines.FindIndex(l => l.StartsWith(mapping.Kolumner[Field.KontaktId], StringComparison.Ordinal));
        Header = lines[head];
        Preamble = lines[..head];
        Rows = [.. Enumerable.Repeat(lines[head + 1], 4)];
        for (var i = 0; i < Rows.Count; i++) Set(Field.KontaktId, $"K{i + 1}", i);
        if (region == "norrbotten") for (var i = 0; i < Rows.Count; i++) Rows[i] += Unseen;
        if (region == "vasternorrland") for (var i = 0; i < Rows.Count; i++) Rows[i] = Rows[i].Replace("<kpp>", $"<not>{Unseen}</not><kpp>", StringComparison.Ordinal);

        foreach (var name in new[] { "enheter", "diagnos", "atgard" }.Select(role => mapping.FileName(role, Period)).OfType<string>())
        {
            var text = Encoding.GetString(File.ReadAllBytes(Path.Combine(path, name)));
            var all = text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => l.TrimEnd('\r')).ToList();
            IEnumerable<string> rows = name.StartsWith("VB_diagnos", StringComparison.Ordinal) ? Enumerable.Range(1, 4).Select(i => $"K{i};1;I109")
                : name.StartsWith("VB_", StringComparison.Ordinal) ? [] : all[1..].Where(l => l.Count(c => c == mapping.Separator[0]) == all[0].Count(c => c == mapping.Separator[0])); // without the short row
            Others[name] = string.Concat(rows.Prepend(all[0]).Select(l => l + "\r\n"));
        }
    }

    /// <summary>Windows-1252 as the formats mean it; the tests write no character between 80 and 9F but as bytes.</summary>
    public static Encoding Cp1252 => Encoding.Latin1;

    public string Region { get; }

    public string Period { get; }

    public Mapping Mapping { get; }

    /// <summary>The contacts file's name.</summary>
    public string Main { get; set; }

    public List<string> Preamble { get; private set; }

    public string Header { get; set; }

    public List<string> Rows { get; private set; }

    /// <summary>The other files' texts.</summary>
    public Dictionary<string, string> Others { get; } = [];

    /// <summary>Of the contacts file.</summary>
    public Encoding Encoding { get; set; }

    public bool Bom { get; set; }

    public string LineEnd { get; set; } = "\r\n";

    /// <summary>The number in the total row or <c>slut</c>; null = the right one; empty = there is none.</summary>
    public string? Total { get; set; }

    public int Lopnummer { get; set; } = 1;

    /// <summary>What is in force before this comes.</summary>
    public DeliveryInForce? InForce { get; set; }

    /// <summary>Puts the sealed files in one zip.</summary>
    public Func<Dictionary<string, byte[]>, byte[]>? Pack { get; set; }

    private bool IsXml => Mapping.Format == "xml";

    /// <summary>The sound delivery of a region: <c>nb</c>, <c>jh</c>, <c>vb</c> or <c>vn</c>.</summary>
    public static Sound Of(string region, Func<string, IReadOnlyList<Mapping>> mappings)
    {
        var (key, folder) = region switch
        {
            "nb" => ("norrbotten", "2026-02-b"),
            "jh" => ("jamtland-harjedalen", "2026-01"),
            "vb" => ("vasterbotten", "2026-01"),
            "vn" => ("vasternorrland", "2026-01"),
            _ => throw new ArgumentException(region, nameof(region)),
        };
        return new(key, folder, mappings(key).Single(m => m.Version == 1)) { Bom = region == "nb" };
    }

    /// <summary>Writes a value into a row, in its column or at its path.</summary>
    public void Set(Field field, string value, int row = 0)
    {
        if (!IsXml)
        {
            var cells = Rows[row].Split(Mapping.Separator[0]);
            cells[ColumnOf(field)] = value;
            Rows[row] = string.Join(Mapping.Separator, cells);
            return;
        }
        var (before, after) = Place(Mapping.Kolumner[field]);
        Rows[row] = Regex.Replace(Rows[row], $"{before}[^\"<]*{after}", m => Regex.Match(m.Value, before).Value + value + after);
    }

    public int ColumnOf(Field field) => Array.IndexOf(Header.Split(Mapping.Separator[0]), Mapping.Kolumner[field]);

    /// <summary>Does the same to the header and every row, cell by cell.</summary>
    public void Cells(Func<List<string>, IEnumerable<string>> edit)
    {
        Header = Each(Header);
        Rows = [.. Rows.Select(Each)];

        string Each(string row) => string.Join(Mapping.Separator, edit([.. row.Split(Mapping.Separator[0])]));
    }

    /// <summary>So many rows instead, each like the first and with an id of its own.</summary>
    public void Repeat(int rows)
    {
        Rows = [.. Enumerable.Repeat(Rows[0], rows)];
        for (var i = 0; i < rows; i++) Set(Field.KontaktId, $"K{i + 1}", i);
    }

    public void Text(Func<string, string> edit) => _texts.Add(edit);

    public void Replace(string old, string with) => Text(t => t.Contains(old, StringComparison.Ordinal) ? t.Replace(old, with, StringComparison.Ordinal) : throw new InvalidOperationException($"{old} is not in the file."));

    public void Bytes(Func<byte[], byte[]> edit) => _bytes.Add(edit);

    /// <summary>Puts bytes in the place of a marker that the case wrote into a value.</summary>
    public void Bytes(string marker, params byte[] with) => Bytes(all => Spliced(all, marker, with));

    public void Sealed(Action<Dictionary<string, byte[]>> edit) => _sealed.Add(edit);

    /// <summary>Edits the manifest's text after the seal.</summary>
    public void Manifest(Func<string, string> edit) => Sealed(files => files[DeliveryManifest.FileName] = Encoding.UTF8.GetBytes(edit(Encoding.UTF8.GetString(files[DeliveryManifest.FileName]))));

    public static byte[] Spliced(byte[] all, string marker, byte[] with)
    {
        var at = all.AsSpan().IndexOf(Encoding.Latin1.GetBytes(marker));
        return at < 0 ? throw new InvalidOperationException($"{marker} is not in the file.") : [.. all[..at], .. with, .. all[(at + marker.Length)..]];
    }

    /// <summary>The files as they are delivered.</summary>
    public Dictionary<string, byte[]> Files()
    {
        var files = Others.ToDictionary(f => f.Key, f => Mapping.Kodning == "utf-8" ? Encoding.UTF8.GetBytes(f.Value) : Cp1252.GetBytes(f.Value));
        var text = _texts.Aggregate(Render(), (t, edit) => edit(t));
        files[Main] = _bytes.Aggregate((byte[])[.. Bom ? Encoding.Preamble : [], .. Encoding.GetBytes(text)], (b, edit) => edit(b));
        files[DeliveryManifest.FileName] = JsonSerializer.SerializeToUtf8Bytes(new
        {
            region = Region,
            slag = "vardkontakter",
            period = Period,
            lopnummer = Lopnummer,
            skapad = Period == "2026-02" ? "2026-03-03T02:15:00" : "2026-02-03T02:15:00",
            filer = files.Select(f => new { namn = f.Key, sha256 = Convert.ToHexStringLower(SHA256.HashData(f.Value)), bytes = f.Value.Length }).ToArray(),
        });
        foreach (var edit in _sealed) edit(files);
        return files;
    }

    public DeliverySource Open()
    {
        var files = Files();
        return DeliverySource.OfMemory(Pack is null ? files : new Dictionary<string, byte[]> { ["leverans.zip"] = Pack(files) });
    }

    private string Render()
    {
        var count = Total ?? Rows.Count.ToString(CultureInfo.InvariantCulture);
        IEnumerable<string> lines = [.. Preamble, Header, .. Rows];
        if (IsXml) lines = [.. lines, .. count.Length > 0 ? [$" <slut antal=\"{count}\"/>"] : Array.Empty<string>(), "</vardkontakter>"];
        else if (Mapping.Totalrad is { } total && count.Length > 0) lines = lines.Append(total + Mapping.Separator + count + new string(Mapping.Separator[0], Header.Split(Mapping.Separator[0]).Length - 2));
        return string.Concat(lines.Select(l => l + LineEnd));
    }

    /// <summary>What stands before and after the value of a path.</summary>
    private static (string Before, string After) Place(string path)
    {
        var steps = path.Split('/');
        if (!steps[^1].StartsWith('@')) return ($"<{steps[^1]}[^>/]*>", $"</{steps[^1]}>");
        var element = steps.Length > 1 ? steps[^2] : "vardkontakt";
        return ($"<{element} (?:[^>]* )?{steps[^1][1..]}=\"", "\"");
    }
}
