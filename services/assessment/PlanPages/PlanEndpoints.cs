using Bishui.Assessment.Plan;
using Bishui.Assessment.Plan.Imports;
using Bishui.Assessment.Plan.Sets;
using Bishui.Assessment.Scores;
using Bishui.Assessment.Scoring;
using Bishui.Assessment.Targets;
using Bishui.Contracts.Plans;
using Bishui.Hosting.Errors;
using Bishui.Hosting.PublicAnswers;
using Bishui.Hosting.Time;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Bishui.Assessment.PlanPages;

/// <summary>The plan in force, for everybody.</summary>
internal static class PlanEndpoints
{
    public static void MapPlan(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/plan").WithTags("Plan").AllowAnonymous().IsPublicAnswer();
        group.MapGet("/", Find).WithSummary("现行工作计划，或其某一版本")
            .WithDescription("`version`: a version of the plan in force, or of `plan` where that is given; left out, the one in force.");
        group.MapGet("/versions", Versions).WithSummary("已采用的各版本");
        group.MapGet("/tasks", List).WithSummary("全部任务及办理状态");
        group.MapGet("/tasks/{number:int}", FindTask).WithSummary("一项任务：原文、读法和办理状态");
        routes.MapPlanImports();
        routes.MapUnitMembers();
        routes.MapResolution();
        routes.MapTargets();
    }

    private static async Task<Results<Ok<PlanView>, ProblemHttpResult>> Find(string? plan, int? version, PlanStore plans, RequestClock clock, CancellationToken cancel)
    {
        var current = await plans.InForceAtAsync(clock.Now, cancel);
        if (plan is null && version is null) return TypedResults.Ok(PlanView.Of(current));
        var planId = plan ?? current.Plan.PlanId;
        var found = version is { } one
            ? await plans.FindAsync(planId, one, cancel)
            : (await plans.ListAsync(cancel)).LastOrDefault(each => each.Plan.PlanId == planId);
        return found is null
            ? Problems.Of(404, "unknown-version", "没有采用过这个版本", "No such version was adopted")
            : TypedResults.Ok(PlanView.Of(found));
    }

    private static async Task<Ok<VersionPage>> Versions(PlanStore plans, RequestClock clock, CancellationToken cancel)
    {
        var (all, current) = (await plans.ListAsync(cancel), await plans.InForceAtAsync(clock.Now, cancel));
        return TypedResults.Ok(new VersionPage([.. all.Select(each => VersionView.Of(each, inForce: (each.Plan.PlanId, each.Plan.Version) == (current.Plan.PlanId, current.Plan.Version)))], null));
    }

    private static async Task<Results<Ok<TaskPage>, ProblemHttpResult>> List(string? plan, ScoreBook book, PlanStore plans, RequestClock clock, CancellationToken cancel) =>
        plan is not null && await plans.OfAsync(plan, clock.Now, cancel) is null ? PlanRefusals.UnknownPlan()
        : TypedResults.Ok(await book.AskAsync(new(clock.Now, Plan: plan),
            page => new TaskPage([.. page.Document.Plan.Tasks.Select(task => TaskView.Of(task, page.Document, page.Facts))], null), cancel));

    private static async Task<Results<Ok<TaskView>, ProblemHttpResult>> FindTask(int number, string? plan, ScoreBook book, PlanStore plans, RequestClock clock, CancellationToken cancel) =>
        plan is not null && await plans.OfAsync(plan, clock.Now, cancel) is null ? PlanRefusals.UnknownPlan()
        : await book.AskAsync(new(clock.Now, Plan: plan), page => page.Document.Plan.Tasks.FirstOrDefault(each => each.Number == number) is { } task ? TaskView.Of(task, page.Document, page.Facts) : null, cancel) is { } view
            ? TypedResults.Ok(view)
            : Problems.Of(404, "unknown-task", "计划中没有这项任务", "The plan has no such task");
}

internal sealed record VersionPage(IReadOnlyList<VersionView> Items, string? Next);

/// <summary>An adopted version, in short.</summary>
internal sealed record VersionView(
    string PlanId, int Version, int Year, string DocumentNumber, string Title, DateOnly IssuedOn, DateTimeOffset AdoptedAt, int TaskCount, bool InForce)
{
    public static VersionView Of(PlanDocument document, bool inForce) => new(
        document.Plan.PlanId, document.Plan.Version, document.Plan.Year, document.Plan.DocumentNumber, document.Plan.Title,
        document.Plan.IssuedOn, document.Plan.AdoptedAt, document.Plan.Tasks.Count, inForce);
}

internal sealed record PlanView
{
    public required string PlanId { get; init; }

    public required int Version { get; init; }

    public required string DocumentNumber { get; init; }

    public required string Title { get; init; }

    public required string Issuer { get; init; }

    public required string NoticeTitle { get; init; }

    public required string Area { get; init; }

    public required int Year { get; init; }

    public required DateOnly IssuedOn { get; init; }

    public required DateTimeOffset AdoptedAt { get; init; }

    public required string Source { get; init; }

    public required string Confidence { get; init; }

    public required string Preamble { get; init; }

    public required IReadOnlyList<BodyPart> Body { get; init; }

    public required IReadOnlyList<WaterObjective> Objectives { get; init; }

    public required IReadOnlyList<DrinkingWaterSource> DrinkingWaterSources { get; init; }

    public required IReadOnlyList<WaterFunctionZone> WaterFunctionZones { get; init; }

    public required IReadOnlyList<PlanUnit> Units { get; init; }

    public required IReadOnlyList<string> Addressees { get; init; }

    public required IReadOnlyList<ResolvedSet> Sets { get; init; }

    public required int TaskCount { get; init; }

    public static PlanView Of(PlanDocument document) => new()
    {
        PlanId = document.Plan.PlanId,
        Version = document.Plan.Version,
        DocumentNumber = document.Plan.DocumentNumber,
        Title = document.Plan.Title,
        Issuer = document.Issuer,
        NoticeTitle = document.NoticeTitle,
        Area = document.Plan.Area,
        Year = document.Plan.Year,
        IssuedOn = document.Plan.IssuedOn,
        AdoptedAt = document.Plan.AdoptedAt,
        Source = document.Source,
        Confidence = document.Confidence,
        Preamble = document.Preamble,
        Body = document.Body,
        Objectives = document.Plan.Objectives,
        DrinkingWaterSources = document.Plan.DrinkingWaterSources,
        WaterFunctionZones = document.Plan.WaterFunctionZones,
        Units = document.Plan.Units,
        Addressees = document.Addressees,
        Sets = document.Sets,
        TaskCount = document.Plan.Tasks.Count,
    };
}

internal sealed record TaskPage(IReadOnlyList<TaskView> Items, string? Next);

internal sealed record TaskView
{
    public required int Number { get; init; }

    /// <summary>Identity over the versions of the plan.</summary>
    public required string Key { get; init; }

    public required string Section { get; init; }

    public required string Category { get; init; }

    public required string Title { get; init; }

    public required string Content { get; init; }

    public required IReadOnlyList<string> LeadUnits { get; init; }

    public required IReadOnlyList<string> CooperatingUnits { get; init; }

    public required IReadOnlyList<string> ReviewUnits { get; init; }

    /// <summary>The cells as printed.</summary>
    public required string LeadText { get; init; }

    /// <inheritdoc cref="LeadText"/>
    public required string CooperatingText { get; init; }

    /// <summary>The plan ends a list of units in 等: there are more than it names.</summary>
    public required bool OpenEnded { get; init; }

    public required string DeadlineText { get; init; }

    /// <summary>Null while the event that starts the clock is open.</summary>
    public required DateOnly? Deadline { get; init; }

    public required string Service { get; init; }

    public required TaskState State { get; init; }

    /// <summary>Parts with leading units of their own; empty where the task has none.</summary>
    public required IReadOnlyList<PlanTaskPart> Parts { get; init; }

    /// <summary>Figures that are entered later; empty where the task has none.</summary>
    public required IReadOnlyList<PlanTarget> Targets { get; init; }

    public required IReadOnlyList<string> Notes { get; init; }

    public static TaskView Of(PlanTask task, PlanDocument document, Evidence facts)
    {
        var wording = document.Wordings.First(each => each.Number == task.Number);
        return new()
        {
            Number = task.Number,
            Key = TaskKeys.Of(task),
            Section = task.Section,
            Category = task.Category,
            Title = task.Title,
            Content = task.Content,
            LeadUnits = task.LeadUnits,
            CooperatingUnits = task.CooperatingUnits,
            ReviewUnits = task.ReviewUnits,
            LeadText = wording.LeadText,
            CooperatingText = wording.CooperatingText,
            OpenEnded = wording.OpenEnded,
            DeadlineText = task.DeadlineText,
            Deadline = task.Deadline,
            Service = task.Service,
            State = facts.Task(task).State,
            Parts = task.Parts ?? [],
            Targets = task.Targets ?? [],
            Notes = wording.Notes,
        };
    }
}
