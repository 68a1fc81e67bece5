using Kunskapsstyrning.Kernel;

namespace Kunskapsstyrning.Nivastrukturering;

/// <summary>Reads <c>avtal.json</c> with the check AVT-001 (docs/formats/PRICING.md).</summary>
internal static class AgreementFile
{
    /// <summary>Reads and checks the agreements.</summary>
    internal static Parsed<IReadOnlyList<Agreement>> Read(Stream content, string file) =>
        JsonItem.ReadFile<IReadOnlyList<Agreement>>(content, file, (root, errors) =>
        {
            List<(long Row, Agreement Agreement)> rows = [.. root.Items("avtal").Select(item => (item.Row, ReadOne(item)))];
            var readable = rows.Where(r => r.Agreement is { Seller.Length: > 0, Buyer.Length: > 0 });
            foreach (var (earlier, later) in ReferenceText.Overlaps(readable, r => (r.Agreement.Seller, r.Agreement.Buyer), r => r.Agreement.Validity))
                errors.Add("AVT-001", later.Row, "giltigFran", $"Avtalet överlappar avtal nummer {earlier.Row} mellan samma säljare och köpare. Avsluta det ena dagen innan det andra börjar.");
            return [.. rows.Select(r => r.Agreement)];
        });

    private static Agreement ReadOne(JsonItem item)
    {
        var list = item.Text("prislista") ?? "";
        if (list.Length > 0 && list is not ("norra" or "riks")) item.Wrong("prislista", "norra eller riks");

        var (limit, share) = (0L, 0L);
        if (item.Child("ytterfall") is { } outlier) (limit, share) = (Hundredths(outlier, "grans"), Hundredths(outlier, "andel"));
        else item.Wrong("ytterfall", "ett objekt med grans och andel");

        return new(
            item.Text("id") ?? "", item.RegionOf("saljare") ?? "", BuyerOf(item), list, ReadValidity(item), limit, share,
            item.Kinds("ejDebiterbaraKontaktslag"));
    }

    private static string BuyerOf(JsonItem item) =>
        item.OptionalText("kopare") == Agreement.Riks ? Agreement.Riks : item.RegionOf("kopare") ?? "";

    private static Period ReadValidity(JsonItem item)
    {
        if (item.Validity() is not { } validity) return new(DateOnly.MaxValue, DateOnly.MinValue); // reported; no days, so that it overlaps no other
        if (!validity.IsValid) item.Wrong("giltigTill", "samma dag som giltigFran eller senare");
        return validity;
    }

    private static long Hundredths(JsonItem item, string name)
    {
        if (item.Text(name) is not { } text) return 0;
        if (!ReferenceText.TryDecimal(text, '.', 0, 2, out var hundredths)) item.Wrong(name, "en text med ett tal med punkt och högst två decimaler, till exempel \"2.5\"");
        return hundredths;
    }
}
