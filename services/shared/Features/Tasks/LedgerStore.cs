using Bishui.Contracts.Plans;
using Bishui.Contracts.Tasks;
using Bishui.Features.Sites;
using Bishui.Hosting.Messages;
using Bishui.Storage.Documents;
using MassTransit;

namespace Bishui.Features.Tasks;

/// <summary>The ledgers of the service's tasks.</summary>
internal sealed class LedgerStore(IDocumentStore store, Category category, SiteDirectory sites, TimeProvider clock)
{
    /// <summary>All ledgers, by task number.</summary>
    public async ValueTask<IReadOnlyList<TaskLedger>> ListAsync(CancellationToken cancel) =>
        [.. (await store.ListAsync(TaskCollections.Ledgers, new() { Limit = 1000 }, cancel)).Items.Select(i => i.Body)];

    /// <summary>The task's ledger; null when the plan gives the task to another service.</summary>
    public async ValueTask<TaskLedger?> FindAsync(int task, CancellationToken cancel) =>
        (await store.FindAsync(TaskCollections.Ledgers, TaskCollections.LedgerId(task), cancel))?.Body;

    /// <summary>A page of the task's entries, newest first.</summary>
    public ValueTask<DocumentPage<LedgerEntry>> EntriesAsync(int task, string? after, int limit, CancellationToken cancel) =>
        store.ListAsync(TaskCollections.Entries, new()
        {
            Index = TaskCollections.ByTask,
            From = TaskCollections.TaskPosition(task, 0),
            Before = TaskCollections.TaskPosition(task + 1, 0),
            After = after,
            Limit = limit,
            Descending = true,
        }, cancel);

    /// <summary>
    /// Opens the ledgers and sites of a plan's tasks that this service owns, and answers that they are open.
    /// A repeat of the same version answers again and changes nothing else; an older version is ignored.
    /// </summary>
    public async Task OpenAsync(PlanAdopted plan, ConsumeContext delivery, CancellationToken cancel)
    {
        var owned = plan.Tasks.Where(t => t.Service == category.Name).ToList();
        await store.DecideAsync(async reader =>
        {
            var commit = new Commit().Answering(delivery, typeof(OpenLedgersConsumer));
            var openedAt = clock.GetUtcNow();
            foreach (var task in owned)
            {
                var id = TaskCollections.LedgerId(task.Number);
                var held = await reader.FindAsync(TaskCollections.Ledgers, id, cancel);
                if (held is null) commit.Insert(TaskCollections.Ledgers, id, Open(plan, task, openedAt));
                else if (held.Body.PlanId == plan.PlanId && held.Body.PlanVersion < plan.Version)
                    commit.Update(TaskCollections.Ledgers, id, held.Version, Open(plan, task, openedAt) with
                    {
                        State = held.Body.State,
                        Percent = held.Body.Percent,
                        Completion = held.Body.Completion,
                    });
                else openedAt = held.Body.OpenedAt;
            }

            foreach (var site in category.SitesOf(plan))
                await SiteCollections.BringAsync(reader, commit, site, cancel);

            commit.Publish(new LedgersOpened
            {
                Service = category.Name,
                PlanId = plan.PlanId,
                Version = plan.Version,
                Tasks = [.. owned.Select(t => t.Number)],
                OpenedAt = openedAt,
            });
            return new Decision<bool>(commit, true);
        }, cancel);
        sites.Refresh();
    }

    private static TaskLedger Open(PlanAdopted plan, PlanTask task, DateTimeOffset openedAt) => new()
    {
        PlanId = plan.PlanId,
        PlanVersion = plan.Version,
        Number = task.Number,
        Section = task.Section,
        Category = task.Category,
        Title = task.Title,
        Content = task.Content,
        LeadUnits = task.LeadUnits,
        CooperatingUnits = task.CooperatingUnits,
        ReviewUnits = task.ReviewUnits,
        DeadlineText = task.DeadlineText,
        Deadline = task.Deadline,
        OpenedAt = openedAt,
    };
}
