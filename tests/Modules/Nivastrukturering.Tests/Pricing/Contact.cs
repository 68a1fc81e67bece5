using System.Globalization;

namespace Kunskapsstyrning.Nivastrukturering.Tests.Pricing;

/// <summary>A contact as plain values, so that a test can make, keep and vary it; <see cref="Facts"/> is what the rules are asked about.</summary>
internal sealed record Contact
{
    internal string Region { get; init; } = "24";

    internal string Home { get; init; } = "25";

    internal string Hospital { get; init; } = "64001";

    internal Kontaktslag Kind { get; init; } = Kontaktslag.Sluten;

    internal Besokstyp? Visit { get; init; }

    internal bool Planned { get; init; } = true;

    internal DateOnly In { get; init; } = new(2026, 3, 2);

    internal DateOnly Out { get; init; } = new(2026, 3, 5);

    internal int Mvo { get; init; } = 101;

    internal string Diagnosis { get; init; } = "";

    internal string Procedures { get; init; } = "";

    internal string Drg { get; init; } = "";

    internal long? Weight { get; init; }

    internal long? KppOre { get; init; }

    internal int Born { get; init; } = 1950;

    internal string Referral { get; init; } = "";

    internal ContactFacts Facts() => new()
    {
        Region = Region,
        HomeRegion = Home,
        Hospital = Hospital,
        Kontaktslag = Kind,
        Besokstyp = Visit,
        Planerad = Planned,
        InDatum = In,
        UtDatum = Out,
        Mvo = Mvo,
        MainDiagnosis = Diagnosis,
        Procedures = Procedures,
        Drg = Drg,
        Weight = Weight,
        KppOre = KppOre,
        BirthYear = Born,
    };

    /// <summary>The accepted contacts of the edge set's Norrbotten deliveries in force, by id; its layout is read with no more care than those rows need.</summary>
    internal static IReadOnlyDictionary<string, Contact> OfNorrbotten(string setFolder, IReadOnlyList<CareUnit> units)
    {
        string[] quarantined = ["E-D01", "E-D03", "E-D06", "E-D07", "E-D08", "E-D09", "E-D10", "E-D11"];
        Dictionary<string, Contact> contacts = [];
        foreach (var delivery in (string[])["2025-08", "2025-12", "2026-01", "2026-02-f", "2026-04-utan"])
        {
            var file = Directory.GetFiles(Path.Combine(setFolder, "leveranser", "norrbotten", delivery), "*.csv").Single();
            var lines = File.ReadAllLines(file);
            var header = lines[0].Split(';');
            foreach (var cells in lines.Skip(1).Select(l => l.Split(';')))
            {
                string At(string column) => cells[Array.IndexOf(header, column)];
                if (!quarantined.Contains(At("Vårdkontaktid"))) contacts.Add(At("Vårdkontaktid"), OfRow(At, units));
            }
        }
        return contacts;
    }

    private static Contact OfRow(Func<string, string> at, IReadOnlyList<CareUnit> units)
    {
        var kind = at("Vårdform") switch
        {
            "Slutenvård" => Kontaktslag.Sluten,
            "Dagkirurgi" => Kontaktslag.Dagkir,
            "Öppenvård läkare" => Kontaktslag.OppenLakare,
            "Distans" => Kontaktslag.Distans,
            var other => throw new NotSupportedException(other),
        };
        var first = DateOnly.Parse(at("Startdatum"), CultureInfo.InvariantCulture);
        var kommun = at("Kommunkod");
        return new()
        {
            Region = "25",
            Home = kommun is "" or "9901" ? "" : kommun[..2],
            Hospital = units.Single(u => u.HsaId == at("Enhet HSA-id")).Hospital,
            Kind = kind,
            Visit = kind is Kontaktslag.OppenLakare or Kontaktslag.Distans ? Besokstyp.Ater : null,
            Planned = at("Planerad") == "1",
            In = first,
            Out = at("Slutdatum").Length == 0 ? first : DateOnly.Parse(at("Slutdatum"), CultureInfo.InvariantCulture),
            Mvo = int.Parse(at("MVO"), CultureInfo.InvariantCulture),
            Diagnosis = at("Diagnoser"),
            Procedures = at("Åtgärder"),
            Drg = at("DRG"),
            Weight = Scaled(at("DRG-vikt"), 4),
            KppOre = Scaled(at("Kostnad KPP"), 2),
            Born = int.Parse(at("Personnr")[..4], CultureInfo.InvariantCulture),
            Referral = at("Remiss-id"),
        };
    }

    private static long? Scaled(string text, int decimals) => ReferenceText.TryDecimal(text, ',', 0, decimals, out var scaled) ? scaled : null;
}
