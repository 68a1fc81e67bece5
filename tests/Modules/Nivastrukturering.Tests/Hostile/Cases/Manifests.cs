using System.Text;
using Kunskapsstyrning.Nivastrukturering.Deliveries;

namespace Kunskapsstyrning.Nivastrukturering.Tests.Hostile.Cases;

/// <summary>E13: files that are not what leverans.json says, and what it says (VALIDERING.md, KST-201, 209, 210).</summary>
internal static class Manifests
{
    public static CaseTable Table()
    {
        var t = new CaseTable("E13");
        foreach (var region in new[] { "nb", "jh", "vb", "vn" })
        {
            t.Add(region, "en byte är en annan", "avvisad KST-210", d => d.Sealed(files => files[d.Main][^5] ^= 1));
            t.Add(region, "en byte till", "avvisad KST-210", d => d.Sealed(files => files[d.Main] = [.. files[d.Main], (byte)'\n']));
            t.Add(region, "en byte saknas", "avvisad KST-210", d => d.Sealed(files => files[d.Main] = files[d.Main][..^1]));
            t.Add(region, "filen är tom", "avvisad KST-210", d => d.Sealed(files => files[d.Main] = []));
            t.Add(region, "filen följer inte med", "avvisad KST-201", d => d.Sealed(files => files.Remove(d.Main)));
            t.Add(region, "en fil till läses inte", "inläst 4/0", d => d.Sealed(files => files["annat.csv"] = [1, 2, 3]));
            t.Add(region, "bara leverans.json", "avvisad KST-201", d => d.Sealed(files => { foreach (var name in files.Keys.Where(n => n != DeliveryManifest.FileName).ToList()) files.Remove(name); }));
            t.Add(region, "utan leverans.json", "inläst 4/0", Repeats.WithoutManifest);
            t.Add(region, "storleken är en annan", "avvisad KST-210", d => d.Manifest(json => json.Replace("\"bytes\":", "\"bytes\":1", StringComparison.Ordinal)));
            t.Add(region, "SHA-256 är av annat slag", "avvisad KST-210", d => d.Manifest(json => json.Replace("\"sha256\":\"", "\"sha256\":\"0", StringComparison.Ordinal)));
            t.Add(region, "en annan regions namn", "avvisad KST-201", d => d.Manifest(json => json.Replace(d.Region, d.Region == "norrbotten" ? "vasternorrland" : "norrbotten", StringComparison.Ordinal)));
        }
        foreach (var role in new[] { "enheter.csv", "VB_diagnos_202601.csv", "VB_atgard_202601.csv" })
        {
            t.Add("vb", $"{role} saknas och listas inte", "avvisad KST-201", d => d.Others.Remove(role));
            t.Add("vb", $"{role} är en annan", "avvisad KST-210", d => d.Sealed(files => files[role] = [.. files[role], 10]));
        }
        t.Add("jh", "enhetsnamn.txt saknas och listas inte", "avvisad KST-201", d => d.Others.Remove("enhetsnamn.txt"));
        t.Add("vb", "en fil saknas och en annan är ändrad: saknas först", "avvisad KST-201", d => d.Sealed(files => { files.Remove("enheter.csv"); files[d.Main] = []; }));
        foreach (var (what, old, with) in new[]
        {
            ("annat slag", "vardkontakter\"", "remisser\""), ("månad 13", "2026-02\"", "2026-13\""), ("perioden är ett år", "2026-02\"", "2026\""), ("perioden är en dag", "2026-02\"", "2026-02-01\""),
            ("perioden är före mappningen", "2026-02\"", "2019-02\""), ("okänd region", "norrbotten", "lappland"), ("regionens namn i stället för nyckel", "norrbotten", "Region Norrbotten"),
            ("löpnummer som text", "\"lopnummer\":1", "\"lopnummer\":\"1\""), ("löpnummer med decimal", "\"lopnummer\":1", "\"lopnummer\":1.5"), ("för stort löpnummer", "\"lopnummer\":1", "\"lopnummer\":99999999999"),
            ("inget löpnummer", "\"lopnummer\":1,", ""), ("skapad är ingen tid", "2026-03-03T02:15:00", "i dag"), ("skapad finns inte", "2026-03-03T02:15:00", "2026-02-30T02:15:00"), ("filer är ett objekt", "[{", "{\"a\":[{"),
            ("en fil utan namn", "\"namn\"", "\"namnet\""), ("bytes är en text", "\"bytes\":", "\"bytes\":\"1\",\"x\":"), ("avklippt", "}]}", ""), ("en kommentar", "{\"region\"", "/* */{\"region\""), ("skräp efter", "}]}", "}]}x"),
        })
            t.Add("nb", what, "avvisad KST-209", d => d.Manifest(json => json.Contains(old, StringComparison.Ordinal) ? json.Replace(old, with, StringComparison.Ordinal) : throw new InvalidOperationException(old)));
        foreach (var json in new[] { "", "null", "[]", "1", "\"x\"", "{}", "{", "\0" }) t.Add("nb", $"leverans.json är {json.Replace('\0', '0')}", "avvisad KST-209", d => d.Manifest(_ => json));
        t.Add("nb", "leverans.json i UTF-16", "avvisad KST-209", d => d.Sealed(files => files[DeliveryManifest.FileName] = Encoding.Unicode.GetBytes("{}")));
        t.Add("nb", "leverans.json i tiotusen nivåer", "avvisad KST-209", d => d.Manifest(_ => new string('[', 10_000)));
        t.Add("nb", "leverans.json med fält till", "inläst 4/0", d => d.Manifest(json => "{\"avsändare\":{\"a\":[1]}," + json[1..]));
        t.Silent("Ingen gräns för leverans.json står; läsaren slutar vid 1 MB.", "nb", "leverans.json på två megabyte", "avvisad KST-209", d => d.Manifest(json => json + new string(' ', 2_000_000)));
        t.Silent("Stora bokstäver i sha256 nämns inte.", "nb", "SHA-256 i versaler", "inläst 4/0", d => d.Manifest(json => System.Text.RegularExpressions.Regex.Replace(json, "[0-9a-f]{64}", m => m.Value.ToUpperInvariant())));
        t.Silent("BOM i leverans.json nämns inte.", "nb", "leverans.json med BOM", "inläst 4/0", d => d.Sealed(files => files[DeliveryManifest.FileName] = [0xef, 0xbb, 0xbf, .. files[DeliveryManifest.FileName]]));
        t.Silent("Löpnummer under 1 nämns inte.", "nb", "löpnummer 0", "inläst 4/0", d => d.Lopnummer = 0);
        t.Silent("En mappningsfil som följer med men inte listas: ingen SHA-256 att jämföra med.", "nb", "leverans.json listar inga filer", "inläst 4/0", d => d.Manifest(json => System.Text.RegularExpressions.Regex.Replace(json, "\\[\\{.*\\}\\]", "[]")));
        return t;
    }
}
