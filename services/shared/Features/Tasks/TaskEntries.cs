using Bishui.Contracts.Tasks;
using Bishui.Hosting.Identity;
using Bishui.Storage.Documents;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Bishui.Features.Tasks;

/// <summary>Writes ledger entries for a category's own slices: what they decide stands in the ledger, in the same commit.</summary>
public sealed class TaskEntries
{
    private readonly Category _category;

    internal TaskEntries(Category category) => _category = category;

    /// <summary>Null when the caller may do this in the task, else the refusal to answer with.</summary>
    public static async ValueTask<ProblemHttpResult?> RefusalAsync(
        IDocumentReader reader, Caller caller, int task, TaskAction action, CancellationToken cancel) =>
        await reader.FindTaskAsync(task, cancel) is { } held ? caller.To(action, held.Body) : EntryEndpoints.UnknownTask(task);

    /// <summary>
    /// Adds an entry to the commit. Only one can be added in a commit. A record whose topic the task takes closes duties and opens gates as one
    /// that was entered by hand.
    /// </summary>
    /// <param name="reader">The decision's reader.</param>
    /// <param name="commit">The decision's commit.</param>
    /// <param name="task">Number of the task; one of this service's.</param>
    /// <param name="caller">Who decides; the entry is of their unit.</param>
    /// <param name="now">When it is decided: the entry is recorded at the instant at which everything else of the decision is.</param>
    /// <param name="kind">progress, evidence or remark.</param>
    /// <param name="text">What happened, in Chinese.</param>
    /// <param name="record">The typed result; null for none.</param>
    /// <param name="links">What it rests on.</param>
    /// <param name="cancel">Ends the wait.</param>
    public async ValueTask<LedgerEntry> AppendAsync(
        IDocumentReader reader, Commit commit, int task, Caller caller, DateTimeOffset now, string kind, string text, LedgerRecord? record, IReadOnlyList<EntryLink> links,
        CancellationToken cancel)
    {
        var held = await reader.FindTaskAsync(task, cancel) ?? throw new InvalidOperationException($"This service owns no task {task}.");
        return await reader.AppendAsync(commit, _category.Name,
            EntryEndpoints.Draft(held.Body, caller, now, kind, text) with { Record = record, Links = links }, cancel);
    }
}

/// <summary>Rows of registers may name entries.</summary>
internal sealed class EntryLinks : ILinkTarget
{
    public string Kind => "entry";

    public async ValueTask<bool> ExistsAsync(IDocumentReader reader, string id, CancellationToken cancel) =>
        await reader.FindAsync(TaskCollections.Entries, id, cancel) is not null;
}
