using Bishui.Assessment.Common;
using Bishui.Assessment.Plan;
using Bishui.Assessment.SchemeStore;
using Bishui.Assessment.Scoring;
using Bishui.Features.Requests;
using Bishui.Hosting.Errors;
using Bishui.Hosting.Identity;
using Bishui.Hosting.Time;
using Bishui.Rules.Time;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Bishui.Assessment.Scores;

/// <summary>What every question about a score may say.</summary>
/// <param name="At">When; see <see cref="QueryInstants.HelpOfMoment"/>.</param>
/// <param name="KnownAt">By when received.</param>
/// <param name="Scheme">Key and version of a scheme other than the one in force, for example <c>liunan-2021/1</c>.</param>
/// <param name="Plan">Id of a plan other than the one in force, for example last year's.</param>
internal sealed record ScoreQuestion(string? At, string? KnownAt, string? Scheme, string? Plan = null);

/// <summary>Reads questions about scores and opens the book for them.</summary>
internal sealed class ScoreDesk(ScoreBook book, SchemeBook schemes, PlanStore plans, RequestClock clock)
{
    private const int MostPoints = 800;

    /// <summary>Answers why a unit, or the district, has its score, to a caller who may see that.</summary>
    public async Task<IResult> AnswerWholeAsync(Caller caller, string? unit, ScoreQuestion question, Func<ScorePage, IResult> answer, CancellationToken cancel) =>
        caller.ToSeeWhole(unit) is { } refusal ? refusal : await AnswerAsync(unit, question, answer, cancel);

    /// <summary>Answers about a unit, or about the district when <paramref name="unit"/> is null; refuses what is wrong in the question.</summary>
    public async Task<IResult> AnswerAsync(string? unit, ScoreQuestion question, Func<ScorePage, IResult> answer, CancellationToken cancel)
    {
        if (!Moments.TryRead(question.At, question.KnownAt, clock, out var moment)) return QueryInstants.Bad();
        if (question.Plan is { } asked)
        {
            if (await plans.OfAsync(asked, moment.At, cancel) is null) return PlanRefusals.UnknownPlan();
            moment = moment with { Plan = asked };
        }
        Scheme? scheme = null;
        if (question.Scheme is { } wanted)
        {
            scheme = await schemes.FindAsync(wanted, (moment.Plan is { } named ? await plans.OfAsync(named, moment.At, cancel) : await plans.InForceAtAsync(moment.At, cancel))!.Plan, cancel);
            if (scheme is null) return Problems.Of(404, "unknown-scheme", "没有这个评分方案", "There is no such scheme");
        }
        return await book.AskAsync(moment, page => unit is null || Has(page, unit) ? answer(page) : UnknownUnit(), cancel, scheme);
    }

    /// <summary>Points at the end of every day, week (Sunday) or month of a stretch, and at its end.</summary>
    public async Task<IResult> TrendAsync(string? unit, string? from, string? to, string? every, CancellationToken cancel)
    {
        List<RowError> errors = [];
        var last = Features.Requests.Instants.Day(to, "to", clock, errors);
        var first = from is null ? new(last.Year, 1, 1) : Features.Requests.Instants.Day(from, "from", clock, errors);
        if (every is not (null or "day" or "week" or "month")) errors.Add(new(null, "every", "unknown-step", "应为 / must be day, week 或 / or month"));
        if (errors.Count == 0 && first > last) errors.Add(new(null, "from", "bad-period", "不能晚于 to / must not be after to"));
        if (errors.Count == 0 && last.DayNumber - first.DayNumber >= MostPoints) errors.Add(new(null, "from", "too-long", $"不能超过 {MostPoints} 天 / must not span more than {MostPoints} days"));
        if (errors.Count > 0) return Refusals.Invalid(errors);
        var days = Enumerable.Range(0, last.DayNumber - first.DayNumber + 1).Select(first.AddDays).Where(day => day == last || every switch
        {
            "day" => true,
            "week" => day.DayOfWeek == DayOfWeek.Sunday,
            _ => day == ChinaTime.MonthOf(day).Last,
        });
        List<TrendPoint> points = [];
        var known = true;
        await book.WalkAsync(days.Select(CivilDays.EndOf), false, page =>
        {
            known = known && (unit is null || Has(page, unit));
            if (known) points.Add(TrendPoint.Of(page.Of(unit)));
            return ValueTask.CompletedTask;
        }, cancel);
        return known ? TypedResults.Ok(new ListAnswer<TrendPoint>(points)) : UnknownUnit();
    }

    private static bool Has(ScorePage page, string unit) => page.Document.Plan.Units.Any(each => each.Key == unit);

    private static ProblemHttpResult UnknownUnit() => Problems.Of(404, "unknown-unit", "计划中没有这个单位", "The plan names no such unit");
}

/// <summary>Points at the end of a civil day.</summary>
internal sealed record TrendPoint(DateOnly Day, decimal Points, decimal Maximum, decimal? Quality, decimal? Work, string Grade, bool Provisional)
{
    public static TrendPoint Of(Score score) => new(ChinaTime.DayOf(score.At), score.Earned, score.Maximum,
        score.Part(Scheme.Quality)?.Earned, score.Part(Scheme.Work)?.Earned, score.Grade.Key, score.Provisional);
}
