namespace Kunskapsstyrning.Nivastrukturering.Underlag;

/// <summary>What the control of a fakturaunderlag may find (docs/formats/INVOICE-CONTROL.md).</summary>
/// <param name="Code"><c>FKT-nn</c>.</param>
/// <param name="Name">Swedish, as the page has it.</param>
/// <param name="Remedy">What to do about it, in plain Swedish.</param>
/// <param name="CreditReason">Proposed reasonForCredit, or null.</param>
/// <param name="Reason">Proposed reason of a dispute, for the claim letter; nothing of the patient.</param>
internal sealed record Fkt(string Code, string Name, string Remedy, int? CreditReason = null, string? Reason = null)
{
    public static readonly Fkt PartInvoice = new("FKT-90", "Delfaktura, manuell kontroll", "Kontrollera raden för hand: den gäller en del av ett vårdtillfälle.");
    public static readonly Fkt NoContact = new("FKT-01", "Saknas i kontakter", "Kontrollera att vårdkontakten är levererad. Finns den inte ska raden inte faktureras.", Reason: "Ingen vårdkontakt svarar mot raden.");
    public static readonly Fkt Duplicate = new("FKT-02", "Dubblett", "Kreditera raden: vårdkontakten står redan på en tidigare rad.", 7, Reason: "Vårdkontakten är redan fakturerad.");
    public static readonly Fkt WrongRegion = new("FKT-03", "Fel hemregion", "Kreditera raden och fakturera patientens hemregion.", 1, Reason: "Patienten hör till en annan region.");
    public static readonly Fkt NotBillable = new("FKT-04", "Ej debiterbar", "Kreditera raden: vården ingår i abonnemang, är egen vård eller debiteras inte mellan regioner.", 9, Reason: "Vården debiteras inte enligt avtalet.");
    public static readonly Fkt NoPrice = new("FKT-05", "Utanför giltighet", "Kontrollera avtal och prislista för dagen: ingen rad gäller.", Reason: "Inget pris i avtalet gäller för dagen.");
    public static readonly Fkt WrongPrice = new("FKT-06", "Fel pris", "Jämför med det uträknade beloppet och rätta raden.", 2, Reason: "Priset följer inte prislistan.");
    public static readonly Fkt NoCommitment = new("FKT-07", "Saknar remiss eller betalningsförbindelse", "Komplettera raden med remiss, betalningsförbindelse eller stöd i riksavtalet.", 5, Reason: "Remiss eller betalningsförbindelse saknas.");
    public static readonly Fkt WrongLevel = new("FKT-08", "Fel vårdnivå", "Rätta vårdnivån till den som kartläggningen ger. Beloppet påverkas inte.", Reason: "Vårdnivån är fel.");
    public static readonly Fkt OutsideUnit = new("FKT-09", "Utförd utanför beslutad enhet", "Fråga RPO: vården är beslutad till en annan enhet.", 4, Reason: "Vården är beslutad till en annan enhet.");
    public static readonly Fkt TooLate = new("FKT-10", "Senare än sex månader", "Kreditera raden: underlaget kom mer än sex månader efter vården.", 6, Reason: "Underlaget kom mer än sex månader efter vården.");
    public static readonly Fkt NotInvoiced = new("FKT-11", "Saknas i underlag", "Fakturera vårdkontakten: den har ett belopp men står på ingen rad.");
    public static readonly Fkt UnknownCredit = new("FKT-91", "Kredit utan känt underlag", "Kontrollera vilket underlag krediten gäller. Dess rader räknas inte.");

    /// <summary>Every one, in the order of the page.</summary>
    public static IReadOnlyList<Fkt> All { get; } =
        [NoContact, Duplicate, WrongRegion, NotBillable, NoPrice, WrongPrice, NoCommitment, WrongLevel, OutsideUnit, TooLate, NotInvoiced, PartInvoice, UnknownCredit];

    /// <summary>The codes that put the whole net in dispute.</summary>
    public bool DisputesNet => this == NoContact || this == Duplicate || this == WrongRegion || this == NotBillable || this == NoPrice || this == NoCommitment || this == OutsideUnit || this == TooLate;
}
