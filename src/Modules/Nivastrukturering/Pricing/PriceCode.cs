namespace Kunskapsstyrning.Nivastrukturering;

/// <summary>What a price row's code means, taken apart.</summary>
/// <param name="Unit">What the price is per.</param>
/// <param name="Key">Service code, sjukhuskod or prisgrupp.</param>
/// <param name="Kind">Only for <see cref="PriceUnit.Visit"/>.</param>
/// <param name="Visit">Only for <see cref="PriceUnit.Visit"/>.</param>
internal readonly record struct PriceCode(PriceUnit Unit, string Key, Kontaktslag Kind = default, Besokstyp Visit = default)
{
    private const int HospitalDigits = 5;

    /// <summary>The code of a service's fixed price.</summary>
    internal static string OfService(string service) => "TJANST:" + service;

    /// <summary>Reads <c>TJANST:…</c>, <c>DRGPOANG:…</c>, <c>VARDDAG:…</c> or <c>BESOK:…:…:…</c>.</summary>
    internal static bool TryParse(string code, out PriceCode parsed)
    {
        var parts = code.Split(':');
        parsed = default;
        switch (parts)
        {
            case ["TJANST", { Length: > 0 } service]:
                parsed = new(PriceUnit.Contact, service);
                return true;
            case ["DRGPOANG", { Length: HospitalDigits } hospital] when hospital.All(char.IsAsciiDigit):
                parsed = new(PriceUnit.DrgPoint, hospital);
                return true;
            case ["VARDDAG", { Length: > 0 } group]:
                parsed = new(PriceUnit.CareDay, group);
                return true;
            case ["BESOK", var kindCode, var visitCode, { Length: > 0 } group]
                when ContactCodes.TryParse(kindCode, out Kontaktslag kind) && ContactCodes.TryParse(visitCode, out Besokstyp visit):
                parsed = new(PriceUnit.Visit, group, kind, visit);
                return true;
            default:
                return false;
        }
    }
}

/// <summary>What a price is per.</summary>
internal enum PriceUnit
{
    /// <summary>Fixed price per contact, <c>TJANST</c>.</summary>
    Contact,

    /// <summary>Per 1.0000 DRG point, <c>DRGPOANG</c>.</summary>
    DrgPoint,

    /// <summary><c>VARDDAG</c>.</summary>
    CareDay,

    /// <summary><c>BESOK</c>.</summary>
    Visit,
}
