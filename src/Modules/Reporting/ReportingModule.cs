using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Kernel.Data;
using Kunskapsstyrning.Reporting.Data;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Kunskapsstyrning.Reporting;

/// <summary>The yearly report: what the other modules know, told in sentences, tables and charts, with the director's own words.</summary>
public sealed class ReportingModule : IModule
{
    private const int ExampleYear = 2024;

    private static readonly Guid ExampleKey = Guid.Parse("01932a00-0004-7000-8000-000000000001");

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

    /// <summary>In the demonstration the report of 2024 is there to be read and fetched.</summary>
    public async Task Seed(IServiceProvider scope, CancellationToken ct)
    {
        if (!scope.GetRequiredService<HostSettings>().ExampleData) return;
        var reports = scope.GetRequiredService<Reports>();
        if (await reports.Find(ExampleYear, ct) is null) await reports.Make(ExampleKey, ExampleYear, "", ct);
    }
}
