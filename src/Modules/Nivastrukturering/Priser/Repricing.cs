using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Nivastrukturering.Contracts;
using Kunskapsstyrning.Nivastrukturering.Data;
using Microsoft.EntityFrameworkCore;

namespace Kunskapsstyrning.Nivastrukturering.Priser;

/// <summary>What another set of prices would do to a month that is priced already.</summary>
/// <param name="Month">The delivery's, <c>2026-03</c>.</param>
/// <param name="Seller">Län code.</param>
/// <param name="Buyer">Län code of the home region.</param>
/// <param name="Contacts">How many get another amount, ≥ 1.</param>
/// <param name="ThenOre">Σ of these as priced when they were read in, öre.</param>
/// <param name="NowOre">Σ of these by the other prices, öre.</param>
internal sealed record RepricedMonth(string Month, string Seller, string Buyer, long Contacts, long ThenOre, long NowOre)
{
    public long DifferenceOre => checked(NowOre - ThenOre);
}

/// <summary>
/// Prices the contacts in force once more, without changing any: a contact keeps the amount that it got when it was read in, whatever list comes later.
/// Service and level are those it has; only prices, agreements and subscriptions are asked anew.
/// </summary>
internal sealed class Repricing(NivastruktureringDb db)
{
    /// <summary>The months and buyers with another amount, in order; the contacts are read as a stream.</summary>
    /// <param name="reference">The prices to compare with.</param>
    /// <param name="seller">Only this län code's deliveries; null for all.</param>
    /// <param name="days">Only contacts with prisdatum in it; null for all.</param>
    /// <param name="ct">Cancels.</param>
    public async Task<IReadOnlyList<RepricedMonth>> Run(ReferenceSet reference, string? seller, Period? days, CancellationToken ct)
    {
        var inForce = await db.Deliveries.AsNoTracking().Where(d => d.Status == DeliveryStatus.InForce).Select(d => new { d.No, d.Period, d.Owner }).ToListAsync(ct);
        var months = inForce.Where(d => seller is null || d.Owner.Code == seller).ToDictionary(d => d.No, d => d.Period);
        var numbers = months.Keys.ToList();
        var (from, to) = (days?.From ?? DateOnly.MinValue, days?.To ?? DateOnly.MaxValue);

        var book = reference.ToPriceBook();
        Dictionary<string, CareService> services = [];
        Dictionary<(string, string, string), (long Contacts, long Then, long Now)> sums = [];
        await foreach (var c in db.Contacts.AsNoTracking()
            .Where(c => numbers.Contains(c.DeliveryNo) && c.HomeRegion != "" && c.HomeRegion != c.Region && c.Prisdatum >= from && c.Prisdatum <= to)
            .Select(c => new PricedContact(c.DeliveryNo, c.Region, c.HomeRegion, c.Hospital, c.Kontaktslag, c.Besokstyp, c.Planerad, c.InDatum, c.UtDatum, c.Mvo, c.Drg, c.Weight, c.KppOre, c.BirthYear, c.Service, c.Level, c.Rpo, c.AmountOre))
            .AsAsyncEnumerable().WithCancellation(ct))
        {
            var now = Amount(book, c, services);
            if (now == c.AmountOre) continue;
            var key = (months[c.DeliveryNo], c.Region, c.HomeRegion);
            var sum = sums.GetValueOrDefault(key);
            sums[key] = checked((sum.Contacts + 1, sum.Then + c.AmountOre, sum.Now + now));
        }
        return [.. sums.Select(s => new RepricedMonth(s.Key.Item1, s.Key.Item2, s.Key.Item3, s.Value.Contacts, s.Value.Then, s.Value.Now))
            .OrderBy(m => m.Month, StringComparer.Ordinal).ThenBy(m => PricePicture.Place(m.Seller)).ThenBy(m => PricePicture.Place(m.Buyer))];
    }

    /// <summary>True when the user may see every figure of that owner's contacts: its own economist.</summary>
    public static bool SeesAll(ICurrentUser user, Owner owner) => user.Roles.Contains(Roles.Economist) && user.Region is { } own && Owner.Of(own) == owner;

    /// <summary>The set with one of its files replaced by another version.</summary>
    /// <param name="set">In force.</param>
    /// <param name="fileName">A file that <see cref="PriceProposal.Takes"/>.</param>
    /// <param name="content">Accepted.</param>
    public static ReferenceSet With(ReferenceSet set, string fileName, byte[] content)
    {
        using var stream = new MemoryStream(content, writable: false);
        if (fileName == PriceProposal.AgreementsName) return set with { Agreements = AgreementFile.Read(stream, fileName).Value! };
        if (fileName == PriceProposal.SubscriptionsName) return set with { Subscriptions = SubscriptionFile.Read(stream, fileName).Value! };
        PriceListFile.IsName(fileName, out var seller);
        return set with { Prices = [.. set.Prices.Where(p => p.Seller != seller), .. PriceListFile.Read(stream, fileName).Value!] };
    }

    private static long Amount(PriceBook book, PricedContact c, Dictionary<string, CareService> services)
    {
        CareService? service = null;
        if (c.Service.Length > 0 && !services.TryGetValue(c.Service, out service))
            services.Add(c.Service, service = new(c.Service, "", c.Rpo, c.Level, 0, default, false, new([], [], [], [], [], null, null), [], new("", "", "")));
        return book.Price(c.Facts, new(service, c.Level, c.Rpo)).AmountOre;
    }

    /// <summary>What pricing asks of a stored contact, and what it got.</summary>
    private sealed record PricedContact(
        int DeliveryNo, string Region, string HomeRegion, string Hospital, Kontaktslag Kontaktslag, Besokstyp? Besokstyp, bool Planerad, DateOnly InDatum, DateOnly UtDatum, int Mvo, string Drg,
        long? Weight, long? KppOre, int BirthYear, string Service, int Level, string Rpo, long AmountOre)
    {
        public ContactFacts Facts => new()
        {
            Region = Region, HomeRegion = HomeRegion, Hospital = Hospital, Kontaktslag = Kontaktslag, Besokstyp = Besokstyp, Planerad = Planerad, InDatum = InDatum, UtDatum = UtDatum,
            Mvo = Mvo, Drg = Drg, Weight = Weight, KppOre = KppOre, BirthYear = BirthYear,
        };
    }
}
