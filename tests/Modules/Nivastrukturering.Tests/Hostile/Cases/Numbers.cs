using System.Text;
using Kunskapsstyrning.Adapters.Sdk;

namespace Kunskapsstyrning.Nivastrukturering.Tests.Hostile.Cases;

/// <summary>E5: a cost as it is written, and its öre or KST-115 (VARDKONTAKT.md, "Numbers").</summary>
internal static class Numbers
{
    private static readonly (string Region, string Written, long? Ore)[] Costs =
    [
        ("nb", "12,50", 1250), ("nb", "12", 1200), ("nb", "0", 0), ("nb", "0,00", 0), ("nb", "0,01", 1), ("nb", "12,5", 1250), ("nb", "00012,50", 1250),
        ("nb", "999999999999", 99999999999900), ("nb", "999999999999,99", 99999999999999), ("nb", "000000000001", 100), ("nb", " 12,50 ", 1250),
        ("nb", "\u00a012,50\u00a0", 1250), ("nb", "\t12,50", 1250), ("nb", "\"12,50\"", 1250),
        ("nb", "1000000000000", null), ("nb", "0000000000001", null), ("nb", "9223372036854775807", null), ("nb", "9999999999999999999", null), ("nb", "12,505", null), ("nb", "12,500", null),
        ("nb", "12,", null), ("nb", ",50", null), ("nb", ",", null), ("nb", "12,50,00", null), ("nb", "12,,50", null), ("nb", "12.50", null), ("nb", "1.234,50", null),
        ("nb", "1,234.50", null), ("nb", "1 234,50", null), ("nb", "1\u00a0234,50", null), ("nb", "1\u202f234,50", null), ("nb", "\u202f12,50", null),
        ("nb", "-12,50", null), ("nb", "-0", null), ("nb", "\u221212,50", null), ("nb", "\u201312,50", null), ("nb", "12,50-", null), ("nb", "(12,50)", null), ("nb", "+12,50", null),
        ("nb", "1e3", null), ("nb", "1E3", null), ("nb", "NaN", null), ("nb", "Infinity", null), ("nb", "∞", null), ("nb", "0x10", null), ("nb", "null", null), ("nb", "-", null),
        ("nb", "١٢", null), ("nb", "１２", null), ("nb", "1２", null), ("nb", "½", null), ("nb", "12 kr", null), ("nb", "12:50", null), ("nb", "'12", null), ("nb", "=12", null),
        ("nb", "12\u200b", null), ("nb", "12\u00ad,50", null), ("nb", "12%", null), ("nb", "1_000", null), ("nb", "12,5a", null),
        ("jh", "12,50", 1250), ("jh", "1 234,50", 123450), ("jh", "1\u00a0234,50", 123450), ("jh", "12 345 678,9", 1234567890), ("jh", "123 456 789 012", 12345678901200),
        ("jh", "1 2 3,4 5", 12345), ("jh", "1 234 567 890 123", null), ("jh", "1.234,50", null), ("jh", "1 234.50", null), ("jh", "-1 234", null), ("jh", "- 1", null), ("jh", "1'234,50", null), ("jh", "1 234,505", null),
        ("vb", "12345,67", 1234567), ("vb", "0", 0), ("vb", "12345.67", null), ("vb", "12 345,67", null), ("vb", "12\u00a0345", null), ("vb", "\"12345,6\"", 1234560),
        ("vn", "123.45", 12345), ("vn", "0.1", 10), ("vn", "\n 12.50\n", 1250), ("vn", "&#49;2.50", 1250), ("vn", "<![CDATA[12.50]]>", 1250), ("vn", "12<!-- kr -->.50", 1250),
        ("vn", "123,45", null), ("vn", "1,234.50", null), ("vn", "1 234.50", null), ("vn", "12.345", null), ("vn", ".5", null), ("vn", "5.", null), ("vn", "1e3", null), ("vn", "-0.01", null), ("vn", "&#x2212;1", null), ("vn", "12\n50", null),
    ];

    /// <summary>Weights stand with a DRG, so that no warning is told.</summary>
    private static readonly (string Region, string Written, bool IsRead)[] Weights =
    [
        ("nb", "1,2345", true), ("nb", "0", true), ("nb", "1", true), ("nb", "1,23450", false), ("nb", "1,00000", false), ("nb", "1.5", false), ("nb", "-1", false), ("nb", "NaN", false),
        ("vn", "1.3347", true), ("vn", "1,3347", false), ("vn", "1.33470", false), ("jh", "1 000,5", true), ("vb", "1 000,5", false),
    ];

    public static CaseTable Table()
    {
        var t = new CaseTable("E5");
        foreach (var (region, written, ore) in Costs)
            t.Add(region, $"kostnad {Shown(written)}", ore is null ? "inläst 3/1 KST-115" : $"inläst 4/0 öre={ore}", d => d.Set(Field.Kpp, written));
        foreach (var (region, written, isRead) in Weights)
            t.Add(region, $"DRG-vikt {Shown(written)}", isRead ? "inläst 4/0" : "inläst 3/1 KST-114", d => { d.Set(Field.DrgVikt, written); d.Set(Field.Drg, "E10B"); });
        t.Add("jh", "kostnad 1[202F]234,50 i UTF-8", "inläst 4/0 + KST-251 öre=123450", d => { (d.Encoding, d.Bom) = (Encoding.UTF8, true); d.Set(Field.Kpp, "1\u202f234,50"); });
        t.Add("jh", "kostnad 1[2009]234,50 i UTF-8: inte avtalat som tusental", "inläst 3/1 KST-115 + KST-251", d => { (d.Encoding, d.Bom) = (Encoding.UTF8, true); d.Set(Field.Kpp, "1\u2009234,50"); });
        t.Add("nb", "vikt utan DRG", "inläst 4/0 ~ KST-122", d => d.Set(Field.DrgVikt, "1,5"));
        t.Add("nb", "kostnad och vikt båda fel", "inläst 3/1 KST-114 KST-115", d => { d.Set(Field.DrgVikt, "x"); d.Set(Field.Kpp, "x"); });
        return t;
    }

    private static string Shown(string written) => string.Concat(written.Select(c => c is > ' ' and < '\u007f' ? $"{c}" : $"[{(int)c:X4}]"));
}
