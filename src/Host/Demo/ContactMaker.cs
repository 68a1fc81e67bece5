using System.Globalization;

namespace Kunskapsstyrning.Host.Demo;

/// <summary>Makes a region's contacts, month by month.</summary>
/// <param name="reference">Tables.</param>
/// <param name="region">Performing region's code.</param>
/// <param name="seed">The demonstration's seed.</param>
/// <param name="scalePercent">How many of a hundred of the flows' contacts are made; above 100 makes more.</param>
internal sealed class ContactMaker(DemoReference reference, string region, ulong seed, int scalePercent)
{
    /// <summary>Hundredths of a usual month, January first: July is quiet.</summary>
    private static readonly int[] Seasons = [103, 98, 107, 100, 104, 95, 72, 90, 106, 110, 108, 87];

    private static readonly string[] SideDiagnoses = ["I109", "E119", "J449", "F329", "M819", "N183", "E780", "E039", "I480", "Z921"];
    private static readonly string[] SideProcedures = ["ZZV05", "DT016", "UXM32", "AF021"];
    private static readonly string[] OtherKommuner = ["0180", "0180", "0184", "0380", "0580", "1280", "1480", "1480", "1880", "1980", "2080", "2121", "2180", "2184"];
    private static readonly string[] NoKommuner = ["9901", "9901", "9999", ""];

    private readonly CareDraw _draw = new(reference, region);

    private readonly Dictionary<string, (DemoKommun[] Kommuner, int[] Sums)> _kommuner = reference.Kommuner.GroupBy(k => k.Code[..2])
        .ToDictionary(g => g.Key, g => (g.ToArray(), CareCase.Sums(g.Select(k => k.Population))));

    /// <summary>Makes the contacts whose prisdatum lies in a month, a few of them damaged on purpose.</summary>
    /// <param name="month">Its first day.</param>
    /// <param name="created">The day the delivery is made.</param>
    public List<DemoContact> Month(DateOnly month, DateOnly created)
    {
        var prng = new Prng(Prng.SeedOf(seed, DemoReference.Whole(region), (month.Year * 12) + month.Month));
        var count = (int)((long)_draw.PerYear * Seasons[month.Month - 1] * scalePercent / (Seasons.Sum() * 100L));
        var letter = region switch { "22" => 'V', "23" => 'J', "24" => 'B', _ => 'N' };
        var prefix = string.Create(CultureInfo.InvariantCulture, $"{letter}{month.Year % 100:D2}{month.Month:D2}");
        var faults = new Faults(prng, region, month, created);
        var contacts = new List<DemoContact>(count);
        for (var number = 1; number <= count; number++)
        {
            var contact = Contact(prng, month, prefix, number);
            if (prng.PerMille(7)) faults.Damage(contact, contacts);
            else if (prng.PerMille(3)) faults.Warn(contact);
            contacts.Add(contact);
        }
        return contacts;
    }

    private DemoContact Contact(Prng prng, DateOnly month, string prefix, int number)
    {
        var (care, places, home) = _draw.Next(prng);
        var form = care.Forms.Names[prng.Weighted(care.Forms.Sums)];
        var isStay = form is "SLUTEN" or "DAGKIR";
        var isPlanned = prng.Percent(care.PlannedPercent);
        var last = month.AddDays(prng.Below(DateTime.DaysInMonth(month.Year, month.Month)));
        if (isPlanned && last.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday && last.AddDays(2).Month == month.Month) last = last.AddDays(2);
        var first = form == "SLUTEN" ? last.AddDays(-prng.Within(care.Days.Low, care.Days.High)) : last;

        var (hemkommun, population) = Kommun(prng, home);
        var person = DemoPerson.Draw(prng, seed, hemkommun.Length == 4 && hemkommun[0] != '9' ? DemoReference.Whole(hemkommun) : 0, population, prng.Weighted(care.Ages), care.Sex, first);
        var unit = _draw.Unit(prng, places, hemkommun);
        var isForeign = home != region;
        var needsDiagnosis = isStay || form == "OPPEN_LAKARE";
        var drg = isStay && !prng.PerMille(5) ? care.Drg : "";
        var weight = drg.Length > 0 ? reference.DrgWeights[drg] : -1;
        var number6 = number.ToString("D6", CultureInfo.InvariantCulture);
        var hasReferral = isPlanned ? prng.Percent(isForeign ? 94 : 45) && !unit.IsPrimary : care.Service == "NRF-030";
        var level = care.Service.Length > 0 ? reference.Levels[care.Service] : unit.IsPrimary ? 1 : 2;
        return new()
        {
            KontaktId = prefix + number6,
            Person = person,
            Kon = person.IsMan ? "1" : "2",
            Hemkommun = hemkommun,
            Unit = unit,
            Kontaktslag = form,
            Besokstyp = isStay ? "" : prng.Percent(care.Service is "NRF-018" or "NRF-020" ? 4 : 32) ? "NY" : "ATER",
            Planerad = isPlanned,
            InDatum = first,
            UtDatum = last,
            HasNoUtDatum = !isStay && prng.Percent(45),
            Diagnoses = needsDiagnosis || prng.Percent(40) ? Codes(prng, care.Diagnoses, SideDiagnoses, isStay ? 65 : 35) : [],
            Procedures = care.Procedures.Length > 0 ? Codes(prng, care.Procedures, SideProcedures, 30) : [],
            Drg = drg,
            DrgVikt = weight,
            KppOre = prng.Percent(3) ? -1 : Cost(prng, care, form, weight, last.DayNumber - first.DayNumber),
            RemissId = hasReferral ? $"R{prefix[1..]}-{region}{number6}" : "",
            BetalningsforbindelseId = isForeign && isPlanned && prng.Percent(86) ? $"BF{prefix[1..]}-{number6}" : "",
            Vardniva = !prng.Percent(12) ? 0 : prng.Percent(96) ? level : level == 4 ? 3 : level + 1,
            Luck = prng.Below(1 << 20),
        };
    }

    private (string Code, int Population) Kommun(Prng prng, string home)
    {
        if (home == "riks") return (prng.Pick(OtherKommuner), 20_000 * scalePercent / 100);
        if (home == "ej") return (prng.Pick(NoKommuner), 40_000 * scalePercent / 100);
        var (kommuner, sums) = _kommuner[home];
        var kommun = kommuner[prng.Weighted(sums)];
        return (kommun.Code, (int)((long)kommun.Population * scalePercent / 100));
    }

    private static List<string> Codes(Prng prng, string[] main, string[] side, int percent)
    {
        var codes = new List<string>(3) { prng.Pick(main) };
        while (codes.Count < 5 && prng.Percent(percent)) codes.Add(prng.Pick(side));
        return codes;
    }

    private static long Cost(Prng prng, CareCase care, string form, int weight, int days)
    {
        if (weight > 0)
        {
            var usual = weight * 6_200_000L / 10_000 * prng.Within(62, 148) / 100;
            return prng.PerMille(15) ? usual * prng.Within(28, 55) / 10 : usual; // some stays go wrong
        }
        if (form == "SLUTEN") return days * 100L * prng.Within(5_200, 8_900) + prng.Below(10_000);
        var (low, high) = care.Kronor ?? form switch
        {
            "OPPEN_LAKARE" => (2_100, 5_400),
            "OPPEN_ANNAN" => (900, 2_800),
            "DISTANS" => (500, 1_400),
            _ => (9_000, 26_000),
        };
        return prng.Within(low * 100, high * 100);
    }
}
