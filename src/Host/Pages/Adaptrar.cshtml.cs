using System.Globalization;
using Kunskapsstyrning.Adapters.Sdk;
using Kunskapsstyrning.Host.Commands;
using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Kernel.Screens;
using Kunskapsstyrning.Kernel.Tables;
using Kunskapsstyrning.Nivastrukturering.Contracts;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Kunskapsstyrning.Host.Pages;

/// <summary>Each adapter with its state, its mappings' versions and its last delivery, and what has drifted from the layout.</summary>
[Authorize(Policy = Permissions.ReadOperations)]
internal sealed class AdaptrarModel(IAdapterDirectory adapters, IRegionDeliveries deliveries, HostSettings settings, ICurrentUser user) : PageModel, ITablePage
{
    public Table Table { get; private set; } = null!;

    public Table Mappings { get; private set; } = null!;

    public Table Drift { get; private set; } = null!;

    public IReadOnlyList<Table> MoreTables => [Mappings, Drift];

    /// <summary>How many are switched off.</summary>
    public int Off { get; private set; }

    public string Folder { get; } = Path.Combine(settings.DataFolder, "adapters");

    public async Task OnGet(CancellationToken ct)
    {
        var last = await deliveries.Last(ct);
        var all = adapters.All;
        Off = all.Count(a => a.OffBecause is not null);
        Table = new Table
        {
            Title = "Installerade",
            Columns = [new("adapter", "Adapter"), new("state", "Läge", ColumnKind.State), new("reason", "Orsak"), new("version", "Version"), new("sdk", "Sdk"), new("last", "Senaste leverans")],
            Rows = [.. all.Select(a => new Row(
                a.Name,
                a.OffBecause is null ? new State(StateMark.Klar, "På") : new State(StateMark.Fel, "Avstängd"),
                a.OffBecause ?? Cell.NotApplicable,
                TextOrNone(a.Version),
                TextOrNone(a.SdkRange),
                Region.FindAny(a.Id) is { } region && last.GetValueOrDefault(region) is { } delivery ? Linked($"{SwedishText.Capital(delivery.Month)}, kom {SwedishFormat.Instant(Utc(delivery.ReceivedAt))}", delivery.Id) : Cell.NotApplicable))],
            EmptyText = "Ingen adapter. Så installerar du: lägg adapterns mapp i datamappens adapters, kör kst adapter allow och starta om värden.",
        };
        Mappings = new Table
        {
            Title = "Mappningar",
            Columns = [new("adapter", "Adapter"), new("version", "Version", ColumnKind.Integer), new("period", "Gäller"), new("format", "Format"), new("files", "Filer")],
            Rows = [.. all.SelectMany(a => adapters.MappingsOf(a.Id).OrderByDescending(m => m.Version).Select(m => new Row(
                (Cell)a.Name with { Link = PathOf(a.Id) }, m.Version, AdapterReport.PeriodOf(m), FormatOf(m), string.Join(", ", m.Filer.Values))))],
            EmptyText = "Ingen mappning. En adapter har sina mappningar i mappen mappning.",
        };
        Drift = new Table
        {
            Title = "Leveranser som inte följer layouten",
            Columns = [new("region", "Region"), new("told", "Vad vi såg och vad du gör"), new("mend", "Rätta")],
            Rows = [.. last.Where(l => l.Value.Drift is not null).Select(l => new Row(Linked(l.Key.Name, l.Value.Drift!.Value.Id), PersonNumber.Mask(l.Value.Drift!.Value.Told), Mend(l.Key))),
                .. last.Where(l => l.Value.NewColumns.Count > 0).Select(l => new Row(l.Key.Name, PersonNumber.Mask($"Nya kolumner som inte läses: {string.Join(", ", l.Value.NewColumns)}."), Mend(l.Key)))],
        };
    }

    private Cell Linked(string text, Guid delivery) => user.May(Permissions.ReadImports) ? (Cell)text with { Link = $"/administration/import/{delivery}" } : text;

    private static string PathOf(string region) => $"/drift/adaptrar/{region}";

    private static Cell Mend(Region region) => (Cell)"Mappningen" with { Link = PathOf(region.Key) };

    private static Cell TextOrNone(string text) => text.Length == 0 ? Cell.NotApplicable : text;

    private static DateTimeOffset Utc(DateTime instant) => new(DateTime.SpecifyKind(instant, DateTimeKind.Utc));

    private static string FormatOf(Mapping mapping) => $"{mapping.Format.ToUpper(CultureInfo.InvariantCulture)}, {mapping.Kodning}";
}
