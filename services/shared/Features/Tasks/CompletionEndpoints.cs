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

/// <summary>
/// A leading unit submits its completion, may withdraw it before the review, and another unit accepts or returns it. Where several units lead,
/// each submits its own and the task is done when all are accepted.
/// </summary>
internal static class CompletionEndpoints
{
    private const string Accepted = "accepted";
    private const string Returned = "returned";
    private const string Withdrawn = "withdrawn";

    public static void MapCompletion(this RouteGroupBuilder group)
    {
        group.MapPost("/{number:int}/completion", Submit).Produces<TaskView>()
            .WithSummary("牵头单位申请办结 / A leading unit submits its completion");
        group.MapPost("/{number:int}/completion/withdrawal", Withdraw).Produces<TaskView>()
            .WithSummary("审核前撤回办结申请 / Take a completion back before its review");
        group.MapPost("/{number:int}/completion/review", Review).Produces<TaskView>()
            .WithSummary("审核：通过或退回 / Accept or return a completion");
    }

    private static Task<IResult> Submit(
        int number, string? plan, CompletionRequest request, HttpContext http, IdempotentWrites writes, ServiceName service, IEnumerable<IGuardsCompletion> guards,
        IEnumerable<ILinkTarget> targets, RequestClock clock, CancellationToken cancel) =>
        DecideAsync(number, plan, request, TaskAction.Complete, http, writes, clock, async (reader, commit, held, caller, now) =>
        {
            var task = held.Body;
            var lead = task.Lead(caller.Unit);
            if (lead.State is TaskState.Submitted or TaskState.Done) return WrongState(task, lead);
            foreach (var guard in guards)
                if (await guard.RefusalAsync(reader, task, caller.Unit, cancel) is { } inTheWay) return inTheWay;
            var check = new EntryCheck(reader, task, caller, ChinaTime.DayOf(now));
            check.Text("text", request.Text);
            check.Day("occurredOn", request.OccurredOn, required: false);
            await check.BasisAsync(request.Links, request.Attachments, targets, cancel);
            if (check.Errors.Count > 0) return Refusals.Invalid(check.Errors);

            var draft = EntryEndpoints.Draft(task, caller, now, "completion", request.Text!);
            var entry = await reader.AppendAsync(commit, service.Name, draft with
            {
                OccurredOn = request.OccurredOn ?? draft.OccurredOn,
                Links = request.Links ?? [],
                Attachments = request.Attachments ?? [],
            }, cancel);
            var completion = new Completion { Id = entry.Id, Unit = caller.Unit, SubmittedAt = entry.RecordedAt, EntryId = entry.Id };
            commit.Publish(new CompletionSubmitted
            {
                CompletionId = completion.Id,
                Service = service.Name,
                PlanId = task.PlanId,
                Task = number,
                Unit = caller.Unit,
                SubmittedAt = completion.SubmittedAt,
                EntryId = entry.Id,
            });
            return Set(commit, held, lead with { State = TaskState.Submitted, Completion = completion });
        }, cancel);

    private static Task<IResult> Withdraw(
        int number, string? plan, WithdrawalRequest request, HttpContext http, IdempotentWrites writes, ServiceName service, RequestClock clock, CancellationToken cancel) =>
        DecideAsync(number, plan, request, TaskAction.Complete, http, writes, clock, async (reader, commit, held, caller, now) =>
        {
            var task = held.Body;
            var lead = task.Lead(caller.Unit);
            if (lead is not { State: TaskState.Submitted, Completion: { } submitted }) return WrongState(task, lead);
            var check = new EntryCheck(reader, task, caller, ChinaTime.DayOf(now));
            check.Text("reason", request.Reason);
            if (check.Errors.Count > 0) return Refusals.Invalid(check.Errors);

            var entry = await AppendDecisionAsync(reader, commit, service, task, caller, now, submitted, Withdrawn, request.Reason!, cancel);
            commit.Publish(new CompletionWithdrawn
            {
                CompletionId = submitted.Id,
                Service = service.Name,
                PlanId = task.PlanId,
                Task = number,
                Unit = caller.Unit,
                Reason = request.Reason!,
                WithdrawnAt = entry.RecordedAt,
                EntryId = entry.Id,
            });
            return Set(commit, held, lead with
            {
                State = TaskState.Open,
                Completion = submitted with { Decision = Withdrawn, Reason = request.Reason, ReviewedAt = entry.RecordedAt },
            });
        }, cancel);

    private static async Task<IResult> Review(
        int number, string? plan, ReviewRequest request, HttpContext http, IdempotentWrites writes, ServiceName service, IEnumerable<IWatchesRecords> watchers, RequestClock clock,
        CancellationToken cancel)
    {
        var answer = await DecideAsync(number, plan, request, TaskAction.Review, http, writes, clock, async (reader, commit, held, caller, now) =>
        {
            var task = held.Body;
            var waiting = task.Leading.Where(lead => lead.State == TaskState.Submitted).ToList();
            if (waiting.Count > 1 && request.Unit is null)
                return Refusals.Invalid([new(null, "unit", "which-unit",
                    "有多个牵头单位的办结申请待审核，须指明单位 / several completions wait, name one of: " + string.Join(", ", waiting.Select(w => w.Unit)))]);
            var lead = waiting.Find(each => request.Unit is null || each.Unit == request.Unit);
            if (lead?.Completion is not { } submitted)
                return WrongState(task, task.Leading.FirstOrDefault(each => each.Unit == request.Unit) ?? task.Leading.First());
            if (caller.NotOwn([submitted.Unit]) is { } own) return own;

            var check = new EntryCheck(reader, task, caller, ChinaTime.DayOf(now));
            if (request.Decision is not (Accepted or Returned)) check.Add("decision", "unknown-decision", "decision 应为 / must be accepted 或 / or returned");
            if (request.Decision == Returned || !string.IsNullOrWhiteSpace(request.Reason)) check.Text("reason", request.Reason);
            if (check.Errors.Count > 0) return Refusals.Invalid(check.Errors);

            var text = string.IsNullOrWhiteSpace(request.Reason) ? "审核通过" : request.Reason;
            var entry = await AppendDecisionAsync(reader, commit, service, task, caller, now, submitted, request.Decision!, text, cancel);
            commit.Publish(new CompletionReviewed
            {
                CompletionId = submitted.Id,
                Service = service.Name,
                PlanId = task.PlanId,
                Task = number,
                Unit = submitted.Unit,
                Reviewer = caller.Unit,
                Decision = request.Decision!,
                Reason = request.Reason,
                SubmittedAt = submitted.SubmittedAt,
                ReviewedAt = entry.RecordedAt,
                EntryId = submitted.EntryId,
            });
            return Set(commit, held, lead with
            {
                State = request.Decision == Accepted ? TaskState.Done : TaskState.Returned,
                Completion = submitted with
                {
                    Reviewer = caller.Unit,
                    Decision = request.Decision,
                    Reason = request.Reason,
                    ReviewedAt = entry.RecordedAt,
                },
            });
        }, cancel);
        // An accepted completion closes the duties that last to the end of the year.
        foreach (var watcher in watchers) watcher.Wake();
        return answer;
    }

    private static Task<IResult> DecideAsync(
        int number, string? plan, object request, TaskAction action, HttpContext http, IdempotentWrites writes, RequestClock clock,
        Func<IDocumentReader, Commit, Stored<TaskLedger>, Caller, DateTimeOffset, ValueTask<Answer>> decide, CancellationToken cancel)
    {
        var caller = http.User.Caller();
        var now = clock.Now;
        return writes.WriteAsync(http, TaskCollections.Ledger, request, async (reader, commit) =>
        {
            if (await reader.FindTaskAsync(number, plan, ChinaTime.DayOf(now), cancel) is not { } held) return EntryEndpoints.UnknownTask(number, plan);
            return (caller.To(action, held.Body) ?? await reader.ToWriteAsync(held.Body, cancel)) is { } refusal ? refusal : await decide(reader, commit, held, caller, now);
        }, cancel);
    }

    private static ValueTask<LedgerEntry> AppendDecisionAsync(
        IDocumentReader reader, Commit commit, ServiceName service, TaskLedger task, Caller caller, DateTimeOffset now, Completion submitted,
        string decision, string text, CancellationToken cancel) =>
        reader.AppendAsync(commit, service.Name, EntryEndpoints.Draft(task, caller, now, "completion", text) with
        {
            Decision = decision,
            Links = [new EntryLink { Kind = "entry", Id = submitted.EntryId }],
        }, cancel);

    private static Answer Set(Commit commit, Stored<TaskLedger> held, LeadProgress progress)
    {
        var task = held.Body.With(progress);
        commit.Update(TaskCollections.Ledgers, held.Id, held.Version, task);
        return Answer.Ok(TaskView.Of(task));
    }

    private static ProblemHttpResult WrongState(TaskLedger task, LeadProgress lead) => Problems.Of(StatusCodes.Status409Conflict, "wrong-state",
        lead.State switch
        {
            TaskState.Submitted => $"第 {task.Number} 项任务的办结申请正在等待审核",
            TaskState.Done => $"第 {task.Number} 项任务已办结",
            _ => $"第 {task.Number} 项任务没有待审核的办结申请",
        },
        lead.State switch
        {
            TaskState.Submitted => $"the completion of task {task.Number} waits for its review",
            TaskState.Done => $"task {task.Number} is done",
            _ => $"task {task.Number} has no completion waiting for review",
        });
}
