using Kunskapsstyrning.Kernel;

namespace Kunskapsstyrning.Nivastrukturering;

/// <summary>Prices contacts by the rules of formats/PRICING.md. Immutable; any number of threads may ask it.</summary>
internal sealed class PriceBook
{
    private const int RegionNumbers = 100;
    private const int RiksNumber = RegionNumbers;
    private static readonly bool[] IsNorra = NorraByNumber();

    private readonly Terms[]?[] _terms = new Terms[RegionNumbers * (RegionNumbers + 1)][];
    private readonly Subscription[]?[] _subscriptions = new Subscription[RegionNumbers][];
    private readonly int[] _groupOfMvo = new int[1000];

    /// <summary>Builds the lookups.</summary>
    /// <param name="prices">Rows of every seller's list.</param>
    /// <param name="agreements">Not overlapping for the same seller and buyer.</param>
    /// <param name="subscriptions">Any order.</param>
    /// <param name="mvos">Gives each MVO its prisgrupp; each code once.</param>
    internal PriceBook(IEnumerable<PriceRow> prices, IEnumerable<Agreement> agreements, IEnumerable<Subscription> subscriptions, IEnumerable<Mvo> mvos)
    {
        Array.Fill(_groupOfMvo, -1);
        var groups = new Dictionary<string, int>();
        foreach (var mvo in mvos.Where(m => m.PriceGroup.Length > 0))
        {
            groups.TryAdd(mvo.PriceGroup, groups.Count);
            _groupOfMvo[mvo.Code] = groups[mvo.PriceGroup];
        }

        var shelves = prices.GroupBy(p => (p.PriceList, p.Seller)).ToDictionary(list => list.Key, list => new PriceShelf(list, groups));
        foreach (var pair in agreements.GroupBy(a => (a.Seller, a.Buyer)))
        {
            var buyer = pair.Key.Buyer == Agreement.Riks ? RiksNumber : NumberOf(pair.Key.Buyer);
            _terms[TermsIndex(NumberOf(pair.Key.Seller), buyer)] =
                [.. pair.Select(a => new Terms(a, shelves.GetValueOrDefault((a.PriceList, a.Seller), PriceShelf.Empty)))];
        }
        foreach (var seller in subscriptions.GroupBy(s => s.Seller))
            _subscriptions[NumberOf(seller.Key)] = [.. seller.OrderBy(s => s.Id, StringComparer.Ordinal)];
    }

    /// <summary>The amount of one contact, the rule that decided it and its figures.</summary>
    /// <exception cref="OverflowException">The amount does not fit 64 bits of öre.</exception>
    internal Priced Price(in ContactFacts contact, in Classification classification)
    {
        if (contact.HomeRegion.IsEmpty) return Free(new() { Rule = PriceRule.EjRegion });
        if (contact.HomeRegion.SequenceEqual(contact.Region)) return Free(new() { Rule = PriceRule.EgenVard });
        if (FindSubscription(contact, classification) is { } subscription)
            return Free(new() { Rule = PriceRule.Abonnemang, SubscriptionId = subscription.Id });

        var prisdatum = contact.Prisdatum;
        if (FindTerms(contact, prisdatum) is not { } terms)
            return Free(new() { Rule = PriceRule.PrisSaknas, Deviation = PriceDeviation.AgreementMissing });

        var agreement = terms.Agreement;
        var explanation = new PriceExplanation { AgreementId = agreement.Id, PriceList = agreement.PriceList, Seller = agreement.Seller };
        if (terms.DoesNotBill(contact.Kontaktslag)) return Free(explanation with { Rule = PriceRule.EjDebiterbar });

        var shelf = terms.Shelf;
        if (classification.Service is { } service && shelf.FixedPrice(service.Code, prisdatum) is { } fixedPrice)
            return Charge(From(explanation, PriceRule.FastPris, fixedPrice), fixedPrice.PriceOre);

        if (contact.Kontaktslag is Kontaktslag.Sluten or Kontaktslag.Dagkir
            && !contact.Drg.IsEmpty && contact.Weight is { } weight && shelf.PointPrice(contact.Hospital, prisdatum) is { } point)
            return ChargeDrg(From(explanation, PriceRule.Drg, point) with { Weight = weight }, agreement, contact.KppOre);

        var group = _groupOfMvo[contact.Mvo];
        if (contact.Kontaktslag == Kontaktslag.Sluten && contact.Drg.IsEmpty && shelf.CareDay(group, prisdatum) is { } day)
            return Charge(From(explanation, PriceRule.Varddag, day) with { Days = contact.Days }, checked(contact.Days * day.PriceOre));

        if (contact.Kontaktslag is Kontaktslag.OppenLakare or Kontaktslag.OppenAnnan or Kontaktslag.Distans
            && contact.Besokstyp is { } visitType && shelf.Visit(contact.Kontaktslag, visitType, group, prisdatum) is { } visit)
            return Charge(From(explanation, PriceRule.Besok, visit), visit.PriceOre);

        return Free(explanation with { Rule = PriceRule.PrisSaknas, Deviation = PriceDeviation.PriceMissing });
    }

    private static Priced ChargeDrg(PriceExplanation explanation, Agreement agreement, long? kppOre)
    {
        var drgOre = PriceExplanation.DrgPrice(explanation.Weight, explanation.UnitPriceOre);
        explanation = explanation with { DrgOre = drgOre };
        if (kppOre is not { } kpp || (Int128)kpp * 100 <= (Int128)agreement.LimitHundredths * drgOre) return Charge(explanation, drgOre);

        var extraOre = PriceExplanation.Extra(kpp, drgOre, agreement.LimitHundredths, agreement.ShareHundredths);
        explanation = explanation with
        {
            Rule = PriceRule.DrgYtterfall,
            KppOre = kpp,
            LimitHundredths = agreement.LimitHundredths,
            ShareHundredths = agreement.ShareHundredths,
            ExtraOre = extraOre,
        };
        return Charge(explanation, checked(drgOre + extraOre));
    }

    private static PriceExplanation From(in PriceExplanation explanation, PriceRule rule, PriceRow row) => explanation with
    {
        Rule = rule,
        RowCode = row.Code,
        RowValidity = row.Validity,
        UnitPriceOre = row.PriceOre,
    };

    private static Priced Free(in PriceExplanation explanation) => new(explanation.Rule, 0, explanation);

    private static Priced Charge(in PriceExplanation explanation, long amountOre) => new(explanation.Rule, amountOre, explanation);

    private Subscription? FindSubscription(in ContactFacts contact, in Classification classification)
    {
        if (_subscriptions[NumberOf(contact.Region)] is not { } ofSeller) return null;
        foreach (var subscription in ofSeller)
            if (subscription.Covers(contact, classification)) return subscription;
        return null;
    }

    private Terms? FindTerms(in ContactFacts contact, DateOnly prisdatum)
    {
        var home = NumberOf(contact.HomeRegion);
        if (_terms[TermsIndex(NumberOf(contact.Region), IsNorra[home] ? home : RiksNumber)] is not { } ofPair) return null;
        foreach (var terms in ofPair)
            if (terms.Agreement.Validity.Contains(prisdatum)) return terms;
        return null;
    }

    private static int TermsIndex(int seller, int buyer) => seller * (RegionNumbers + 1) + buyer;

    private static int NumberOf(ReadOnlySpan<char> region) => (region[0] - '0') * 10 + region[1] - '0';

    private static bool[] NorraByNumber()
    {
        var set = new bool[RegionNumbers];
        foreach (var region in Region.Norra) set[NumberOf(region.Code.Code)] = true;
        return set;
    }

    private sealed class Terms(Agreement agreement, PriceShelf shelf)
    {
        private readonly int _notBilled = agreement.NotBilled.Aggregate(0, (set, kind) => set | 1 << (int)kind);

        internal Agreement Agreement => agreement;

        internal PriceShelf Shelf => shelf;

        internal bool DoesNotBill(Kontaktslag kind) => (_notBilled & 1 << (int)kind) != 0;
    }
}
