namespace Kunskapsstyrning.Host.Demo;

/// <summary>Draws which care a region's next contact is, where, and where the patient lives, as the flows have them.</summary>
internal sealed class CareDraw
{
    private readonly List<Stream> _streams = [];
    private readonly int[] _sums;
    private readonly Dictionary<string, DemoUnit> _centreOf = [];
    private readonly Places _centres;

    /// <summary>Prepares the draws of one region.</summary>
    /// <param name="reference">Tables.</param>
    /// <param name="region">Region code.</param>
    public CareDraw(DemoReference reference, string region)
    {
        var units = reference.Units.Where(u => u.Region == region).ToList();
        var sizes = units.Where(u => !u.IsPrimary).CountBy(u => u.Hospital).ToDictionary();
        foreach (var kommun in reference.Kommuner)
            if (units.Find(u => u.Mvo == "811" && u.Name.StartsWith(kommun.Name + " ", StringComparison.Ordinal)) is { } centre) _centreOf[kommun.Code] = centre;
        var population = reference.Kommuner.ToDictionary(k => k.Code, k => k.Population);
        _centres = Places.Of(_centreOf.Values, c => population[_centreOf.First(k => k.Value == c).Key]);

        foreach (var flow in reference.Flows.Where(f => f.Region == region))
        {
            var isService = flow.Performer.Length > 2;
            var choices = reference.Cases
                .Where(c => isService ? c.Service == flow.Care : c.Service.Length == 0 && c.Care == flow.Care)
                .Select(c => (Case: c, Places: c.Mvo == "811" ? _centres : Places.Of(units.Where(u => u.Mvo == c.Mvo && (!isService || u.Hospital == flow.Performer)), u => sizes.GetValueOrDefault(u.Hospital, 1) + 5)))
                .Where(c => c.Places.Units.Length > 0).ToList();
            if (choices.Count == 0) throw new InvalidOperationException($"floden.csv: {flow.Performer} {flow.Care} har ingen enhet.");
            var sums = CareCase.Sums(choices.Select(c => c.Case.Weight));
            for (var home = 0; home < CareFlow.Homes.Length; home++)
                _streams.Add(new(CareFlow.Homes[home], flow.PerHome[home], [.. choices], sums));
        }
        _sums = CareCase.Sums(_streams.Select(s => s.PerYear));
    }

    /// <summary>Contacts in a year.</summary>
    public int PerYear => _sums[^1];

    /// <summary>Draws the care and the patient's home: a region, <c>riks</c> or <c>ej</c>.</summary>
    public (CareCase Case, Places Places, string Home) Next(Prng prng)
    {
        var stream = _streams[prng.Weighted(_sums)];
        var (care, places) = stream.Choices[prng.Weighted(stream.Sums)];
        return (care, places, stream.Home);
    }

    /// <summary>Draws the unit; most go to the hälsocentral at home.</summary>
    public DemoUnit Unit(Prng prng, Places places, string hemkommun) =>
        places == _centres && prng.Percent(85) && _centreOf.TryGetValue(hemkommun, out var centre) ? centre : places.Units[prng.Weighted(places.Sums)];

    private sealed record Stream(string Home, int PerYear, (CareCase Case, Places Places)[] Choices, int[] Sums);
}

/// <summary>Units to choose among.</summary>
/// <param name="Units">At least one.</param>
/// <param name="Sums">Running sums of their sizes.</param>
internal sealed record Places(DemoUnit[] Units, int[] Sums)
{
    /// <summary>Weighs the units.</summary>
    public static Places Of(IEnumerable<DemoUnit> units, Func<DemoUnit, int> size)
    {
        DemoUnit[] all = [.. units];
        return new(all, CareCase.Sums(all.Select(size)));
    }
}
