namespace Kunskapsstyrning.Nivastrukturering;

/// <summary>What kind of contact it was (formats/VARDKONTAKT.md). The values are stored: never renumber.</summary>
internal enum Kontaktslag : byte
{
    /// <summary>Inpatient care, <c>SLUTEN</c>.</summary>
    Sluten,

    /// <summary>Day surgery, <c>DAGKIR</c>.</summary>
    Dagkir,

    /// <summary>Visit to a physician, <c>OPPEN_LAKARE</c>.</summary>
    OppenLakare,

    /// <summary>Visit to another profession, <c>OPPEN_ANNAN</c>.</summary>
    OppenAnnan,

    /// <summary>At a distance, <c>DISTANS</c>.</summary>
    Distans,
}

/// <summary>Whether a visit was the first or a return visit. The values are stored: never renumber.</summary>
internal enum Besokstyp : byte
{
    /// <summary><c>NY</c>.</summary>
    Ny,

    /// <summary><c>ATER</c>.</summary>
    Ater,
}

/// <summary>The codes of the formats as text, both ways, without allocation.</summary>
internal static class ContactCodes
{
    private static readonly string[] Kinds = ["SLUTEN", "DAGKIR", "OPPEN_LAKARE", "OPPEN_ANNAN", "DISTANS"];
    private static readonly string[] Visits = ["NY", "ATER"];

    /// <summary>For example <c>OPPEN_LAKARE</c>.</summary>
    internal static string Code(this Kontaktslag kind) => Kinds[(int)kind];

    /// <summary><c>NY</c> or <c>ATER</c>.</summary>
    internal static string Code(this Besokstyp visit) => Visits[(int)visit];

    /// <summary>Reads the code, ordinally.</summary>
    internal static bool TryParse(ReadOnlySpan<char> code, out Kontaktslag kind)
    {
        var index = IndexOf(Kinds, code);
        kind = (Kontaktslag)Math.Max(index, 0);
        return index >= 0;
    }

    /// <summary>Reads the code, ordinally.</summary>
    internal static bool TryParse(ReadOnlySpan<char> code, out Besokstyp visit)
    {
        var index = IndexOf(Visits, code);
        visit = (Besokstyp)Math.Max(index, 0);
        return index >= 0;
    }

    private static int IndexOf(string[] codes, ReadOnlySpan<char> code)
    {
        for (var i = 0; i < codes.Length; i++)
            if (code.SequenceEqual(codes[i])) return i;
        return -1;
    }
}
