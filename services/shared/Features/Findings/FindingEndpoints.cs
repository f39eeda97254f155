using Bishui.Features.Indicators;
using Bishui.Features.Requests;
using Bishui.Hosting.Identity;
using Bishui.Hosting.Time;
using Bishui.Rules.Indicators;
using Bishui.Storage.Documents;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Bishui.Features.Findings;

/// <summary>A finding as it stands.</summary>
/// <param name="Rule">Key of the rule.</param>
/// <param name="Task">Number of the plan's task.</param>
/// <param name="Title">What the rule looks for, in Chinese.</param>
/// <param name="TitleEn">The same in English.</param>
/// <param name="ObjectId">Id of the object.</param>
/// <param name="ObjectName">Name of the object.</param>
/// <param name="Since">Since when it holds.</param>
/// <param name="Text">What is wrong, in Chinese.</param>
/// <param name="TextEn">The same in English.</param>
/// <param name="Unit">Key of the unit that has to act; null: those that lead the task.</param>
/// <param name="Source">Where the rule comes from.</param>
/// <param name="Evidence">What it rests on.</param>
public sealed record FindingView(
    string Rule, int Task, string Title, string TitleEn, string ObjectId, string ObjectName, DateOnly Since, string Text, string TextEn, string? Unit,
    string Source, IReadOnlyList<EvidenceId> Evidence);

internal static class FindingEndpoints
{
    public static void MapFindings(this IEndpointRouteBuilder routes) => routes.MapGroup("/findings").WithTags("发现的问题 Findings")
        .MapGet("/", List).WithSummary("截至某日名录和监测数据中发现的问题，早的在前 / What is not as it should be as of a day, the oldest first");

    private static async Task<Results<Ok<ListAnswer<FindingView>>, ProblemHttpResult>> List(
        Category category, BasisSource facts, IDocumentReader store, HttpContext http, RequestClock clock, string? rule, int? task, string? at, string? knownAt,
        CancellationToken cancel)
    {
        if (IndicatorEndpoints.Read(at, knownAt, clock, out var day, out var known) is { } bad) return bad;
        var readable = await IndicatorEndpoints.ReadableAsync(store, http.User.Caller(), cancel);
        var basis = facts.On(day, known);
        var found = new List<FindingView>();
        foreach (var each in category.Findings.Where(each => readable(each.Task) && (rule is null || each.Key == rule) && (task is null || each.Task == task)))
            found.AddRange((await each.Find(basis, cancel)).Select(one => new FindingView(
                each.Key, each.Task, each.TitleZh, each.TitleEn, one.ObjectId, one.ObjectName, one.Since, one.TextZh, one.TextEn, one.Unit, each.Source, one.Evidence)));
        return TypedResults.Ok(new ListAnswer<FindingView>([.. found.OrderBy(one => one.Since).ThenBy(one => one.Rule, StringComparer.Ordinal).ThenBy(one => one.ObjectId, StringComparer.Ordinal)]));
    }
}
