using Kunskapsstyrning.Adapters.Sdk;

namespace Kunskapsstyrning.Nivastrukturering.Tests.Hostile.Cases;

/// <summary>E3: NUL, too long, never closed, too wide (VALIDERING.md, "Structure").</summary>
internal static class Outsized
{
    public static CaseTable Table()
    {
        var t = new CaseTable("E3");
        foreach (var region in new[] { "nb", "jh", "vb" })
        {
            t.Broken(region, "NUL i ett värde", "KST-003", d => d.Set(Field.RemissId, "R\0"));
            t.Add(region, "en rad av bara NUL", "inläst 4/1 KST-003", d => d.Rows.Add(new('\0', 500)));
            t.Add(region, "4 000 tecken i en cell", "inläst 3/1 KST-123", d => d.Set(Field.RemissId, new('R', 4000)));
            t.Broken(region, "4 001 tecken i en cell", "KST-005", d => d.Set(Field.RemissId, new('R', 4001)));
            t.Broken(region, "4 001 blanktecken i en cell", "KST-005", d => d.Set(Field.RemissId, new(' ', 4001)));
            t.Broken(region, "en miljon kolumner", "KST-002", d => d.Rows[1] += new string(d.Mapping.Separator[0], 1_000_000));
            t.Broken(region, "en cell av fem miljoner tecken", "KST-005", d => d.Set(Field.RemissId, new('R', 5_000_000), 1));
            t.Add(region, "tom fil", "avvisad KST-202", d => d.Bytes(_ => []));
            t.Add(region, "bara rubrik", region == "vb" ? "inläst 0/0 / KST-117*4" : "inläst 0/0", d => d.Rows.Clear());
            t.Add(region, "bara blanka rader", "avvisad KST-202", d => d.Text(_ => "\n \n\t\n"));
        }
        t.Add("nb", "4 001 tecken i en oläst cell", "inläst 3/1 KST-005", d => d.Rows[0] += new string('x', 4001));
        t.Add("nb", "4 000 tecken av två kodenheter i en oläst cell", "inläst 4/0", d => d.Cells(c => c[0] == "K1" ? [.. c[..^1], string.Concat(Enumerable.Repeat("😀", 4000))] : c));
        t.Add("nb", "citattecken som aldrig stängs i rad 2", "inläst 1/1 KST-006", d => d.Set(Field.RemissId, "\"R", 1));
        t.Add("nb", "citattecken som aldrig stängs i sista raden", "inläst 3/1 KST-006", d => d.Set(Field.RemissId, "\"R", 3));
        t.Add("vb", "citattecken som aldrig stängs i rad 2", "inläst 1/1 KST-006 / KST-117*3", d => d.Set(Field.RemissId, "\"R", 1));
        t.Add("nb", "text efter stängt citattecken", "inläst 3/1 KST-006", d => d.Set(Field.RemissId, "\"R\"x"));
        t.Add("nb", "NUL och text efter citattecken: NUL först", "inläst 3/1 KST-003", d => d.Set(Field.RemissId, "\"R\"\0"));
        t.Add("nb", "oläsligt och för få kolumner: oläsligt först", "inläst 3/1 KST-004", d => d.Rows[0] = "K1;\ufffd");
        t.Add("jh", "ett ensamt citattecken är ett vanligt tecken", "inläst 4/0", d => d.Set(Field.RemissId, "\"R"));
        t.Add("jh", "femtio rader före rubriken", "avvisad KST-202", d => { d.Preamble.Clear(); d.Preamble.AddRange(Enumerable.Repeat("Filter:\tAlla", 50)); });
        t.Add("jh", "fyrtionio rader före rubriken och tomma emellan", "inläst 4/0", d => { d.Preamble.Clear(); d.Preamble.AddRange(Enumerable.Repeat("Filter:\tAlla\r\n", 49)); });
        t.Add("vn", "NUL", "avvisad KST-204", d => d.Set(Field.RemissId, "R\0"));
        t.Add("vn", "NUL som teckenreferens", "avvisad KST-204", d => d.Set(Field.RemissId, "R&#0;"));
        t.Add("vn", "4 001 tecken i ett läst värde", "inläst 3/1 KST-005", d => d.Set(Field.Kpp, new('1', 4001)));
        t.Add("vn", "fem miljoner tecken i ett läst värde", "inläst 3/1 KST-005", d => d.Set(Field.Kpp, new('1', 5_000_000)));
        t.Add("vn", "fem miljoner tecken i ett oläst element", "inläst 4/0", d => d.Replace("<slut", "<x>" + new string('x', 5_000_000) + "</x><slut"));
        t.Add("vn", "tom fil", "avvisad KST-204", d => d.Bytes(_ => []));
        t.Add("vn", "inga vårdkontakter", "inläst 0/0", d => d.Rows.Clear());
        t.Silent("Ingen gräns för rubrikens bredd står på sidorna.", "nb", "tio tusen namnlösa kolumner i rubriken", "inläst 0/4 KST-001*4", d => d.Header += new string(';', 10_000));
        return t;
    }
}
