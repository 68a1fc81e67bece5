using System.Globalization;
using System.Runtime.InteropServices;

namespace Kunskapsstyrning.Nivastrukturering.Data;

/// <summary>Adds up a delivery's contacts into <see cref="VolumeCell"/>s while they are written, so that nobody has to read and sort them again.</summary>
internal sealed class VolumeTally
{
    /// <summary>In the order of <see cref="Write"/>.</summary>
    public static readonly string[] Columns =
        ["delivery_no", "home_region", "region", "hospital", "level", "service", "rpo", "price_rule", "contacts", "amount_ore", "weight", "kpp_ore",
         "outside", "weight_contacts", "kpp_contacts", "point_contacts", "point_weight", "point_kpp_ore"];

    private readonly Dictionary<Cell, Sums> _cells = [];

    /// <summary>Counts a contact.</summary>
    /// <param name="facts">What it was.</param>
    /// <param name="region">Län code of where it was.</param>
    /// <param name="hospital">Sjukhuskod, or empty.</param>
    /// <param name="classification">Its service and level.</param>
    /// <param name="isOutside">True when it was outside the units that are decided.</param>
    /// <param name="priced">What it costs.</param>
    /// <exception cref="OverflowException">A sum of öre does not fit 64 bits.</exception>
    public void Add(in ContactFacts facts, string region, string hospital, in Classification classification, bool isOutside, in Priced priced)
    {
        Cell cell = new(HomeOf(facts.HomeRegion), region, hospital, classification.Level, classification.Service?.Code ?? "", classification.Rpo, priced.Rule);
        ref var sums = ref CollectionsMarshal.GetValueRefOrAddDefault(_cells, cell, out _);
        checked
        {
            sums.Contacts++;
            sums.AmountOre += priced.AmountOre;
            sums.Weight += facts.Weight ?? 0;
            sums.KppOre += facts.KppOre ?? 0;
            if (isOutside) sums.Outside++;
            if (facts.Weight is not null) sums.WeightContacts++;
            if (facts.KppOre is not { } kpp) return;
            sums.KppContacts++;
            if (facts.Weight is not { } weight) return;
            sums.PointContacts++;
            sums.PointWeight += weight;
            sums.PointKppOre += kpp;
        }
    }

    /// <summary>Writes the cells.</summary>
    public void Write(BulkWriter to, int deliveryNo)
    {
        Span<char> home = stackalloc char[2];
        foreach (var (cell, sums) in _cells)
        {
            to.Whole(deliveryNo);
            to.Text(cell.Home < 0 ? [] : cell.Home.TryFormat(home, out _, "D2", CultureInfo.InvariantCulture) ? home : throw new InvalidOperationException("A län code has two digits."));
            to.Text(cell.Region);
            to.Text(cell.Hospital);
            to.Whole(cell.Level);
            to.Text(cell.Service);
            to.Text(cell.Rpo);
            to.Small((short)cell.Rule);
            to.Whole(sums.Contacts);
            to.Whole(sums.AmountOre);
            to.Whole(sums.Weight);
            to.Whole(sums.KppOre);
            to.Whole(sums.Outside);
            to.Whole(sums.WeightContacts);
            to.Whole(sums.KppContacts);
            to.Whole(sums.PointContacts);
            to.Whole(sums.PointWeight);
            to.Whole(sums.PointKppOre);
            to.EndRow();
        }
        to.Complete();
    }

    private static short HomeOf(ReadOnlySpan<char> twoDigits) => twoDigits.IsEmpty ? (short)-1 : (short)((10 * (twoDigits[0] - '0')) + twoDigits[1] - '0');

    private readonly record struct Cell(short Home, string Region, string Hospital, int Level, string Service, string Rpo, PriceRule Rule);

    private struct Sums
    {
        public long Contacts, AmountOre, Weight, KppOre, Outside, WeightContacts, KppContacts, PointContacts, PointWeight, PointKppOre;
    }
}
