using Bishui.Contracts.Indicators;
using Bishui.Features.Obligations;
using Bishui.Features.Readings;
using Bishui.Features.Registers;
using Bishui.Features.Requests;
using Bishui.Features.Tasks;
using Bishui.Hosting;
using Bishui.Hosting.Errors;
using Bishui.Hosting.Identity;
using Bishui.Hosting.Time;
using Bishui.Storage.Documents;
using Bishui.Storage.Readings;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Bishui.Features.Indicators;

internal static class IndicatorEndpoints
{
    public static IServiceCollection AddIndicators(this IServiceCollection services) => services
        .AddCollection(IndicatorCollections.Told)
        .AddCollection(IndicatorCollections.History)
        .AddSingleton(provider => new BasisSource(
            provider.GetRequiredService<IDocumentStore>(), provider.GetRequiredService<RegisterBook>(), provider.GetRequiredService<IReadingStore>(),
            provider.GetRequiredService<CountedReadings>(), provider.GetRequiredService<SiteFigures>()))
        .AddSingleton<IndicatorMeter>()
        .AddSingleton<IEvidenceSource, IndicatorEvidence>()
        .AddSingleton<IndicatorRounds>()
        .AddSingleton<IWatchesRecords>(provider => provider.GetRequiredService<IndicatorRounds>())
        .AddHostedService(provider => provider.GetRequiredService<IndicatorRounds>());

    /// <summary>Maps the slice's routes.</summary>
    /// <param name="routes">The service's group.</param>
    /// <param name="list">Answers <c>/indicators</c> itself, where a service lists more there than its own; null for its own.</param>
    public static void MapIndicators(this IEndpointRouteBuilder routes, Delegate? list = null)
    {
        var group = routes.MapGroup("/indicators").WithTags("考核指标 Indicators");
        var listing = list ?? List;
        group.MapGet("/", listing).WithSummary(list is null
            ? "考核指标截至某日的值及其依据 / Indicators as of a day, with what they rest on"
            : "各服务的考核指标，可按任务和状态筛选 / Indicators of all services, by task and state");
        group.MapGet("/{key}", Get).WithSummary("一个考核指标 / One indicator as of a day");
        group.MapGet("/{key}/history", History).WithSummary("指标的历次变化 / Every change of an indicator, the newest first");
    }

    private static async Task<Results<Ok<ListAnswer<IndicatorView>>, ProblemHttpResult>> List(
        IndicatorMeter meter, IDocumentReader store, HttpContext http, RequestClock clock, int? task, string? topic, string? at, string? knownAt, CancellationToken cancel)
    {
        if (Read(at, knownAt, clock, out var day, out var known) is { } bad) return bad;
        var (tasks, caller) = (await TopicTasks.OfAsync(store, day, cancel), http.User.Caller());
        var views = await meter.MeasureAsync(meter.All.Where(one => tasks.MayRead(caller, one.Topic) && tasks.IsAsked(one.Topic, topic, task)), day, known, cancel);
        return TypedResults.Ok(new ListAnswer<IndicatorView>([.. views.Select(view => view.Listed())]));
    }

    private static async Task<Results<Ok<IndicatorView>, ProblemHttpResult>> Get(
        string key, IndicatorMeter meter, IDocumentReader store, HttpContext http, RequestClock clock, string? at, string? knownAt, CancellationToken cancel)
    {
        if (meter.Find(key) is not { } indicator) return Unknown(key);
        if (Read(at, knownAt, clock, out var day, out var known) is { } bad) return bad;
        if (!(await TopicTasks.OfAsync(store, day, cancel)).MayRead(http.User.Caller(), indicator.Topic)) return Refused();
        return TypedResults.Ok(await meter.MeasureAsync(indicator, day, known, cancel));
    }

    private static async Task<Results<Ok<ListAnswer<IndicatorMeasured>>, ProblemHttpResult>> History(
        string key, IndicatorMeter meter, IDocumentReader store, HttpContext http, RequestClock clock, string? plan, string? after, int? limit, CancellationToken cancel)
    {
        if (meter.Find(key) is not { } indicator) return Unknown(key);
        if ((plan ?? (await store.PlanInForceAsync(clock.Today(), cancel))?.PlanId) is not { } held) return TypedResults.Ok(new ListAnswer<IndicatorMeasured>([]));
        if (!(await TopicTasks.OfPlanAsync(store, held, cancel)).MayRead(http.User.Caller(), indicator.Topic)) return Refused();
        var id = IndicatorCollections.IdOf(held, key);
        return TypedResults.Ok(ListAnswer.Of(await store.ListAsync(IndicatorCollections.History,
            new() { From = id + "|", Before = id + "}", After = after, Limit = Paging.Limit(limit), Descending = true }, cancel)));
    }

    internal static ProblemHttpResult? Read(string? at, string? knownAt, RequestClock clock, out DateOnly day, out DateTimeOffset? known)
    {
        var errors = new List<RowError>();
        day = Instants.Day(at, "at", clock, errors);
        known = Instants.Read(knownAt, "knownAt", isEnd: true, errors);
        return errors.Count > 0 ? Refusals.Invalid(errors) : null;
    }

    private static ProblemHttpResult Refused() => TaskRights.Refuse("not-your-task", "本单位在该指标所属任务中没有职责", "your unit has no role in the indicator's task");

    private static ProblemHttpResult Unknown(string key) =>
        Problems.Of(StatusCodes.Status404NotFound, "unknown-indicator", $"本服务没有考核指标 {key}", $"this service has no indicator {key}");
}
