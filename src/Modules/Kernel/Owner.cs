namespace Kunskapsstyrning.Kernel;

/// <summary>Who may change a row: <c>NRF</c>, or a region by its code (22–25, later any of the 21). Every other host holds a replica.</summary>
public readonly record struct Owner
{
    private Owner(string code) => Code = code;

    /// <summary><c>NRF</c> or the region's code.</summary>
    public string Code { get; }

    /// <summary>Norra sjukvårdsregionförbundet: owns what is national or sjukvårdsregional.</summary>
    public static Owner Nrf { get; } = new("NRF");

    /// <summary>A region as owner.</summary>
    public static Owner Of(RegionCode region) => new(region.Code);

    /// <summary>Reads the stored form.</summary>
    /// <exception cref="FormatException">Neither <c>NRF</c> nor a region's code.</exception>
    public static Owner Parse(string code) => code == "NRF" ? Nrf : Of(RegionCode.Parse(code, null));

    /// <inheritdoc/>
    public override string ToString() => Code;
}

/// <summary>A row that has an owner. The unit of work refuses a change by anyone who may not write for it.</summary>
public interface IOwned
{
    /// <summary>Who may change the row.</summary>
    Owner Owner { get; }
}

/// <summary>Says why an entity has no owner: an architecture test asks every entity for one or the other.</summary>
/// <param name="why">In one sentence.</param>
[AttributeUsage(AttributeTargets.Class)]
public sealed class NoOwnerAttribute(string why) : Attribute
{
    /// <summary>The reason.</summary>
    public string Why { get; } = why;
}
