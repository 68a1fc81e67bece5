using System.Globalization;
using System.Text.Json.Nodes;
using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Kernel.Screens;
using Kunskapsstyrning.Kernel.Tables;
using Kunskapsstyrning.Nivastrukturering.Contracts;
using Kunskapsstyrning.Nivastrukturering.Deliveries;

namespace Kunskapsstyrning.Nivastrukturering.Features;

/// <summary>Deliveries and their codes as words and tables.</summary>
internal static class DeliveryPicture
{
    public const string ListPath = "/administration/import";

    /// <summary>The statuses in the order of the filter.</summary>
    public static IReadOnlyList<DeliveryStatus> Statuses { get; } =
        [DeliveryStatus.InForce, DeliveryStatus.Replaced, DeliveryStatus.Rejected, DeliveryStatus.Undone, DeliveryStatus.AlreadyRead, DeliveryStatus.Reading];

    /// <summary>Where one delivery is shown.</summary>
    public static string PathOf(Delivery delivery) => $"{ListPath}/{delivery.Id}";

    /// <summary><c>Norrbotten, mars 2026</c>.</summary>
    public static string TitleOf(Delivery delivery) => $"{Region.NameOf(delivery.Owner.Code)}, {MonthOf(delivery.Period)}";

    /// <summary><c>mars 2026</c>; <c>okänd månad</c> for an empty period.</summary>
    public static string MonthOf(string period) => DateOnly.TryParseExact(period + "-01", "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var first)
        ? first.ToString("MMMM yyyy", SwedishFormat.Culture)
        : "okänd månad";

    public static State StateOf(Delivery delivery) => new(delivery.Status switch
    {
        DeliveryStatus.InForce => StateMark.Klar,
        DeliveryStatus.Rejected => StateMark.Fel,
        DeliveryStatus.Reading => StateMark.Pagar,
        DeliveryStatus.AlreadyRead => StateMark.Inte,
        _ => StateMark.Vilar,
    }, SwedishText.Capital(delivery.Status.Text()));

    /// <summary>When it came, or was undone, in Swedish time.</summary>
    public static string At(DateTime utc) => SwedishFormat.Instant(new DateTimeOffset(DateTime.SpecifyKind(utc, DateTimeKind.Utc)));

    public static Table ListOf(IEnumerable<Delivery> deliveries) => new()
    {
        Title = "Leveranser",
        Columns =
        [
            new("month", "Leverans"), new("region", "Region", ColumnKind.Region), new("status", "Läge", ColumnKind.State), new("accepted", "Inlästa", ColumnKind.Integer),
            new("quarantined", "I karantän", ColumnKind.Integer), new("receivedAt", "Mottagen"), new("receivedBy", "Av"), new("source", "Källa"), new("remark", "Kod och vad du gör"),
        ],
        Rows = deliveries.Select(RowOf),
        EmptyText = "Inga träffar. Välj Alla för att se alla leveranser.",
    };

    public static Table MissingOf(IEnumerable<MissingDelivery> missing) => new()
    {
        Title = "Leveranser som saknas",
        Columns = [new("month", "Månad"), new("region", "Region", ColumnKind.Region), new("status", "Läge", ColumnKind.State), new("expected", "Skulle ha kommit senast", ColumnKind.Date)],
        Rows = [.. missing.Select(m => new Row(MonthOf(m.Period), m.Region, new State(StateMark.Varning, "Saknas"), m.Expected))],
    };

    /// <summary>What happened to the rows, code by code, most rows first; each contact code leads to its rows.</summary>
    /// <param name="delivery">The delivery; without counts the table is empty.</param>
    /// <param name="link">The page's address with a code chosen.</param>
    public static Table CodesOf(Delivery delivery, Func<string, string?> link)
    {
        var counts = delivery.Counts.Length == 0 ? [] : JsonNode.Parse(delivery.Counts)!.AsObject();
        List<(string Code, string What, long? Rows)> lines =
        [
            .. Numbers("koder", "kontakter i karantän"), .. Numbers("delrader", "diagnos- och åtgärdsrader"), .. Numbers("varningar", "inlästa kontakter, varning"),
            .. counts["filvarningar"]?.AsArray().Select(code => ((string)code!, "filen, varning", (long?)null)) ?? [],
        ];
        var most = lines.Max(l => l.Rows) ?? 1;
        var anchors = new HashSet<string>();
        return new()
        {
            Title = "Karantän och varningar per kod",
            Columns = [new("code", "Kod"), new("name", "Vad är fel"), new("what", "Gäller"), new("rows", "Rader", ColumnKind.Integer), new("part", "Andel", ColumnKind.Bar), new("remedy", "Gör så här")],
            Rows = [.. lines.Select(l => new Row(
                Code(l.Code, l.What), KstCodes.Of(l.Code).Name, l.What, l.Rows is { } rows ? rows : Cell.NotApplicable, l.Rows is { } part ? 100m * part / most : 0m, KstCodes.Of(l.Code).Remedy)
            { Id = anchors.Add(l.Code) ? AnchorOf(l.Code) : null })],
            EmptyText = "Ingen rad har någon kod.",
        };

        IEnumerable<(string, string, long?)> Numbers(string key, string what) =>
            counts[key]?.AsObject().Select(c => (c.Key, what, (long?)c.Value!)).OrderByDescending(c => c.Item3).ThenBy(c => c.Key, StringComparer.Ordinal) ?? Enumerable.Empty<(string, string, long?)>();

        Cell Code(string code, string what) => (Cell)code with { Link = what.EndsWith("varning", StringComparison.Ordinal) ? null : link(code) };
    }

    /// <summary>Where a code stands in the table of codes.</summary>
    public static string AnchorOf(string code) => code.ToLowerInvariant();

    private static Row RowOf(Delivery d)
    {
        var month = (Cell)SwedishText.Capital(MonthOf(d.Period)) with { Link = PathOf(d), Note = d.Lopnummer is { } number ? $"löpnummer {number}" : null };
        var isRead = d.Counts.Length > 0;
        var remark = d.Code.Length > 0 ? $"{d.Code} {KstCodes.Of(d.Code).Name}. {KstCodes.Of(d.Code).Remedy}" : null;
        return new(month, Region.FindAny(d.Owner.Code)!, StateOf(d), isRead ? d.Accepted : Cell.NotApplicable, isRead ? d.Quarantined : Cell.NotApplicable,
            At(d.ReceivedAt), d.ReceivedBy, QuarantinePicture.Masked(d.Source), remark ?? Cell.NotApplicable);
    }
}
