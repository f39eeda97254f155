using Bishui.Assessment.Schemes;
using Bishui.Assessment.Scoring;
using Bishui.Hosting.Errors;
using Bishui.Rules.Time;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Bishui.Assessment.Scores;

/// <summary>Scores and what they rest on, at any instant.</summary>
internal static class ScoreEndpoints
{
    public static IServiceCollection AddScoring(this IServiceCollection services)
    {
        services.AddSingleton<SchemeBook>().AddSingleton<ScoreBook>().AddHostedService<SchemeCheck>();
        return services;
    }

    public static void MapScores(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("").WithTags("Scores");
        group.MapGet("/units", List).WithSummary("计划中的单位及其牵头、配合任务");
        group.MapGet("/units/{unit}/score", Score).WithSummary("单位得分").WithDescription(Instants.Help);
        group.MapGet("/units/{unit}/explanation", Explain).WithSummary("单位得分说明：逐项得分、满分、规则、依据，各级合计一致").WithDescription(Instants.Help);
        group.MapGet("/district", District).WithSummary("全区得分、各单位得分、各任务得分和得分说明").WithDescription(Instants.Help);
    }

    private static async Task<Ok<UnitPage>> List(ScoreBook book, CancellationToken cancel)
    {
        var plan = await book.NowAsync(page => page.Document.Plan, cancel);
        return TypedResults.Ok(new UnitPage([.. plan.Units.Select(unit => new UnitView(unit.Key, unit.Name, unit.Kind,
            [.. plan.Tasks.Where(task => task.LeadUnits.Contains(unit.Key)).Select(task => task.Number)],
            [.. plan.Tasks.Where(task => task.CooperatingUnits.Contains(unit.Key)).Select(task => task.Number)]))], null));
    }

    private static async Task<Results<Ok<ScoreView>, ProblemHttpResult>> Score(
        string unit, string? at, ScoreBook book, TimeProvider clock, CancellationToken cancel) =>
        !Instants.TryRead(at, clock, out var instant) ? Instants.Bad()
        : await AskAsync(unit, instant, book, page => ScoreView.Of(page, unit), cancel) is { } score ? TypedResults.Ok(score)
        : UnknownUnit();

    private static async Task<Results<Ok<ScoreNode>, ProblemHttpResult>> Explain(
        string unit, string? at, ScoreBook book, TimeProvider clock, CancellationToken cancel) =>
        !Instants.TryRead(at, clock, out var instant) ? Instants.Bad()
        : await AskAsync(unit, instant, book, page => page.Of(unit).Explanation, cancel) is { } tree ? TypedResults.Ok(tree)
        : UnknownUnit();

    private static async Task<Results<Ok<DistrictView>, ProblemHttpResult>> District(
        string? at, ScoreBook book, TimeProvider clock, CancellationToken cancel)
    {
        if (!Instants.TryRead(at, clock, out var instant)) return Instants.Bad();
        return TypedResults.Ok(await book.AskAsync(new(instant), DistrictView.Of, cancel));
    }

    private static Task<T?> AskAsync<T>(string unit, DateTimeOffset at, ScoreBook book, Func<ScorePage, T> ask, CancellationToken cancel) where T : class =>
        book.AskAsync(new(at), page => page.Document.Plan.Units.Any(each => each.Key == unit) ? ask(page) : null, cancel);

    private static ProblemHttpResult UnknownUnit() => Problems.Of(404, "unknown-unit", "计划中没有这个单位", "The plan names no such unit");

    /// <summary>A service with a scheme that does not fit its plan does not start.</summary>
    private sealed class SchemeCheck(ScoreBook book) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken) => book.NowAsync(page => page, cancellationToken);

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}

internal sealed record UnitPage(IReadOnlyList<UnitView> Items, string? Next);

internal sealed record UnitView(string Unit, string Name, string Kind, IReadOnlyList<int> LeadingTasks, IReadOnlyList<int> CooperatingTasks);

/// <summary>Points of a task: all that the scheme judges task by task.</summary>
internal sealed record TaskScore(int Task, string Title, string Category, string Service, decimal Points, decimal Maximum, ScoreState State);

internal sealed record DistrictView
{
    public required ScoreView Score { get; init; }

    public required IReadOnlyList<ScoreView> Units { get; init; }

    public required IReadOnlyList<TaskScore> Tasks { get; init; }

    public required ScoreNode Explanation { get; init; }

    public static DistrictView Of(ScorePage page)
    {
        var explanation = page.Of(null).Explanation;
        return new()
        {
            Score = ScoreView.Of(page, null),
            Units = [.. page.Document.Plan.Units.Select(unit => ScoreView.Of(page, unit.Key))],
            Tasks = [.. page.Scorer.TasksOf(null).Select(each => new TaskScore(
                each.Task.Number, $"{each.Task.Number}. {each.Task.Title}", each.Task.Category, each.Task.Service, each.Points, each.Maximum, each.State))],
            Explanation = explanation,
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

    /// <summary>Keys of the items that forbid a better grade (一票否决).</summary>
    public required IReadOnlyList<string> Vetoes { get; init; }

    /// <summary>The year is not over, or something is not settled yet.</summary>
    public required bool Provisional { get; init; }

    public required string PlanId { get; init; }

    public required int PlanVersion { get; init; }

    public required string Scheme { get; init; }

    public required int SchemeVersion { get; init; }

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
