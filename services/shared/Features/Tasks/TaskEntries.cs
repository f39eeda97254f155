using Bishui.Contracts.Tasks;
using Bishui.Features.Requests;
using Bishui.Hosting.Identity;
using Bishui.Rules.Time;
using Bishui.Storage.Documents;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Bishui.Features.Tasks;

/// <summary>
/// Rights and ledger entries for a category's own slices, by topic: what they decide stands in the ledger of a task that carries the topic, in
/// the same commit.
/// </summary>
public sealed class TaskEntries
{
    private readonly ServiceName _service;

    internal TaskEntries(ServiceName service) => _service = service;

    /// <summary>
    /// Null when the caller may do this in one of the tasks that carry the topic in the plan in force on the day, else the refusal to answer with. Where no
    /// task carries it, only those who oversee all may read.
    /// </summary>
    public static async ValueTask<ProblemHttpResult?> RefusalAsync(
        IDocumentReader reader, Caller caller, string topic, TaskAction action, DateOnly on, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(caller);
        var tasks = await TopicTasks.OfAsync(reader, on, cancel);
        if (action == TaskAction.Read && tasks.MayRead(caller, topic)) return null;
        var refusals = tasks.Of(topic).Select(task => caller.To(action, task)).ToList();
        return refusals.Contains(null) ? null : refusals.FirstOrDefault() ?? NoTask;
    }

    /// <summary>
    /// Adds an entry to the commit. Only one can be added in a commit. A record whose topic the task takes closes duties and opens gates as one
    /// that was entered by hand. Where several tasks carry the topic, it stands in the first one in which the caller may record.
    /// </summary>
    /// <param name="reader">The decision's reader.</param>
    /// <param name="commit">The decision's commit.</param>
    /// <param name="topic">Key of the topic; <see cref="RefusalAsync"/> has been asked before.</param>
    /// <param name="caller">Who decides; the entry is of their unit.</param>
    /// <param name="now">When it is decided: the entry is recorded at the instant at which everything else of the decision is.</param>
    /// <param name="kind">progress, evidence or remark.</param>
    /// <param name="text">What happened, in Chinese.</param>
    /// <param name="record">The typed result; null for none.</param>
    /// <param name="links">What it rests on.</param>
    /// <param name="cancel">Ends the wait.</param>
    /// <exception cref="InvalidOperationException">No task of the plan in force carries the topic.</exception>
    public async ValueTask<LedgerEntry> AppendAsync(
        IDocumentReader reader, Commit commit, string topic, Caller caller, DateTimeOffset now, string kind, string text, LedgerRecord? record, IReadOnlyList<EntryLink> links,
        CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(caller);
        var tasks = (await TopicTasks.OfAsync(reader, ChinaTime.DayOf(now), cancel)).Of([topic]);
        var task = tasks.FirstOrDefault(each => caller.To(TaskAction.Record, each) is null) ?? (tasks.Count > 0 ? tasks[0] : null)
            ?? throw new InvalidOperationException($"No task of the plan in force carries the topic {topic}.");
        return await AppendAsync(reader, commit, task, caller, now, kind, text, record, links, cancel);
    }

    /// <summary>The same in the ledger of one task, which a plan and the task's key in it name.</summary>
    /// <exception cref="InvalidOperationException">The service owns no such task.</exception>
    public async ValueTask<LedgerEntry> AppendToTaskAsync(
        IDocumentReader reader, Commit commit, string planId, string taskKey, Caller caller, DateTimeOffset now, string kind, string text, LedgerRecord? record,
        IReadOnlyList<EntryLink> links, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(reader);
        var held = await reader.FindAsync(TaskCollections.Ledgers, TaskLedger.IdOf(planId, taskKey), cancel)
            ?? throw new InvalidOperationException($"This service owns no task {taskKey} of {planId}.");
        return await AppendAsync(reader, commit, held.Body, caller, now, kind, text, record, links, cancel);
    }

    private ValueTask<LedgerEntry> AppendAsync(
        IDocumentReader reader, Commit commit, TaskLedger task, Caller caller, DateTimeOffset now, string kind, string text, LedgerRecord? record,
        IReadOnlyList<EntryLink> links, CancellationToken cancel) =>
        reader.AppendAsync(commit, _service.Name, EntryEndpoints.Draft(task, caller, now, kind, text) with { Record = record, Links = links }, cancel);

    private static ProblemHttpResult NoTask => TaskRights.Refuse("no-task-for-topic",
        "在执行的计划没有承担这项工作的任务", "no task of the plan in force covers this work");
}

/// <summary>Rows of registers may name entries.</summary>
internal sealed class EntryLinks : ILinkTarget
{
    public string Kind => "entry";

    public async ValueTask<bool> ExistsAsync(IDocumentReader reader, string id, CancellationToken cancel) =>
        await reader.FindAsync(TaskCollections.Entries, id, cancel) is not null;
}
