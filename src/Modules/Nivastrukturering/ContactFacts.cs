namespace Kunskapsstyrning.Nivastrukturering;

/// <summary>
/// What classification and pricing need to know of one accepted contact. Filled per row without allocation;
/// the spans need only live through the call. Codes are in their normal form (formats/VARDKONTAKT.md).
/// </summary>
internal readonly ref struct ContactFacts
{
    /// <summary>The performing region, two digits: <c>24</c>.</summary>
    public required ReadOnlySpan<char> Region { get; init; }

    /// <summary>The home region, two digits, or empty = none (asylum seeker, not resident).</summary>
    public ReadOnlySpan<char> HomeRegion { get; init; }

    /// <summary>The unit's sjukhuskod, or empty (hälsocentral).</summary>
    public ReadOnlySpan<char> Hospital { get; init; }

    /// <summary>What kind of contact it was.</summary>
    public required Kontaktslag Kontaktslag { get; init; }

    /// <summary>First or return visit; null for <c>SLUTEN</c> and <c>DAGKIR</c>.</summary>
    public Besokstyp? Besokstyp { get; init; }

    /// <summary>True planned, false acute.</summary>
    public required bool Planerad { get; init; }

    /// <summary>Swedish local date.</summary>
    public required DateOnly InDatum { get; init; }

    /// <summary>Not before <see cref="InDatum"/>; equal to it when the contact has none.</summary>
    public required DateOnly UtDatum { get; init; }

    /// <summary>Medicinskt verksamhetsområde, 0–999 (<c>011</c> is 11).</summary>
    public required int Mvo { get; init; }

    /// <summary>ICD-10-SE in upper case without dot, or empty.</summary>
    public ReadOnlySpan<char> MainDiagnosis { get; init; }

    /// <summary>KVÅ codes in given order with one blank (U+0020) between them, or empty: <c>FNG05 AF063</c>.</summary>
    public ReadOnlySpan<char> Procedures { get; init; }

    /// <summary>Four characters, or empty.</summary>
    public ReadOnlySpan<char> Drg { get; init; }

    /// <summary>DRG weight in whole ten-thousandths, ≥ 0; null = none.</summary>
    public long? Weight { get; init; }

    /// <summary>Cost of the contact (KPP), öre, ≥ 0; null = not known.</summary>
    public long? KppOre { get; init; }

    /// <summary>Four digits.</summary>
    public required int BirthYear { get; init; }

    /// <summary>The day that decides catalogue, permitted unit, agreement, subscription and price.</summary>
    public DateOnly Prisdatum => Kontaktslag is Kontaktslag.Sluten or Kontaktslag.Dagkir ? UtDatum : InDatum;

    /// <summary>Years by calendar year, not by birthday: year(InDatum) − birth year.</summary>
    public int Age => InDatum.Year - BirthYear;

    /// <summary>Care days, at least 1.</summary>
    public int Days => Math.Max(1, UtDatum.DayNumber - InDatum.DayNumber);
}
