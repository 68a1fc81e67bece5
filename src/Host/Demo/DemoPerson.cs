using System.Globalization;

namespace Kunskapsstyrning.Host.Demo;

/// <summary>
/// A person who does not exist: only individual numbers 980–999, which are kept for tests, are used. The same place in a kommun
/// is always the same person, so that people come back from month to month without anyone keeping a list of them.
/// </summary>
/// <param name="Id">Twelve characters, <c>YYYYMMDDNNNC</c>.</param>
/// <param name="Birth">Day of birth.</param>
/// <param name="IsMan">Sex.</param>
/// <param name="HasChecksum">False for a reservnummer.</param>
internal readonly record struct DemoPerson(string Id, DateOnly Birth, bool IsMan, bool HasChecksum)
{
    /// <summary>The bands: under 1, 1–17, 18–39, 40–64, 65–79, 80 and over, as first and last year of birth in 2026. The first are born with their contact.</summary>
    private static readonly (int First, int Last, int PerMille)[] Bands =
        [(0, 0, 0), (2009, 2024, 190), (1987, 2008, 280), (1962, 1986, 300), (1947, 1961, 160), (1928, 1946, 60)];

    /// <summary>Draws someone.</summary>
    /// <param name="prng">The draws.</param>
    /// <param name="seed">The demonstration's seed.</param>
    /// <param name="kommun">Four digits; 0 for no kommun.</param>
    /// <param name="population">How many live there.</param>
    /// <param name="band">Age band, 0–5.</param>
    /// <param name="sex">0 either, 1 man, 2 woman.</param>
    /// <param name="day">The contact's day, on which the youngest are born.</param>
    public static DemoPerson Draw(Prng prng, ulong seed, int kommun, int population, int band, int sex, DateOnly day)
    {
        if (band == 0) return Make(Prng.Mix(prng.Bits()), day.DayOfYear > 20 ? day.AddDays(-prng.Below(20)) : day, sex == 0 ? prng.Percent(51) : sex == 1, reserve: false);
        var (first, last, perMille) = Bands[band];
        var size = Math.Max(10, (int)((long)population * perMille * 8 / 100_000));
        var skewed = (int)(((prng.Bits() >> 33) * (prng.Bits() >> 33) >> 31) * (uint)size >> 31); // some come often
        var place = sex == 0 ? skewed : (skewed & ~1) | (sex & 1);
        var luck = Prng.SeedOf(seed, (kommun * 10) + band, place);
        var year = first + (int)(luck % (uint)(last - first + 1));
        if (band == 5 && luck >> 60 == 0) year -= 10;
        var birth = new DateOnly(year, 1, 1).AddDays((int)((luck >> 16) % 365));
        return Make(luck, birth, (place & 1) == 1, reserve: kommun == 0 && (luck >> 48) % 10 < 6);
    }

    /// <summary>The same person with another check digit.</summary>
    public DemoPerson WithWrongChecksum() => this with { Id = Id[..11] + (char)('0' + ((Id[11] - '0' + 3) % 10)) };

    /// <summary>The same person, born on another day.</summary>
    public DemoPerson BornOn(DateOnly birth) => Make(0, birth, IsMan, reserve: false);

    private static DemoPerson Make(ulong luck, DateOnly birth, bool isMan, bool reserve)
    {
        Span<char> id = stackalloc char[12];
        birth.TryFormat(id, out _, "yyyyMMdd", CultureInfo.InvariantCulture);
        var kind = (luck >> 40) % 1000;
        if (reserve || kind is 1 or 2)
        {
            id[8] = 'R';
            (980 + (int)((luck >> 30) % 20)).TryFormat(id[9..], out _, "D3", CultureInfo.InvariantCulture);
            return new(new string(id), birth, isMan, HasChecksum: false);
        }
        if (kind is >= 10 and < 18) id[6] = (char)(id[6] + 6); // samordningsnummer: the day raised by 60
        (980 + (2 * (int)((luck >> 30) % 10)) + (isMan ? 1 : 0)).TryFormat(id[8..], out _, "D3", CultureInfo.InvariantCulture);
        id[11] = Luhn(id[2..11]);
        return new(new string(id), birth, isMan, HasChecksum: true);
    }

    private static char Luhn(ReadOnlySpan<char> nine)
    {
        var sum = 0;
        for (var i = 0; i < nine.Length; i++)
        {
            var twice = (nine[i] - '0') * (i % 2 == 0 ? 2 : 1);
            sum += twice > 9 ? twice - 9 : twice;
        }
        return (char)('0' + ((10 - (sum % 10)) % 10));
    }
}
