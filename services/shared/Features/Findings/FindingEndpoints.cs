using Bishui.Features.Indicators;
using Bishui.Features.Requests;
using Bishui.Features.Tasks;
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
/// <param name="Topic">Key of the topic it is about.</param>
/// <param name="Task">Number of the task that carries the topic in the plan in force, the first where several do; null where none does.</param>
/// <param name="Tasks">Numbers of all of these.</param>
/// <param name="Title">What the rule looks for, in Chinese.</param>
/// <param name="TitleEn">The same in English.</param>
/// <param name="ObjectId">Id of the object.</param>
/// <param name="ObjectName">Name of the object.</param>
/// <param name="Since">Since when it holds.</param>
/// <param name="Text">What is wrong, in Chinese.</param>
/// <param name="TextEn">The same in English.</param>
/// <param name="Unit">Key of the unit that has to act; null: those that lead the tasks.</param>
/// <param name="Source">Where the rule comes from.</param>
/// <param name="Evidence">What it rests on.</param>
public sealed record FindingView(
    string Rule, string Topic, int? Task, IReadOnlyList<int> Tasks, string Title, string TitleEn, string ObjectId, string ObjectName, DateOnly Since, string Text, string TextEn, string? Unit,
    string Source, IReadOnlyList<EvidenceId> Evidence);

internal static class FindingEndpoints
{
    public static void MapFindings(this IEndpointRouteBuilder routes) => routes.MapGroup("/findings").WithTags("发现的问题 Findings")
        .MapGet("/", List).WithSummary("截至某日名录和监测数据中发现的问题，早的在前 / What is not as it should be as of a day, the oldest first");

    private static async Task<Results<Ok<ListAnswer<FindingView>>, ProblemHttpResult>> List(
        FindingCatalogue catalogue, BasisSource facts, IDocumentReader store, HttpContext http, RequestClock clock, string? rule, int? task, string? topic, string? at, string? knownAt,
        CancellationToken cancel)
    {
        if (IndicatorEndpoints.Read(at, knownAt, clock, out var day, out var known) is { } bad) return bad;
        var (tasks, caller) = (await TopicTasks.OfAsync(store, day, cancel), http.User.Caller());
        var basis = facts.On(day, known);
        var found = new List<FindingView>();
        foreach (var each in catalogue.All.Where(each => tasks.MayRead(caller, each.Topic) && (rule is null || each.Key == rule) && tasks.IsAsked(each.Topic, topic, task)))
        {
            var numbers = tasks.NumbersOf(each.Topic);
            found.AddRange((await each.Find(basis, cancel)).Select(one => new FindingView(
                each.Key, each.Topic, numbers.Count > 0 ? numbers[0] : null, numbers, each.TitleZh, each.TitleEn, one.ObjectId, one.ObjectName, one.Since, one.TextZh, one.TextEn, one.Unit, each.Source, one.Evidence)));
        }
        return TypedResults.Ok(new ListAnswer<FindingView>([.. found.OrderBy(one => one.Since).ThenBy(one => one.Rule, StringComparer.Ordinal).ThenBy(one => one.ObjectId, StringComparer.Ordinal)]));
    }
}
