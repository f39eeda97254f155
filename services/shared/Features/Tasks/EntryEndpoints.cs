using Bishui.Contracts.Tasks;
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

internal static class EntryEndpoints
{
    public static void MapEntries(this RouteGroupBuilder group)
    {
        group.MapGet("/{number:int}", Get).WithSummary("一项任务 / One task");
        group.MapGet("/{number:int}/rights", Rights).WithSummary("本单位在该任务中可做的事 / What the caller may do in the task");
        group.MapGet("/{number:int}/entries", Entries).WithSummary("台账记录，新的在前 / Ledger entries, newest first");
        group.MapGet("/{number:int}/entries/{id}", Entry).WithSummary("一条台账记录及对它的更正 / One entry and what corrects it");
        group.MapGet("/{number:int}/records", RecordKinds).WithSummary("该任务台账可登记的成果类型 / Typed results that the task's ledger takes");
        group.MapPost("/{number:int}/entries", Record).Produces<LedgerEntry>(StatusCodes.Status201Created)
            .WithSummary("登记一条台账记录 / Append a ledger entry");
    }

    private static async Task<Results<Ok<TaskView>, ProblemHttpResult>> Get(int number, string? plan, LedgerStore ledgers, RequestClock clock, CancellationToken cancel) =>
        await ledgers.FindAsync(number, plan, clock.Today(), cancel) is { } task ? TypedResults.Ok(TaskView.Of(task)) : UnknownTask(number, plan);

    private static async Task<Results<Ok<RightsView>, ProblemHttpResult>> Rights(
        int number, string? plan, LedgerStore ledgers, RequestClock clock, HttpContext http, CancellationToken cancel)
    {
        if (await ledgers.FindAsync(number, plan, clock.Today(), cancel) is not { } task) return UnknownTask(number, plan);
        var caller = http.User.Caller();
        return TypedResults.Ok(new RightsView(number, caller.Unit,
            [.. Enum.GetValues<TaskAction>().Where(action => caller.To(action, task) is null)]));
    }

    private static async Task<Results<Ok<ListAnswer<LedgerEntry>>, ProblemHttpResult>> Entries(
        int number, string? plan, LedgerStore ledgers, RequestClock clock, HttpContext http, string? after, int? limit, CancellationToken cancel)
    {
        if (await ledgers.FindAsync(number, plan, clock.Today(), cancel) is not { } task) return UnknownTask(number, plan);
        if (http.User.Caller().To(TaskAction.Read, task) is { } refusal) return refusal;
        return TypedResults.Ok(ListAnswer.Of(await ledgers.EntriesAsync(task, after, Paging.Limit(limit), cancel)));
    }

    private static async Task<Results<Ok<EntryView>, ProblemHttpResult>> Entry(
        int number, string id, string? plan, IDocumentReader store, LedgerStore ledgers, RequestClock clock, HttpContext http, CancellationToken cancel)
    {
        if (await ledgers.FindAsync(number, plan, clock.Today(), cancel) is not { } task) return UnknownTask(number, plan);
        if (http.User.Caller().To(TaskAction.Read, task) is { } refusal) return refusal;
        if (await store.FindAsync(TaskCollections.Entries, id, cancel) is not { Body: var entry } || TaskLedger.IdOf(entry.PlanId, entry.TaskKey) != task.Id)
            return Problems.Of(StatusCodes.Status404NotFound, "unknown-entry", $"本任务没有台账记录 {id}", $"this task has no entry {id}");
        var corrections = await store.ListAsync(TaskCollections.Entries,
            new() { Index = TaskCollections.ByCorrected, From = id + "|", Before = id + "}", Limit = 1000 }, cancel);
        return TypedResults.Ok(new EntryView(entry, [.. corrections.Items.Select(c => c.Body)]));
    }

    private static async Task<Results<Ok<ListAnswer<RecordKind>>, ProblemHttpResult>> RecordKinds(int number, string? plan, LedgerStore ledgers, RequestClock clock, CancellationToken cancel) =>
        await ledgers.FindAsync(number, plan, clock.Today(), cancel) is { } task
            ? TypedResults.Ok(new ListAnswer<RecordKind>(RecordVocabulary.Of(task)))
            : UnknownTask(number, plan);

    private static async Task<IResult> Record(
        int number, string? plan, EntryRequest request, HttpContext http, IdempotentWrites writes, ServiceName service, IEnumerable<ILinkTarget> targets,
        IEnumerable<IWatchesRecords> watchers, RequestClock clock, CancellationToken cancel)
    {
        var caller = http.User.Caller();
        var now = clock.Now;
        var answer = await writes.WriteAsync(http, TaskCollections.Ledger, request, async (reader, commit) =>
        {
            var held = await reader.FindTaskAsync(number, plan, ChinaTime.DayOf(now), cancel);
            if (held is null) return UnknownTask(number, plan);
            var task = held.Body;
            if (caller.To(TaskAction.Record, task) is { } refusal) return refusal;
            if (await reader.ToWriteAsync(task, cancel) is { } closed) return closed;
            var check = new EntryCheck(reader, task, caller, ChinaTime.DayOf(now));
            await check.EntryAsync(request, targets, cancel);
            var record = RecordOf(request);
            var kind = record is null ? null : RecordVocabulary.Check(task, record, check);
            if (kind is { IsBasis: true } && caller.To(TaskAction.SetBasis, task) is { } notLead) return notLead;
            if (check.Errors.Count > 0) return Refusals.Invalid(check.Errors);
            if (kind is not null && !await reader.IsOpenAsync(kind, task, record!, cancel)) return GateClosed(kind);

            var entry = await reader.AppendAsync(commit, service.Name, Draft(task, caller, now, request.Kind!, request.Text!) with
            {
                OccurredOn = request.OccurredOn!.Value,
                Percent = request.Percent,
                Corrects = request.Corrects,
                Record = record,
                Links = request.Links ?? [],
                Attachments = request.Attachments ?? [],
            }, cancel);
            if (request.Percent is { } percent && task.LeadUnits.Contains(caller.Unit))
                commit.Update(TaskCollections.Ledgers, held.Id, held.Version, task.With(task.Lead(caller.Unit) with { Percent = percent }));
            return Answer.Created($"/api/{service.Name}/tasks/{number}/entries/{entry.Id}{(plan is null ? "" : $"?plan={Uri.EscapeDataString(plan)}")}", entry);
        }, cancel);
        if (request.Record is not null || request.Corrects is not null)
            foreach (var watcher in watchers) watcher.Wake();
        return answer;
    }

    private static LedgerRecord? RecordOf(EntryRequest request) => request.Record is not { } stated || request.OccurredOn is not { } day ? null : new()
    {
        Type = stated.Type,
        Topic = stated.Topic,
        On = day,
        Period = stated.Period,
        ObjectId = stated.ObjectId,
        Value = stated.Value,
        Outcome = stated.Outcome,
        Document = stated.Document,
        Url = stated.Url,
    };

    private static ProblemHttpResult GateClosed(RecordKind kind) => Problems.Of(StatusCodes.Status409Conflict, "gate-not-passed",
        $"须先登记并通过该对象的校核：{kind.After}", $"the check {kind.After} has to be passed for this object before");

    /// <summary>An entry that only lacks its place in the chain.</summary>
    public static LedgerEntry Draft(TaskLedger task, Caller caller, DateTimeOffset now, string kind, string text) => new()
    {
        Id = Guid.CreateVersion7(now).ToString("N"),
        Sequence = 0,
        PlanId = task.PlanId,
        Task = task.Number,
        TaskKey = task.Key,
        Kind = kind,
        Unit = caller.Unit,
        RecordedBy = caller.ClientId,
        OccurredOn = ChinaTime.DayOf(now),
        // The chain hashes what it shows, and it shows milliseconds.
        RecordedAt = DateTimeOffset.FromUnixTimeMilliseconds(now.ToUnixTimeMilliseconds()),
        Text = text.Trim(),
        PreviousHash = "",
        Hash = "",
    };

    public static ProblemHttpResult UnknownTask(int number, string? plan) => Problems.Of(StatusCodes.Status404NotFound, "unknown-task",
        $"本服务没有第 {number} 项任务", $"this service owns no task {number}");
}
