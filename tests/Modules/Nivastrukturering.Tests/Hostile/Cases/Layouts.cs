using Kunskapsstyrning.Adapters.Sdk;

namespace Kunskapsstyrning.Nivastrukturering.Tests.Hostile.Cases;

/// <summary>E4: separators, line ends, quotes, headers (VARDKONTAKT.md, "Rows", "Quotes"; VALIDERING.md, KST-202 and 203).</summary>
internal static class Layouts
{
    public static CaseTable Table()
    {
        var t = new CaseTable("E4");
        foreach (var region in new[] { "nb", "jh", "vb" })
        {
            t.Add(region, "LF", "inläst 4/0", d => d.LineEnd = "\n");
            t.Add(region, "CR", "inläst 4/0", d => d.LineEnd = "\r");
            t.Add(region, "blandade radslut", "inläst 4/0", d => d.Text(Mixed));
            t.Add(region, "inget sista radslut", "inläst 4/0", d => d.Text(text => text.TrimEnd()));
            t.Add(region, "blanka rader emellan", "inläst 4/0", d => d.LineEnd = "\r\n \u00a0\r\n\r\n");
            t.Add(region, "komma mellan kolumnerna", "avvisad KST-202", d => d.Text(text => text.Replace(d.Mapping.Separator[0], ',')));
            t.Add(region, "lodstreck mellan kolumnerna", "avvisad KST-202", d => d.Text(text => text.Replace(d.Mapping.Separator[0], '|')));
            t.Add(region, "kolumnerna i omvänd ordning", region == "jh" ? "avvisad KST-202" : "inläst 4/0", d => d.Cells(c => Enumerable.Reverse(c)));
            t.Add(region, "kolumnerna efter den första i omvänd ordning", "inläst 4/0", d => d.Cells(c => [c[0], .. Enumerable.Reverse(c[1..])]));
            t.Add(region, "en kolumn till", "inläst 4/0", d => d.Cells(c => [.. c, c[0] == d.Mapping.Kolumner[Field.KontaktId] ? "Ny kolumn" : "x"]));
            t.Add(region, "en oläst kolumn två gånger", "inläst 4/0", d => d.Cells(c => [.. c, "Ny kolumn", "ny  kolumn"]));
            t.Add(region, "en kolumn som krävs saknas", "avvisad KST-202", d => Without(d, Field.Kpp));
            t.Add(region, "en kolumn som inte krävs saknas", "inläst 4/0", d => Without(d, Field.Vardniva));
            t.Add(region, "en läst kolumn två gånger", "avvisad KST-203", d => d.Cells(c => [.. c, c[d.ColumnOf(Field.Kpp)]]));
            t.Add(region, "en läst kolumn två gånger med annan skrivning", "avvisad KST-203", d => { var at = d.ColumnOf(Field.Kpp); d.Cells(c => [.. c, " " + c[at].ToUpperInvariant() + "\u00a0"]); });
            t.Add(region, "rubriken i versaler", "inläst 4/0", d => d.Header = d.Header.ToUpperInvariant());
            t.Add(region, "fasta blanktecken runt rubrikens namn", "inläst 4/0", d => { d.Header = string.Join(d.Mapping.Separator, d.Header.Split(d.Mapping.Separator[0]).Select(name => $"\u00a0{name}\u00a0")); });
            t.Broken(region, "en cell för mycket", "KST-002", d => d.Rows[2] += d.Mapping.Separator);
            t.Broken(region, "en cell för lite", "KST-001", d => d.Rows[2] = d.Rows[2][..d.Rows[2].LastIndexOf(d.Mapping.Separator[0])]);
            t.Add(region, "rubriken en gång till", "inläst 4/0 + KST-253", d => { d.Rows.Insert(2, d.Header); d.Total = "4"; });
            t.Add(region, "rubrik saknas", "avvisad KST-202", d => d.Replace(d.Header, ""));
            t.Add(region, "en rad av bara skiljetecken", "inläst 4/1 KST-100", d => d.Rows.Insert(1, new(d.Mapping.Separator[0], d.Header.Count(c => c == d.Mapping.Separator[0]))));
        }
        t.Add("nb", "fast blanktecken i rubrikens namn", "inläst 4/0", d => d.Header = d.Header.Replace("Enhet HSA-id", "Enhet\u00a0 HSA-id", StringComparison.Ordinal));
        t.Add("nb", "tabb mellan kolumnerna", "avvisad KST-202", d => d.Text(text => text.Replace(';', '\t')));
        t.Add("nb", "citattecken runt varje cell", "inläst 4/0", d => d.Cells(c => c.Select(cell => $"\"{cell}\"")));
        t.Add("nb", "skiljetecken, citattecken och radslut i citerad fritext", "inläst 4/0", d => d.Rows[0] = d.Rows[0][..(d.Rows[0].LastIndexOf(';') + 1)] + "\"a;b \"\"c\"\"\r\nd\"");
        t.Add("nb", "citattecken mitt i ociterad cell", "inläst 4/0", d => d.Set(Field.RemissId, "R\"1\""));
        t.Add("nb", "radslut i citerad diagnoslista", "inläst 4/0", d => d.Set(Field.Diagnoser, "\"I109\r\nE119\""));
        t.Add("jh", "totalraden saknas", "avvisad KST-208", d => d.Total = "");
        t.Add("jh", "totalraden räknar en för lite", "avvisad KST-207", d => d.Total = "3");
        t.Add("jh", "totalraden räknar med inledande nolla", "inläst 4/0", d => d.Total = "04");
        t.Add("jh", "totalraden är inget tal", "avvisad KST-207", d => d.Total = "fyra");
        t.Add("jh", "totalraden är negativ", "avvisad KST-207", d => d.Total = "-4");
        t.Add("jh", "rad efter totalraden", "avvisad KST-208", d => d.Text(text => text + "K9\t\r\n"));
        t.Add("jh", "kontakt som heter som totalraden", "inläst 4/1 KST-100", d => d.Rows.Insert(1, "Totalt" + new string('\t', d.Header.Count(c => c == '\t'))));
        t.Add("jh", "enhetens namn saknas i tabellen", "inläst 3/1 KST-106", d => d.Set(Field.Enhet, "Mottagning X"));
        t.Add("jh", "enhetstabellen saknar kolumn", "avvisad KST-202", d => d.Others["enhetsnamn.txt"] = "Enhetsnamn\r\n");
        t.Add("jh", "enhetstabellen är tom", "avvisad KST-202", d => d.Others["enhetsnamn.txt"] = "");
        t.Add("jh", "trasig rad i enhetstabellen", "inläst 4/0 + KST-254", d => d.Others["enhetsnamn.txt"] += "Kort\r\n");
        t.Add("vb", "diagnosrad utan kontakt", "inläst 4/0 / KST-117", d => d.Others["VB_diagnos_202601.csv"] += "K9;1;I109\r\n");
        t.Add("vb", "diagnosrad med ordning 0", "inläst 4/0 / KST-118", d => d.Others["VB_diagnos_202601.csv"] += "K1;0;I109\r\n");
        t.Add("vb", "diagnosrad utan kod och utan kontakt", "inläst 4/0 / KST-100 KST-117", d => d.Others["VB_diagnos_202601.csv"] += "K9;1;\r\n");
        t.Add("vb", "diagnosrad med för många celler", "inläst 4/0 / KST-002", d => d.Others["VB_diagnos_202601.csv"] += "K1;2;I109;\r\n");
        t.Add("vb", "diagnosfilens kolumner i annan ordning", "inläst 4/0", d => d.Others["VB_diagnos_202601.csv"] = "DiagnosKod;VårdkontaktId;Ordning\r\nI109;K1;1\r\nI109;K2;1\r\nI109;K3;1\r\nI109;K4;1\r\n");
        t.Add("vb", "diagnosfilen är helt tom", "avvisad KST-202", d => d.Others["VB_diagnos_202601.csv"] = "");
        t.Add("vb", "diagnosfilen har bara rubrik", "inläst 0/4 KST-100*4", d => d.Others["VB_diagnos_202601.csv"] = d.Others["VB_diagnos_202601.csv"].Split('\n')[0] + "\n");
        return t;
    }

    private static void Without(Sound d, Field field)
    {
        var at = d.ColumnOf(field);
        d.Cells(c => [.. c[..at], .. c[(at + 1)..]]);
    }

    private static string Mixed(string text)
    {
        string[] ends = ["\r\n", "\n", "\r"];
        return string.Concat(text.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Select((line, i) => line + ends[i % 3]));
    }
}
