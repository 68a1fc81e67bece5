namespace Kunskapsstyrning.Nivastrukturering;

/// <summary>The rows of one seller's list <c>norra</c> or <c>riks</c>, laid out so that a price is found without allocation.</summary>
internal sealed class PriceShelf
{
    private const int Kinds = 5;
    private const int VisitTypes = 2;
    private readonly Dictionary<string, PriceRow[]> _services = [];
    private readonly Dictionary<string, PriceRow[]> _points = [];
    private readonly PriceRow[]?[] _careDays;
    private readonly PriceRow[]?[] _visits;
    private readonly int _groups;

    /// <summary>Lays out the rows.</summary>
    /// <param name="rows">Of one list and seller; codes well formed, validity of one code not overlapping.</param>
    /// <param name="groups">Number of each prisgrupp, from 0. Rows for another group are never asked for and left out.</param>
    internal PriceShelf(IEnumerable<PriceRow> rows, IReadOnlyDictionary<string, int> groups)
    {
        _groups = groups.Count;
        _careDays = new PriceRow[_groups][];
        _visits = new PriceRow[Kinds * VisitTypes * _groups][];
        foreach (var ofCode in rows.GroupBy(r => r.Code))
        {
            if (!PriceCode.TryParse(ofCode.Key, out var code)) throw new ArgumentException($"Not a price code: {ofCode.Key}", nameof(rows));
            PriceRow[] prices = [.. ofCode];
            if (code.Unit == PriceUnit.Contact) _services[code.Key] = prices;
            else if (code.Unit == PriceUnit.DrgPoint) _points[code.Key] = prices;
            else if (!groups.TryGetValue(code.Key, out var group)) continue;
            else if (code.Unit == PriceUnit.CareDay) _careDays[group] = prices;
            else _visits[VisitIndex(code.Kind, code.Visit, group)] = prices;
        }
    }

    /// <summary>Of an agreement whose seller has no such list.</summary>
    internal static PriceShelf Empty { get; } = new([], new Dictionary<string, int>());

    /// <summary>Price per contact of a service.</summary>
    internal PriceRow? FixedPrice(string service, DateOnly prisdatum) => ValidOn(prisdatum, _services.GetValueOrDefault(service));

    /// <summary>Price per 1.0000 DRG point at a hospital; null also for a unit without hospital.</summary>
    internal PriceRow? PointPrice(ReadOnlySpan<char> hospital, DateOnly prisdatum) =>
        _points.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(hospital, out var rows) ? ValidOn(prisdatum, rows) : null;

    /// <summary>Price per care day.</summary>
    /// <param name="group">Number of the prisgrupp, or −1 = none.</param>
    /// <param name="prisdatum">The day that decides.</param>
    internal PriceRow? CareDay(int group, DateOnly prisdatum) =>
        (uint)group >= _groups ? null : ValidOn(prisdatum, _careDays[group]);

    /// <summary>Price per visit.</summary>
    /// <param name="kind">Open care or at a distance.</param>
    /// <param name="visit">First or return visit.</param>
    /// <param name="group">Number of the prisgrupp, or −1 = none.</param>
    /// <param name="prisdatum">The day that decides.</param>
    internal PriceRow? Visit(Kontaktslag kind, Besokstyp visit, int group, DateOnly prisdatum) =>
        (uint)group >= _groups ? null : ValidOn(prisdatum, _visits[VisitIndex(kind, visit, group)]);

    private int VisitIndex(Kontaktslag kind, Besokstyp visit, int group) => ((int)kind * VisitTypes + (int)visit) * _groups + group;

    private static PriceRow? ValidOn(DateOnly day, PriceRow[]? rows)
    {
        foreach (var row in rows ?? [])
            if (row.Validity.Contains(day)) return row;
        return null;
    }
}
