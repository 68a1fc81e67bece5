using Kunskapsstyrning.Adapters.Sdk;

namespace Kunskapsstyrning.Nivastrukturering.Tests.Hostile.Cases;

/// <summary>E6: the in date, and the out date (VARDKONTAKT.md, "Dates"; KST-102 … 105, 109). Norrbotten's month is February 2026, the others' January.</summary>
internal static class Dates
{
    private static readonly (string Region, string In, string Codes)[] In =
    [
        ("nb", "2026-02-28", ""), ("nb", " 2026-02-01\u00a0", ""), ("nb", "", "KST-100"),
        ("nb", "2024-02-29", "KST-104"), ("nb", "2026-03-01", "KST-104"), ("nb", "2026-01-31", "KST-104"), ("nb", "2099-12-31", "KST-104 KST-105"), ("nb", "2026-03-04", "KST-104 KST-105"),
        ("nb", "1900-01-01", "KST-104 KST-109"),
        ("nb", "2023-02-29", "KST-102"), ("nb", "2026-02-29", "KST-102"), ("nb", "2026-13-01", "KST-102"), ("nb", "2026-00-10", "KST-102"), ("nb", "2026-02-00", "KST-102"),
        ("nb", "1899-12-31", "KST-102"), ("nb", "2100-01-01", "KST-102"), ("nb", "0001-01-01", "KST-102"), ("nb", "9999-12-31", "KST-102"), ("nb", "46063", "KST-102"),
        ("nb", "20260210", "KST-102"), ("nb", "26-02-10", "KST-102"), ("nb", "2026-2-10", "KST-102"), ("nb", "10/02/2026", "KST-102"), ("nb", "2026/02/10", "KST-102"),
        ("nb", "2026-02-10T00:00", "KST-102"), ("nb", "2026-02-10 08:30", "KST-102"), ("nb", "2026\u201102\u201110", "KST-102"), ("nb", "２０２６-02-10", "KST-102"), ("nb", "2026-02-10Z", "KST-102"),
        ("jh", "2026-01-31 23:59", ""), ("jh", "2026-01-09 00:00", ""), ("jh", "2026-01-09 24:00", "KST-102"), ("jh", "2026-01-09 08:60", "KST-102"), ("jh", "2026-01-09", "KST-102"),
        ("jh", "2026-01-09T08:30", "KST-102"), ("jh", "2026-01-09 8:30", "KST-102"), ("jh", "2026-01-09  08:30", "KST-102"), ("jh", "2026-01-09 08:30:00", "KST-102"), ("jh", "2026-01-09 -1:30", "KST-102"),
        ("vb", "20260131", ""), ("vb", "20260230", "KST-102"), ("vb", "2026-01-09", "KST-102"), ("vb", "260109", "KST-102"), ("vb", "20240229", "KST-104"),
        ("vn", "20260101", ""), ("vn", "\n20260109 ", ""), ("vn", "20261301", "KST-102"), ("vn", "2026-01-09", "KST-102"),
    ];

    private static readonly (string Region, string Out, string Codes)[] Out =
    [
        ("nb", "2026-02-10", ""), ("nb", "2026-02-09", "KST-103"), ("nb", "2026-03-03", ""), ("nb", "2026-03-04", "KST-105"), ("nb", "2026-02-30", "KST-102"), ("nb", "x", "KST-102"),
        ("jh", "2026-01-09 08:29", ""), ("jh", "2026-01-08 23:59", "KST-103"),
    ];

    public static CaseTable Table()
    {
        var t = new CaseTable("E6");
        foreach (var (region, day, codes) in In) t.Add(region, $"in {day.Trim()}", Verdict(codes), d => d.Set(Field.InDatum, day));
        foreach (var (region, day, codes) in Out) t.Add(region, $"ut {day}", Verdict(codes), d => d.Set(Field.UtDatum, day));
        t.Add("nb", "slutenvård utan ut", "inläst 3/1 KST-100", d => d.Set(Field.Kontaktslag, "Slutenvård"));
        t.Add("nb", "slutenvård över månadsskifte: ut avgör perioden", "inläst 4/0", d => { d.Set(Field.Kontaktslag, "Slutenvård"); d.Set(Field.InDatum, "2025-12-30"); d.Set(Field.UtDatum, "2026-02-01"); });
        t.Add("nb", "slutenvård med ut efter perioden", "inläst 3/1 KST-104", d => { d.Set(Field.Kontaktslag, "Slutenvård"); d.Set(Field.UtDatum, "2026-03-02"); });
        t.Add("nb", "okänt slag: ut avgör perioden", "inläst 3/1 KST-104 KST-118", d => { d.Set(Field.Kontaktslag, "Hembesök"); d.Set(Field.UtDatum, "2026-03-02"); });
        t.Silent("Om ett klockslag som sommartiden hoppar över är giltigt står inte.", "jh", "02:30 natten då sommartiden börjar", "inläst 3/1 KST-104 KST-105", d => d.Set(Field.InDatum, "2026-03-29 02:30"));
        return t;
    }

    private static string Verdict(string codes) => codes.Length == 0 ? "inläst 4/0" : $"inläst 3/1 {codes}";
}
