using System.Diagnostics.CodeAnalysis;

namespace Kunskapsstyrning.Kernel;

/// <summary>A region by its län code, two digits as in SCB's list (<c>24</c> = Västerbotten). Source: formats/README.md.</summary>
public readonly record struct RegionCode : IParsable<RegionCode>
{
    private static readonly string[] All =
        ["01", "03", "04", "05", "06", "07", "08", "09", "10", "12", "13", "14", "17", "18", "19", "20", "21", "22", "23", "24", "25"];

    private RegionCode(string code) => Code = code;

    /// <summary>Two digits.</summary>
    public string Code { get; }

    /// <summary>True for one of the 21 län codes.</summary>
    public static bool IsKnown(ReadOnlySpan<char> code)
    {
        foreach (var known in All)
            if (code.SequenceEqual(known)) return true;
        return false;
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

/// <summary>The four regions of Norra sjukvårdsregionen, in the order that charts and columns use (UX.md 4.2).</summary>
/// <param name="Code">Län code.</param>
/// <param name="Key">The region's key in addresses, folders and adapters: <c>norrbotten</c>.</param>
/// <param name="Name">The region's name without the word Region.</param>
public sealed record Region(RegionCode Code, string Key, string Name)
{
    /// <summary>Norrbotten, Västerbotten, Jämtland Härjedalen, Västernorrland.</summary>
    public static IReadOnlyList<Region> Norra { get; } =
    [
        new(RegionCode.Parse("25", null), "norrbotten", "Norrbotten"),
        new(RegionCode.Parse("24", null), "vasterbotten", "Västerbotten"),
        new(RegionCode.Parse("23", null), "jamtland-harjedalen", "Jämtland Härjedalen"),
        new(RegionCode.Parse("22", null), "vasternorrland", "Västernorrland"),
    ];

    /// <summary>The region by key, code or name (case ignored); null when it is none of the four.</summary>
    public static Region? Find(string keyCodeOrName) => Norra.FirstOrDefault(r =>
        r.Code.Code == keyCodeOrName
        || r.Key.Equals(keyCodeOrName, StringComparison.OrdinalIgnoreCase)
        || r.Name.Equals(keyCodeOrName, StringComparison.OrdinalIgnoreCase));

    /// <summary>Name of any of the four by code; the code itself for another region.</summary>
    public static string NameOf(string code) => Find(code)?.Name ?? code;
}
