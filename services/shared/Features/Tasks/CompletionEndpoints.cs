using Bishui.Contracts.Tasks;
using Bishui.Features.Requests;
using Bishui.Hosting.Errors;
using Bishui.Hosting.Identity;
using Bishui.Rules.Time;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Bishui.Features.Tasks;

internal static class CompletionEndpoints
{
    private const string Accepted = "accepted";
    private const string Returned = "returned";

    public static void MapCompletion(this RouteGroupBuilder group)
    {
        group.MapPost("/{number:int}/completion", Submit).Produces<TaskView>()
            .WithSummary("牵头单位申请办结 / A leading unit submits the completion");
        group.MapPost("/{number:int}/completion/review", Review).Produces<TaskView>()
            .WithSummary("审核：通过或退回 / Accept or return the completion");
    }

    private static Task<IResult> Submit(
        int number, CompletionRequest request, HttpContext http, IdempotentWrites writes, Category category, TimeProvider clock, CancellationToken cancel)
    {
        var caller = http.User.Caller();
        var now = clock.GetUtcNow();
        return writes.WriteAsync(http, request, async (reader, commit) =>
        {
            var held = await reader.FindAsync(TaskCollections.Ledgers, TaskCollections.LedgerId(number), cancel);
            if (held is null) return EntryEndpoints.UnknownTask(number);
            if (caller.ToComplete(held.Body) is { } refusal) return refusal;
            if (held.Body.State is TaskState.Submitted or TaskState.Done) return WrongState(held.Body);

            var errors = new List<RowError>();
            EntryEndpoints.CheckText(errors, "text", request.Text);
            EntryEndpoints.CheckDay(errors, request.OccurredOn, ChinaTime.DayOf(now), required: false);
            EntryEndpoints.CheckBasis(errors, request.Links, request.Attachments);
            if (errors.Count > 0) return Refusals.Invalid(errors);

            var draft = EntryEndpoints.Draft(held.Body, caller, now, "completion", request.Text!);
            var entry = await reader.AppendAsync(commit, category.Name, draft with
            {
                OccurredOn = request.OccurredOn ?? draft.OccurredOn,
                Links = request.Links ?? [],
                Attachments = request.Attachments ?? [],
            }, cancel);
            var completion = new Completion { Id = entry.Id, Unit = caller.Unit, SubmittedAt = entry.RecordedAt, EntryId = entry.Id };
            var task = held.Body with { State = TaskState.Submitted, Completion = completion };
            commit.Update(TaskCollections.Ledgers, held.Id, held.Version, task);
            commit.Publish(new CompletionSubmitted
            {
                CompletionId = completion.Id,
                Service = category.Name,
                PlanId = task.PlanId,
                Task = number,
                Unit = caller.Unit,
                SubmittedAt = completion.SubmittedAt,
                EntryId = entry.Id,
            });
            return Answer.Ok(TaskView.Of(task));
        }, cancel);
    }

    private static Task<IResult> Review(
        int number, ReviewRequest request, HttpContext http, IdempotentWrites writes, Category category, TimeProvider clock, CancellationToken cancel)
    {
        var caller = http.User.Caller();
        var now = clock.GetUtcNow();
        return writes.WriteAsync(http, request, async (reader, commit) =>
        {
            var held = await reader.FindAsync(TaskCollections.Ledgers, TaskCollections.LedgerId(number), cancel);
            if (held is null) return EntryEndpoints.UnknownTask(number);
            if (caller.ToReview(held.Body) is { } refusal) return refusal;
            if (held.Body is not { State: TaskState.Submitted, Completion: { } submitted }) return WrongState(held.Body);

            var errors = new List<RowError>();
            if (request.Decision is not (Accepted or Returned))
                errors.Add(new(null, "decision", "unknown-decision", "decision 应为 / must be accepted 或 / or returned"));
            if (request.Decision == Returned) EntryEndpoints.CheckText(errors, "reason", request.Reason);
            if (errors.Count > 0) return Refusals.Invalid(errors);

            var text = string.IsNullOrWhiteSpace(request.Reason) ? "审核通过" : request.Reason;
            var entry = await reader.AppendAsync(commit, category.Name,
                EntryEndpoints.Draft(held.Body, caller, now, "completion", text) with
                {
                    Decision = request.Decision,
                    Links = [new EntryLink { Kind = "entry", Id = submitted.EntryId }],
                }, cancel);
            var task = held.Body with
            {
                State = request.Decision == Accepted ? TaskState.Done : TaskState.Returned,
                Completion = submitted with
                {
                    Reviewer = caller.Unit,
                    Decision = request.Decision,
                    Reason = request.Reason,
                    ReviewedAt = entry.RecordedAt,
                },
            };
            commit.Update(TaskCollections.Ledgers, held.Id, held.Version, task);
            commit.Publish(new CompletionReviewed
            {
                CompletionId = submitted.Id,
                Service = category.Name,
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
            return Answer.Ok(TaskView.Of(task));
        }, cancel);
    }

    private static ProblemHttpResult WrongState(TaskLedger task) => Problems.Of(StatusCodes.Status409Conflict, "wrong-state",
        task.State switch
        {
            TaskState.Submitted => $"第 {task.Number} 项任务的办结申请正在等待审核",
            TaskState.Done => $"第 {task.Number} 项任务已办结",
            _ => $"第 {task.Number} 项任务没有待审核的办结申请",
        },
        task.State switch
        {
            TaskState.Submitted => $"the completion of task {task.Number} waits for its review",
            TaskState.Done => $"task {task.Number} is done",
            _ => $"task {task.Number} has no completion waiting for review",
        });
}
