using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Kunskapsstyrning.Kernel;

namespace Kunskapsstyrning.Host.Demo;

/// <summary>
/// The demonstration's deliveries: some 100 000 contacts of people who do not exist, in the four regions' own layouts. The same seed
/// gives the same bytes on every machine; each delivery is made when it is asked for and kept by nobody.
/// </summary>
internal static class DemoDeliveries
{
    /// <summary>The demonstration's own.</summary>
    public const ulong Seed = 20261121;

    /// <summary>How many months <see cref="All"/> has unless told, and at most.</summary>
    public const int Months = 12;

    /// <summary>The newest month.</summary>
    public static readonly DateOnly Last = new(2026, 10, 1);

    /// <summary>Every delivery, region by region in <see cref="Region.Norra"/>'s order and month by month.</summary>
    /// <param name="seed">Another seed, other people.</param>
    /// <param name="months">The newest so many, 1–12.</param>
    /// <param name="scalePercent">100 for some 100 000 contacts a year.</param>
    /// <param name="only">One region's alone, by key; null = all four's.</param>
    public static IEnumerable<DemoDelivery> All(ulong seed = Seed, int months = Months, int scalePercent = 100, string? only = null)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(months, Months);
        ArgumentOutOfRangeException.ThrowIfLessThan(scalePercent, 1);
        foreach (var region in Region.Norra.Where(r => only is null || r.Key == only))
        {
            var makers = Makers(region, seed, scalePercent);
            for (var back = months - 1; back >= 0; back--) yield return Make(region, Last.AddMonths(-back), makers);
        }
    }

    /// <summary>One delivery, the same as among all.</summary>
    public static DemoDelivery Of(Region region, DateOnly month, ulong seed = Seed, int scalePercent = 100) => Make(region, month, Makers(region, seed, scalePercent));

    private static (ContactMaker Contacts, Layout Layout) Makers(Region region, ulong seed, int scalePercent) =>
        (new(DemoReference.Instance, region.Code.Code, seed, scalePercent), Layout.Of(DemoReference.Instance, region.Code.Code));

    private static DemoDelivery Make(Region region, DateOnly month, (ContactMaker Contacts, Layout Layout) makers)
    {
        var created = month.AddMonths(1).AddDays(2);
        var instant = created.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) + "T02:15:00";
        var contacts = makers.Contacts.Month(month, created);
        var files = makers.Layout.Write(month, instant, contacts);
        files.Add("leverans.json", Manifest(region, month, instant, files));
        return new(region.Key, month, contacts.Count, files);
    }

    private static byte[] Manifest(Region region, DateOnly month, string created, SortedDictionary<string, byte[]> files)
    {
        var listed = files.Select(f => string.Create(CultureInfo.InvariantCulture,
            $"  {{\n   \"namn\": \"{f.Key}\",\n   \"sha256\": \"{Convert.ToHexStringLower(SHA256.HashData(f.Value))}\",\n   \"bytes\": {f.Value.Length}\n  }}"));
        return Encoding.UTF8.GetBytes($"{{\n \"region\": \"{region.Key}\",\n \"slag\": \"vardkontakter\",\n \"period\": \"{DemoDelivery.PeriodOf(month)}\",\n \"lopnummer\": 1,\n \"skapad\": \"{created}\",\n \"filer\": [\n{string.Join(",\n", listed)}\n ]\n}}\n");
    }
}
