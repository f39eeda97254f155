using Bishui.Hosting.Errors;
using Bishui.Hosting.Health;
using Bishui.Hosting.Identity;
using Bishui.Hosting.Json;
using Bishui.Hosting.Limits;
using Bishui.Hosting.Load;
using Bishui.Hosting.Messages;
using Bishui.Hosting.OpenApi;
using Bishui.Hosting.PublicAnswers;
using Bishui.Hosting.Telemetry;
using Bishui.Hosting.Time;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace Bishui.Hosting;

/// <summary>What every process of the platform does alike.</summary>
public static class ServiceDefaults
{
    /// <summary>
    /// Everything a service has: <see cref="AddHostDefaults"/>, verification of tokens with "signed in" as the rule, its API's description,
    /// and the bounds of public and costly questions.
    /// </summary>
    public static WebApplicationBuilder AddServiceDefaults(this WebApplicationBuilder builder, string service)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.AddHostDefaults(service);
        builder.Services.AddTokenVerification(builder.Configuration);
        builder.Services.AddCallerAddress();
        builder.Services.AddApiDescription(service);
        builder.Services.AddPublicAnswers().AddCostlyWork();
        return builder;
    }

    /// <summary>
    /// What the gateway and the pages have too: telemetry, health, problem details, JSON, the platform's clock as <see cref="TimeProvider"/>, limits.
    /// </summary>
    public static WebApplicationBuilder AddHostDefaults(this WebApplicationBuilder builder, string service)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.AddTelemetry(service);
        builder.AddMetricsPort();
        builder.Services.Configure<KestrelServerOptions>(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = RequestLimits.Usual;
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(15);
        });
        var services = builder.Services;
        services.TryAddSingleton(PlatformClock.Parse(builder.Configuration["BISHUI_CLOCK_OFFSET"]));
        services.TryAddSingleton<TimeProvider>(provider => provider.GetRequiredService<PlatformClock>());
        services.TryAddScoped<RequestClock>();
        // A single object that kept the clock of one request would answer by it for ever: such a service does not start.
        builder.Host.UseDefaultServiceProvider(options => (options.ValidateScopes, options.ValidateOnBuild) = (true, true));
        services.ConfigureHttpJsonOptions(options => JsonDefaults.Apply(options.SerializerOptions));
        services.AddProblemAnswers();
        // The framework asks for these keys though nothing is protected by them yet, and would keep them in the user's home.
        services.AddDataProtection().UseEphemeralDataProtectionProvider();
        services.AddHealthChecks();
        services.AddSingleton<Readiness>();
        return builder;
    }

    /// <summary>Puts into the pipeline, and at its well-known addresses, what <see cref="AddServiceDefaults"/> registered.</summary>
    public static WebApplication MapServiceDefaults(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        app.UseForwardedHeaders();
        app.UseNoStoreForSignedIn();
        app.UseProblemAnswers();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UsePublicAnswers();
        app.UseCostlyWork();
        app.UseBodyReading();
        app.MapHostDefaults();
        if (app.Services.GetService<BusName>() is { } bus) app.MapErrorQueues(bus.Service);
        app.MapApiDescription();
        return app;
    }

    /// <summary>/health/live and /health/ready.</summary>
    public static WebApplication MapHostDefaults(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        app.MapHealth();
        return app;
    }
}
