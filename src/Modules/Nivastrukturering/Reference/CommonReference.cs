namespace Kunskapsstyrning.Nivastrukturering;

/// <summary>A unit of <c>enhetsregister.csv</c>.</summary>
/// <param name="HsaId">Unique, case-sensitive.</param>
/// <param name="Name">For people.</param>
/// <param name="Region">Län code.</param>
/// <param name="Hospital">Sjukhuskod, 5 digits, or empty (hälsocentral).</param>
/// <param name="HospitalName">For people, or empty.</param>
/// <param name="Mvo">0–999, or null.</param>
/// <param name="IsPrimaryCare">Primärvård.</param>
internal sealed record CareUnit(string HsaId, string Name, string Region, string Hospital, string HospitalName, int? Mvo, bool IsPrimaryCare);

/// <summary>A medicinskt verksamhetsområde of <c>mvo.csv</c>.</summary>
/// <param name="Code">0–999.</param>
/// <param name="Name">For people.</param>
/// <param name="PriceGroup">Prisgrupp, or empty = none.</param>
/// <param name="IsPrimaryCare">Decides level 1 for a contact without service.</param>
/// <param name="Rpo">Name of the programområde of a contact without service.</param>
internal sealed record Mvo(int Code, string Name, string PriceGroup, bool IsPrimaryCare, string Rpo);

/// <summary>A municipality of the four regions (<c>kommuner.csv</c>).</summary>
/// <param name="Code">4 digits; the first two are the län.</param>
/// <param name="Name">For people.</param>
/// <param name="Population">Inhabitants; null when the figure is missing.</param>
/// <param name="Year">Of the figure.</param>
internal sealed record Kommun(string Code, string Name, long? Population, int? Year);

/// <summary>A row of <c>drgvikter.csv</c>: reference only, no rule reads it.</summary>
/// <param name="Drg">4 characters.</param>
/// <param name="Weight">Whole ten-thousandths.</param>
/// <param name="Note">Free text.</param>
internal sealed record DrgWeight(string Drg, long Weight, string Note);

/// <summary>A region's population in a year (<c>befolkning.json</c>).</summary>
/// <param name="Year">Of the key that it may be used for.</param>
/// <param name="Region">Län code.</param>
/// <param name="Count">Inhabitants, ≥ 0.</param>
/// <param name="Source">Where the figure comes from.</param>
/// <param name="IsUncertain">True when the figure is of another year than it is used for.</param>
internal sealed record PopulationFigure(int Year, string Region, long Count, string Source, bool IsUncertain);

/// <summary>An organisation of <c>organisationer.json</c>.</summary>
/// <param name="Orgnr">10 digits.</param>
/// <param name="Region">Län code.</param>
/// <param name="Name">For people.</param>
internal sealed record Organisation(string Orgnr, string Region, string Name);
