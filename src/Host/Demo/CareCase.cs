namespace Kunskapsstyrning.Host.Demo;

/// <summary>What one kind of care looks like: a row of <c>vardfall.csv</c>.</summary>
/// <param name="Service">The catalogue's code; empty for what is no service.</param>
/// <param name="Mvo">Where it is given.</param>
/// <param name="Forms">Kontaktslag, by weight.</param>
/// <param name="Weight">Its share among the cases of the same care.</param>
/// <param name="PlannedPercent">How many of a hundred are planned.</param>
/// <param name="Sex">0 both, 1 men, 2 women.</param>
/// <param name="Ages">Running sums over <see cref="DemoPerson"/>'s age bands.</param>
/// <param name="Diagnoses">Main diagnoses, each as likely.</param>
/// <param name="Procedures">KVÅ, each as likely; empty for none.</param>
/// <param name="Drg">DRG of what is SLUTEN or DAGKIR; empty for none.</param>
/// <param name="Days">Length of stay.</param>
/// <param name="Kronor">Cost of what has no DRG; null for the usual of its kontaktslag.</param>
internal sealed record CareCase(
    string Service, string Mvo, (string[] Names, int[] Sums) Forms, int Weight, int PlannedPercent, int Sex, int[] Ages,
    string[] Diagnoses, string[] Procedures, string Drg, (int Low, int High) Days, (int Low, int High)? Kronor)
{
    /// <summary>Which of the flows' kinds of general care it is.</summary>
    public string Care => Mvo is "811" or "821" ? "prim" : Forms.Names[0] switch { "SLUTEN" => "sluten", "DAGKIR" => "dagkir", _ => "oppen" };

    /// <summary>Reads a row.</summary>
    public static CareCase Parse(string[] cells)
    {
        var forms = Words(cells[2]);
        return new(cells[0], cells[1],
            ([.. forms.Select(f => FormOf(f[0]))], Sums(forms.Select(f => f[1] - '0'))),
            DemoReference.Whole(cells[3]), DemoReference.Whole(cells[4]), DemoReference.Whole(cells[5]), Sums(cells[6].Select(c => c - '0')),
            Words(cells[7]), Words(cells[8]), cells[9], Range(cells[10]) ?? (0, 0), Range(cells[11]));
    }

    /// <summary>Running sums, for <see cref="Prng.Weighted"/>.</summary>
    public static int[] Sums(IEnumerable<int> weights)
    {
        var sum = 0;
        return [.. weights.Select(w => sum += w)];
    }

    private static string FormOf(char letter) => letter switch
    {
        'S' => "SLUTEN",
        'D' => "DAGKIR",
        'L' => "OPPEN_LAKARE",
        'A' => "OPPEN_ANNAN",
        _ => "DISTANS",
    };

    private static string[] Words(string cell) => cell.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static (int Low, int High)? Range(string cell) =>
        cell.Split('-') is [var low, var high] ? (DemoReference.Whole(low), DemoReference.Whole(high)) : null;
}

/// <summary>How many contacts of a kind a year: a row of <c>floden.csv</c>.</summary>
/// <param name="Performer">Region code for general care, sjukhuskod for a service.</param>
/// <param name="Care"><c>prim</c>, <c>oppen</c>, <c>dagkir</c>, <c>sluten</c>, or a service's code.</param>
/// <param name="PerHome">In the order of <see cref="Homes"/>.</param>
internal sealed record CareFlow(string Performer, string Care, int[] PerHome)
{
    /// <summary>Where patients live: the four regions, another län, no region.</summary>
    public static readonly string[] Homes = ["22", "23", "24", "25", "riks", "ej"];

    /// <summary>The performing region's code.</summary>
    public string Region => Performer.Length == 2 ? Performer : Performer[..2] switch { "62" => "22", "63" => "23", "64" => "24", _ => "25" };

    /// <summary>Reads a row.</summary>
    public static CareFlow Parse(string[] cells) => new(cells[0], cells[1], [.. cells.Skip(2).Select(DemoReference.Whole)]);
}
