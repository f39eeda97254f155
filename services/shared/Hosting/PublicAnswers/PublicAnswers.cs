using Bishui.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Bishui.Hosting.PublicAnswers;

/// <summary>
/// What everybody may read is made once a change and kept: answers carry a strong ETag, the same over all replicas, an unchanged one is a 304, and callers
/// who ask the same at the same time wait for one answer. Different questions are bounded in number.
/// </summary>
public static class PublicAnswers
{
    /// <summary>Registers the keeping of answers; <see cref="UsePublicAnswers"/> puts it in the pipeline.</summary>
    public static IServiceCollection AddPublicAnswers(this IServiceCollection services, Action<PublicAnswerOptions>? configure = null)
    {
        services.AddOptions<PublicAnswerOptions>().Configure(configure ?? (_ => { })).BindConfiguration("PublicAnswers").ValidateDataAnnotations().ValidateOnStart();
        // Made when the first public answer is asked for: a host without a store answers nothing in public, and has no versions of it.
        return services.AddSingleton(provider => new AnswerCache(provider.GetRequiredService<IAnswerVersion>(), provider.GetRequiredService<IOptions<PublicAnswerOptions>>()));
    }

    /// <summary>Answers follow the database: see <see cref="StoreVersion"/>.</summary>
    internal static IServiceCollection AddStoreVersion(this IServiceCollection services) =>
        services.AddSingleton<IAnswerVersion>(provider => new StoreVersion(provider.GetRequiredService<IDatabase>(), provider.GetRequiredService<TimeProvider>()));

    /// <summary>Serves the endpoints that are public answers; stands after routing and before any bound on costly work.</summary>
    public static IApplicationBuilder UsePublicAnswers(this IApplicationBuilder app) => app.Use((context, next) =>
        HttpMethods.IsGet(context.Request.Method) && context.GetEndpoint()?.Metadata.GetMetadata<PublicAnswer>() is not null
            ? context.RequestServices.GetRequiredService<AnswerCache>().AnswerAsync(context, next)
            : next(context));

    /// <summary>
    /// Marks endpoints whose GET answers are the same for everybody: they may depend on the address and query, on what is on file and on the time,
    /// and on nothing else of the request.
    /// </summary>
    public static T IsPublicAnswer<T>(this T endpoints) where T : IEndpointConventionBuilder => endpoints.WithMetadata(new PublicAnswer());
}

/// <summary>Marks an endpoint: see <see cref="PublicAnswers.IsPublicAnswer"/>.</summary>
public sealed class PublicAnswer;
