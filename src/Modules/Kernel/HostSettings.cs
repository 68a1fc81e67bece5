namespace Kunskapsstyrning.Kernel;

/// <summary>What a host is for.</summary>
public enum HostRole
{
    /// <summary>Everything in one database, with example data; the default from source.</summary>
    Demo,

    /// <summary>One region's own host.</summary>
    Region,

    /// <summary>NRF's host.</summary>
    Federation,
}

/// <summary>The two database engines.</summary>
public enum Engine
{
    /// <summary>One file; the embedded default.</summary>
    Sqlite,

    /// <summary>For production.</summary>
    Postgres,
}

/// <summary>The host's identity and where it keeps things.</summary>
public sealed record HostSettings
{
    /// <summary>What the host is for.</summary>
    public required HostRole Role { get; init; }

    /// <summary>The region whose host this is; null unless <see cref="Role"/> is Region.</summary>
    public RegionCode? Region { get; init; }

    /// <summary>Absolute path of the data folder.</summary>
    public required string DataFolder { get; init; }

    /// <summary>Which engine.</summary>
    public required Engine Engine { get; init; }

    /// <summary>Connection string of that engine.</summary>
    public required string ConnectionString { get; init; }

    /// <summary>True when a region's host fetches NRF's data from NRF's host; without one it counts as its own NRF.</summary>
    public bool HasFederationPeer { get; init; }

    /// <summary>True when the database is the one of the generated example data.</summary>
    public bool ExampleData { get; init; }

    /// <summary>True when somebody has taken the demonstration's example data away: none is made again in this data folder.</summary>
    public bool ExampleDataRemoved { get; init; }

    /// <summary>True when this host may write rows of that owner: a region's host its own, NRF's host NRF's, the demonstration all.</summary>
    public bool MayWrite(Owner owner) => Role switch
    {
        HostRole.Demo => true,
        HostRole.Federation => owner == Owner.Nrf,
        _ => Region is { } region && (owner == Owner.Of(region) || (owner == Owner.Nrf && !HasFederationPeer)),
    };
}
