using System.Text;
using Kunskapsstyrning.Adapters.Sdk;

namespace Kunskapsstyrning.Nivastrukturering.Tests.Hostile.Cases;

/// <summary>E2: encodings (VARDKONTAKT.md, "Text").</summary>
internal static class Encodings
{
    private const string Marker = "@@";

    public static CaseTable Table()
    {
        var t = new CaseTable("E2")
        {
            { "nb", "ingen BOM", "inläst 4/0", d => d.Bom = false },
            { "nb", "Windows-1252 utan BOM: rubriken är oläslig", "avvisad KST-202", d => (d.Bom, d.Encoding) = (false, Sound.Cp1252) },
            { "nb", "UTF-16 LE med BOM", "avvisad KST-202", d => d.Encoding = Encoding.Unicode },
            { "nb", "UTF-16 BE med BOM", "avvisad KST-202", d => d.Encoding = Encoding.BigEndianUnicode },
            { "nb", "UTF-16 LE utan BOM", "avvisad KST-202", d => (d.Bom, d.Encoding) = (false, Encoding.Unicode) },
            { "nb", "UTF-32 med BOM", "avvisad KST-202", d => d.Encoding = Encoding.UTF32 },
            { "nb", "två BOM", "inläst 4/0 + KST-252", d => d.Bytes(b => [0xef, 0xbb, 0xbf, .. b]) },
            { "nb", "U+FEFF mitt i ett värde", "inläst 4/0 + KST-252", d => d.Set(Field.Diagnoser, "I1\ufeff09") },
            { "nb", "rubrik i NFD", "inläst 4/0", d => d.Header = d.Header.Normalize(NormalizationForm.FormD) },
            { "nb", "kodvärde i NFD", "inläst 4/0", d => d.Set(Field.Kontaktslag, "Öppenvård läkare".Normalize(NormalizationForm.FormD)) },
            { "nb", "U+FFFD i en fritext", "inläst 3/1 KST-004", d => d.Set(Field.RemissId, "R\ufffd1") },
            { "jh", "UTF-8 med BOM", "inläst 4/0 + KST-251", d => (d.Encoding, d.Bom) = (Encoding.UTF8, true) },
            { "jh", "UTF-8 utan BOM: rubriken är en annan", "avvisad KST-202", d => d.Encoding = Encoding.UTF8 },
            { "jh", "UTF-16 LE med BOM", "avvisad KST-202", d => (d.Encoding, d.Bom) = (Encoding.Unicode, true) },
            { "jh", "euro och citattecken ur 1252:s övre del", "inläst 4/0", d => { d.Set(Field.RemissId, Marker); d.Bytes(Marker, 0x80, 0x93, 0x96); } },
            { "jh", "rubrik i NFD och UTF-8", "inläst 4/0 + KST-251", d => (d.Encoding, d.Bom, d.Header) = (Encoding.UTF8, true, d.Header.Normalize(NormalizationForm.FormD)) },
            { "vb", "UTF-8 med BOM", "inläst 4/0 + KST-251", d => (d.Encoding, d.Bom) = (Encoding.UTF8, true) },
            { "vb", "UTF-8 utan BOM", "avvisad KST-202", d => d.Encoding = Encoding.UTF8 },
            { "vb", "UTF-8 med BOM, en ogiltig byte", "inläst 3/1 KST-004 + KST-251 / KST-117", d => { (d.Encoding, d.Bom) = (Encoding.UTF8, true); d.Set(Field.RemissId, Marker); d.Bytes(Marker, 0xe5); } },
            { "vb", "enhetstabellen i UTF-8 utan BOM", "inläst 4/0", d => d.Others["enheter.csv"] = d.Others["enheter.csv"].Replace("Enhet B1", "EnhetÃ¥", StringComparison.Ordinal) },
            { "vn", "BOM", "inläst 4/0", d => d.Bom = true },
            { "vn", "Windows-1252-bytes i ett dokument som säger UTF-8", "avvisad KST-204", d => d.Encoding = Sound.Cp1252 },
            { "vn", "okänd kodning i deklarationen", "avvisad KST-204", d => d.Replace("UTF-8", "x-okand") },
            { "vn", "U+FEFF i ett värde", "inläst 4/0 + KST-252", d => d.Set(Field.Person, "\ufeff197606269996") },
            { "vn", "UTF-16 sagt men inte skrivet", "avvisad KST-204", d => d.Replace("UTF-8", "UTF-16") },
        };
        byte[][] invalid = [[0xe5], [0x80], [0xc3, 0x28], [0xc0, 0xaf], [0xed, 0xa0, 0x80], [0xf5, 0x80, 0x80, 0x80], [0xe2, 0x82], [0xff, 0xfe]];
        foreach (var bytes in invalid)
        {
            t.Add("nb", $"ogiltig UTF-8 {Convert.ToHexString(bytes)}", "inläst 3/1 KST-004", d => { d.Set(Field.RemissId, Marker); d.Bytes(Marker, bytes); });
            t.Add("vn", $"ogiltig UTF-8 {Convert.ToHexString(bytes)}", "avvisad KST-204", d => { d.Set(Field.RemissId, Marker); d.Bytes(Marker, bytes); });
        }
        byte[] holes = [0x81, 0x8d, 0x8f, 0x90, 0x9d];
        foreach (var hole in holes)
            t.Broken(hole < 0x90 ? "jh" : "vb", $"byten {hole:X2}, som 1252 inte har", "KST-004", d => { d.Set(Field.RemissId, Marker); d.Bytes(Marker, hole); });
        t.Silent("VARDKONTAKT: U+FFFD är oläsligt. vasternorrland.md: KST-004 kan inte uppstå i XML.", "vn", "U+FFFD skrivet i ett värde", "inläst 4/0", d => d.Set(Field.RemissId, "R\ufffd1"));
        t.Silent("vasternorrland.md säger UTF-8; XML:s egen deklaration av en annan kodning nämns inte.", "vn", "UTF-16 med BOM och rätt deklaration", "inläst 4/0", d => { (d.Encoding, d.Bom) = (Encoding.Unicode, true); d.Replace("UTF-8", "UTF-16"); });
        t.Silent("Som ovan.", "vn", "ISO-8859-1 med rätt deklaration", "inläst 4/0", d => { d.Encoding = Encoding.Latin1; d.Replace("UTF-8", "ISO-8859-1"); });
        return t;
    }
}
