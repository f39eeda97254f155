using System.Globalization;
using System.Text.RegularExpressions;
using Bishui.Features.Requests;
using Bishui.Hosting.Errors;
using Bishui.Hosting.Identity;
using Bishui.Hosting.Time;
using Bishui.Rules.Time;
using Bishui.Storage.Documents;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Bishui.Features.Tasks;

/// <summary>Key projects (重点工程项目) of a task: the current state as a document, every change as a ledger entry.</summary>
internal static partial class ProjectEndpoints
{
    public static void MapProjects(this RouteGroupBuilder group)
    {
        group.MapGet("/{number:int}/projects", List).WithSummary("重点工程项目 / Key projects of a task");
        group.MapGet("/{number:int}/projects/{id}", Get).WithSummary("一个重点工程项目 / One key project");
        group.MapPut("/{number:int}/projects/{id}", Put).Produces<KeyProject>()
            .WithSummary("登记或更新重点工程项目，同时记入台账 / Set a key project; the ledger records it");
    }

    private static async Task<Results<Ok<ListAnswer<KeyProject>>, ProblemHttpResult>> List(
        int number, string? plan, IDocumentReader store, RequestClock clock, HttpContext http, string? after, int? limit, CancellationToken cancel)
    {
        if (await store.FindTaskAsync(number, plan, clock.Today(), cancel) is not { Body: var task }) return EntryEndpoints.UnknownTask(number, plan);
        if (http.User.Caller().To(TaskAction.Read, task) is { } refusal) return refusal;
        var page = await store.ListAsync(TaskCollections.Projects, new()
        {
            Index = TaskCollections.ByLedger,
            From = task.Id + "|",
            Before = task.Id + "}",
            After = after,
            Limit = Paging.Limit(limit),
        }, cancel);
        return TypedResults.Ok(new ListAnswer<KeyProject>([.. page.Items.Select(item => item.Body.Project)], page.Next));
    }

    private static async Task<Results<Ok<KeyProject>, ProblemHttpResult>> Get(
        int number, string id, string? plan, IDocumentReader store, RequestClock clock, HttpContext http, CancellationToken cancel)
    {
        if (await store.FindTaskAsync(number, plan, clock.Today(), cancel) is not { Body: var task }) return EntryEndpoints.UnknownTask(number, plan);
        if (http.User.Caller().To(TaskAction.Read, task) is { } refusal) return refusal;
        if (await store.FindAsync(TaskCollections.Projects, IdOf(task, id), cancel) is not { } held)
            return Problems.Of(StatusCodes.Status404NotFound, "unknown-project", $"没有重点工程项目 {id}", $"there is no key project {id}");
        http.Response.SetETag(held.Version);
        return TypedResults.Ok(held.Body.Project);
    }

    private static Task<IResult> Put(
        int number, string id, string? plan, KeyProject project, HttpContext http, IdempotentWrites writes, ServiceName service, RequestClock clock,
        CancellationToken cancel)
    {
        var caller = http.User.Caller();
        var now = clock.Now;
        project = project with { Id = id };
        return writes.WriteAsync(http, TaskCollections.Ledger, project, async (reader, commit) =>
        {
            if (await reader.FindTaskAsync(number, plan, ChinaTime.DayOf(now), cancel) is not { Body: var task }) return EntryEndpoints.UnknownTask(number, plan);
            if (caller.To(TaskAction.SetProject, task) is { } refusal) return refusal;
            if (await reader.ToWriteAsync(task, cancel) is { } closed) return closed;
            var held = await reader.FindAsync(TaskCollections.Projects, IdOf(task, id), cancel);
            if (http.Request.Refusal(held?.Version) is { } stale) return stale;
            var check = new EntryCheck(reader, task, caller, ChinaTime.DayOf(now));
            Check(check, id, project);
            if (check.Errors.Count > 0) return Refusals.Invalid(check.Errors);

            var entry = await reader.AppendAsync(commit, service.Name, EntryEndpoints.Draft(task, caller, now, "progress", TextOf(project)) with
            {
                Project = project,
                Links = [new EntryLink { Kind = "project", Id = id }],
            }, cancel);
            var holds = new HeldProject { LedgerId = task.Id, Project = project, Unit = caller.Unit, EntryId = entry.Id };
            if (held is null) commit.Insert(TaskCollections.Projects, IdOf(task, id), holds);
            else commit.Update(TaskCollections.Projects, IdOf(task, id), held.Version, holds);
            return Answer.Ok(project);
        }, cancel);
    }

    private static void Check(EntryCheck check, string id, KeyProject project)
    {
        if (!ProjectId().IsMatch(id)) check.Add("id", "bad-id", "只能用小写字母、数字和连字符 / lower-case letters, digits and hyphens only");
        check.Text("name", project.Name);
        check.Share("percent", project.Percent);
        if (project.Investment < 0) check.Add("investment", "out-of-range", "总投资不得为负 / must not be negative");
        if (project.Invested < 0) check.Add("invested", "out-of-range", "已完成投资不得为负 / must not be negative");
        foreach (var (milestone, i) in project.Milestones.Select((m, i) => (m, i)))
        {
            check.Text($"milestones[{i}].title", milestone.Title);
            check.Day($"milestones[{i}].doneOn", milestone.DoneOn, required: false);
        }
    }

    private static string TextOf(KeyProject project)
    {
        List<string> said = [$"重点工程项目“{project.Name}”"];
        if (project.Percent is { } percent) said.Add(string.Create(CultureInfo.InvariantCulture, $"形象进度 {percent}%"));
        if (project.Invested is { } invested) said.Add(string.Create(CultureInfo.InvariantCulture, $"完成投资 {invested} 万元"));
        if (project.Milestones.LastOrDefault(milestone => milestone.DoneOn is not null) is { } reached) said.Add($"节点：{reached.Title}");
        return string.Join("，", said);
    }

    private static string IdOf(TaskLedger task, string id) => $"{task.Id}|{id}";

    [GeneratedRegex("^[a-z0-9][a-z0-9-]{0,63}$")]
    private static partial Regex ProjectId();
}
