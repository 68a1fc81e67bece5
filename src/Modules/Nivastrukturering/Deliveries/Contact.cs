using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Kernel.Data;

namespace Kunskapsstyrning.Nivastrukturering.Deliveries;

/// <summary>
/// An accepted contact as it is stored: the common model, its classification and its price with the figures behind it.
/// Written by <see cref="Data.ContactColumns"/> alone; text that is missing is empty.
/// </summary>
[NoOwner("It belongs to its delivery, which has one.")]
[AuditedAsCount]
internal sealed class Contact
{
    /// <summary>The delivery's number in the upper half, the place among its accepted rows in the lower.</summary>
    public required long Id { get; init; }

    public required int DeliveryNo { get; init; }

    public required string KontaktId { get; init; }

    /// <summary>32 bytes.</summary>
    public required byte[] Pseudonym { get; init; }

    /// <summary>The performing region's län code.</summary>
    public required string Region { get; init; }

    /// <summary>The home region's län code, or empty.</summary>
    public required string HomeRegion { get; init; }

    public required string Hemkommun { get; init; }

    public required string HsaId { get; init; }

    /// <summary>Sjukhuskod, or empty.</summary>
    public required string Hospital { get; init; }

    public required Kontaktslag Kontaktslag { get; init; }

    public Besokstyp? Besokstyp { get; init; }

    public required bool Planerad { get; init; }

    public required DateOnly InDatum { get; init; }

    public required DateOnly UtDatum { get; init; }

    public required DateOnly Prisdatum { get; init; }

    /// <summary>0–999.</summary>
    public required int Mvo { get; init; }

    public required string MainDiagnosis { get; init; }

    /// <summary>One blank between.</summary>
    public required string SideDiagnoses { get; init; }

    /// <summary>One blank between.</summary>
    public required string Procedures { get; init; }

    public required string Drg { get; init; }

    /// <summary>Whole ten-thousandths.</summary>
    public long? Weight { get; init; }

    public long? KppOre { get; init; }

    public required int Kon { get; init; }

    public required int BirthYear { get; init; }

    public required string RemissId { get; init; }

    public required string BetalningsforbindelseId { get; init; }

    /// <summary>The level as the region recorded it.</summary>
    public int? RecordedLevel { get; init; }

    /// <summary>The catalogue's service, or empty.</summary>
    public required string Service { get; init; }

    /// <summary>1–4 by the catalogue in force when it was read in.</summary>
    public required int Level { get; init; }

    public required string Rpo { get; init; }

    /// <summary>Utförd utanför beslutad enhet.</summary>
    public required bool OutsideUnit { get; init; }

    public required PriceRule PriceRule { get; init; }

    public required PriceDeviation PriceDeviation { get; init; }

    public required long AmountOre { get; init; }

    public required string AgreementId { get; init; }

    public required string SubscriptionId { get; init; }

    public required string PriceList { get; init; }

    public required string PriceCode { get; init; }

    public DateOnly? PriceFrom { get; init; }

    public DateOnly? PriceTo { get; init; }

    public required long UnitPriceOre { get; init; }

    public required long DrgOre { get; init; }

    public required long LimitHundredths { get; init; }

    public required long ShareHundredths { get; init; }

    public required long ExtraOre { get; init; }

    /// <summary>The figures behind the amount, as they were when it was priced.</summary>
    public PriceExplanation Explanation => new()
    {
        Rule = PriceRule,
        Deviation = PriceDeviation,
        AgreementId = NullIfEmpty(AgreementId),
        SubscriptionId = NullIfEmpty(SubscriptionId),
        PriceList = NullIfEmpty(PriceList),
        Seller = PriceList.Length > 0 ? Region : null,
        RowCode = NullIfEmpty(PriceCode),
        RowValidity = PriceFrom is { } from ? new Period(from, PriceTo) : null,
        UnitPriceOre = UnitPriceOre,
        Weight = PriceRule is PriceRule.Drg or PriceRule.DrgYtterfall ? Weight ?? 0 : 0,
        Days = PriceRule == PriceRule.Varddag ? Math.Max(1, UtDatum.DayNumber - InDatum.DayNumber) : 0,
        DrgOre = DrgOre,
        KppOre = PriceRule == PriceRule.DrgYtterfall ? KppOre ?? 0 : 0,
        LimitHundredths = LimitHundredths,
        ShareHundredths = ShareHundredths,
        ExtraOre = ExtraOre,
    };

    private static string? NullIfEmpty(string text) => text.Length == 0 ? null : text;
}

/// <summary>A stored row of quarantine: what <see cref="QuarantinedRow"/> says, under its delivery.</summary>
[NoOwner("It belongs to its delivery, which has one.")]
[AuditedAsCount]
internal sealed class QuarantineRow
{
    /// <summary>As a contact's id: the delivery's number in the upper half.</summary>
    public required long Id { get; init; }

    public required int DeliveryNo { get; init; }

    public required Adapters.Sdk.RowKind Kind { get; init; }

    public required string File { get; init; }

    /// <summary>1-based line, or the record's number in XML.</summary>
    public required long Row { get; init; }

    /// <summary>In order, one blank between, as of the last correction; empty for a row that follows its contact.</summary>
    public required string Codes { get; set; }

    /// <summary>JSON object of mapped cells by common field, without person id, as of the last correction; null when the structure was broken.</summary>
    public string? Cells { get; private set; }

    /// <summary>The <see cref="ContactIdHash"/> of the cells.</summary>
    public long IdHash { get; private set; }

    /// <summary>32 bytes; null when the person id was at fault, as are the next four.</summary>
    public byte[]? Pseudonym { get; init; }

    public int? BirthYear { get; init; }

    public DateOnly? Born { get; init; }

    public bool? SexDigitIsOdd { get; init; }

    public int? PersonYear { get; init; }

    /// <summary>The contact that the row became a part of; null while it waits.</summary>
    public long? ContactId { get; set; }

    /// <summary>Puts other cells in place of those it has.</summary>
    public void Correct(IReadOnlyDictionary<Adapters.Sdk.Field, string> cells) => (Cells, IdHash) = (StoredRow.Write(cells), ContactIdHash.Of(cells.GetValueOrDefault(Adapters.Sdk.Field.KontaktId)));

    /// <summary>What was kept of the person id.</summary>
    public KeptPerson? Person => Pseudonym is null ? null : new(Pseudonym, BirthYear!.Value, Born, SexDigitIsOdd, PersonYear!.Value);
}
