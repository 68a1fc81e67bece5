using System.Diagnostics.CodeAnalysis;

namespace Kunskapsstyrning.Kernel;

/// <summary>A region by its län code, two digits as in SCB's list (<c>24</c> = Västerbotten). Source: formats/README.md.</summary>
public readonly record struct RegionCode : IParsable<RegionCode>
{
    private const int Known = 0b11_1111_1110_0111_0111_1111_1010; // bit n is län code n: 02, 11, 15 and 16 are no more

    private RegionCode(string code) => Code = code;

    /// <summary>Two digits.</summary>
    public string Code { get; }

    /// <summary>True for one of the 21 län codes.</summary>
    public static bool IsKnown(ReadOnlySpan<char> code)
    {
        if (code.Length != 2 || !char.IsAsciiDigit(code[0]) || !char.IsAsciiDigit(code[1])) return false;
        var number = 10 * (code[0] - '0') + code[1] - '0';
        return number < 32 && (Known >> number & 1) != 0;
    }

    /// <inheritdoc/>
    public static RegionCode Parse(string s, IFormatProvider? provider) =>
        TryParse(s, provider, out var region) ? region : throw new FormatException($"”{s}” är ingen regionkod. Skriv två siffror, till exempel 24.");

    /// <inheritdoc/>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out RegionCode result)
    {
        result = s is not null && IsKnown(s) ? new(s) : default;
        return result.Code is not null;
    }

    /// <inheritdoc/>
    public override string ToString() => Code;
}

/// <summary>One of Sweden's 21 regions. Any of them may deliver through an adapter; pictures of the sjukvårdsregion show the four of <see cref="Norra"/>.</summary>
/// <param name="Code">Län code.</param>
/// <param name="Key">The region's key in addresses, folders and adapters: <c>norrbotten</c>.</param>
/// <param name="Name">The region's name without the word Region.</param>
public sealed record Region(RegionCode Code, string Key, string Name)
{
    /// <summary>The four of Norra sjukvårdsregionen, in the order that charts and columns use (UX.md 4.2): Norrbotten, Västerbotten, Jämtland Härjedalen, Västernorrland.</summary>
    public static IReadOnlyList<Region> Norra { get; } =
    [
        Of("25", "norrbotten", "Norrbotten"),
        Of("24", "vasterbotten", "Västerbotten"),
        Of("23", "jamtland-harjedalen", "Jämtland Härjedalen"),
        Of("22", "vasternorrland", "Västernorrland"),
    ];

    /// <summary>All 21: the four of <see cref="Norra"/> first, then the others by län code.</summary>
    public static IReadOnlyList<Region> Sweden { get; } =
    [
        .. Norra,
        Of("01", "stockholm", "Stockholm"), Of("03", "uppsala", "Uppsala"), Of("04", "sormland", "Sörmland"), Of("05", "ostergotland", "Östergötland"),
        Of("06", "jonkoping", "Jönköpings län"), Of("07", "kronoberg", "Kronoberg"), Of("08", "kalmar", "Kalmar län"), Of("09", "gotland", "Gotland"),
        Of("10", "blekinge", "Blekinge"), Of("12", "skane", "Skåne"), Of("13", "halland", "Halland"), Of("14", "vastra-gotaland", "Västra Götaland"),
        Of("17", "varmland", "Värmland"), Of("18", "orebro", "Örebro län"), Of("19", "vastmanland", "Västmanland"), Of("20", "dalarna", "Dalarna"), Of("21", "gavleborg", "Gävleborg"),
    ];

    /// <summary>The region by key, code or name (case ignored); null when it is none of the four of <see cref="Norra"/>.</summary>
    public static Region? Find(string keyCodeOrName) => Norra.FirstOrDefault(r => r.IsCalled(keyCodeOrName));

    /// <summary>As <see cref="Find"/>, among all 21: whose delivery, adapter or host it is.</summary>
    public static Region? FindAny(string keyCodeOrName) => Sweden.FirstOrDefault(r => r.IsCalled(keyCodeOrName));

    /// <summary>Name of a region by code; the code itself when there is none.</summary>
    public static string NameOf(string code) => FindAny(code)?.Name ?? code;

    private bool IsCalled(string text) =>
        Code.Code == text || Key.Equals(text, StringComparison.OrdinalIgnoreCase) || Name.Equals(text, StringComparison.OrdinalIgnoreCase);

    private static Region Of(string code, string key, string name) => new(RegionCode.Parse(code, null), key, name);
}
