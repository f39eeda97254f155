using Bishui.Features.Readings;
using Bishui.Features.Requests;
using Bishui.Hosting.Errors;
using Bishui.Hosting.Load;
using Bishui.Hosting.Time;
using Bishui.Rules.Standards;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Bishui.Ecological.Evaluations;

/// <summary>Figures over several sites, one route a formula; each says what it rests on, and without data there is none.</summary>
internal static class EvaluationEndpoints
{
    public const string RiverSection = "river-section";
    public const string LakePoint = "lake-point";

    public static void MapEvaluations(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/evaluations").WithTags("水质评价 Evaluations").IsCostly();
        group.MapForEveryone();
        group.MapGet("/cwqi", City).WithSummary("城市水质指数 / City water quality index");
        group.MapGet("/lakes", Trophic).WithSummary("湖库营养状态 / Trophic levels of lakes");
        group.MapGet("/black-odorous", BlackOdorous).WithSummary("黑臭水体分级 / Grades of black and odorous waters");
    }

    /// <summary>Maps what everyone may see without sign-in, under <c>/api/public/evaluations</c>.</summary>
    public static void MapPublicEvaluations(this IEndpointRouteBuilder routes) =>
        routes.MapGroup("/api/public/evaluations").WithTags("公开信息 Public").AllowAnonymous().IsPublicFigure().MapForEveryone();

    private static void MapForEveryone(this RouteGroupBuilder group)
    {
        group.MapGet("/rivers", River).WithSummary("河流水质状况 / Grades of rivers");
        group.MapGet("/shares", Share).WithSummary("水质优良比例 / Shares of good sections");
        group.MapGet("/zones", Zone).WithSummary("水功能区达标评价 / Compliance of water function zones");
        group.MapGet("/sources", Source).WithSummary("饮用水水源达标率 / Compliance of drinking-water sources");
    }

    private static Task<Results<Ok<RiversAnswer>, ProblemHttpResult>> River(
        SiteFigures figures, RequestClock clock, string? period, string? from, string? to, CancellationToken cancel) =>
        Answer(new(period, from, to), clock, asked => Rivers.EvaluateAsync(figures, asked, cancel));

    private static Task<Results<Ok<SharesAnswer>, ProblemHttpResult>> Share(
        SiteFigures figures, RequestClock clock, string? period, string? from, string? to, CancellationToken cancel) =>
        Answer(new(period, from, to), clock, asked => Shares.EvaluateAsync(figures, asked, cancel));

    private static Task<Results<Ok<ZonesAnswer>, ProblemHttpResult>> Zone(
        SiteFigures figures, RequestClock clock, string? period, string? from, string? to, CancellationToken cancel) =>
        Answer(new(period, from, to), clock, asked => Zones.EvaluateAsync(figures, asked, cancel));

    private static Task<Results<Ok<SourcesAnswer>, ProblemHttpResult>> Source(
        SiteFigures figures, StandardLibrary standards, RequestClock clock, string? period, string? from, string? to, CancellationToken cancel) =>
        Answer(new(period, from, to), clock, asked => Sources.EvaluateAsync(figures, standards, asked, cancel));

    private static Task<Results<Ok<LakesAnswer>, ProblemHttpResult>> Trophic(
        SiteFigures figures, RequestClock clock, string? period, string? from, string? to, CancellationToken cancel) =>
        Answer(new(period, from, to), clock, asked => Lakes.EvaluateAsync(figures, asked, cancel));

    private static Task<Results<Ok<BlackOdorousAnswer>, ProblemHttpResult>> BlackOdorous(
        SiteFigures figures, StandardLibrary standards, RequestClock clock, string? period, string? from, string? to, CancellationToken cancel) =>
        Answer(new(period, from, to), clock, asked => BlackOdorousWaters.EvaluateAsync(figures, standards, asked, cancel));

    /// <summary>With <c>base</c>, a period such as 2020, the change against it.</summary>
    private static async Task<Results<Ok<CityIndexAnswer>, ProblemHttpResult>> City(
        SiteFigures figures, RequestClock clock, string? period, string? from, string? to, string? @base, CancellationToken cancel)
    {
        var errors = new List<RowError>();
        var before = @base is null ? null : new PeriodQuery(@base, null, null).Read(clock, errors);
        return errors.Count > 0
            ? Refusals.Invalid([errors[0] with { Field = "base" }])
            : await Answer(new(period, from, to), clock, asked => CityIndex.EvaluateAsync(figures, asked, before, cancel));
    }

    private static async Task<Results<Ok<T>, ProblemHttpResult>> Answer<T>(PeriodQuery query, RequestClock clock, Func<EvaluatedPeriod, ValueTask<T>> evaluate)
    {
        var errors = new List<RowError>();
        return query.Read(clock, errors) is { } asked ? TypedResults.Ok(await evaluate(asked)) : Refusals.Invalid(errors);
    }
}
