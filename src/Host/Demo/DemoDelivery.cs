using System.Globalization;

namespace Kunskapsstyrning.Host.Demo;

/// <summary>One month's delivery of one region, held in memory because it has (fictive) person ids.</summary>
/// <param name="Region">The region's key: <c>norrbotten</c>.</param>
/// <param name="Month">First day of its month.</param>
/// <param name="Contacts">Contact rows, damaged ones too.</param>
/// <param name="Files">By bare name, <c>leverans.json</c> with them.</param>
internal sealed record DemoDelivery(string Region, DateOnly Month, int Contacts, IReadOnlyDictionary<string, byte[]> Files)
{
    /// <summary><c>YYYY-MM</c>.</summary>
    public string Period => PeriodOf(Month);

    /// <summary>A month as <c>YYYY-MM</c>.</summary>
    public static string PeriodOf(DateOnly month) => month.ToString("yyyy-MM", CultureInfo.InvariantCulture);
}
