using Bishui.Features.Requests;
using Bishui.Hosting.Errors;
using Bishui.Hosting.Identity;
using Bishui.Rules.Time;
using Bishui.Storage.Documents;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Bishui.Features.Tasks;

internal static class EntryEndpoints
{
    private const int LongestText = 20_000;
    private static readonly string[] Kinds = ["progress", "evidence", "correction", "remark"];
    private static readonly string[] LinkKinds = ["reading", "exceedance", "register-row", "entry"];

    public static void MapEntries(this RouteGroupBuilder group)
    {
        group.MapGet("/", List).WithSummary("本服务承担的任务 / The tasks this service owns");
        group.MapGet("/{number:int}", Get).WithSummary("一项任务 / One task");
        group.MapGet("/{number:int}/entries", Entries).WithSummary("台账记录，新的在前 / Ledger entries, newest first");
        group.MapPost("/{number:int}/entries", Record).Produces<LedgerEntry>(StatusCodes.Status201Created)
            .WithSummary("登记一条台账记录 / Append a ledger entry");
    }

    private static async Task<Ok<ListAnswer<TaskView>>> List(LedgerStore ledgers, CancellationToken cancel) =>
        TypedResults.Ok(new ListAnswer<TaskView>([.. (await ledgers.ListAsync(cancel)).Select(TaskView.Of)]));

    private static async Task<Results<Ok<TaskView>, ProblemHttpResult>> Get(int number, LedgerStore ledgers, CancellationToken cancel) =>
        await ledgers.FindAsync(number, cancel) is { } task ? TypedResults.Ok(TaskView.Of(task)) : UnknownTask(number);

    private static async Task<Results<Ok<ListAnswer<LedgerEntry>>, ProblemHttpResult>> Entries(
        int number, LedgerStore ledgers, HttpContext http, string? after, int? limit, CancellationToken cancel)
    {
        if (await ledgers.FindAsync(number, cancel) is not { } task) return UnknownTask(number);
        if (http.User.Caller().ToRead(task) is { } refusal) return refusal;
        return TypedResults.Ok(ListAnswer.Of(await ledgers.EntriesAsync(number, after, Paging.Limit(limit), cancel)));
    }

    private static Task<IResult> Record(
        int number, EntryRequest request, HttpContext http, IdempotentWrites writes, Category category, TimeProvider clock, CancellationToken cancel)
    {
        var caller = http.User.Caller();
        var now = clock.GetUtcNow();
        return writes.WriteAsync(http, request, async (reader, commit) =>
        {
            var held = await reader.FindAsync(TaskCollections.Ledgers, TaskCollections.LedgerId(number), cancel);
            if (held is null) return UnknownTask(number);
            if (caller.ToRecord(held.Body) is { } refusal) return refusal;
            if (await CheckAsync(request, number, reader, ChinaTime.DayOf(now), cancel) is { } problem) return problem;

            var entry = await reader.AppendAsync(commit, category.Name, Draft(held.Body, caller, now, request.Kind!, request.Text!) with
            {
                OccurredOn = request.OccurredOn!.Value,
                Percent = request.Percent,
                Corrects = request.Corrects,
                Links = request.Links ?? [],
                Attachments = request.Attachments ?? [],
            }, cancel);
            if (request.Percent is { } percent)
                commit.Update(TaskCollections.Ledgers, held.Id, held.Version, held.Body with { Percent = percent });
            return Answer.Created($"/api/{category.Name}/tasks/{number}/entries/{entry.Id}", entry);
        }, cancel);
    }

    /// <summary>An entry that only lacks its place in the chain.</summary>
    public static LedgerEntry Draft(TaskLedger task, Caller caller, DateTimeOffset now, string kind, string text) => new()
    {
        Id = Guid.CreateVersion7(now).ToString("N"),
        Sequence = 0,
        PlanId = task.PlanId,
        Task = task.Number,
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

    public static ProblemHttpResult UnknownTask(int number) => Problems.Of(StatusCodes.Status404NotFound, "unknown-task",
        $"本服务没有第 {number} 项任务", $"this service owns no task {number}");

    private static async ValueTask<ProblemHttpResult?> CheckAsync(
        EntryRequest request, int number, IDocumentReader reader, DateOnly today, CancellationToken cancel)
    {
        var errors = new List<RowError>();
        if (request.Kind == "completion")
            errors.Add(new(null, "kind", "use-completion", $"办结请用 POST …/tasks/{number}/completion / submit a completion through its own route"));
        else if (!Kinds.Contains(request.Kind))
            errors.Add(new(null, "kind", "unknown-kind", "kind 应为 / must be one of: " + string.Join(", ", Kinds)));
        CheckText(errors, "text", request.Text);
        CheckDay(errors, request.OccurredOn, today, required: true);
        if (request.Percent is < 0 or > 100)
            errors.Add(new(null, "percent", "out-of-range", "percent 应在 0 到 100 之间 / must be between 0 and 100"));
        CheckBasis(errors, request.Links, request.Attachments);

        if (request.Kind == "correction" && string.IsNullOrEmpty(request.Corrects))
            errors.Add(new(null, "corrects", "missing", "更正须指明原记录 / a correction names the entry it corrects"));
        else if (request.Kind != "correction" && request.Corrects is not null)
            errors.Add(new(null, "corrects", "unexpected", "只有更正可以指明原记录 / only a correction names another entry"));
        else if (request.Corrects is { } corrected
                 && (await reader.FindAsync(TaskCollections.Entries, corrected, cancel))?.Body.Task != number)
            errors.Add(new(null, "corrects", "unknown-entry", $"本任务没有记录 {corrected} / this task has no entry {corrected}"));
        return errors.Count == 0 ? null : Refusals.Invalid(errors);
    }

    public static void CheckText(List<RowError> errors, string field, string? text)
    {
        if (string.IsNullOrWhiteSpace(text)) errors.Add(new(null, field, "missing", $"{field} 不能为空 / is required"));
        else if (text.Length > LongestText) errors.Add(new(null, field, "too-long", $"{field} 不得超过 {LongestText} 字 / at most {LongestText} characters"));
    }

    public static void CheckDay(List<RowError> errors, DateOnly? day, DateOnly today, bool required)
    {
        if (day is null && required) errors.Add(new(null, "occurredOn", "missing", "须填发生日期 / the day it happened is required"));
        else if (day > today) errors.Add(new(null, "occurredOn", "future-time", $"发生日期晚于今天 {today:O} / is after today"));
    }

    public static void CheckBasis(List<RowError> errors, IReadOnlyList<EntryLink>? links, IReadOnlyList<EntryAttachment>? attachments)
    {
        foreach (var (link, i) in (links ?? []).Select((l, i) => (l, i)))
            if (!LinkKinds.Contains(link.Kind) || string.IsNullOrWhiteSpace(link.Id))
                errors.Add(new(i, "links", "bad-link", "kind 应为 / must be one of: " + string.Join(", ", LinkKinds)));
        foreach (var (attachment, i) in (attachments ?? []).Select((a, i) => (a, i)))
            if (string.IsNullOrWhiteSpace(attachment.Name) || attachment.Sha256 is not { Length: 64 } || !attachment.Sha256.All(char.IsAsciiHexDigitLower))
                errors.Add(new(i, "attachments", "bad-attachment", "须有文件名和小写十六进制 SHA-256 / needs a name and a lower-case SHA-256"));
    }
}
