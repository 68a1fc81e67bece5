using System.Diagnostics;
using OpenTelemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Kunskapsstyrning.Host.Operations;

/// <summary>
/// Traces, measures and log lines to the region's own collector by OTLP, when OpenTelemetry's standard variable
/// <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> names one; otherwise nothing is collected and nobody is called. The other <c>OTEL_*</c> variables count too.
/// </summary>
internal static class Telemetry
{
    private static readonly string[] Sources = ["Microsoft.AspNetCore", "System.Net.Http", "Npgsql", "Quartz"];
    private static readonly string[] Meters = ["Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Runtime", "Npgsql"];

    private static bool IsWanted => Environment.GetEnvironmentVariable("OTEL_EXPORTER_OTLP_ENDPOINT") is { Length: > 0 };

    public static void Add(WebApplicationBuilder builder)
    {
        if (!IsWanted) return;
        builder.Services.AddHostedService<Exporters>();
        builder.Logging.AddOpenTelemetry(o => o.SetResourceBuilder(Resource()).AddOtlpExporter());
    }

    /// <summary>Names the request's span by its route, never by its address: a personal link's address is its key.</summary>
    public static void NameSpans(WebApplication app)
    {
        if (!IsWanted) return;
        app.Use(async (context, next) =>
        {
            await next(context);
            if (Activity.Current is not { } span || span.GetTagItem("http.route") is not null) return; // the page that tells of a fault runs after the one that was asked for
            var route = context.GetEndpoint() is RouteEndpoint page ? "/" + page.RoutePattern.RawText?.TrimStart('/') : "okänd";
            span.DisplayName = $"{context.Request.Method} {route}";
            span.SetTag("http.request.method", context.Request.Method);
            span.SetTag("http.route", route);
            span.SetTag("http.response.status_code", context.Response.StatusCode);
            span.SetTag("url.path", null);
            span.SetTag("url.query", null);
        });
    }

    private static ResourceBuilder Resource() => ResourceBuilder.CreateDefault().AddService("kunskapsstyrning", serviceVersion: Commands.RunCommand.Version);

    private sealed class Exporters : IHostedService
    {
        private TracerProvider? _traces;
        private MeterProvider? _measures;

        public Task StartAsync(CancellationToken cancellationToken)
        {
            _traces = Sdk.CreateTracerProviderBuilder().SetResourceBuilder(Resource()).AddSource(Sources).AddOtlpExporter().Build();
            _measures = Sdk.CreateMeterProviderBuilder().SetResourceBuilder(Resource()).AddMeter(Meters).AddOtlpExporter().Build();
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken)
        {
            _traces?.Dispose(); // sends what is left
            _measures?.Dispose();
            return Task.CompletedTask;
        }
    }
}
