using System.Security.Claims;
using Bishui.Assessment.Common;
using Bishui.Assessment.Plan;
using Bishui.Assessment.Scoring;
using Bishui.Contracts.Plans;
using Bishui.Features.Requests;
using Bishui.Hosting.Errors;
using Bishui.Hosting.Identity;
using Bishui.Hosting.Load;
using Bishui.Hosting.Time;
using Bishui.Rules.Time;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Bishui.Assessment.Scores;

/// <summary>Scores and what they rest on, at any instant.</summary>
internal static class ScoreEndpoints
{
    private const int MostEvidence = 1000;

    public static IServiceCollection AddScoring(this IServiceCollection services)
    {
        services.AddSingleton<IPlanCheck, SchemePlanCheck>().AddSingleton<ScoreBook>().AddScoped<ScoreDesk>().AddHostedService<SchemeCheck>();
        return services;
    }

    public static void MapScores(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("").WithTags("Scores");
        group.MapGet("/units", List).WithSummary("计划中的单位及其牵头、配合任务");
        group.MapGet("/units/{unit}/score", Score).WithSummary("单位得分；何以如此只有本单位和考核单位可见 / A unit's points and grade").WithDescription(QueryInstants.HelpOfMoment);
        group.MapGet("/units/{unit}/explanation", Explain).IsCostly().WithSummary("单位得分说明：逐项得分、满分、规则、依据，各级合计一致；单位只见本单位的").WithDescription(QueryInstants.HelpOfMoment);
        group.MapGet("/units/{unit}/evidence", Evidence).IsCostly().WithSummary("一个评分项的全部依据，分页；单位只见本单位的").WithDescription(QueryInstants.HelpOfMoment);
        group.MapGet("/units/{unit}/trend", Trend).IsCostly().WithSummary("单位得分走势：按日、周或月 / Points over time");
        group.MapGet("/district", District).IsCostly().WithSummary("全区得分、各单位得分、各任务、类别、服务得分；考核单位另见得分说明").WithDescription(QueryInstants.HelpOfMoment);
        group.MapGet("/district/evidence", (string node, int? skip, int? take, [AsParameters] ScoreQuestion question, ClaimsPrincipal user, ScoreDesk desk, CancellationToken cancel) =>
            Evidence(null, node, skip, take, question, user, desk, cancel)).IsCostly().WithSummary("全区一个评分项的全部依据，分页；考核单位可见");
        group.MapGet("/district/trend", (string? from, string? to, string? every, ScoreDesk desk, CancellationToken cancel) => Trend(null, from, to, every, desk, cancel)).IsCostly()
            .WithSummary("全区得分走势：按日、周或月 / Points over time");
        group.MapGet("/ranking", Rank).IsCostly().WithSummary("单位排名：同一时刻、同一方案，并列同名次；注明已定和未定的份额 / Units by points, on one basis").WithDescription(QueryInstants.HelpOfMoment);
        group.MapMarks();
    }

    private static async Task<Ok<UnitPage>> List(ScoreBook book, RequestClock clock, CancellationToken cancel)
    {
        var plan = await book.AskAsync(new(clock.Now), page => page.Document.Plan, cancel);
        return TypedResults.Ok(new UnitPage([.. plan.Units.Select(unit => new UnitView(unit.Key, unit.Name, unit.Kind,
            [.. plan.Tasks.Where(task => task.LeadUnits.Contains(unit.Key)).Select(task => task.Number)],
            [.. plan.Tasks.Where(task => task.CooperatingUnits.Contains(unit.Key)).Select(task => task.Number)]))], null));
    }

    private static Task<IResult> Score(string unit, [AsParameters] ScoreQuestion question, ClaimsPrincipal user, ScoreDesk desk, CancellationToken cancel) =>
        desk.AnswerAsync(unit, question, page => TypedResults.Ok(ScoreView.Of(page, unit).For(user.Caller())), cancel);

    private static Task<IResult> Explain(string unit, [AsParameters] ScoreQuestion question, ClaimsPrincipal user, ScoreDesk desk, CancellationToken cancel) =>
        desk.AnswerWholeAsync(user.Caller(), unit, question, page => TypedResults.Ok(page.Of(unit).Explanation), cancel);

    private static Task<IResult> District([AsParameters] ScoreQuestion question, ClaimsPrincipal user, ScoreDesk desk, CancellationToken cancel) =>
        desk.AnswerAsync(null, question, page => TypedResults.Ok(DistrictView.Of(page, user.Caller())), cancel);

    private static Task<IResult> Rank([AsParameters] ScoreQuestion question, ScoreDesk desk, CancellationToken cancel) =>
        desk.AnswerAsync(null, question, page => TypedResults.Ok(Ranking.Of(page)), cancel);

    private static Task<IResult> Evidence(
        string? unit, string node, int? skip, int? take, [AsParameters] ScoreQuestion question, ClaimsPrincipal user, ScoreDesk desk, CancellationToken cancel)
    {
        List<RowError> errors = [];
        if (skip < 0) errors.Add(new(null, "skip", "bad-place", "不能小于 0 / must not be below 0"));
        if (take is < 1 or > MostEvidence) errors.Add(new(null, "take", "bad-limit", $"应为 1 至 {MostEvidence} / must be 1 to {MostEvidence}"));
        return errors.Count > 0 ? Task.FromResult<IResult>(Refusals.Invalid(errors)) : desk.AnswerWholeAsync(user.Caller(), unit, question, page =>
            page.Scorer.EvidenceOf(unit, node, skip ?? 0, take ?? Scorer.MostPieces) is { } found ? TypedResults.Ok(found)
            : Problems.Of(404, "unknown-node", "得分说明中没有这个评分项", "The explanation has no such item"), cancel);
    }

    private static async Task<IResult> Trend(string? unit, string? from, string? to, string? every, ScoreDesk desk, CancellationToken cancel) =>
        await desk.TrendAsync(unit, from, to, every, cancel);

    /// <summary>A service with a scheme that does not fit its plan does not start.</summary>
    private sealed class SchemeCheck(ScoreBook book, TimeProvider clock) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken) => book.AskAsync(new(clock.GetUtcNow()), page => page, cancellationToken);

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}

internal sealed record UnitPage(IReadOnlyList<UnitView> Items, string? Next);

internal sealed record UnitView(string Unit, string Name, string Kind, IReadOnlyList<int> LeadingTasks, IReadOnlyList<int> CooperatingTasks);

/// <summary>Points of a task: all that the scheme judges task by task.</summary>
internal sealed record TaskScore(int Task, string Title, string Category, string Service, decimal Points, decimal Maximum, ScoreState State);

/// <summary>Points of several tasks together.</summary>
internal sealed record GroupScore(string Key, IReadOnlyList<int> Tasks, decimal Points, decimal Maximum, ScoreState State)
{
    public static IReadOnlyList<GroupScore> Of(IReadOnlyList<PlanTask> plan, IReadOnlyList<TaskScore> scores, Func<PlanTask, string> key) =>
    [
        .. from score in scores
           join task in plan on score.Task equals task.Number
           group score by key(task) into same
           select new GroupScore(same.Key, [.. same.Select(score => score.Task)], same.Sum(score => score.Points), same.Sum(score => score.Maximum),
               ScoreNode.Joint(same.Select(score => score.State))),
    ];
}

internal sealed record DistrictView
{
    public required ScoreView Score { get; init; }

    public required IReadOnlyList<ScoreView> Units { get; init; }

    public required IReadOnlyList<TaskScore> Tasks { get; init; }

    /// <summary>Points by category of the plan.</summary>
    public required IReadOnlyList<GroupScore> Categories { get; init; }

    /// <summary>Points by the service that runs the tasks.</summary>
    public required IReadOnlyList<GroupScore> Services { get; init; }

    /// <summary>Null for who does not see why the district has its score.</summary>
    public required ScoreNode? Explanation { get; init; }

    public static DistrictView Of(ScorePage page, Caller caller)
    {
        var tasks = page.Scorer.TasksOf(null).Select(each => new TaskScore(
            each.Task.Number, $"{each.Task.Number}. {each.Task.Title}", each.Task.Category, each.Task.Service, each.Points, each.Maximum, each.State)).ToList();
        return new()
        {
            Score = ScoreView.Of(page, null).For(caller),
            Units = [.. page.Document.Plan.Units.Select(unit => ScoreView.Of(page, unit.Key).For(caller))],
            Tasks = tasks,
            Categories = GroupScore.Of(page.Document.Plan.Tasks, tasks, task => $"{task.Section} {task.Category}"),
            Services = GroupScore.Of(page.Document.Plan.Tasks, tasks, task => task.Service),
            Explanation = caller.SeesWhole(null) ? page.Of(null).Explanation : null,
        };
    }
}

/// <summary>A score without its explanation.</summary>
internal sealed record ScoreView
{
    /// <summary>Key of the unit; null for the district.</summary>
    public required string? Unit { get; init; }

    public required string Name { get; init; }

    public required DateTimeOffset At { get; init; }

    public required decimal Points { get; init; }

    public required decimal Maximum { get; init; }

    /// <summary>Points of the water-quality objectives, of 100: they set the grade. Null where the scheme has no such part.</summary>
    public required decimal? Quality { get; init; }

    /// <summary>Points of the tasks, of 100: below 60 they lower the grade by one step. Null where the scheme has no such part.</summary>
    public required decimal? Work { get; init; }

    /// <summary>Points of every part of the scheme.</summary>
    public required IReadOnlyList<PartView> Parts { get; init; }

    public required string Grade { get; init; }

    public required string GradeTitle { get; init; }

    /// <summary>Keys of the items that forbid a better grade (一票否决); null for who does not see why the score is what it is.</summary>
    public required IReadOnlyList<string>? Vetoes { get; init; }

    /// <summary>The year is not over, or something is not settled yet.</summary>
    public required bool Provisional { get; init; }

    public required string PlanId { get; init; }

    public required int PlanVersion { get; init; }

    public required string Scheme { get; init; }

    public required int SchemeVersion { get; init; }

    /// <summary>What of it the caller may see.</summary>
    public ScoreView For(Caller caller) => caller.SeesWhole(Unit) ? this : this with { Vetoes = null };

    public static ScoreView Of(ScorePage page, string? unit)
    {
        var score = page.Of(unit);
        return new()
        {
            Unit = unit,
            Name = score.Name,
            At = score.At.ToOffset(ChinaTime.Offset),
            Points = score.Earned,
            Maximum = score.Maximum,
            Quality = score.Part(Scoring.Scheme.Quality)?.Earned,
            Work = score.Part(Scoring.Scheme.Work)?.Earned,
            Parts = [.. score.Parts.Select(part => new PartView(part.Key, part.Title, part.Earned, part.Maximum, part.State))],
            Grade = score.Grade.Key,
            GradeTitle = score.Grade.Title,
            Vetoes = score.Vetoes,
            Provisional = score.Provisional,
            PlanId = page.Document.Plan.PlanId,
            PlanVersion = page.Document.Plan.Version,
            Scheme = page.Scheme.Key,
            SchemeVersion = page.Scheme.Version,
        };
    }
}

/// <summary>Points of one part of the scheme.</summary>
internal sealed record PartView(string Key, string Title, decimal Points, decimal Maximum, ScoreState State);
