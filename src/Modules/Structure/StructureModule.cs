using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Kernel.Data;
using Kunskapsstyrning.Kernel.Screens;
using Kunskapsstyrning.Structure.Contracts;
using Kunskapsstyrning.Structure.Data;
using Kunskapsstyrning.Structure.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Kunskapsstyrning.Structure;

/// <summary>Who leads what: programområden and their groups, nationally, per sjukvårdsregion and per region.</summary>
public sealed class StructureModule : IModule
{
    /// <inheritdoc/>
    public string Name => "structure";

    /// <inheritdoc/>
    public void Register(IServiceCollection services, ModuleSettings settings) => services
        .AddModuleDb<StructureDb>(Name)
        .AddScoped<IStructureDirectory, StructureDirectory>()
        .AddScoped<IStructureOverview, StructureOverview>()
        .AddScoped<IStructureImport, ImportLpoStructure>()
        .AddScoped<ILocalNameImport, ImportLocalNames>()
        .AddScoped<SeedStructure>()
        .AddScoped<LpoMap>()
        .AddScoped<LpoMapHistory>();

    /// <inheritdoc/>
    public void Map(IEndpointRouteBuilder routes)
    {
    }

    /// <inheritdoc/>
    public IReadOnlyList<NavigationLink> Navigation =>
    [
        new("Struktur", "Översikt", "/struktur"),
        new("Struktur", "LPO-kartan", "/struktur/lpo-karta"),
        new("Struktur", "Fördelning", "/struktur/fordelning"),
    ];

    /// <inheritdoc/>
    public IReadOnlyList<FeedType> FeedTypes =>
    [
        new("structure.group", typeof(Group)),
        new("structure.group-area", typeof(GroupArea)),
        new("structure.mirror", typeof(Mirror)),
        new("structure.gap", typeof(Gap)),
        new("structure.local-name", typeof(LocalName)),
        new("structure.lineage", typeof(Lineage)),
    ];

    /// <inheritdoc/>
    public IReadOnlyList<ReconciliationSection> Reconciliation =>
        [new("lpo", (scope, ct) => scope.GetRequiredService<LpoMap>().Reconcile(ct))];

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Todo>> Todos(IServiceProvider scope, ICurrentUser user, CancellationToken ct)
    {
        if (user.Region is not { } code || Region.Find(code.Code) is not { } region || !user.Roles.Contains(Roles.RegionCoordinator)) return [];
        var view = await scope.GetRequiredService<LpoMap>().View(scope.GetRequiredService<TimeProvider>().Today(), ct);
        var unmapped = view.Rows.Count(row => row.Cells.Any(c => c.Region == region && c.State == CellState.Unmapped));
        return unmapped == 0 ? [] :
            [new($"Fyll i LPO-kartan för {region.Name}", $"{unmapped} av {view.Rows.Count} RPO är inte kartlagda", "/struktur/lpo-karta?visa=ej-kartlagt", Count: unmapped)];
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<KeyFigure>> Figures(IServiceProvider scope, ICurrentUser user, CancellationToken ct)
    {
        var view = await scope.GetRequiredService<LpoMap>().View(scope.GetRequiredService<TimeProvider>().Today(), ct);
        return [new("LPO-kartan", SwedishFormat.Integer(view.Complete), $"av {view.Rows.Count} RPO har LPO i alla fyra regioner",
            $"{(view.Count(CellState.Missing) == 1 ? "1 ruta" : $"{view.Count(CellState.Missing)} rutor")} saknar LPO och {view.Count(CellState.Unmapped)} är inte {(view.Count(CellState.Unmapped) == 1 ? "kartlagd" : "kartlagda")}.", "/struktur/lpo-karta")];
    }

    /// <inheritdoc/>
    public Task Seed(IServiceProvider scope, CancellationToken ct) => scope.GetRequiredService<SeedStructure>().Run(ct);
}
