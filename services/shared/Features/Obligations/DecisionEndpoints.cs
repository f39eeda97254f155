using Bishui.Contracts.Obligations;
using Bishui.Features.Requests;
using Bishui.Features.Tasks;
using Bishui.Hosting.Errors;
using Bishui.Hosting.Identity;
using Bishui.Hosting.Time;
using Bishui.Rules.Obligations;
using Bishui.Rules.Time;
using Bishui.Storage.Documents;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Bishui.Features.Obligations;

/// <summary>What people decide about a duty: more time, doing without, a demand, its answer. Each is an entry of the ledger too.</summary>
internal static class DecisionEndpoints
{
    private const string Remark = "remark";

    public static void MapDecisions(this RouteGroupBuilder group)
    {
        group.MapPost("/{id}/waiver", Waive).Produces<ObligationView>().WithSummary("免除，须写明理由 / Do without a duty, with the reason");
        group.MapPost("/{id}/extension", Extend).Produces<ObligationView>().WithSummary("延期，原期限保留 / Give more time; the original day stays");
        group.MapPost("/{id}/urgings", Urge).Produces<Urging>(StatusCodes.Status201Created).WithSummary("催办，责任单位须回复 / Demand that it be done; an answer is owed");
        group.MapPost("/{id}/urgings/{urging}/answers", Reply).Produces<Urging>().WithSummary("回复催办 / Answer a demand");
        group.MapGet("/{id}/urgings", Urgings).WithSummary("催办及其回复 / Demands and their answers");
    }

    private static Task<IResult> Waive(
        string id, WaiverRequest request, HttpContext http, IdempotentWrites writes, ServiceName service, RequestClock clock, CancellationToken cancel) =>
        DecideAsync(id, request, TaskAction.Review, http, writes, clock, async step =>
        {
            if (step.Held.Body.Waiver is not null || step.State is DutyState.Met or DutyState.MetLate or DutyState.Lapsed) return Settled(step);
            step.Check.Text("reason", request.Reason);
            if (step.Check.Errors.Count > 0) return Refusals.Invalid(step.Check.Errors);
            var entry = await step.EnterAsync(service, $"免除“{step.Held.Body.Title}”：{request.Reason}", cancel);
            return step.Set(service, held => held with
            {
                Waiver = new() { Reason = request.Reason!, Unit = step.Caller.Unit, At = entry.RecordedAt, EntryId = entry.Id },
            });
        }, cancel);

    private static Task<IResult> Extend(
        string id, ExtensionRequest request, HttpContext http, IdempotentWrites writes, ServiceName service, RequestClock clock, CancellationToken cancel) =>
        DecideAsync(id, request, TaskAction.Review, http, writes, clock, async step =>
        {
            if (step.Held.Body.EffectiveDue is not { } before || step.State is not (DutyState.Open or DutyState.Missed or DutyState.BeforeIssue)) return Settled(step);
            step.Check.Text("reason", request.Reason);
            if (request.Due is null) step.Check.Add("due", "missing", "须填新的期限 / the new last day is required");
            else if (request.Due <= before) step.Check.Add("due", "out-of-range", $"应晚于现有期限 {before:O} / must be after the last day in force");
            if (step.Check.Errors.Count > 0) return Refusals.Invalid(step.Check.Errors);
            var entry = await step.EnterAsync(service, $"“{step.Held.Body.Title}”由 {before:O} 延期至 {request.Due:O}：{request.Reason}", cancel);
            return step.Set(service, held => held with
            {
                Extensions =
                [
                    .. held.Extensions,
                    new() { Due = request.Due!.Value, Before = before, Reason = request.Reason!, Unit = step.Caller.Unit, At = entry.RecordedAt, EntryId = entry.Id },
                ],
            });
        }, cancel);

    private static Task<IResult> Urge(
        string id, UrgingRequest request, HttpContext http, IdempotentWrites writes, ServiceName service, RequestClock clock, CancellationToken cancel) =>
        DecideAsync(id, request, TaskAction.Urge, http, writes, clock, async step =>
        {
            if (step.State is DutyState.Met or DutyState.MetLate or DutyState.Waived or DutyState.Lapsed) return Settled(step);
            step.Check.Text("text", request.Text);
            if (request.AnswerBy is null) step.Check.Add("answerBy", "missing", "须填回复期限 / the last day for the answer is required");
            else if (request.AnswerBy < step.Today) step.Check.Add("answerBy", "out-of-range", "回复期限不得早于今天 / must not be before today");
            if (step.Check.Errors.Count > 0) return Refusals.Invalid(step.Check.Errors);
            var entry = await step.EnterAsync(service, $"催办“{step.Held.Body.Title}”，{request.AnswerBy:O} 前回复：{request.Text}", cancel);
            var urging = new Urging
            {
                Id = entry.Id,
                ObligationId = id,
                Task = step.Task.Number,
                By = step.Caller.Unit,
                Text = request.Text!,
                AnswerBy = request.AnswerBy!.Value,
                Units = step.Held.Body.Units,
                At = entry.RecordedAt,
            };
            step.Commit.Insert(ObligationCollections.Urgings, urging.Id, new HeldUrging(step.Task.Id, urging));
            step.Commit.Publish(new ObligationUrged
            {
                UrgingId = urging.Id,
                Service = service.Name,
                ObligationId = id,
                PlanId = step.Task.PlanId,
                Task = step.Task.Number,
                By = urging.By,
                Units = urging.Units,
                AnswerBy = urging.AnswerBy,
                UrgedAt = urging.At,
            });
            return Answer.Created($"/api/{service.Name}/obligations/{id}/urgings", urging);
        }, cancel);

    private static Task<IResult> Reply(
        string id, string urging, UrgingAnswerRequest request, HttpContext http, IdempotentWrites writes, ServiceName service, RequestClock clock,
        CancellationToken cancel) =>
        DecideAsync(id, request, null, http, writes, clock, async step =>
        {
            if (await step.Reader.FindAsync(ObligationCollections.Urgings, urging, cancel) is not { } held || held.Body.Urging.ObligationId != id)
                return Problems.Of(StatusCodes.Status404NotFound, "unknown-urging", $"没有催办 {urging}", $"there is no demand {urging}");
            if (!held.Body.Urging.Units.Contains(step.Caller.Unit) || !step.Caller.Is(Roles.Reporter))
                return TaskRights.Refuse("not-your-task", "该催办不是向本单位提出的", "the demand is not made of your unit");
            if (!held.Body.Urging.Waiting().Contains(step.Caller.Unit))
                return Problems.Of(StatusCodes.Status409Conflict, "wrong-state", "本单位已回复该催办", "your unit has answered this demand");
            step.Check.Text("text", request.Text);
            if (step.Check.Errors.Count > 0) return Refusals.Invalid(step.Check.Errors);
            var entry = await step.EnterAsync(service, $"回复催办“{step.Held.Body.Title}”：{request.Text}", cancel, about: urging);
            var answered = held.Body.Urging with
            {
                Answers = [.. held.Body.Urging.Answers, new() { Unit = step.Caller.Unit, Text = request.Text!, At = entry.RecordedAt }],
            };
            step.Commit.Update(ObligationCollections.Urgings, urging, held.Version, held.Body with { Urging = answered });
            step.Commit.Publish(new UrgingAnswered
            {
                UrgingId = urging,
                Service = service.Name,
                ObligationId = id,
                PlanId = step.Task.PlanId,
                Task = step.Task.Number,
                Unit = step.Caller.Unit,
                AnsweredAt = entry.RecordedAt,
            });
            return Answer.Ok(answered);
        }, cancel);

    private static async Task<Results<Ok<ListAnswer<Urging>>, ProblemHttpResult>> Urgings(
        string id, IDocumentReader store, HttpContext http, CancellationToken cancel)
    {
        if (await store.FindAsync(ObligationCollections.Obligations, id, cancel) is not { } held) return ObligationEndpoints.Unknown(id);
        if (!(await Readable.OfAsync(store, http.User.Caller(), cancel)).Holds(held.Body.LedgerId, held.Body.Units))
            return TaskRights.Refuse("not-your-task", "本单位在该任务中没有职责", "your unit has no role in the task");
        var page = await store.ListAsync(ObligationCollections.Urgings,
            new() { Index = ObligationCollections.ByObligation, From = id + "|", Before = id + "}", Limit = 1000 }, cancel);
        return TypedResults.Ok(new ListAnswer<Urging>([.. page.Items.Select(item => item.Body.Urging)]));
    }

    private static Task<IResult> DecideAsync(
        string id, object request, TaskAction? action, HttpContext http, IdempotentWrites writes, RequestClock clock, Func<Step, ValueTask<Answer>> decide,
        CancellationToken cancel)
    {
        var caller = http.User.Caller();
        var now = clock.Now;
        return writes.WriteAsync(http, TaskCollections.Ledger, request, async (reader, commit) =>
        {
            if (await reader.FindAsync(ObligationCollections.Obligations, id, cancel) is not { } held) return ObligationEndpoints.Unknown(id);
            if (await reader.FindAsync(TaskCollections.Ledgers, held.Body.LedgerId, cancel) is not { } ledger) return ObligationEndpoints.Unknown(id);
            if (action is { } asked && (caller.To(asked, ledger.Body) ?? caller.NotOwn(held.Body.Units)) is { } refusal) return refusal;
            if (await reader.ToWriteAsync(ledger.Body, cancel) is { } closed) return closed;
            return await decide(new(reader, commit, held, ledger.Body, caller, now));
        }, cancel);
    }

    private static ProblemHttpResult Settled(Step step) => Problems.Of(StatusCodes.Status409Conflict, "wrong-state",
        $"该事项的状态为 {Words.Of(step.State)}，不能这样处理", $"the duty is {Words.Of(step.State)}, which does not allow this");

    /// <summary>A decision about one duty, under way.</summary>
    private sealed class Step(
        IDocumentReader reader, Commit commit, Stored<HeldObligation> held, TaskLedger task, Caller caller, DateTimeOffset now)
    {
        public IDocumentReader Reader => reader;
        public Commit Commit => commit;
        public Stored<HeldObligation> Held => held;
        public TaskLedger Task => task;
        public Caller Caller => caller;
        public DateOnly Today { get; } = ChinaTime.DayOf(now);
        public EntryCheck Check { get; } = new(reader, task, caller, ChinaTime.DayOf(now));
        public DutyState State => held.Body.At(Today).State;

        public ValueTask<LedgerEntry> EnterAsync(ServiceName service, string text, CancellationToken cancel, string? about = null)
        {
            List<EntryLink> links = [new() { Kind = "obligation", Id = held.Id }];
            if (about is not null) links.Add(new() { Kind = "entry", Id = about });
            return reader.AppendAsync(commit, service.Name, EntryEndpoints.Draft(task, caller, now, Remark, text) with { Links = links }, cancel);
        }

        /// <summary>Writes the changed duty and tells of it.</summary>
        public Answer Set(ServiceName service, Func<HeldObligation, HeldObligation> change)
        {
            var changed = change(held.Body);
            var revised = changed with { Told = changed.At(Today).State, Revision = changed.Revision + 1 };
            commit.Update(ObligationCollections.Obligations, held.Id, held.Version, revised);
            commit.Publish(new ObligationsChanged { Service = service.Name, Obligations = [ObligationTelling.Of(revised, now)] });
            return Answer.Ok(ObligationView.Of(revised, Today));
        }
    }
}
