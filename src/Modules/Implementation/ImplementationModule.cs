using Kunskapsstyrning.Implementation.Contracts;
using Kunskapsstyrning.Implementation.Data;
using Kunskapsstyrning.Implementation.Features;
using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Kernel.Data;
using Kunskapsstyrning.Kernel.Screens;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Kunskapsstyrning.Implementation;

/// <summary>Knowledge support brought into use: how far each vårdförlopp has come in each region.</summary>
public sealed class ImplementationModule : IModule
{
    /// <inheritdoc/>
    public string Name => "implementation";

    /// <inheritdoc/>
    public void Register(IServiceCollection services, ModuleSettings settings) => services
        .AddModuleDb<ImplementationDb>(Name)
        .AddScoped<IImplementationOverview, ImplementationPicture>()
        .AddScoped<SeedImplementation>()
        .AddScoped<StatusMap>();

    /// <inheritdoc/>
    public void Map(IEndpointRouteBuilder routes)
    {
    }

    /// <inheritdoc/>
    public IReadOnlyList<NavigationLink> Navigation => [new("Införande", "Vårdförlopp", "/inforande")];

    /// <inheritdoc/>
    public IReadOnlyList<FeedType> FeedTypes =>
    [
        new("implementation.vardforlopp", typeof(Vardforlopp)),
        new("implementation.step", typeof(Step)),
        new("implementation.region-state", typeof(RegionState)),
    ];

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Todo>> Todos(IServiceProvider scope, ICurrentUser user, CancellationToken ct)
    {
        if (user.Region is not { } code || Region.Find(code.Code) is not { } region || !user.Roles.Contains(Roles.RegionCoordinator)) return [];
        var view = await scope.GetRequiredService<StatusMap>().View(scope.GetRequiredService<TimeProvider>().Today(), ct);
        var old = view.Old(region).Count;
        return old == 0 ? [] :
            [new($"{old} vårdförlopp har inte uppdaterats på sex månader", $"Läget i {region.Name} kan ha ändrats", $"/inforande?visa={InforandeModel.Old}&region={region.Key}", Count: old)];
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<KeyFigure>> Figures(IServiceProvider scope, ICurrentUser user, CancellationToken ct)
    {
        var view = await scope.GetRequiredService<StatusMap>().View(scope.GetRequiredService<TimeProvider>().Today(), ct);
        return [new("Införande", SwedishFormat.Integer(view.Done), $"av {view.Rows.Count} vårdförlopp är införda i alla fyra regioner",
            $"{view.Old(null).Count} har en uppgift som är äldre än sex månader.", "/inforande")];
    }

    /// <inheritdoc/>
    public Task Seed(IServiceProvider scope, CancellationToken ct) => scope.GetRequiredService<SeedImplementation>().Run(ct);
}
