using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Kunskapsstyrning.Host.Demo;
using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Nivastrukturering;
using Xunit;

namespace Kunskapsstyrning.Host.Tests;

public partial class DemoDeliveriesTests
{
    private static readonly DateOnly March = new(2026, 3, 1);

    [Fact]
    public void The_same_seed_gives_the_same_bytes_in_every_culture_and_time_zone()
    {
        var here = HashesOf(DemoDeliveries.Seed);
        var (culture, zone) = (CultureInfo.CurrentCulture, Environment.GetEnvironmentVariable("TZ"));
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("ar-SA");
            Environment.SetEnvironmentVariable("TZ", "Pacific/Kiritimati");
            TimeZoneInfo.ClearCachedData();

            Assert.Equal(here, HashesOf(DemoDeliveries.Seed));
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
            Environment.SetEnvironmentVariable("TZ", zone);
            TimeZoneInfo.ClearCachedData();
        }
    }

    [Fact]
    public void Another_seed_gives_other_people() => Assert.DoesNotContain(HashesOf(DemoDeliveries.Seed).Intersect(HashesOf(1)), hash => !hash.StartsWith("enhet", StringComparison.Ordinal));

    [Fact]
    public void A_delivery_alone_is_the_one_among_all()
    {
        var among = DemoDeliveries.All().First(d => d.Month == March);

        Assert.Equal(HashesOf(among), HashesOf(DemoDeliveries.Of(Region.Find(among.Region)!, March)));
    }

    [Fact]
    public void The_year_is_some_hundred_thousand_contacts_and_every_delivery_is_read()
    {
        var pipeline = new DemoPipeline();
        Dictionary<string, long> read = [];
        SortedDictionary<string, long> codes = new(StringComparer.Ordinal);
        long rows = 0, quarantined = 0, deliveries = 0;

        foreach (var delivery in DemoDeliveries.All())
        {
            var tally = pipeline.Read(delivery);

            Assert.Equal(delivery.Contacts, tally.Accepted + tally.Quarantined);
            read[delivery.Region] = read.GetValueOrDefault(delivery.Region) + delivery.Contacts;
            foreach (var (code, count) in tally.Codes) codes[code] = codes.GetValueOrDefault(code) + count;
            (rows, quarantined, deliveries) = (rows + delivery.Contacts, quarantined + tally.Quarantined, deliveries + 1);
        }

        Assert.Equal(48, deliveries);
        Assert.InRange(rows, 99_000, 101_000);
        Assert.InRange(read["vasterbotten"], 33_500, 34_500);
        Assert.InRange(read["norrbotten"], 23_500, 24_500);
        Assert.InRange(read["vasternorrland"], 23_500, 24_500);
        Assert.InRange(read["jamtland-harjedalen"], 17_500, 18_500);

        Assert.InRange(quarantined / (double)rows, 0.005, 0.009);
        Assert.True(codes.Count >= 22, string.Join(' ', codes.Keys));
        Assert.All(["KST-001", "KST-002", "KST-003", "KST-004", "KST-005", "KST-006"], code => Assert.Contains(code, codes.Keys));

        Assert.Equal([1, 2, 3, 4], pipeline.Levels);
        Assert.True(pipeline.Services.Count >= 30, string.Join(' ', pipeline.Services));
        Assert.InRange(pipeline.OutsidePermittedUnit, 30, 300);
        Assert.All(Enum.GetValues<PriceRule>(), rule => Assert.True(pipeline.Rules.GetValueOrDefault(rule) > 0, rule.Code()));
        Assert.True(pipeline.Rules[PriceRule.PrisSaknas] < 100, "Priser saknas i prislistorna.");
        foreach (var home in new[] { "22", "23", "25" }) Assert.InRange(pipeline.Flows[(home, "24")], 2_500, 5_500);
    }

    [Fact]
    public void Every_person_has_a_test_number()
    {
        var delivery = DemoDeliveries.Of(Region.Find("vasternorrland")!, March);

        var ids = PersonId().Matches(Encoding.UTF8.GetString(delivery.Files["VN_vardkontakter_202603.xml"])).Select(m => m.Groups[1].Value).Where(id => id.Length > 0).ToList();

        Assert.True(ids.Count > 1000);
        Assert.All(ids, id => Assert.Matches("^[0-9]{8}(9[89][0-9]|R[0-9]{2})[0-9]$", id));
    }

    [Fact]
    public void A_delivery_is_made_on_the_third_of_the_next_month()
    {
        var delivery = DemoDeliveries.Of(Region.Find("norrbotten")!, new(2025, 12, 1));

        Assert.Contains("\"skapad\": \"2026-01-03T02:15:00\"", Encoding.UTF8.GetString(delivery.Files["leverans.json"]), StringComparison.Ordinal);
    }

    [Fact]
    public void The_seeder_hands_over_every_delivery_and_tells_of_each_region_once()
    {
        var (talk, got) = (new StringWriter(), new List<string>());
        var seeder = new DemoSeeder((delivery, _) =>
        {
            got.Add($"{delivery.Region}/{delivery.Period}");
            return Task.CompletedTask;
        }, talk);

        var contacts = seeder.Run(DemoDeliveries.All(months: 2, scalePercent: 5), TestContext.Current.CancellationToken);

        Assert.True(contacts.IsCompletedSuccessfully);
        Assert.Equal(8, got.Distinct().Count());
        Assert.Equal(Region.Norra.Select(r => r.Name), talk.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split([": ", ", "], StringSplitOptions.None)[1]));
    }

    private static List<string> HashesOf(ulong seed) => [.. Region.Norra.SelectMany(region => HashesOf(DemoDeliveries.Of(region, March, seed)))];

    private static IEnumerable<string> HashesOf(DemoDelivery delivery) => delivery.Files.Select(f => $"{f.Key} {Convert.ToHexStringLower(SHA256.HashData(f.Value))}");

    [GeneratedRegex("<personId>([^<]*)</personId>")]
    private static partial Regex PersonId();
}
