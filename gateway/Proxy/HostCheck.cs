using Bishui.Hosting.Errors;
using Microsoft.AspNetCore.HostFiltering;

namespace Bishui.Gateway.Proxy;

/// <summary>
/// Only the hosts that <c>AllowedHosts</c> names are answered. The framework checks them before anything else and would refuse with a page of HTML;
/// this gives its refusal the platform's form.
/// </summary>
internal static class HostCheck
{
    public static IServiceCollection AddHostCheck(this IServiceCollection services)
    {
        services.Configure<HostFilteringOptions>(options => options.IncludeFailureMessage = false);

        // Outside the framework's own check, which was registered before.
        services.Insert(0, ServiceDescriptor.Singleton<IStartupFilter, Refusal>());
        return services;
    }

    private sealed class Refusal : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            // Whatever else is refused without a body has been given one further in.
            app.UseStatusCodePages(context => context.HttpContext.Response.StatusCode == StatusCodes.Status400BadRequest
                ? Problems.Of(400, "unknown-host", "本平台不使用该主机名", "The platform is not known by this host name").ExecuteAsync(context.HttpContext)
                : Task.CompletedTask);
            next(app);
        };
    }
}
