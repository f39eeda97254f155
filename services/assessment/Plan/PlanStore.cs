using System.Collections.Concurrent;
using System.Globalization;
using Bishui.Contracts.Plans;
using Bishui.Rules.Time;
using Bishui.Storage.Documents;

namespace Bishui.Assessment.Plan;

/// <summary>The plans that were adopted, every version for itself.</summary>
internal sealed class PlanStore(IDocumentStore store)
{
    public static readonly Collection<PlanDocument> Plans = new("plans",
        new DocumentIndex<PlanDocument>("order", document => string.Create(
            CultureInfo.InvariantCulture, $"{document.Plan.Year:D4}|{document.Plan.PlanId}|{document.Plan.Version:D6}"), unique: true));

    // A version never changes once it was adopted.
    private readonly ConcurrentDictionary<string, PlanDocument> _adopted = new();

    /// <summary>The version that was adopted last, of the newest year: what an import is compared with. Null before the first adoption.</summary>
    public async Task<PlanDocument?> FindNewestAsync(CancellationToken cancel) => await NewestAsync(store, cancel);

    /// <summary>The version that was adopted last, of the newest year; the service does not listen before there is one.</summary>
    public async Task<PlanDocument> NewestAsync(CancellationToken cancel) => await NewestAsync(store, cancel) ?? throw None;

    /// <summary>
    /// The plan in force at an instant: of the versions adopted by then the newest of the newest year that has begun. For an instant before the
    /// first adoption it is the first version.
    /// </summary>
    public async Task<PlanDocument> InForceAtAsync(DateTimeOffset at, CancellationToken cancel) => await InForceAtAsync(store, at, cancel) ?? throw None;

    /// <inheritdoc cref="InForceAtAsync(DateTimeOffset, CancellationToken)"/>
    public static async ValueTask<PlanDocument?> InForceAtAsync(IDocumentReader reader, DateTimeOffset at, CancellationToken cancel)
    {
        if (await NewestAsync(reader, cancel) is not { } newest) return null;
        if (IsInForce(newest, at)) return newest;
        PlanDocument? first = null, last = null;
        await foreach (var stored in reader.StreamAsync(Plans, new() { Index = "order" }, cancel))
        {
            first ??= stored.Body;
            if (IsInForce(stored.Body, at)) last = stored.Body;
        }
        return last ?? first;
    }

    /// <summary>
    /// A plan's version in force at an instant, whichever plan the day's year has: the newest one adopted by then, or else its first. Null where no such
    /// plan was adopted.
    /// </summary>
    public async Task<PlanDocument?> OfAsync(string planId, DateTimeOffset at, CancellationToken cancel)
    {
        var versions = (await ListAsync(cancel)).Where(document => document.Plan.PlanId == planId).ToList();
        return versions.LastOrDefault(document => document.Plan.AdoptedAt <= at) ?? versions.FirstOrDefault();
    }

    /// <summary>The newest version of the first plan that fits; null where none does.</summary>
    public static async ValueTask<PlanDocument?> FindAsync(IDocumentReader reader, Func<PlanAdopted, bool> fits, CancellationToken cancel)
    {
        PlanDocument? found = null;
        await foreach (var stored in reader.StreamAsync(Plans, new() { Index = "order" }, cancel))
            if (fits(stored.Body.Plan)) found = stored.Body;
        return found;
    }

    private static bool IsInForce(PlanDocument document, DateTimeOffset at) =>
        document.Plan.AdoptedAt <= at && document.Plan.Year <= ChinaTime.DayOf(at).Year;

    private static InvalidOperationException None => new("No plan has been adopted");

    /// <summary>Every adopted version, in the order of years and versions.</summary>
    public async Task<IReadOnlyList<PlanDocument>> ListAsync(CancellationToken cancel)
    {
        List<PlanDocument> all = [];
        await foreach (var stored in store.StreamAsync(Plans, new() { Index = "order" }, cancel)) all.Add(stored.Body);
        return all;
    }

    /// <summary>One adopted version, or null.</summary>
    public async Task<PlanDocument?> FindAsync(string planId, int version, CancellationToken cancel)
    {
        var id = IdOf(planId, version);
        if (_adopted.TryGetValue(id, out var held)) return held;
        if (await store.FindAsync(Plans, id, cancel) is not { Body: var document }) return null;
        return _adopted[id] = document;
    }

    /// <summary>A version with all before it, in order: by these the facts told about its tasks are read.</summary>
    public async Task<IReadOnlyList<PlanAdopted>> HistoryAsync(PlanAdopted plan, CancellationToken cancel)
    {
        List<PlanAdopted> history = [];
        for (var version = 1; version < plan.Version; version++)
            if (await FindAsync(plan.PlanId, version, cancel) is { } earlier) history.Add(earlier.Plan);
        history.Add(plan);
        return history;
    }

    /// <summary>Puts a plan in force and tells the services, unless one is in force already: then nothing changes.</summary>
    public async Task<bool> AdoptFirstAsync(PlanDocument document, CancellationToken cancel)
    {
        try
        {
            return await store.DecideAsync(async reader => await NewestAsync(reader, cancel) is null
                ? new Decision<bool>(Adopt(new(), document), true)
                : new Decision<bool>(new Commit(), false), cancel);
        }
        catch (DocumentConflictException) when (!cancel.IsCancellationRequested)
        {
            return false;                                       // another replica was first
        }
    }

    /// <summary>
    /// Versions that were adopted before topics existed get those that the shipped reading gives to their tasks, by the tasks' keys, and the
    /// services are told once more. Nothing else of a version changes, and one that has topics stays as it is.
    /// </summary>
    /// <returns>How many versions were brought up.</returns>
    public Task<int> AddTopicsAsync(PlanAdopted shipped, CancellationToken cancel) => store.DecideAsync(async reader =>
    {
        var topics = shipped.Tasks.ToDictionary(TaskKeys.Of, task => task.Topics ?? []);
        var (commit, count) = (new Commit(), 0);
        await foreach (var held in reader.StreamAsync(Plans, new() { Index = "order" }, cancel))
        {
            var plan = held.Body.Plan;
            if (plan.PlanId != shipped.PlanId || plan.Tasks.Any(task => task.Topics is not null)) continue;
            plan = plan with { Tasks = [.. plan.Tasks.Select(task => task with { Topics = topics.GetValueOrDefault(TaskKeys.Of(task)) ?? [] })] };
            commit.Update(Plans, held.Id, held.Version, held.Body with { Plan = plan }).Publish(plan);
            count++;
        }
        return new Decision<int>(commit, count);
    }, cancel);

    /// <summary>Tells the services of a plan once more.</summary>
    public Task AnnounceAsync(PlanAdopted plan, CancellationToken cancel) => store.CommitAsync(new Commit().Publish(plan), cancel);

    /// <summary>Puts a version in force and tells the services, together with whatever else the commit holds.</summary>
    public static Commit Adopt(Commit commit, PlanDocument document) =>
        commit.Insert(Plans, IdOf(document.Plan.PlanId, document.Plan.Version), document).Publish(document.Plan);

    /// <summary>The version that was adopted last, of the newest year, as a decision sees it; null before the first adoption.</summary>
    public static async ValueTask<PlanDocument?> NewestAsync(IDocumentReader reader, CancellationToken cancel)
    {
        var page = await reader.ListAsync(Plans, new() { Index = "order", Descending = true, Limit = 1 }, cancel);
        return page.Items.Count == 0 ? null : page.Items[0].Body;
    }

    private static string IdOf(string planId, int version) => string.Create(CultureInfo.InvariantCulture, $"{planId}/{version}");
}
