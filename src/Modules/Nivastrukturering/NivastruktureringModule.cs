using Kunskapsstyrning.Kernel;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Kunskapsstyrning.Nivastrukturering;

/// <summary>What care is given on which level and where; deliveries, prices and the cost map.</summary>
public sealed class NivastruktureringModule : IModule
{
    /// <inheritdoc/>
    public string Name => "nivastrukturering";

    /// <inheritdoc/>
    public void Register(IServiceCollection services, ModuleSettings settings)
    {
    }

    /// <inheritdoc/>
    public void Map(IEndpointRouteBuilder routes)
    {
    }
}
