using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Kernel.Screens;
using Kunskapsstyrning.Nivastrukturering.Deliveries;

namespace Kunskapsstyrning.Nivastrukturering.Features;

/// <summary>Months that have not come, told to those who can do something about it.</summary>
internal static class MissingPicture
{
    /// <summary>One row a region.</summary>
    public static IReadOnlyList<Todo> TodosOf(IEnumerable<MissingDelivery> missing) => [.. missing.GroupBy(m => m.Region).Select(TodoOf)];

    /// <summary>A row of <c>/drift</c>: a warning as long as a month is missing.</summary>
    public static HostCheck CheckOf(IReadOnlyList<MissingDelivery> missing)
    {
        const string name = "Leveranser";
        if (missing.Count == 0) return new(name, CheckState.Ok, "Ingen saknas");
        var regions = missing.GroupBy(m => m.Region).Select(g => $"{g.Key.Name} {(g.Count() == 1 ? DeliveryPicture.MonthOf(g.First().Period) : $"{g.Count()} månader")}");
        return new(name, CheckState.Warning, $"Saknas: {string.Join(", ", regions)}", $"Be regionens ekonom om leveransen och läs in den med kst import contacts. Se {DeliveryPicture.ListPath}.") { HasTodo = true };
    }

    private static Todo TodoOf(IGrouping<Region, MissingDelivery> ofRegion)
    {
        var oldest = ofRegion.First();
        var count = ofRegion.Count();
        var month = DeliveryPicture.MonthOf(oldest.Period);
        var text = count == 1
            ? $"Leveransen för {month} från {oldest.Region.Name} saknas sedan {SwedishFormat.ProseDate(oldest.Expected)}"
            : $"{SwedishText.Capital(SwedishFormat.InWords(count))} leveranser från {oldest.Region.Name} saknas, den äldsta sedan {SwedishFormat.ProseDate(oldest.Expected)}";
        var why = count == 1 ? "Månadens vårdkontakter räknas inte förrän de är inlästa" : $"Den äldsta är {month}. Månaderna räknas inte förrän de är inlästa";
        return new(text, why, $"{DeliveryPicture.ListPath}?region={oldest.Region.Key}", oldest.Expected, count);
    }
}
