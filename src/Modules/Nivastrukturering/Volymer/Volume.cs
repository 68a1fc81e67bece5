namespace Kunskapsstyrning.Nivastrukturering.Volymer;

/// <summary>What a row of the volumes stands for.</summary>
internal enum VolumeBy
{
    /// <summary>A service of the catalogue.</summary>
    Tjanst,

    /// <summary>A programområde.</summary>
    Rpo,

    /// <summary>Level 1–4.</summary>
    Niva,

    /// <summary>Where the patient lives.</summary>
    Hemregion,

    /// <summary>The hospital that gave the care.</summary>
    Sjukhus,

    /// <summary>The month of the delivery.</summary>
    Manad,
}

/// <summary>What is counted: every part that is given limits.</summary>
/// <param name="Tjanst">Service code, or empty for contacts without one.</param>
/// <param name="Rpo">Its name.</param>
/// <param name="Niva">1–4.</param>
/// <param name="Hemregion">Län code, or empty for none.</param>
/// <param name="Sjukhus">Sjukhuskod, or empty for care outside hospitals.</param>
internal sealed record VolumeFilter(string? Tjanst = null, string? Rpo = null, int? Niva = null, string? Hemregion = null, string? Sjukhus = null);

/// <summary>Care of one group of contacts. Each figure stands with how many contacts it is of, since that decides whether it may be told.</summary>
/// <param name="Key">The code or name that the group shares.</param>
/// <param name="Contacts">How many.</param>
/// <param name="BilledContacts">Those that have an amount between regions.</param>
/// <param name="AmountOre">Their amount, öre.</param>
/// <param name="WeightContacts">Those with DRG weight.</param>
/// <param name="Weight">Σ of it, whole ten-thousandths.</param>
/// <param name="Outside">Contacts outside the service's decided units.</param>
/// <param name="KppContacts">Those with known cost.</param>
/// <param name="KppOre">Their cost, öre.</param>
/// <param name="PointContacts">Those with both weight and cost.</param>
/// <param name="PointWeight">Σ of their weight.</param>
/// <param name="PointKppOre">Their cost, öre.</param>
internal sealed record Volume(
    string Key, long Contacts, long BilledContacts, long AmountOre, long WeightContacts, long Weight, long Outside, long KppContacts, long KppOre, long PointContacts, long PointWeight, long PointKppOre)
{
    /// <summary>Mean cost of a contact, öre; null when no cost is known.</summary>
    public long? MeanKppOre => KppContacts == 0 ? null : Kernel.Money.RoundedDivide(KppOre, KppContacts);

    /// <summary>Cost of one DRG point (weight 1.0000), öre; null when no contact has both.</summary>
    public long? PointOre => PointWeight == 0 ? null : Kernel.Money.MulDiv(PointKppOre, 10_000, PointWeight);

    /// <summary>Both together.</summary>
    public static Volume operator +(Volume a, Volume b) => new(
        a.Key, a.Contacts + b.Contacts, a.BilledContacts + b.BilledContacts, a.AmountOre + b.AmountOre, a.WeightContacts + b.WeightContacts, a.Weight + b.Weight, a.Outside + b.Outside,
        a.KppContacts + b.KppContacts, a.KppOre + b.KppOre, a.PointContacts + b.PointContacts, a.PointWeight + b.PointWeight, a.PointKppOre + b.PointKppOre);
}
