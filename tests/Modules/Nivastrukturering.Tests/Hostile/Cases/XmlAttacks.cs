using Kunskapsstyrning.Adapters.Sdk;

namespace Kunskapsstyrning.Nivastrukturering.Tests.Hostile.Cases;

/// <summary>E10: what an XML document can do to its reader (vasternorrland.md).</summary>
internal static class XmlAttacks
{
    private const string Root = "<vardkontakter ";

    public static CaseTable Table()
    {
        var t = new CaseTable("E10");
        foreach (var (what, doctype) in new[]
        {
            ("en tom DOCTYPE", "<!DOCTYPE vardkontakter>"),
            ("egen entitet", "<!DOCTYPE vardkontakter [<!ENTITY a \"b\">]>"),
            ("extern entitet, fil", "<!DOCTYPE vardkontakter [<!ENTITY a SYSTEM \"file:///etc/passwd\">]>"),
            ("extern entitet, http", "<!DOCTYPE vardkontakter [<!ENTITY a SYSTEM \"http://127.0.0.1:9/a\">]>"),
            ("extern DTD", "<!DOCTYPE vardkontakter SYSTEM \"http://127.0.0.1:9/a.dtd\">"),
            ("parameterentitet", "<!DOCTYPE vardkontakter [<!ENTITY % a SYSTEM \"http://127.0.0.1:9/a.dtd\"> %a;]>"),
            ("miljarden skratt", $"<!DOCTYPE vardkontakter [<!ENTITY l0 \"ha\">{string.Concat(Enumerable.Range(1, 10).Select(i => $"<!ENTITY l{i} \"{string.Concat(Enumerable.Repeat($"&l{i - 1};", 10))}\">"))}]>"),
            ("kvadratisk uppblåsning", $"<!DOCTYPE vardkontakter [<!ENTITY a \"{new string('x', 50_000)}\">]>"),
            ("DOCTYPE som aldrig stängs", "<!DOCTYPE vardkontakter ["),
        })
            t.Add("vn", what, "avvisad KST-205", d => d.Replace(Root, doctype + Root));
        t.Add("vn", "DOCTYPE i en kommentar", "inläst 4/0", d => d.Replace(Root, "<!-- <!DOCTYPE a> -->" + Root));
        t.Add("vn", "DOCTYPE i CDATA", "inläst 4/0", d => d.Replace("<slut", "<x><![CDATA[<!DOCTYPE a>]]></x><slut"));
        t.Add("vn", "DOCTYPE före fel rot", "avvisad KST-205", d => { d.Replace(Root, "<!DOCTYPE a>" + Root); d.Replace("vardkontakter", "x"); });
        t.Add("vn", "odeklarerad entitet", "avvisad KST-204", d => d.Set(Field.RemissId, "&a;"));
        t.Add("vn", "annan rot", "avvisad KST-206", d => d.Replace("vardkontakter ", "kontakter "));
        t.Add("vn", "annan namnrymd", "avvisad KST-206", d => d.Replace("vardkontakter:1", "vardkontakter:2"));
        t.Add("vn", "ingen namnrymd", "avvisad KST-206", d => d.Replace("xmlns=\"urn:kunskapsstyrning:vasternorrland:vardkontakter:1\"", ""));
        t.Add("vn", "namnrymden med prefix", "inläst 4/0", d => d.Text(Prefixed));
        t.Add("vn", "ett läst element i annan namnrymd", "inläst 3/1 KST-100", d => d.Rows[0] = d.Rows[0].Replace("<kon>", "<y:kon xmlns:y=\"urn:y\">", StringComparison.Ordinal).Replace("</kon>", "</y:kon>", StringComparison.Ordinal));
        t.Add("vn", "en post i annan namnrymd räknas inte", "avvisad KST-207", d => d.Rows[0] = d.Rows[0].Replace("<vardkontakt ", "<vardkontakt xmlns=\"urn:y\" ", StringComparison.Ordinal));
        t.Add("vn", "kommentar och instruktion i värden", "inläst 4/0", d => { d.Set(Field.InDatum, "2026<!-- 9 -->0109"); d.Set(Field.Kon, "<?x y?>1"); });
        t.Add("vn", "okända element och attribut", "inläst 4/0", d => d.Replace("<patient>", "<patient xml:lang=\"sv\" y=\"1\"><z><kon>9</kon></z>"));
        t.Add("vn", "xi:include läses inte", "inläst 4/0", d => d.Replace("<slut", "<xi:include xmlns:xi=\"http://www.w3.org/2001/XInclude\" href=\"file:///etc/passwd\"/><slut"));
        t.Add("vn", "stilmall hämtas inte", "inläst 4/0", d => d.Replace(Root, "<?xml-stylesheet href=\"http://127.0.0.1:9/a.xsl\"?>" + Root));
        t.Add("vn", "schemaplats hämtas inte", "inläst 4/0", d => d.Replace(Root, Root + "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:schemaLocation=\"urn:a http://127.0.0.1:9/a.xsd\" "));
        t.Add("vn", "hundratusen attribut", "inläst 4/0", d => d.Replace("<slut", "<x " + string.Concat(Enumerable.Range(0, 100_000).Select(i => $"a{i}='' ")) + "/><slut"));
        t.Add("vn", "samma attribut två gånger", "avvisad KST-204", d => d.Replace("<slut", "<slut antal=\"4\""));
        t.Add("vn", "två rötter", "avvisad KST-204", d => d.Text(text => text + "<x/>"));
        t.Add("vn", "text efter roten", "avvisad KST-204", d => d.Text(text => text + "x"));
        t.Add("vn", "otillåtet tecken", "avvisad KST-204", d => d.Set(Field.RemissId, "\u0001"));
        t.Add("vn", "en ensam surrogathalva som teckenreferens", "avvisad KST-204", d => d.Set(Field.RemissId, "&#xD800;"));
        t.Add("vn", "element i fel ordning stängda", "avvisad KST-204", d => d.Replace("</patient>", "</person>"));
        t.Add("vn", "slut saknas", "avvisad KST-208", d => d.Total = "");
        t.Add("vn", "slut räknar en för mycket", "avvisad KST-207", d => d.Total = "5");
        t.Add("vn", "slut är negativt", "avvisad KST-207", d => d.Total = "-4");
        t.Add("vn", "slut med mellanslag", "inläst 4/0", d => d.Total = " 4 ");
        t.Add("vn", "slut inne i en post gäller inte", "avvisad KST-208", d => { d.Total = ""; d.Rows[0] = d.Rows[0].Replace("</vardkontakt>", "<slut antal=\"4\"/></vardkontakt>", StringComparison.Ordinal); });
        t.Add("vn", "slut står först", "inläst 4/0", d => { d.Total = ""; d.Rows.Insert(0, "<slut antal=\"4\"/>"); });
        t.Add("vn", "annan period", "avvisad KST-209", d => d.Replace("period=\"2026-01\"", "period=\"2026-02\""));
        t.Add("vn", "ingen period", "avvisad KST-209", d => d.Replace("period=\"2026-01\"", ""));
        t.Add("vn", "annan period och avklippt", "avvisad KST-209", d => { d.Replace("period=\"2026-01\"", "period=\"2026-02\""); d.Replace("</vardkontakter>", ""); });
        t.Silent("Ingen gräns för djupet står på sidorna; läsaren slutar vid 1 000 nivåer.", "vn", "tiotusen nivåer okända element", "avvisad KST-204", d => d.Replace("<slut", string.Concat(Enumerable.Repeat("<x>", 10_000)) + string.Concat(Enumerable.Repeat("</x>", 10_000)) + "<slut"));
        t.Silent("”Any <!DOCTYPE” är KST-205; inne i roten är den samtidigt inte välformad, KST-204.", "vn", "DOCTYPE inne i roten", "avvisad KST-204", d => d.Replace("<slut", "<!DOCTYPE a><slut"));
        t.Silent("XML 1.1 nämns inte.", "vn", "XML 1.1", "avvisad KST-204", d => d.Replace("version=\"1.0\"", "version=\"1.1\""));
        return t;
    }

    private static string Prefixed(string text) => System.Text.RegularExpressions.Regex.Replace(text, "<(/?)([a-zA-Z])", "<$1p:$2").Replace("xmlns=", "xmlns:p=", StringComparison.Ordinal);
}
