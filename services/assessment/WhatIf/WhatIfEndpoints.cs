using System.ComponentModel.DataAnnotations;
using System.Security.Claims;
using System.Text.Json;
using Bishui.Assessment.Common;
using Bishui.Assessment.Intake;
using Bishui.Assessment.Plan;
using Bishui.Assessment.SchemeStore;
using Bishui.Assessment.Scores;
using Bishui.Assessment.Scoring;
using Bishui.Features.Requests;
using Bishui.Hosting.Errors;
using Bishui.Hosting.Identity;
using Bishui.Hosting.Load;
using Bishui.Hosting.Time;

namespace Bishui.Assessment.WhatIf;

/// <summary>What a score would be if something were otherwise (推演). A sandbox: nothing of it is stored or told.</summary>
internal static class WhatIfEndpoints
{
    public const int MostChanges = 500;

    public static void MapWhatIf(this IEndpointRouteBuilder routes) => routes.MapPost("/what-if", Ask).IsCostly().Produces<WhatIfView>().WithTags("Scores")
        .WithSummary("推演：假设增、减、改若干事实或换一个评分方案，得分会怎样；只算不存 / What a score would be if facts or the scheme were otherwise; nothing is stored");

    private static async Task<IResult> Ask(
        WhatIfRequest request, ClaimsPrincipal user, ScoreBook book, SchemeBook schemes, PlanStore plans, FactLog facts, RequestClock clock, CancellationToken cancel)
    {
        var caller = user.Caller();
        // The difference goes item by item, and a fact that is left out or not shows what it is worth.
        if (caller.ToSeeWhole(request.Unit) is { } refusal) return refusal;
        if (!Moments.TryRead(request.At, request.KnownAt, clock, out var moment)) return QueryInstants.Bad();
        var changes = request.Changes ?? [];
        List<RowError> errors = [];
        if (changes.Count > MostChanges) errors.Add(new(null, "changes", "too-many", $"最多 {MostChanges} 处 / at most {MostChanges}"));
        if (changes.Count == 0 && request.Scheme is null) errors.Add(new(null, "changes", "missing", "须给出假设或另一方案 / suppose something, or give another scheme"));
        var plan = (await plans.InForceAtAsync(moment.At, cancel)).Plan;
        if (request.Unit is { } named && plan.Units.All(each => each.Key != named)) errors.Add(new(null, "unit", "unknown-unit", "计划中没有这个单位 / the plan names no such unit"));
        Scheme? scheme = null;
        try
        {
            scheme = request.Scheme switch
            {
                null => null,
                { ValueKind: JsonValueKind.String } key => await schemes.FindAsync(key.GetString()!, plan, cancel),
                { } written => SchemeFiles.Parse("scheme", written.GetRawText(), plan),
            };
            if (scheme is null && request.Scheme is not null) errors.Add(new(null, "scheme", "unknown-scheme", "没有这个评分方案 / there is no such scheme"));
        }
        catch (DataFileException faulty)
        {
            errors.AddRange(faulty.Faults.Select(fault => new RowError(null, "scheme", "bad-scheme", fault)));
        }
        if (errors.Count > 0) return Refusals.Invalid(errors);

        HashSet<string> onFile = [];
        foreach (var id in changes.Select(change => change.Fact).OfType<string>())
            if (await facts.FindAsync(id, cancel) is { } found && MaySuppose(caller, found.Fact)) onFile.Add(id);
        var (before, tree, supposed) = await book.AskAsync(moment, page =>
        {
            var taken = new SupposedChanges(page, onFile);
            for (var row = 0; row < changes.Count; row++) taken.Take(row, changes[row]);
            return (ScoreView.Of(page, request.Unit), page.Of(request.Unit).Explanation, taken);
        }, cancel);
        if (supposed.Errors.Count > 0) return Refusals.Invalid(supposed.Errors);

        var result = supposed.Result with { Scheme = scheme };
        // The tree names a fact by what it says, with or without the mark of the sandbox.
        var ids = result.Added.SelectMany(fact => new[] { fact.Id, fact.Id[(fact.Id.IndexOf(':', SupposedChanges.Prefix.Length) + 1)..] }).ToHashSet();
        return await book.SupposeAsync(moment, result, page => TypedResults.Ok(new WhatIfView
        {
            Before = before,
            After = ScoreView.Of(page, request.Unit),
            Supposed = [.. result.Added.Select(fact => fact.Id)],
            Removed = [.. result.Removed],
            Difference = TreeDifference.Of(tree, page.Of(request.Unit).Explanation, ids),
        }), cancel);
    }

    /// <summary>A fact about no unit, such as a section's class, is in everybody's explanation; others' own facts are not for asking about.</summary>
    private static bool MaySuppose(Caller caller, Fact fact) => caller.Sees(fact) || fact is { Unit: null, Units: null };
}

/// <summary>What to suppose.</summary>
internal sealed record WhatIfRequest
{
    /// <summary>An instant or a civil day; the platform's now when left out.</summary>
    public string? At { get; init; }

    /// <summary>Only what had been received by then counts; everything when left out.</summary>
    public string? KnownAt { get; init; }

    /// <summary>Key of the unit; the district when left out.</summary>
    public string? Unit { get; init; }

    /// <summary>Key and version of a scheme, or a whole scheme; the one in force when left out.</summary>
    public JsonElement? Scheme { get; init; }

    /// <summary>What is otherwise, in order.</summary>
    [MaxLength(WhatIfEndpoints.MostChanges)]
    public IReadOnlyList<SupposedChange>? Changes { get; init; }
}

/// <summary>A score as it is and as it would be.</summary>
internal sealed record WhatIfView
{
    /// <summary>Always true: this is no record.</summary>
    public bool Sandbox { get; } = true;

    /// <summary>Shown beside every figure of it.</summary>
    public string Notice { get; } = "推演结果，不是正式得分 / supposed, not a score";

    public required ScoreView Before { get; init; }

    public required ScoreView After { get; init; }

    /// <summary>Ids of the supposed facts; none of them is on file.</summary>
    public required IReadOnlyList<string> Supposed { get; init; }

    /// <summary>Ids of facts on file that were left out.</summary>
    public required IReadOnlyList<string> Removed { get; init; }

    /// <summary>The nodes that differ, from the root down; null where nothing does.</summary>
    public required NodeDifference? Difference { get; init; }
}
