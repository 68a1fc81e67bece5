using System.Runtime.InteropServices;
using Kunskapsstyrning.Nivastrukturering.Data;

namespace Kunskapsstyrning.Nivastrukturering.Priser;

/// <summary>
/// Prices the stored contacts of one delivery as they pass by, and adds up what comes of it. Service and level are those that the contacts have; only prices, agreements and
/// subscriptions are asked anew.
/// </summary>
internal sealed class ContactPricing(PriceBook book)
{
    /// <summary>What <see cref="Price"/> reads, in its order, before the present price; <see cref="Stored"/> tells what lies between.</summary>
    public static readonly string[] Facts =
        ["region", "home_region", "hospital", "kontaktslag", "besokstyp", "planerad", "in_datum", "ut_datum", "mvo", "drg", "weight", "kpp_ore", "birth_year", "service", "level", "rpo", "outside_unit"];

    private readonly Dictionary<string, (long Contacts, long Then, long Now)> _buyers = [];
    private readonly Dictionary<(string, int, string), CareService> _services = [];

    /// <summary>Home region of contacts with another amount to how many, and Σ of these before and after, öre.</summary>
    public IReadOnlyDictionary<string, (long Contacts, long Then, long Now)> Buyers => _buyers;

    /// <summary>The volume cells of all that passed by.</summary>
    public VolumeTally Cells { get; } = new();

    /// <summary>How many passed by.</summary>
    public long Contacts { get; private set; }

    /// <summary>Σ of the new amounts, öre.</summary>
    public long AmountOre { get; private set; }

    /// <summary>How many got anything else than they had: an amount, or a figure behind it.</summary>
    public long Changed { get; private set; }

    /// <summary>Prices the contact whose facts are next.</summary>
    /// <param name="row">Stands before the first of <see cref="Facts"/>; ends behind the last of <see cref="PriceColumns.Names"/>.</param>
    /// <param name="skip">Passes columns by that lie between; null when there are none.</param>
    /// <param name="price">What it costs now.</param>
    /// <returns>True when that is another than what is stored.</returns>
    public bool Price(BulkReader row, Stored? skip, out PriceColumns price)
    {
        var (region, home) = (row.Name(), row.Name());
        skip?.Pass(2);
        var (hospital, kind, visit, planned, from, to) = (row.Name(), (Kontaktslag)row.Small(), (Besokstyp?)row.SmallOrNull(), row.Flag(), row.Day(), row.Day());
        skip?.Pass(1);
        var mvo = row.Whole();
        skip?.Pass(3);
        var (drg, weight, kpp) = (row.Name(), row.LongOrNull(), row.LongOrNull());
        skip?.Pass(1);
        var birthYear = row.Whole();
        skip?.Pass(3);
        var (service, level, rpo, isOutside) = (row.Name(), row.Whole(), row.Name(), row.Flag());
        skip?.Mark();
        var before = PriceColumns.Read(row);

        ContactFacts facts = new()
        {
            Region = region, HomeRegion = home, Hospital = hospital, Kontaktslag = kind, Besokstyp = visit, Planerad = planned, InDatum = from, UtDatum = to, Mvo = mvo, Drg = drg, Weight = weight, KppOre = kpp, BirthYear = birthYear,
        };
        Classification classification = new(ServiceOf(service, level, rpo), level, rpo);
        var priced = book.Price(facts, classification);
        price = PriceColumns.Of(priced);
        Contacts++;
        AmountOre = checked(AmountOre + price.AmountOre);
        Cells.Add(facts, region, hospital, classification, isOutside, priced);
        if (price == before) return false;
        Changed++;
        if (price.AmountOre != before.AmountOre)
        {
            ref var sum = ref CollectionsMarshal.GetValueRefOrAddDefault(_buyers, home, out _);
            sum = checked((sum.Contacts + 1, sum.Then + before.AmountOre, sum.Now + price.AmountOre));
        }
        return true;
    }

    private CareService? ServiceOf(string code, int level, string rpo)
    {
        if (code.Length == 0) return null;
        ref var service = ref CollectionsMarshal.GetValueRefOrAddDefault(_services, (code, level, rpo), out _);
        return service ??= new(code, "", rpo, level, 0, default, false, new([], [], [], [], [], null, null), [], new("", "", ""));
    }

    /// <summary>A row of all the contact's columns, of which those before the price go on as they are.</summary>
    public sealed class Stored(PostgresBulkReader row)
    {
        private int _length;

        /// <summary>The fields before the price as they came.</summary>
        public ReadOnlySpan<byte> BeforePrice => row.First(_length);

        public void Pass(int columns) => row.Skip(columns);

        public void Mark() => _length = row.Length;
    }
}
