using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Nivastrukturering.Nivakarta;

namespace Kunskapsstyrning.Nivastrukturering.Priser;

/// <summary>A service with a new code that a list has no row for, although the list had a price for the service that it follows. Contacts get the next rule that fits until someone adds one.</summary>
/// <param name="Service">With the new code.</param>
/// <param name="Former">The latest row of the services before it, in the list that lacks one.</param>
internal sealed record UnpricedService(CareService Service, PriceRow Former)
{
    /// <summary>The row to start from: the former price from the service's first day, as long as the former goes on, else the year out.</summary>
    public PriceRow Suggested => Former with
    {
        Code = PriceCode.OfService(Service.Code),
        Validity = new(From, Former.Validity.To is not { } to ? null : to >= From ? to : new(From.Year, 12, 31)),
    };

    /// <summary>The first day without a row.</summary>
    public DateOnly From => Service.Validity.From;

    public string Text => $"Tjänsten {Service.Code} har ingen prisrad från {Kernel.Screens.SwedishFormat.Date(From)}";

    /// <summary>The code before, without its kind.</summary>
    public string FormerCode => PriceCode.TryParse(Former.Code, out var code) ? code.Key : Former.Code;

    /// <summary>All, in the order of the map, then of the lists. A price that ended more than a year before the new code began was dropped on purpose and is not missed.</summary>
    /// <param name="catalogue">In force.</param>
    /// <param name="prices">In force, of every seller.</param>
    /// <param name="today">Services that have ended before it need no price.</param>
    public static IReadOnlyList<UnpricedService> All(Catalogue catalogue, IEnumerable<PriceRow> prices, DateOnly today)
    {
        var byCode = prices.ToLookup(p => p.Code);
        List<UnpricedService> missing = [];
        foreach (var service in LevelMaps.InOrder(catalogue.Services.Where(s => s.Validity.To is null || s.Validity.To >= today)))
        {
            var line = LevelMaps.LineOf(service.Code);
            var earlier = catalogue.Services.Where(s => s.Validity.From < service.Validity.From && LevelMaps.LineOf(s.Code) == line).ToList();
            if (earlier.Count == 0) continue;
            var own = byCode[PriceCode.OfService(service.Code)].Where(p => p.Validity.Overlaps(service.Validity)).Select(p => (p.Seller, p.PriceList)).ToHashSet();
            Period yearBefore = new(service.Validity.From.AddYears(-1), service.Validity.From);
            missing.AddRange(earlier.SelectMany(s => byCode[PriceCode.OfService(s.Code)]).Where(p => p.Validity.Overlaps(yearBefore)).GroupBy(p => (p.Seller, p.PriceList))
                .Where(g => !own.Contains(g.Key)).OrderBy(g => PricePicture.Place(g.Key.Seller)).ThenBy(g => g.Key.PriceList, StringComparer.Ordinal)
                .Select(g => new UnpricedService(service, g.MaxBy(p => p.Validity.From)!)));
        }
        return missing;
    }
}
