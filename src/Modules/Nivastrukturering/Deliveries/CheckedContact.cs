namespace Kunskapsstyrning.Nivastrukturering.Deliveries;

/// <summary>
/// One contact that passed the checks, in the common model (formats/VARDKONTAKT.md). One object is filled again for each row:
/// whoever wants to keep something copies it.
/// </summary>
internal sealed class CheckedContact
{
    /// <summary>1–40 characters, unique within the delivery.</summary>
    public TextSlot KontaktId { get; } = new();

    /// <summary>HMAC-SHA-256 of the person id, 32 bytes.</summary>
    public byte[] Pseudonym { get; } = new byte[32];

    /// <summary>The performing unit; of the delivering region.</summary>
    public CareUnit Unit { get; set; } = null!;

    /// <summary>Four digits, or empty.</summary>
    public TextSlot Hemkommun { get; } = new();

    public Kontaktslag Kontaktslag { get; set; }

    /// <summary>Null for <c>SLUTEN</c> and <c>DAGKIR</c>.</summary>
    public Besokstyp? Besokstyp { get; set; }

    /// <summary>True planned, false acute.</summary>
    public bool Planerad { get; set; }

    public DateOnly InDatum { get; set; }

    public DateOnly UtDatum { get; set; }

    /// <summary>0–999.</summary>
    public int Mvo { get; set; }

    /// <summary>Normal form, or empty.</summary>
    public TextSlot MainDiagnosis { get; } = new();

    /// <summary>In order, one blank between.</summary>
    public TextSlot SideDiagnoses { get; } = new();

    /// <summary>KVÅ in order, one blank between.</summary>
    public TextSlot Procedures { get; } = new();

    /// <summary>Four characters, or empty.</summary>
    public TextSlot Drg { get; } = new();

    /// <summary>Whole ten-thousandths.</summary>
    public long? Weight { get; set; }

    public long? KppOre { get; set; }

    /// <summary>0, 1, 2 or 9.</summary>
    public byte Kon { get; set; }

    public int BirthYear { get; set; }

    public TextSlot RemissId { get; } = new();

    public TextSlot BetalningsforbindelseId { get; } = new();

    /// <summary>1–4 as the region recorded it, or null.</summary>
    public byte? Vardniva { get; set; }

    /// <summary>The home region's two digits, or empty.</summary>
    public ReadOnlySpan<char> HomeRegion => Kernel.RegionCode.IsKnown(Hemkommun.Span[..Math.Min(2, Hemkommun.Span.Length)]) ? Hemkommun.Span[..2] : [];

    /// <summary>The contact as classification and pricing see it; valid until the object is filled again.</summary>
    public ContactFacts Facts => new()
    {
        Region = Unit.Region,
        HomeRegion = HomeRegion,
        Hospital = Unit.Hospital,
        Kontaktslag = Kontaktslag,
        Besokstyp = Besokstyp,
        Planerad = Planerad,
        InDatum = InDatum,
        UtDatum = UtDatum,
        Mvo = Mvo,
        MainDiagnosis = MainDiagnosis.Span,
        Procedures = Procedures.Span,
        Drg = Drg.Span,
        Weight = Weight,
        KppOre = KppOre,
        BirthYear = BirthYear,
    };
}
