namespace Kunskapsstyrning.Nivastrukturering.Deliveries;

/// <summary>
/// What is kept of a faultless person id in quarantine, so that the row can be checked again after a correction: what an accepted contact holds,
/// and what the checks ask for. The id itself can't be had back (docs/adr/0017).
/// </summary>
/// <param name="Pseudonym">32 bytes.</param>
/// <param name="BirthYear">Four digits.</param>
/// <param name="Born">The day of birth of one born in the year of the contact or the year before, else null: KST-109 asks for no more.</param>
/// <param name="SexDigitIsOdd">For KST-121; null for a reservnummer.</param>
/// <param name="Year">The year that gave a short id its century.</param>
internal sealed record KeptPerson(byte[] Pseudonym, int BirthYear, DateOnly? Born, bool? SexDigitIsOdd, int Year)
{
    /// <summary>Keeps what is needed.</summary>
    /// <param name="pseudonym">32 bytes; copied.</param>
    /// <param name="person">A readable id with a right check digit.</param>
    /// <param name="year">The year it was read with.</param>
    public static KeptPerson Of(ReadOnlySpan<byte> pseudonym, in PersonFacts person, int year) =>
        new(pseudonym.ToArray(), person.Born.Year, person.Born.Year >= year - 1 ? person.Born : null, person.SexDigitIsOdd, year);

    /// <summary>True when the person was born after the day, or may have been.</summary>
    public bool MayBeBornAfter(DateOnly? day) => Born is { } born ? born > day : BirthYear >= day?.Year;

    /// <summary>True when an id with a short year, read in another year, would still be this person's.</summary>
    public bool IsSameIn(int year) => year >= BirthYear && (year - BirthYear) / 100 == (Year - BirthYear) / 100;
}
