using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Kernel.Data;
using Kunskapsstyrning.Reporting.Data;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Kunskapsstyrning.Reporting;

/// <summary>The yearly report: what the other modules know, told in sentences, tables and charts, with the director's own words.</summary>
public sealed class ReportingModule : IModule
{
    /// <inheritdoc/>
    public string Name => "reporting";

    /// <inheritdoc/>
    public void Register(IServiceCollection services, ModuleSettings settings) => services
        .AddModuleDb<ReportingDb>(Name)
        .AddScoped<FiguresOfYear>()
        .AddScoped<Reports>()
        .AddScoped<ReportBuilder>();

    /// <inheritdoc/>
    public void Map(IEndpointRouteBuilder routes)
    {
    }

    /// <inheritdoc/>
    public IReadOnlyList<NavigationLink> Navigation => [new("Rapporter", "Årsrapporter", "/rapporter", Permissions.ReadReports)];

    /// <inheritdoc/>
    public IReadOnlyList<FeedType> FeedTypes => [new("reporting.year-report", typeof(YearReport)), new("reporting.report-text", typeof(ReportText))];

    /// <inheritdoc/>
    public IReadOnlyList<YearDocument> YearDocuments =>
        [new("fd-rapport", async (scope, year, ct) => (await scope.GetRequiredService<ReportBuilder>().Of(year, ct)).Document)];
}
