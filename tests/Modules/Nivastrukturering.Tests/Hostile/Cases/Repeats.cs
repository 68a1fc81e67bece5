using Kunskapsstyrning.Adapters.Sdk;
using Kunskapsstyrning.Nivastrukturering.Deliveries;

namespace Kunskapsstyrning.Nivastrukturering.Tests.Hostile.Cases;

/// <summary>E8 and E9: duplicates, deliveries that come again, and how much of one is quarantined.</summary>
internal static class Repeats
{
    public static CaseTable Duplicates()
    {
        var t = new CaseTable("E8");
        foreach (var region in new[] { "nb", "jh", "vb", "vn" })
        {
            t.Add(region, "samma rad två gånger", "inläst 4/1 KST-116", d => d.Rows.Add(d.Rows[1]));
            t.Add(region, "samma id, annat innehåll", "inläst 4/1 KST-116", d => { d.Rows.Add(d.Rows[1]); d.Set(Field.RemissId, "R9", 4); });
            t.Add(region, "samma id, den första i karantän", "inläst 3/2 KST-106 KST-116", d => { d.Rows.Add(d.Rows[0]); d.Set(Field.Enhet, "okänd"); });
            t.Add(region, "samma id med olika stora bokstäver är två", region == "vb" ? "inläst 4/1 KST-100" : "inläst 5/0", d => { d.Rows.Add(d.Rows[1]); d.Set(Field.KontaktId, "k2", 4); });
            t.Add(region, "tomt id två gånger är ingen dubblett", "inläst 4/2 KST-100*2", d => { d.Rows.AddRange([d.Rows[1], d.Rows[1]]); d.Set(Field.KontaktId, "", 4); d.Set(Field.KontaktId, "", 5); });
            t.Add(region, "samma rad sex gånger", "inläst 4/5 KST-116*5", d => d.Rows.AddRange(Enumerable.Repeat(d.Rows[2], 5)));
            t.Add(region, "samma leverans igen", "redan inläst", d => d.InForce = new(Judge.Shared.HashOf(d), 1));
            t.Add(region, "samma leverans igen med högre löpnummer", "redan inläst", d => { d.InForce = new(Judge.Shared.HashOf(d), 1); d.Lopnummer = 2; });
            t.Add(region, "rättad leverans med högre löpnummer", "inläst 4/0", d => { d.InForce = new(Judge.Shared.HashOf(d), 1); d.Lopnummer = 2; d.Set(Field.RemissId, "R9"); });
            t.Add(region, "rättad leverans med samma löpnummer", "avvisad KST-211", d => { d.InForce = new(Judge.Shared.HashOf(d), 1); d.Set(Field.RemissId, "R9"); });
            t.Add(region, "rättad leverans med lägre löpnummer", "avvisad KST-211", d => { d.InForce = new(Judge.Shared.HashOf(d), 3); d.Lopnummer = 2; d.Set(Field.RemissId, "R9"); });
            t.Add(region, "filen omdöpt", "avvisad KST-201", d => d.Main = "Kopia av " + d.Main);
            t.Add(region, "filen har en annan månads namn", "avvisad KST-201", d => d.Main = d.Main.Replace("2026", "2025", StringComparison.Ordinal));
        }
        t.Add("nb", "utan leverans.json, samma filer igen", "redan inläst", d => { WithoutManifest(d); d.InForce = new(Judge.Shared.HashOf(d), 7); });
        t.Add("nb", "utan leverans.json, rättad", "inläst 4/0", d => { WithoutManifest(d); d.InForce = new(Judge.Shared.HashOf(d), 7); d.Set(Field.RemissId, "R9"); });
        t.Add("nb", "förra månadens kontakter en gång till", "inläst 4/4 KST-104*4", d => { d.Repeat(8); for (var i = 0; i < 4; i++) d.Set(Field.InDatum, "2026-01-10", i); });
        return t;
    }

    public static CaseTable Shares() => new("E9")
    {
        { "nb", "0 % fel", "inläst 100/0", d => Share(d, 0) },
        { "nb", "1 % fel", "inläst 99/1 KST-115", d => Share(d, 1) },
        { "nb", "5 % fel", "inläst 95/5 KST-115*5", d => Share(d, 5) },
        { "nb", "21 % fel: frågan om bekräftelse är skärmens", "inläst 79/21 KST-115*21", d => Share(d, 21) },
        { "nb", "100 % fel", "inläst 0/100 KST-115*100", d => Share(d, 100) },
        { "jh", "100 % fel", "inläst 0/100 KST-115*100", d => Share(d, 100) },
        { "vn", "100 % fel", "inläst 0/100 KST-115*100", d => Share(d, 100) },
    };

    public static void WithoutManifest(Sound d) => d.Sealed(files => files.Remove(DeliveryManifest.FileName));

    private static void Share(Sound d, int bad)
    {
        d.Repeat(100);
        for (var i = 0; i < bad; i++) d.Set(Field.Kpp, "fel", i);
    }
}
