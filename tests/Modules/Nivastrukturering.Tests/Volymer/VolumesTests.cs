using System.Net;
using System.Text.Json.Nodes;
using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Nivastrukturering.Contracts;
using Kunskapsstyrning.Nivastrukturering.Data;
using Kunskapsstyrning.Nivastrukturering.Deliveries;
using Kunskapsstyrning.Nivastrukturering.Volymer;
using Kunskapsstyrning.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Kunskapsstyrning.Nivastrukturering.Tests.Volymer;

public sealed class VolumesTests
{
    private static readonly string Set = Repository.DataSet("sample");

    [Theory, OnEachDatabase]
    public async Task The_volumes_of_the_sample_are_those_of_its_answer_key_whichever_way_they_are_counted(Engine engine)
    {
        await using var host = await TestHost.StartAsync(engine);
        await host.InScopeAsync(scope => scope.GetRequiredService<IDataSetImport>().Import(Set, dryRun: false, null, Ct));
        var key = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(Set, "expected.json"), Ct))!;
        var byWay = await host.InScopeAsync(async scope =>
        {
            var volumes = scope.GetRequiredService<Volumes>();
            var (year, _) = await volumes.Years(2026, Ct);
            Dictionary<VolumeBy, IReadOnlyList<Volume>> all = [];
            foreach (var by in Enum.GetValues<VolumeBy>()) all[by] = await volumes.Of(year, by, new(), Ct);
            return all;
        });

        Assert.Equal(Of(key["klassificering"]!["perTjanst"]!), byWay[VolumeBy.Tjanst].Where(v => v.Key.Length > 0).ToDictionary(v => v.Key, v => v.Contacts));
        Assert.Equal(Of(key["klassificering"]!["utanforEnhet"]!), byWay[VolumeBy.Tjanst].Where(v => v.Outside > 0).ToDictionary(v => v.Key, v => v.Outside));
        Assert.Equal(Of(key["klassificering"]!["perNiva"]!), byWay[VolumeBy.Niva].ToDictionary(v => v.Key, v => v.Contacts));
        Assert.Equal(key["perRpo"]!.AsObject().ToDictionary(r => r.Key, r => ((long)r.Value!["antal"]!, (long)r.Value["ore"]!)), byWay[VolumeBy.Rpo].ToDictionary(v => v.Key, v => (v.Contacts, v.AmountOre)));
        var contacts = await host.ReadAsync<NivastruktureringDb, List<Contact>>(async db =>
        {
            var numbers = await db.InForce(Ct);
            return await db.Contacts.AsNoTracking().Where(c => numbers.Contains(c.DeliveryNo)).ToListAsync(Ct);
        });
        var both = contacts.Where(c => c.KppOre is not null && c.Weight is not null).ToList();
        var wanted = (contacts.Count, contacts.Sum(c => c.Weight ?? 0), contacts.Count(c => c.KppOre is not null), contacts.Sum(c => c.KppOre ?? 0), both.Count, contacts.Count(c => c.Weight is not null), contacts.Count(c => c.AmountOre > 0), both.Sum(c => c.Weight!.Value), both.Sum(c => c.KppOre!.Value));
        Assert.NotEmpty(both);
        Assert.All(byWay.Values, way => Assert.Equal(wanted, ((int)way.Sum(v => v.Contacts), way.Sum(v => v.Weight), (int)way.Sum(v => v.KppContacts), way.Sum(v => v.KppOre), (int)way.Sum(v => v.PointContacts), (int)way.Sum(v => v.WeightContacts), (int)way.Sum(v => v.BilledContacts), way.Sum(v => v.PointWeight), way.Sum(v => v.PointKppOre))));
    }

    [Theory, OnEachDatabase]
    public async Task The_year_before_is_counted_on_the_same_regions_same_months(Engine engine)
    {
        await using var host = await TestHost.StartAsync<NivastruktureringDb>(engine, db =>
        {
            foreach (var (i, (region, period)) in new[] { ("25", "2026-03"), ("24", "2026-04"), ("25", "2025-03"), ("25", "2025-04"), ("24", "2025-03"), ("24", "2025-04") }.Index())
            {
                db.Add(new Delivery
                {
                    Id = Guid.CreateVersion7(), Owner = Owner.Parse(region), No = i + 1, Source = period, Status = DeliveryStatus.InForce, Period = period, ReceivedAt = DateTime.UnixEpoch, ReceivedBy = "test",
                });
            }
        });

        var (now, before) = await host.InScopeAsync(scope => scope.GetRequiredService<Volumes>().Years(2026, Ct));

        Assert.Equal([1, 2], now.Deliveries.Keys.Order());
        Assert.Equal([3, 6], before.Deliveries.Keys.Order());
    }

    [Theory, OnEachDatabase]
    public async Task Few_contacts_are_hidden_from_all_but_the_own_regions_economist(Engine engine)
    {
        await using var host = await TestHost.StartAsync(engine);
        await host.InScopeAsync(scope => scope.GetRequiredService<IDataSetImport>().Import(Set, dryRun: false, null, Ct));
        const string Path = "/kostnader/volymer?ar=2026&visa=tjanst&hemregion=25";

        await host.Client.SignInAsync(Roles.ProcessLead);
        var hidden = await Csv(host, Path);
        await host.Client.SignInAsync(Roles.Economist, "norrbotten");
        var told = await Csv(host, Path);
        var others = await Csv(host, Path.Replace("25", "24", StringComparison.Ordinal));

        Assert.Contains("<\u00A05", hidden, StringComparison.Ordinal);
        Assert.DoesNotContain("<\u00A05", told, StringComparison.Ordinal);
        Assert.Contains("<\u00A05", others, StringComparison.Ordinal);
        var one = (await Csv(host, "/kostnader/volymer?ar=2026&visa=hemregion&tjanst=NRF-011")).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries); // one contact in all
        Assert.All(one.Skip(1), line => Assert.All(line.Split(';').Skip(1), cell => Assert.True(cell is "<\u00A05" or ".." or "–" or "" or "0" or "0,00", cell)));
        var page = WebUtility.HtmlDecode(await host.Client.GetStringAsync(Path, Ct));
        Assert.Contains("Hur stor del av sjukhusvården ges på högre nivå?", page, StringComparison.Ordinal);
        Assert.Contains("riktmärke 10–15\u00A0%", page, StringComparison.Ordinal);
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static Task<string> Csv(TestHost host, string path) => host.Client.GetStringAsync(path.Replace("?", ".csv?", StringComparison.Ordinal), Ct);

    private static Dictionary<string, long> Of(JsonNode counts) => counts.AsObject().ToDictionary(c => c.Key, c => (long)c.Value!);
}
