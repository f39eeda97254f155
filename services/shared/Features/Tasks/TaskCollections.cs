using Bishui.Hosting.Errors;
using Bishui.Storage.Documents;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using static System.FormattableString;

namespace Bishui.Features.Tasks;

/// <summary>The end of the service's chain.</summary>
internal sealed record ChainHead
{
    public required long Sequence { get; init; }
    public required string Hash { get; init; }
}

/// <summary>A key project as it stands; its history is in the ledger.</summary>
internal sealed record HeldProject
{
    public required string LedgerId { get; init; }
    public required KeyProject Project { get; init; }
    public required string Unit { get; init; }
    public required string EntryId { get; init; }
}

internal static class TaskCollections
{
    /// <summary>All ledgers of the service are one chain: whoever appends to it decides about the same thing.</summary>
    public static readonly Aggregate Ledger = new("ledger");

    public const string ByTask = "by-task";
    public const string ByCorrected = "by-corrected";
    public const string BySequence = "sequence";
    public const string ByNumber = "number";
    public const string ByLedger = "ledger";
    public const string HeadId = "head";

    public static readonly Collection<HeldPlan> Plans = new("held-plans",
        new DocumentIndex<HeldPlan>("year", plan => Invariant($"{plan.Year:D4}|{plan.PlanId}")));

    // Not unique: while a new version exchanges two numbers, both tasks hold one for a moment.
    public static readonly Collection<TaskLedger> Ledgers = new("task-ledgers",
        new DocumentIndex<TaskLedger>(ByNumber, ledger => ledger.EndedIn is null ? NumberOf(ledger.PlanId, ledger.Number) : null));

    public static readonly Collection<LedgerEntry> Entries = new("entries",
        new DocumentIndex<LedgerEntry>(ByTask, e => PlaceIn(TaskLedger.IdOf(e.PlanId, e.TaskKey), e.Sequence)),
        new DocumentIndex<LedgerEntry>(ByCorrected, e => e.Corrects is null ? null : PlaceIn(e.Corrects, e.Sequence)),
        new DocumentIndex<LedgerEntry>(BySequence, e => Place(e.Sequence), unique: true))
    {
        Text = e => string.Join('\n', [e.Text, e.Project?.Name, e.Record?.Document, .. e.Attachments.Select(attachment => attachment.Name)]),
    };

    public static readonly Collection<ChainHead> Chain = new("chain");

    public static readonly Collection<HeldProject> Projects = new("projects",
        new DocumentIndex<HeldProject>(ByLedger, held => $"{held.LedgerId}|{held.Project.Id}"));

    public static string NumberOf(string planId, int number) => Invariant($"{planId}|{number:D4}");

    public static string Place(long sequence) => Invariant($"{sequence:D12}");

    public static string PlaceIn(string ledgerId, long sequence) => $"{ledgerId}|{Place(sequence)}";
}

/// <summary>Finds the tasks that this service holds.</summary>
internal static class HeldTasks
{
    /// <summary>
    /// The plan in force on a civil day: that of the newest year that has begun, so that a plan adopted in December waits for its year. Before the
    /// first plan's year it is the first plan; null where none was opened.
    /// </summary>
    public static async ValueTask<HeldPlan?> PlanInForceAsync(this IDocumentReader reader, DateOnly on, CancellationToken cancel)
    {
        var begun = await reader.ListAsync(TaskCollections.Plans,
            new() { Index = "year", Before = Invariant($"{on.Year:D4}}}"), Descending = true, Limit = 1 }, cancel);
        if (begun.Items.Count > 0) return begun.Items[0].Body;
        var first = await reader.ListAsync(TaskCollections.Plans, new() { Index = "year", Limit = 1 }, cancel);
        return first.Items.Count == 0 ? null : first.Items[0].Body;
    }

    /// <summary>The plan of a year that was opened here; null where there is none.</summary>
    public static async ValueTask<HeldPlan?> PlanOfAsync(this IDocumentReader reader, int year, CancellationToken cancel)
    {
        var page = await reader.ListAsync(TaskCollections.Plans,
            new() { Index = "year", From = Invariant($"{year:D4}|"), Before = Invariant($"{year:D4}}}"), Descending = true, Limit = 1 }, cancel);
        return page.Items.Count == 0 ? null : page.Items[0].Body;
    }

    /// <summary>The task that has this number in the plan named or, with none named, in the plan in force on the day; null when this service does not own it.</summary>
    public static async ValueTask<Stored<TaskLedger>?> FindTaskAsync(
        this IDocumentReader reader, int number, string? plan, DateOnly on, CancellationToken cancel)
    {
        plan ??= (await reader.PlanInForceAsync(on, cancel))?.PlanId;
        return plan is null ? null : await reader.FindByAsync(TaskCollections.Ledgers, TaskCollections.ByNumber, TaskCollections.NumberOf(plan, number), cancel);
    }

    /// <summary>All tasks of the plan in force on the day, by number.</summary>
    public static async ValueTask<IReadOnlyList<TaskLedger>> TasksAsync(this IDocumentReader reader, DateOnly on, CancellationToken cancel) =>
        await reader.PlanInForceAsync(on, cancel) is { } plan ? await reader.TasksOfAsync(plan.PlanId, cancel) : [];

    /// <summary>All tasks of a plan, by number; none where the plan is not known here.</summary>
    public static async ValueTask<IReadOnlyList<TaskLedger>> TasksOfAsync(this IDocumentReader reader, string plan, CancellationToken cancel)
    {
        var page = await reader.ListAsync(TaskCollections.Ledgers,
            new() { Index = TaskCollections.ByNumber, From = plan + "|", Before = plan + "}", Limit = 1000 }, cancel);
        return [.. page.Items.Select(item => item.Body)];
    }
}

/// <summary>A year stays open for entries, completions, reviews and decisions on duties until its result is closed for good.</summary>
internal static class ClosedYears
{
    /// <summary>Null while the year of the task's plan is open, else the refusal to answer with.</summary>
    public static async ValueTask<ProblemHttpResult?> ToWriteAsync(this IDocumentReader reader, TaskLedger task, CancellationToken cancel) =>
        (await reader.FindAsync(TaskCollections.Plans, task.PlanId, cancel))?.Body is { ClosedAt: not null } closed
            ? Problems.Of(StatusCodes.Status409Conflict, "year-closed",
                $"{closed.Year} 年度考核结果已定案，不再登记", $"the result of {closed.Year} was closed for good: nothing more is recorded")
            : null;
}
