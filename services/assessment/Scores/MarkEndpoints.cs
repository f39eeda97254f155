using Bishui.Assessment.Intake;
using Bishui.Assessment.Plan;
using Bishui.Assessment.Scoring.Rules;
using Bishui.Contracts.Assessments;
using Bishui.Features.Requests;
using Bishui.Hosting.Errors;
using Bishui.Hosting.Identity;
using Bishui.Hosting.Json;
using Bishui.Hosting.Time;

namespace Bishui.Assessment.Scores;

/// <summary>Marks that people give where no rule can judge (人工评分), and the reasons for vetoes and bonuses.</summary>
internal static class MarkEndpoints
{
    public const int LongestReason = 2000;

    public static void MapMarks(this IEndpointRouteBuilder routes) => routes.MapPost("/marks", Give).Produces<MarkGiven>(StatusCodes.Status201Created)
        .WithSummary("人工评分、加分或一票否决，须写明理由；同一评分项以最新的为准，先前的保留 / Give a mark with its reason; the newest stands, the former stay");

    private static async Task<IResult> Give(
        MarkRequest request, string? plan, HttpContext http, IdempotentWrites writes, ScoreBook book, PlanStore plans, RequestClock clock, CancellationToken cancel)
    {
        var caller = http.User.Caller();
        if (plan is not null && await plans.OfAsync(plan, clock.Now, cancel) is null) return PlanRefusals.UnknownPlan();
        var (marked, scheme) = await book.AskAsync(new(clock.Now, Plan: plan), page => (page.Document.Plan, page.Scheme), cancel);
        return await writes.WriteAsync(http, request, async (reader, commit) => await YearClosure.ToChangeAsync(reader, marked.PlanId, cancel) is { } closed ? closed : Decide(commit), cancel);

        Answer Decide(Storage.Documents.Commit commit)
        {
            if (!caller.Is(Roles.Supervisor) || caller.Unit.Length == 0)
                return Problems.Of(403, "forbidden", "人工评分由考核单位作出", "Marks are given by the supervising unit");
            if (request.Unit == caller.Unit) return Problems.Of(403, "own-mark", "不得给本单位评分", "Nobody marks their own unit");
            List<RowError> errors = [];
            if (scheme.Items.FirstOrDefault(item => item.Key == request.Item) is not (ManualItem or BonusItem or VetoItem))
                errors.Add(new(null, "item", "unknown-item", "现行评分方案没有这个人工评分项 / the scheme in force has no such item for people to judge"));
            if (request.Unit is { } unit && marked.Units.All(each => each.Key != unit)) errors.Add(new(null, "unit", "unknown-unit", "计划中没有这个单位 / the plan names no such unit"));
            if (request.Share is not (>= 0 and <= 1)) errors.Add(new(null, "share", "bad-share", "应为 0 至 1 / must be 0 to 1"));
            if (string.IsNullOrWhiteSpace(request.Reason) || request.Reason.Length > LongestReason)
                errors.Add(new(null, "reason", "missing", $"须写明理由，不超过 {LongestReason} 字 / give a reason of at most {LongestReason} characters"));
            if (errors.Count > 0) return Refusals.Invalid(errors);
            var mark = new MarkGiven
            {
                MarkId = Guid.CreateVersion7(clock.Now).ToString("N"),
                PlanId = marked.PlanId,
                Item = request.Item!,
                Unit = request.Unit,
                Share = request.Share!.Value,
                Reason = request.Reason!,
                Author = caller.Unit,
                GivenAt = clock.Now,
            };
            commit.Publish(mark);
            return Answer.Created($"/api/assessment/facts/{Uri.EscapeDataString(FactTypes.Of(mark).Id)}", mark);
        }
    }
}

/// <summary>A mark to give.</summary>
internal sealed record MarkRequest
{
    /// <summary>Key of an item of the scheme in force.</summary>
    public string? Item { get; init; }

    /// <summary>Key of the unit; null for the district.</summary>
    public string? Unit { get; init; }

    /// <summary>What was earned of what is possible, 0 to 1; for a veto 1 means that it applies, 0 that it no longer does.</summary>
    public decimal? Share { get; init; }

    /// <summary>Why.</summary>
    [LongText(MarkEndpoints.LongestReason)]
    public string? Reason { get; init; }
}
