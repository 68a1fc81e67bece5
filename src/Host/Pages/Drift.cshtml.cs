using System.Diagnostics;
using Kunskapsstyrning.Host.Operations;
using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Kernel.Screens;
using Kunskapsstyrning.Kernel.Tables;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Kunskapsstyrning.Host.Pages;

/// <summary>The host's health in words, its adapters, and what is installed; looked at anew each time the page is opened.</summary>
[Authorize(Policy = Permissions.ReadOperations)]
internal sealed class DriftModel(HostChecks checks, IAdapterDirectory adapters, HostSettings settings, TimeProvider clock) : PageModel, ITablePage
{
    public Table Table { get; private set; } = null!;

    public Table Adapters { get; private set; } = null!;

    public IReadOnlyList<Table> MoreTables => [Adapters];

    /// <summary>What must be mended or looked at, each as a whole sentence.</summary>
    public IReadOnlyList<HostCheck> Faults { get; private set; } = [];

    public string Looked { get; private set; } = "";

    public bool HasExampleData => settings.ExampleData;

    public IReadOnlyList<(string Name, string Value)> Installation { get; private set; } = [];

    public async Task OnGet(CancellationToken ct)
    {
        var all = await checks.All(ct);
        Faults = [.. all.Where(c => c.State != CheckState.Ok).OrderByDescending(c => c.State)];
        Looked = SwedishFormat.Time(TimeOnly.FromDateTime(clock.Local()));
        Table = new Table
        {
            Title = "Hälsa",
            Columns = [new("check", "Kontroll"), new("state", "Läge", ColumnKind.State), new("seen", "Vad vi såg"), new("remedy", "Gör så här")],
            Rows = [.. all.Select(c => new Row(c.Name, CheckWords.ToState(c.State), c.Seen, c.Remedy ?? Cell.NotApplicable))],
            Facts = [new("Kontrollerad", $"{SwedishFormat.Date(clock.Today())} kl. {Looked}")],
        };
        Adapters = new Table
        {
            Title = "Adaptrar",
            Columns = [new("adapter", "Adapter"), new("reads", "Läser"), new("version", "Version"), new("state", "Läge", ColumnKind.State)],
            Rows = [.. adapters.All.Select(a => new Row(
                a.Name,
                a.Capabilities.Count == 0 ? Cell.NotApplicable : string.Join(", ", a.Capabilities.Select(Reads)),
                a.Version.Length == 0 ? Cell.NotApplicable : a.Version,
                a.OffBecause is null ? new State(StateMark.Klar, "Igång") : new State(StateMark.Fel, "Avstängd")))],
            EmptyText = "Ingen adapter. Lägg adapterns mapp i datamappens adapters och starta om värden.",
        };
        Installation =
        [
            ("Version", Commands.RunCommand.Version),
            ("Roll", settings.Role switch { HostRole.Demo => "Demonstration", HostRole.Federation => "Norra sjukvårdsregionförbundet", _ => Region.FindAny(settings.Region!.Value.Code)!.Name }),
            ("Datamapp", settings.DataFolder),
            ("Uppe sedan", Started()),
            ("Dator", System.Runtime.InteropServices.RuntimeInformation.OSDescription),
        ];
    }

    private static string Reads(string capability) => capability switch { "contacts" => "kontakter", "structure" => "struktur", "invoices" => "underlag", _ => capability };

    private static string Started()
    {
        using var own = Process.GetCurrentProcess();
        var at = Clock.ToSwedish(own.StartTime.ToUniversalTime());
        return $"{SwedishFormat.ProseDate(DateOnly.FromDateTime(at))} kl. {SwedishFormat.Time(TimeOnly.FromDateTime(at))}";
    }
}
