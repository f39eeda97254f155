using System.Security.Claims;
using Bishui.Assessment.Common;
using Bishui.Assessment.Plan;
using Bishui.Assessment.Scores;
using Bishui.Features.Tasks;
using Bishui.Hosting.Errors;
using Bishui.Hosting.Identity;
using Bishui.Hosting.Time;
using Bishui.Rules.Time;
using Bishui.Storage.Documents;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Bishui.Assessment.Board;

/// <summary>A unit's tasks over all services.</summary>
internal static class BoardEndpoints
{
    /// <summary>With a unit its board over all services; without, the tasks this service owns, as every service answers.</summary>
    public static async Task<IResult> List(
        string? unit, string? plan, string? at, ClaimsPrincipal user, ScoreBook book, PlanStore plans, IDocumentReader store, RequestClock clock, CancellationToken cancel) =>
        unit is null ? await TaskRegistration.ListOwn(store, clock, plan, cancel) : (await OfUnitAsync(unit, plan, at, user.Caller(), book, plans, clock, cancel)).Result;

    /// <summary>The board of one unit, or why the caller may not have it.</summary>
    internal static async Task<Results<Ok<BoardView>, ProblemHttpResult>> OfUnitAsync(
        string unit, string? plan, string? at, Caller caller, ScoreBook book, PlanStore plans, RequestClock clock, CancellationToken cancel)
    {
        if (!caller.SeesWhole(unit))
            return Problems.Of(403, "forbidden", "无权查看其他单位的任务", "A unit sees its own tasks only");
        if (!QueryInstants.TryRead(at, clock, out var instant)) return QueryInstants.Bad();
        if (plan is not null && await plans.OfAsync(plan, instant, cancel) is null) return PlanRefusals.UnknownPlan();
        return await book.AskAsync(new(instant, Plan: plan), page => page.Document.Plan.Units.FirstOrDefault(each => each.Key == unit) is { } found ? BoardView.Of(page, found) : null, cancel) is { } board
            ? TypedResults.Ok(board)
            : Problems.Of(404, "unknown-unit", "计划中没有这个单位", "The plan names no such unit");
    }
}

/// <summary>A unit's board.</summary>
internal sealed record BoardView
{
    public required string Unit { get; init; }

    public required string Name { get; init; }

    public required DateTimeOffset At { get; init; }

    public required string PlanId { get; init; }

    public required int PlanVersion { get; init; }

    /// <summary>The rules of the colours, in the order they are asked.</summary>
    public required IReadOnlyList<BoardRule> Rules { get; init; }

    public required BoardCounts Counts { get; init; }

    public required IReadOnlyList<BoardTask> Items { get; init; }

    public required string? Next { get; init; }

    public static BoardView Of(ScorePage page, Contracts.Plans.PlanUnit unit)
    {
        var items = TaskBoard.Of(page.Facts, page.Document.Plan, unit.Key);
        return new()
        {
            Unit = unit.Key,
            Name = unit.Name,
            At = page.Facts.At.ToOffset(ChinaTime.Offset),
            PlanId = page.Document.Plan.PlanId,
            PlanVersion = page.Document.Plan.Version,
            Rules = BoardRules.All,
            Counts = new(Count(Colour.Red), Count(Colour.Yellow), Count(Colour.Green)),
            Items = items,
            Next = null,
        };

        int Count(Colour colour) => items.Count(item => item.Colour == colour);
    }
}

internal sealed record BoardCounts(int Red, int Yellow, int Green);
