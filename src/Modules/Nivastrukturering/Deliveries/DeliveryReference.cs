namespace Kunskapsstyrning.Nivastrukturering.Deliveries;

/// <summary>What the row checks look up: the unit register and the kommuner of the four regions.</summary>
internal sealed class DeliveryReference
{
    private readonly Dictionary<string, CareUnit>.AlternateLookup<ReadOnlySpan<char>> _units;
    private readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> _kommuner;
    private readonly CareUnit? _any;

    /// <summary>Of two units with one HSA-id the first counts.</summary>
    public DeliveryReference(IEnumerable<CareUnit> units, IEnumerable<Kommun> kommuner)
    {
        var byHsaId = new Dictionary<string, CareUnit>();
        foreach (var unit in units) byHsaId.TryAdd(unit.HsaId, unit);
        _units = byHsaId.GetAlternateLookup<ReadOnlySpan<char>>();
        _kommuner = kommuner.Select(k => k.Code).ToHashSet().GetAlternateLookup<ReadOnlySpan<char>>();
    }

    private DeliveryReference(CareUnit any)
        : this([], [])
    {
        _any = any;
    }

    /// <summary>For one who has no registers: every unit is known to every region, and a kommun is refused by its form alone.</summary>
    public static DeliveryReference WithoutRegisters { get; } = new(new CareUnit("", "", "", "", "", null, IsPrimaryCare: false));

    /// <summary>The unit, when it is known to that region's deliveries; else null.</summary>
    public CareUnit? FindUnit(ReadOnlySpan<char> hsaId, string region) =>
        _any is not null ? (hsaId.IsEmpty ? null : _any) : _units.TryGetValue(hsaId, out var unit) && unit.Region == region ? unit : null;

    /// <summary>True for an empty code, 9901, 9999 and every code that KST-101 does not refuse.</summary>
    public bool IsKnownKommun(ReadOnlySpan<char> code)
    {
        if (code.IsEmpty || code is "9901" or "9999") return true;
        if (code.Length != 4 || !CareCodes.IsDigits(code) || code.EndsWith("00")) return false;
        if (!Kernel.RegionCode.IsKnown(code[..2])) return false;
        return code[0] != '2' || code[1] < '2' || _any is not null || _kommuner.Contains(code);
    }
}

/// <summary>The region's own names or codes of its units, read before the first contact. Of two rows with one key the first counts.</summary>
internal sealed class UnitTable
{
    private readonly Dictionary<string, LocalUnit> _units;
    private readonly Dictionary<string, LocalUnit>.AlternateLookup<ReadOnlySpan<char>> _lookup;

    public UnitTable(bool byName)
    {
        _units = byName ? new(Adapters.Sdk.Names.Comparer) : new(StringComparer.Ordinal);
        _lookup = _units.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    public void Add(string key, CareUnit? unit, string mvo) => _units.TryAdd(key, new(unit, mvo));

    public LocalUnit? Find(ReadOnlySpan<char> key) => _lookup.TryGetValue(key, out var unit) ? unit : null;
}

/// <summary>A row of the region's own unit table, as it stood.</summary>
/// <param name="Key">The code or name that contacts use.</param>
/// <param name="HsaId">The unit's HSA-id.</param>
/// <param name="Mvo">Empty where the table has none.</param>
internal readonly record struct LocalUnitText(string Key, string HsaId, string Mvo);

/// <summary>A row of the region's own unit table.</summary>
/// <param name="Unit">The register's unit, or null when its HSA-id is not known to the region.</param>
/// <param name="Mvo">As it stood; empty where the table has none.</param>
internal sealed record LocalUnit(CareUnit? Unit, string Mvo);
