using Kunskapsstyrning.Adapters.Sdk;

namespace Kunskapsstyrning.Host.Demo;

/// <summary>Damages contacts on purpose, each in one of the ways of formats/VALIDERING.md that the region's layout can have.</summary>
/// <param name="prng">The draws.</param>
/// <param name="region">Performing region's code.</param>
/// <param name="month">The delivery's month.</param>
/// <param name="created">The day it is made.</param>
internal sealed class Faults(Prng prng, string region, DateOnly month, DateOnly created)
{
    private const string Xml = "22", Tabs = "23", Joined = "24";
    private static readonly string[] WrongKommuner = ["2499", "24", "2400", "0000", "24X0"];

    private static readonly (string Code, int Weight)[] Rules =
    [
        ("KST-100", 16), ("KST-101", 12), ("KST-102", 8), ("KST-103", 5), ("KST-104", 6), ("KST-105", 3), ("KST-106", 7), ("KST-107", 6), ("KST-108", 5),
        ("KST-109", 2), ("KST-110", 7), ("KST-111", 4), ("KST-112", 3), ("KST-113", 3), ("KST-114", 5), ("KST-115", 5), ("KST-116", 4), ("KST-117", 3), ("KST-118", 6), ("KST-123", 2),
        ("KST-001", 3), ("KST-002", 3), ("KST-003", 1), ("KST-004", 2), ("KST-005", 1), ("KST-006", 2),
    ];

    private static readonly int[] Sums = CareCase.Sums(Rules.Select(r => r.Weight));

    private readonly char _decimal = region == Xml ? '.' : ',';

    /// <summary>Damages a contact; most end in quarantine.</summary>
    /// <param name="contact">Not yet among the earlier ones.</param>
    /// <param name="earlier">Those before it in the file.</param>
    public void Damage(DemoContact contact, List<DemoContact> earlier)
    {
        while (!TryDamage(contact, earlier, Rules[prng.Weighted(Sums)].Code))
        {
        }
    }

    /// <summary>False: the layout or the contact cannot have that fault.</summary>
    private bool TryDamage(DemoContact contact, List<DemoContact> earlier, string code)
    {
        var isStay = contact.Kontaktslag is "SLUTEN" or "DAGKIR";
        switch (code)
        {
            case "KST-100": Empty(contact); break;
            case "KST-101": Spoil(contact, Field.Hemkommun, prng.Pick(WrongKommuner)); break;
            case "KST-102": Spoil(contact, Field.InDatum, ImpossibleDay()); break;
            case "KST-103" when isStay: contact.UtDatum = contact.InDatum.AddDays(-1 - prng.Below(4)); break;
            case "KST-104": Move(contact, -DateTime.DaysInMonth(month.Year, month.Month)); break;
            case "KST-105": Move(contact, created.DayNumber - contact.UtDatum.DayNumber + prng.Within(2, 20)); break;
            case "KST-106": Spoil(contact, Field.Enhet, region switch { Tabs => "Nya mottagningen", Joined => "64001X999", _ => contact.Unit.HsaId + "X" }); break;
            case "KST-107": Spoil(contact, Field.Person, region switch { Joined => "801332-9801", Tabs => "19801332-9801", _ => "198013329801" }); break;
            case "KST-108" when contact.Person.HasChecksum: contact.Person = contact.Person.WithWrongChecksum(); break;
            case "KST-109" when contact.InDatum.DayOfYear < 350: contact.Person = contact.Person.BornOn(new(contact.InDatum.Year, 12, 31)); break;
            case "KST-110" when contact.Diagnoses.Count > 0: contact.Diagnoses[0] = "I1O9"; break;
            case "KST-111" when contact.Procedures.Count > 0: contact.Procedures[0] = "FNG5"; break;
            case "KST-112": (contact.Drg, contact.DrgVikt) = ("E1", 10_000); break;
            case "KST-113" when region != Joined: Spoil(contact, Field.Mvo, "3O1"); break;
            case "KST-114" when contact.DrgVikt >= 0: Spoil(contact, Field.DrgVikt, $"1{_decimal}33478"); break;
            case "KST-115": Spoil(contact, Field.Kpp, prng.Percent(50) ? $"-1250{_decimal}00" : "okänd"); break;
            case "KST-116" when earlier.Count > 0: Repeat(contact, earlier[prng.Below(earlier.Count)]); break;
            case "KST-117" when region == Joined: Detail(contact, RowDamage.Orphan); break;
            case "KST-118" when region == Joined && prng.Percent(30): Detail(contact, RowDamage.Order); break;
            case "KST-118": Spoil(contact, Field.Kontaktslag, "Hembesök"); break;
            case "KST-123": contact.RemissId = new('R', 41); break;
            case "KST-001" when region != Xml: contact.Damage = RowDamage.CutOff; break;
            case "KST-002" when region != Xml: Spoil(contact, Field.RemissId, region == Tabs ? "R26\textra" : "R26;extra"); break;
            case "KST-003" when region != Xml: Spoil(contact, Field.RemissId, "R26\0"); break;
            case "KST-004" when region != Xml: Spoil(contact, Field.RemissId, $"R26{TextFile.Undecodable}"); break;
            case "KST-006" when region is not Xml and not Tabs: Spoil(contact, Field.RemissId, "\"R26\"-2400017"); break;
            case "KST-005": Spoil(contact, Field.RemissId, new('R', 4001)); break;
            default: return false;
        }
        return true;
    }

    /// <summary>Gives a contact something that is only warned about.</summary>
    public void Warn(DemoContact contact)
    {
        switch (prng.Below(3))
        {
            case 0: Spoil(contact, Field.Vardniva, "7"); break;
            case 1: contact.Kon = contact.Kon == "1" ? "2" : "1"; break;
            default:
                if (contact.Drg.Length > 0) contact.DrgVikt = -1;
                else contact.Kon = "9";
                break;
        }
    }

    private void Empty(DemoContact contact)
    {
        switch (prng.Below(6))
        {
            case 0: Spoil(contact, Field.KontaktId, ""); break;
            case 1: Spoil(contact, Field.Person, ""); break;
            case 2: Spoil(contact, Field.Enhet, ""); break;
            case 3 when contact.Kontaktslag is not ("OPPEN_ANNAN" or "DISTANS"): contact.Diagnoses.Clear(); break;
            case 4: Spoil(contact, Field.InDatum, ""); break;
            default: Spoil(contact, Field.Kon, ""); break;
        }
    }

    private void Repeat(DemoContact contact, DemoContact earlier)
    {
        contact.KontaktId = earlier.KontaktId;
        if (region != Joined) return;
        contact.Diagnoses.Clear(); // its rows would be taken for the earlier contact's
        contact.Procedures.Clear();
    }

    private string ImpossibleDay() => region switch
    {
        Joined or Xml => "20260230",
        Tabs => "2026-02-30 08:15",
        _ => "2026-02-30",
    };

    private static void Spoil(DemoContact contact, Field field, string text) => contact.Spoilt = (field, text);

    private static void Detail(DemoContact contact, RowDamage damage)
    {
        if (contact.Diagnoses.Count == 0) contact.Diagnoses.Add("I109");
        if (contact.Diagnoses.Count == 1) contact.Diagnoses.Add("I109");
        contact.Damage = damage;
    }

    private static void Move(DemoContact contact, int days)
    {
        contact.InDatum = contact.InDatum.AddDays(days);
        contact.UtDatum = contact.UtDatum.AddDays(days);
    }
}
