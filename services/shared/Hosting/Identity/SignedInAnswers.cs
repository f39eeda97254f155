using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Bishui.Hosting.Identity;

/// <summary>Keeps the answers that signed-in callers get out of every cache on the way, and out of the browser's own.</summary>
public static class SignedInAnswers
{
    /// <summary>
    /// Marks what is answered to a caller with a token, refusals included, as <c>no-store</c>, whatever the endpoint says. Anonymous answers keep
    /// what their endpoints set. Stands first in the pipeline: what is set as the answer begins is set after everything else.
    /// </summary>
    public static IApplicationBuilder UseNoStoreForSignedIn(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        context.Response.OnStarting(static state =>
        {
            var context = (HttpContext)state;
            if (context.User.Identity?.IsAuthenticated == true || context.Request.Headers.Authorization.Count > 0)
                context.Response.Headers.CacheControl = "no-store";
            return Task.CompletedTask;
        }, context);
        return next(context);
    });
}
