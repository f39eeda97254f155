using Bishui.Contracts.Plans;
using Bishui.Contracts.Tasks;
using Bishui.Features.Requests;
using Bishui.Hosting.Messages;
using Bishui.Storage.Documents;
using MassTransit;

namespace Bishui.Features.Tasks;

/// <summary>A slice that a plan brings something to: opened in the same commit as the ledgers, once for each version.</summary>
internal interface IOpensWithPlan
{
    /// <summary>Adds what the plan brings to the commit, as of the instant at which the ledgers open.</summary>
    ValueTask OpenAsync(PlanAdopted plan, DateTimeOffset at, IDocumentReader reader, Commit commit, CancellationToken cancel);

    /// <summary>It was committed, here or by an earlier delivery.</summary>
    void Opened();
}

/// <summary>The ledgers of the service's tasks.</summary>
internal sealed class LedgerStore(IDocumentStore store, ServiceName service, IEnumerable<IOpensWithPlan> others)
{
    /// <summary>The task's ledger; null when the plan gives the task to another service.</summary>
    public async ValueTask<TaskLedger?> FindAsync(int task, string? plan, DateOnly on, CancellationToken cancel) =>
        (await store.FindTaskAsync(task, plan, on, cancel))?.Body;

    /// <summary>A page of the task's entries, newest first.</summary>
    public ValueTask<DocumentPage<LedgerEntry>> EntriesAsync(TaskLedger task, string? after, int limit, CancellationToken cancel) =>
        store.ListAsync(TaskCollections.Entries, new()
        {
            Index = TaskCollections.ByTask,
            From = task.Id + "|",
            Before = task.Id + "}",
            After = after,
            Limit = limit,
            Descending = true,
        }, cancel);

    /// <summary>
    /// Opens the ledgers of a plan's tasks that this service owns, and what else the plan brings, and answers that they are open. A new version carries each ledger
    /// over by the task's identity and ends those it no longer gives to this service. A repeat of the same version answers again and changes
    /// nothing else; an older version is answered and changes nothing.
    /// </summary>
    public async Task OpenAsync(PlanAdopted plan, DateTimeOffset now, ConsumeContext delivery, CancellationToken cancel)
    {
        var owned = plan.Tasks.Where(t => t.Service == service.Name).ToList();
        await store.DecideAsync(TaskCollections.Ledger, async reader =>
        {
            var commit = new Commit().Answering(delivery, typeof(OpenLedgersConsumer));
            var held = await reader.FindAsync(TaskCollections.Plans, plan.PlanId, cancel);
            var openedAt = now;
            if (held is not null && !Brings(plan, held.Body)) openedAt = held.Body.OpenedAt;
            else await CarryOverAsync(reader, commit, plan, owned, held, openedAt, cancel);

            commit.Publish(new LedgersOpened
            {
                Service = service.Name,
                PlanId = plan.PlanId,
                Version = plan.Version,
                Tasks = [.. owned.Select(t => t.Number)],
                OpenedAt = openedAt,
            });
            return new Decision<bool>(commit, true);
        }, cancel);
        foreach (var other in others) other.Opened();
    }

    private async Task CarryOverAsync(
        IDocumentReader reader, Commit commit, PlanAdopted plan, List<PlanTask> owned, Stored<HeldPlan>? held, DateTimeOffset openedAt,
        CancellationToken cancel)
    {
        foreach (var task in owned)
        {
            var opened = Open(plan, task, openedAt);
            if (await reader.FindAsync(TaskCollections.Ledgers, opened.Id, cancel) is { } before)
                commit.Update(TaskCollections.Ledgers, opened.Id, before.Version, opened with { Leads = before.Body.Leads });
            else commit.Insert(TaskCollections.Ledgers, opened.Id, opened);
        }

        var keys = owned.Select(TaskLedger.KeyOf).ToHashSet();
        foreach (var ended in await reader.TasksOfAsync(plan.PlanId, cancel))
            if (!keys.Contains(ended.Key) && await reader.FindAsync(TaskCollections.Ledgers, ended.Id, cancel) is { } before)
                commit.Update(TaskCollections.Ledgers, ended.Id, before.Version, before.Body with { EndedIn = plan.Version });

        foreach (var other in others) await other.OpenAsync(plan, openedAt, reader, commit, cancel);

        var opens = new HeldPlan
        {
            PlanId = plan.PlanId,
            Version = plan.Version,
            Year = plan.Year,
            IssuedOn = plan.IssuedOn,
            OpenedAt = openedAt,
            HasTopics = HasTopics(plan),
            ClosedAt = held?.Body.ClosedAt,
            Services = [.. plan.Tasks.Select(task => task.Service).Distinct().Order(StringComparer.Ordinal)],
        };
        if (held is null) commit.Insert(TaskCollections.Plans, plan.PlanId, opens);
        else commit.Update(TaskCollections.Plans, plan.PlanId, held.Version, opens);
    }

    /// <summary>A newer version, or the same one with the topics that it lacked when it was opened.</summary>
    private static bool Brings(PlanAdopted plan, HeldPlan held) =>
        plan.Version > held.Version || (plan.Version == held.Version && HasTopics(plan) && !held.HasTopics);

    private static bool HasTopics(PlanAdopted plan) => plan.Tasks.Any(task => task.Topics is not null);

    private static TaskLedger Open(PlanAdopted plan, PlanTask task, DateTimeOffset openedAt) => new()
    {
        PlanId = plan.PlanId,
        PlanVersion = plan.Version,
        Key = TaskLedger.KeyOf(task),
        Number = task.Number,
        Section = task.Section,
        Category = task.Category,
        Title = task.Title,
        Content = task.Content,
        LeadUnits = task.LeadUnits,
        CooperatingUnits = task.CooperatingUnits,
        ReviewUnits = task.ReviewUnits,
        OpenEnded = task.OpenEnded ?? false,
        Topics = task.Topics ?? [],
        Parts = task.Parts ?? [],
        Targets = task.Targets ?? [],
        Duties = task.Duties ?? [],
        DeadlineText = task.DeadlineText,
        Deadline = task.Deadline,
        OpenedAt = openedAt,
    };
}
