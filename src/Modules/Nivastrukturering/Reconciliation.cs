using System.Globalization;
using System.Text.Json.Nodes;
using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Nivastrukturering.Contracts;
using Kunskapsstyrning.Nivastrukturering.Data;
using Kunskapsstyrning.Nivastrukturering.Deliveries;
using Kunskapsstyrning.Nivastrukturering.Features;
using Kunskapsstyrning.Nivastrukturering.Underlag;
using Microsoft.EntityFrameworkCore;

namespace Kunskapsstyrning.Nivastrukturering;

/// <summary>The module's sections of the reconciliation file (formats/EXPECTED.md), computed from what the database holds.</summary>
internal sealed class Reconciliation(NivastruktureringDb db, ReferenceLibrary library, ControlInvoices control, PseudonymKey key)
{
    private const int SampledPseudonyms = 5;

    /// <summary>How each delivery ended. Of several arrivals from one source the one that was read in counts, else the first; one that was undone never arrived.</summary>
    public async Task<JsonNode> Deliveries(CancellationToken ct)
    {
        var all = await db.Deliveries.AsNoTracking().Where(d => d.Status != DeliveryStatus.Reading && d.Status != DeliveryStatus.Undone).OrderBy(d => d.No).ToListAsync(ct);
        var read = all.Where(d => d.Status is DeliveryStatus.InForce or DeliveryStatus.Replaced).Select(d => d.Hash).ToHashSet();
        var section = Sorted();
        foreach (var ofSource in all.Where(d => d.Status != DeliveryStatus.AlreadyRead || read.Contains(d.Hash)).GroupBy(d => d.Source))
        {
            var told = ofSource.LastOrDefault(d => d.Status is DeliveryStatus.InForce or DeliveryStatus.Replaced) ?? ofSource.First();
            var answer = told.Counts.Length > 0 ? JsonNode.Parse(told.Counts)!.AsObject() : [];
            answer["status"] = told.Status.Text();
            if (told.Code.Length > 0) answer["kod"] = told.Code;
            if (told.Counts.Length > 0) answer["leveranshash"] = told.Hash;
            section[ofSource.Key] = answer;
        }
        return Object(section);
    }

    public async Task<JsonNode> Pseudonyms(CancellationToken ct)
    {
        key.ReadSettled();
        var section = Sorted();
        foreach (var (region, numbers) in await InForceByRegion(ct))
        {
            var lowest = await db.Contacts.AsNoTracking().Where(c => numbers.Contains(c.DeliveryNo)).OrderBy(c => c.KontaktId)
                .Select(c => new { c.KontaktId, c.Pseudonym }).Take(SampledPseudonyms).ToListAsync(ct);
            var sample = Sorted();
            foreach (var contact in lowest) sample[contact.KontaktId] = Convert.ToHexStringLower(contact.Pseudonym);
            if (sample.Count > 0) section[region] = Object(sample);
        }
        return Object(section);
    }

    public async Task<JsonNode> DistinctPseudonyms(CancellationToken ct)
    {
        key.ReadSettled();
        var section = Sorted();
        foreach (var (region, numbers) in await InForceByRegion(ct))
        {
            var distinct = await db.Contacts.Where(c => numbers.Contains(c.DeliveryNo)).Select(c => c.Pseudonym).Distinct().CountAsync(ct);
            if (distinct > 0) section[region] = distinct;
        }
        return Object(section);
    }

    public async Task<JsonNode> Pricing(CancellationToken ct)
    {
        var groups = await (await Contacts(ct))
            .GroupBy(c => new { c.HomeRegion, c.Region, c.Level, c.PriceRule })
            .Select(g => new { g.Key, Count = g.LongCount(), Ore = g.Sum(c => c.AmountOre) }).ToListAsync(ct);
        var section = Sorted();
        foreach (var g in groups)
        {
            var home = g.Key.HomeRegion.Length == 0 ? "--" : g.Key.HomeRegion;
            section[$"{home}|{g.Key.Region}|{g.Key.Level.ToString(CultureInfo.InvariantCulture)}|{g.Key.PriceRule.Code()}"] = new JsonObject { ["antal"] = g.Count, ["ore"] = g.Ore };
        }
        return Object(section);
    }

    public async Task<JsonNode> PerRpo(CancellationToken ct)
    {
        var groups = await (await Contacts(ct)).GroupBy(c => c.Rpo).Select(g => new
        {
            g.Key,
            Count = g.LongCount(),
            Ore = g.Sum(c => c.AmountOre),
            Others = g.Sum(c => c.HomeRegion != "" && c.HomeRegion != c.Region ? 1L : 0L),
        }).ToListAsync(ct);
        var section = Sorted();
        foreach (var g in groups) section[g.Key] = new JsonObject { ["antal"] = g.Count, ["antalAndraRegioner"] = g.Others, ["ore"] = g.Ore };
        return Object(section);
    }

    public async Task<JsonNode> Classification(CancellationToken ct)
    {
        var contacts = await Contacts(ct);
        var services = await contacts.Where(c => c.Service != "").GroupBy(c => c.Service)
            .Select(g => new { g.Key, Count = g.LongCount(), Outside = g.Sum(c => c.OutsideUnit ? 1L : 0L) }).ToListAsync(ct);
        var levels = await contacts.GroupBy(c => c.Level).Select(g => new { g.Key, Count = g.LongCount() }).ToListAsync(ct);
        var (perService, outside, perLevel) = (Sorted(), Sorted(), Sorted());
        foreach (var s in services) perService[s.Key] = s.Count;
        foreach (var s in services.Where(s => s.Outside > 0)) outside[s.Key] = s.Outside;
        foreach (var l in levels) perLevel[l.Key.ToString(CultureInfo.InvariantCulture)] = l.Count;
        return new JsonObject
        {
            ["nivaSkiljer"] = await contacts.LongCountAsync(c => c.RecordedLevel != null && c.RecordedLevel != c.Level, ct),
            ["perNiva"] = Object(perLevel),
            ["perTjanst"] = Object(perService),
            ["utanforEnhet"] = Object(outside),
        };
    }

    public async Task<JsonNode> Subscriptions(CancellationToken ct)
    {
        var reference = await library.InForce(ct);
        var contacts = await Contacts(ct);
        var priced = await contacts.Where(c => c.PriceRule == PriceRule.Abonnemang).GroupBy(c => c.SubscriptionId)
            .Select(g => new { g.Key, Count = g.LongCount() }).ToDictionaryAsync(g => g.Key, g => g.Count, ct);
        var section = Sorted();
        foreach (var subscription in reference.Subscriptions)
        {
            var shares = SubscriptionShares.Of(subscription, await Tallies(subscription, contacts, ct), reference.Population, await DeliveredMonths(subscription.Seller, ct));
            var answer = new JsonObject { ["kontakter"] = priced.GetValueOrDefault(subscription.Id), ["preliminar"] = shares.IsPreliminary };
            if (shares.Shares is { } ore) answer["andelar"] = Numbers(ore);
            if (shares.Error is { } error) answer["fel"] = error;
            if (shares.Weights is { } weights) answer["vikter"] = Numbers(weights);
            section[subscription.Id] = answer;
        }
        return Object(section);
    }

    /// <summary>Each document with how it was judged. Of several with one id the controlled one, else the first, goes by the id and the others by their files.</summary>
    public async Task<JsonNode> Documents(CancellationToken ct)
    {
        const string notValid = "UTL-00";
        var section = Sorted();
        var documents = (await control.Run(ct)).Documents;
        var named = documents.Where(d => d.Id is not null && d.Codes is not [notValid]).GroupBy(d => d.Id!).Select(g => g.FirstOrDefault(d => d.Codes.Count == 0) ?? g.First()).ToHashSet();
        foreach (var d in documents)
        {
            section[named.Contains(d) ? d.Id! : d.File] = new JsonObject
            {
                ["rader"] = d.Rows, ["status"] = d.Codes.Count == 0 ? "kontrollerat" : "avvisat", ["utl"] = new JsonArray([.. d.Codes.Select(c => JsonValue.Create(c))]),
            };
        }
        return Object(section);
    }

    public async Task<JsonNode> Deviations(CancellationToken ct)
    {
        var section = Sorted();
        foreach (var (what, count, ore) in (await Found(ct)).PerCode) section[what.Code] = new JsonObject { ["antal"] = count, ["ore"] = ore };
        return Object(section);
    }

    public async Task<JsonNode> DisputeOre(CancellationToken ct) => JsonValue.Create((await Found(ct)).DisputeOre);

    public async Task<JsonNode> NotInvoicedOre(CancellationToken ct) => JsonValue.Create((await Found(ct)).NotInvoicedOre);

    public async Task<JsonNode> Sums(CancellationToken ct)
    {
        var outcome = await Found(ct);
        var inForce = await db.Deliveries.Where(d => d.Status == DeliveryStatus.InForce).ToListAsync(ct);
        return new JsonObject
        {
            ["godkanda"] = inForce.Sum(d => d.Accepted),
            ["karantan"] = inForce.Sum(d => d.Quarantined),
            ["prissattOre"] = await (await Contacts(ct)).SumAsync(c => c.AmountOre, ct),
            ["avvikelser"] = outcome.PerCode.Sum(c => c.Count),
            ["tvistOre"] = outcome.DisputeOre,
            ["ejFaktureratOre"] = outcome.NotInvoicedOre,
            ["kontrolleradeRader"] = outcome.Lines.Count,
        };
    }

    /// <summary>The control as the formats have it, whatever rules are switched off.</summary>
    private async Task<ControlOutcome> Found(CancellationToken ct)
    {
        var outcome = await control.Run(ct);
        return outcome.Raw ?? outcome;
    }

    private async Task<IQueryable<Contact>> Contacts(CancellationToken ct)
    {
        var numbers = await db.InForce(ct);
        return db.Contacts.AsNoTracking().Where(c => numbers.Contains(c.DeliveryNo));
    }

    private async Task<SortedDictionary<string, List<int>>> InForceByRegion(CancellationToken ct)
    {
        var deliveries = await db.Deliveries.Where(d => d.Status == DeliveryStatus.InForce).Select(d => new { d.Owner, d.No }).ToListAsync(ct);
        return new(deliveries.GroupBy(d => d.Owner.Code).ToDictionary(g => g.Key, g => g.Select(d => d.No).ToList()), StringComparer.Ordinal);
    }

    private static async Task<Dictionary<string, ScopeTally>> Tallies(Subscription subscription, IQueryable<Contact> contacts, CancellationToken ct)
    {
        var (seller, from, to) = (subscription.Seller, subscription.Validity.From, subscription.Validity.To ?? DateOnly.MaxValue);
        var inScope = await contacts
            .Where(c => c.Region == seller && c.Prisdatum >= from && c.Prisdatum <= to && subscription.Participants.Contains(c.HomeRegion)
                && (subscription.Mvos.Contains(c.Mvo) || subscription.Services.Contains(c.Service)))
            .GroupBy(c => c.HomeRegion)
            .Select(g => new { g.Key, Count = g.LongCount(), Referrals = g.Where(c => c.RemissId != "").Select(c => c.RemissId).Distinct().LongCount(), Kpp = g.Sum(c => c.KppOre ?? 0) })
            .ToListAsync(ct);
        return inScope.ToDictionary(g => g.Key, g => new ScopeTally(g.Count, g.Referrals, g.Kpp));
    }

    private async Task<HashSet<DateOnly>> DeliveredMonths(string seller, CancellationToken ct)
    {
        var owner = Owner.Of(RegionCode.Parse(seller, null));
        var periods = await db.Deliveries.Where(d => d.Status == DeliveryStatus.InForce && d.Owner == owner).Select(d => d.Period).ToListAsync(ct);
        return [.. periods.Select(p => DateOnly.ParseExact(p + "-01", "yyyy-MM-dd", CultureInfo.InvariantCulture))];
    }

    private static SortedDictionary<string, JsonNode?> Sorted() => new(StringComparer.Ordinal);

    private static JsonObject Object(SortedDictionary<string, JsonNode?> members) => new(members);

    private static JsonObject Numbers(IReadOnlyDictionary<string, long> numbers)
    {
        var members = Sorted();
        foreach (var (key, number) in numbers) members[key] = number;
        return Object(members);
    }
}
