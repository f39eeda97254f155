using System.Diagnostics;
using System.Diagnostics.Metrics;
using MassTransit.Logging;
using MassTransit.Monitoring;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Bishui.Hosting.Telemetry;

/// <summary>Traces, metrics and logs. They leave the process only when OTEL_EXPORTER_OTLP_ENDPOINT is set, or by <see cref="MetricsPort"/>.</summary>
public static class Telemetry
{
    /// <summary>Name of the platform's own activities and instruments.</summary>
    public const string Name = "Bishui";

    /// <summary>Source of the platform's own activities.</summary>
    public static ActivitySource Source { get; } = new(Name);

    /// <summary>The platform's own instruments.</summary>
    public static Meter Meter { get; } = new(Name);

    /// <summary>Registers telemetry under the name <c>bishui-&lt;service&gt;</c>.</summary>
    public static WebApplicationBuilder AddTelemetry(this WebApplicationBuilder builder, string service)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Logging.AddConsoleFor(builder.Environment);
        var telemetry = builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService($"bishui-{service}"))
            .WithTracing(tracing => tracing
                // Probes and scrapes come every few seconds and would bury what people do.
                .AddAspNetCoreInstrumentation(options => options.Filter = http =>
                    !http.Request.Path.StartsWithSegments("/health") && !http.Request.Path.StartsWithSegments("/metrics"))
                .AddHttpClientInstrumentation()
                .AddSource(DiagnosticHeaders.DefaultListenerName)
                .AddSource(Name))
            .WithMetrics(metrics => metrics
                .AddRuntimeInstrumentation()
                .AddAspNetCoreInstrumentation()
                .AddMeter("Microsoft.AspNetCore.Server.Kestrel")
                .AddMeter(InstrumentationOptions.MeterName)
                .AddMeter(Name)
                .AddPrometheusExporter());

        if (string.IsNullOrWhiteSpace(builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"])) return builder;
        builder.Logging.AddOpenTelemetry(logs => (logs.IncludeScopes, logs.IncludeFormattedMessage) = (true, true));
        telemetry.UseOtlpExporter();
        return builder;
    }

    private static void AddConsoleFor(this ILoggingBuilder logging, IHostEnvironment environment)
    {
        logging.ClearProviders();
        // Each failing check says why once, where it fails; the framework would repeat it with every probe.
        logging.AddFilter("Microsoft.Extensions.Diagnostics.HealthChecks", LogLevel.None);
        // Six lines a request otherwise: traces and metrics say the same for less.
        logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        // Four lines a call otherwise, and a page asks half a dozen times.
        logging.AddFilter("System.Net.Http", LogLevel.Warning);
        if (environment.IsProduction())
            logging.AddJsonConsole(options =>
            {
                options.IncludeScopes = true;
                options.UseUtcTimestamp = true;
                options.TimestampFormat = "O";
                options.JsonWriterOptions = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
            });
        else
            logging.AddSimpleConsole(options => (options.SingleLine, options.TimestampFormat) = (true, "HH:mm:ss "));
    }
}
