using Bishui.Features.Obligations;
using Bishui.Features.Requests;
using Bishui.Features.Tasks;
using Bishui.Hosting;
using Bishui.Hosting.Errors;
using Bishui.Storage.Documents;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Bishui.Features.Exceedances;

internal static class ExceedanceEndpoints
{
    public static IServiceCollection AddExceedances(this IServiceCollection services) =>
        services.AddCollection(ExceedanceCollections.Cases)
            .AddSingleton<ILinkTarget, ExceedanceLinks>()
            .AddSingleton<CaseEvidence>()
            .AddSingleton<SilenceCases>()
            .AddSingleton<IEvidenceSource>(provider => provider.GetRequiredService<CaseEvidence>())
            .AddSingleton<IDutyCases>(provider => provider.GetRequiredService<CaseEvidence>());

    public static void MapExceedances(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/exceedances").WithTags("超标案件 Exceedances");
        group.MapGet("/", List).WithSummary("超标案件，新的在前 / Cases, newest first");
        group.MapGet("/{id}", Get).WithSummary("一个超标案件 / One case");
    }

    private static async Task<Ok<ListAnswer<Exceedance>>> List(
        IDocumentReader store, string? site, string? after, int? limit, CancellationToken cancel) =>
        TypedResults.Ok(ListAnswer.Of(await store.ListAsync(ExceedanceCollections.Cases, new()
        {
            Index = site is null ? ExceedanceCollections.ByOpened : "site",
            From = site is null ? null : site + "|",
            Before = site is null ? null : site + "}",
            After = after,
            Limit = Paging.Limit(limit),
            Descending = true,
        }, cancel)));

    private static async Task<Results<Ok<Exceedance>, ProblemHttpResult>> Get(
        string id, IDocumentReader store, HttpContext http, CancellationToken cancel)
    {
        if (await store.FindAsync(ExceedanceCollections.Cases, id, cancel) is not { } stored)
            return Problems.Of(StatusCodes.Status404NotFound, "unknown-exceedance", $"没有超标案件 {id}", $"there is no case {id}");
        http.Response.SetETag(stored.Version);
        return TypedResults.Ok(stored.Body);
    }
}
