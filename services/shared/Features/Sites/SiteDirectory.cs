using System.Collections.Frozen;
using Bishui.Contracts.Plans;
using Bishui.Features.Tasks;
using Bishui.Rules.Standards;
using Bishui.Rules.Time;
using Bishui.Storage.Documents;

namespace Bishui.Features.Sites;

/// <summary>
/// The sites in memory: readings arrive by the thousand and each names one. Refreshed at once by this process's own changes,
/// within seconds by another replica's.
/// </summary>
internal sealed class SiteDirectory(IDocumentReader store, StandardLibrary standards, SiteCatalogue catalogue, TimeProvider clock)
    : IOpensWithPlan, IDisposable
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim _loading = new(1, 1);
    private volatile Snapshot _snapshot = new(FrozenDictionary<string, SiteEntry>.Empty, long.MinValue, -1);
    private int _generation;

    /// <summary>Makes the next look-up read the store again.</summary>
    public void Refresh() => Interlocked.Increment(ref _generation);

    /// <summary>All sites by id, and again by name.</summary>
    public async ValueTask<FrozenDictionary<string, SiteEntry>> CurrentAsync(CancellationToken cancel)
    {
        var snapshot = _snapshot;
        if (IsFresh(snapshot)) return snapshot.Sites;

        await _loading.WaitAsync(cancel);
        try
        {
            if (IsFresh(_snapshot)) return _snapshot.Sites;
            var generation = Volatile.Read(ref _generation);
            var tasks = await TopicTasks.OfAsync(store, ChinaTime.DayOf(clock.GetUtcNow()), cancel);
            var loaded = new Dictionary<string, SiteEntry>(StringComparer.Ordinal);
            await foreach (var stored in store.StreamAsync(SiteCollections.Sites, new() { Limit = 1000 }, cancel))
            {
                var entry = new SiteEntry(stored.Body.WithTasks(tasks), standards);
                loaded[stored.Body.Id] = entry;
                loaded.TryAdd(stored.Body.Name, entry);
            }
            _snapshot = new(loaded.ToFrozenDictionary(StringComparer.Ordinal), clock.GetTimestamp(), generation);
            return _snapshot.Sites;
        }
        finally
        {
            _loading.Release();
        }
    }

    /// <summary>Brings the sites that the service knows of.</summary>
    public async ValueTask OpenAsync(PlanAdopted plan, DateTimeOffset at, IDocumentReader reader, Commit commit, CancellationToken cancel)
    {
        var brought = catalogue.Of(plan);
        var upgrade = await SiteTopics.UpgradeOfAsync(plan, ChinaTime.DayOf(at), reader, cancel);
        foreach (var site in brought) await SiteCollections.BringAsync(reader, commit, site, upgrade, plan.Year, at, cancel);
        var ids = brought.Select(site => site.Id).ToHashSet();
        await foreach (var held in reader.StreamAsync(SiteCollections.Sites, new() { Limit = 1000 }, cancel))
            if (!ids.Contains(held.Id) && upgrade(held.Body) is var upgraded && upgraded != held.Body)
                SiteHistory.Write(commit, held, upgraded, SiteHistory.Plan, at);
    }

    public void Opened() => Refresh();

    public void Dispose() => _loading.Dispose();

    private bool IsFresh(Snapshot snapshot) =>
        snapshot.Generation == Volatile.Read(ref _generation) && clock.GetElapsedTime(snapshot.At) < Fresh;

    private sealed record Snapshot(FrozenDictionary<string, SiteEntry> Sites, long At, int Generation);
}
