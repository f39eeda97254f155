using System.Collections.Concurrent;
using Bishui.Features.Requests;
using Bishui.Features.Rounds;
using Bishui.Rules.Cases;
using Bishui.Storage.Documents;
using Microsoft.Extensions.Logging;

namespace Bishui.Features.Exceedances;

/// <summary>
/// Looks after the open cases: holds them against the readings in force, and does what time does to them. What is due is stored with the case,
/// so a round after a restart finds it. Rounds that run at once, or again, change nothing more: each change names the version it was decided on.
/// </summary>
internal sealed class CaseSweep(
    IDocumentStore store, CaseReadings readings, ServiceName service, TimeProvider clock, ILogger<CaseSweep> log) : PeriodicRounds(clock, log)
{
    private const int Batch = 100;

    // Corrections that another replica took in, and readings that a restart hid, are seen within this time.
    private static readonly TimeSpan EveryCase = TimeSpan.FromHours(1);

    private readonly ConcurrentDictionary<string, bool> _sites = new(StringComparer.Ordinal);
    private DateTimeOffset _allSeenAt = DateTimeOffset.MinValue;

    protected override string Subject => "The cases";

    protected override TimeSpan Pause => TimeSpan.FromSeconds(15);

    /// <summary>Notes that readings of these sites arrived; the next round looks at their cases. Costs a batch next to nothing.</summary>
    public void Look(IEnumerable<string> sites)
    {
        foreach (var site in sites) _sites.TryAdd(site, true);
    }

    /// <summary>One round over every open case.</summary>
    /// <returns>How many were changed.</returns>
    protected override async Task<int> RunAsync(DateTimeOffset now, CancellationToken cancel)
    {
        var open = new List<Stored<Exceedance>>();
        await foreach (var held in store.StreamAsync(ExceedanceCollections.Cases, new() { Index = ExceedanceCollections.Live, Limit = 1000 }, cancel))
            open.Add(held);
        return await RunAsync(open, now, cancel);
    }

    /// <summary>A round over the cases that may have something new: by readings, by time; now and then over all.</summary>
    protected override async Task RoundAsync(DateTimeOffset now, CancellationToken cancel)
    {
        if (now - _allSeenAt >= EveryCase)
        {
            _sites.Clear();
            await RunAsync(now, cancel);
            _allSeenAt = now;
            return;
        }

        var found = new Dictionary<string, Stored<Exceedance>>(StringComparer.Ordinal);
        foreach (var site in _sites.Keys)
        {
            _sites.TryRemove(site, out _);
            await foreach (var held in store.StreamAsync(ExceedanceCollections.Cases,
                               new() { Index = ExceedanceCollections.BySite, From = site + "|", Before = site + "}", Limit = 1000 }, cancel))
                if (held.Body.State != CaseState.Archived) found[held.Id] = held;
        }
        await foreach (var held in store.StreamAsync(ExceedanceCollections.Cases,
                           new() { Index = ExceedanceCollections.ByNext, Before = ExceedanceCollections.Instant(now.AddTicks(1)), Limit = 1000 }, cancel))
            found[held.Id] = held;
        await RunAsync(found.Values, now, cancel);
    }

    private async Task<int> RunAsync(IEnumerable<Stored<Exceedance>> cases, DateTimeOffset now, CancellationToken cancel)
    {
        var changes = new List<(Stored<Exceedance> Before, Exceedance After)>();
        foreach (var held in cases)
            await Aside.TryAsync(held.Id, async () =>
            {
                var after = held.Body;
                if (await readings.OfAsync(after, after.Since, now.AddDays(1), cancel) is { } judged)
                    after = CaseReview.Apply(after, judged, now, CaseRuleFile.Carried);
                after = CaseTimers.Apply(after, now, CaseRuleFile.Carried);
                if (!ReferenceEquals(after, held.Body)) changes.Add((held, after));
                return true;
            }, cancel);
        foreach (var batch in changes.Chunk(Batch)) await CommitAsync(batch, now, cancel);
        return changes.Count;
    }

    /// <summary>Writes a batch and tells of it; what was changed meanwhile is left to the next round.</summary>
    private async Task CommitAsync((Stored<Exceedance> Before, Exceedance After)[] batch, DateTimeOffset now, CancellationToken cancel)
    {
        var commit = new Commit();
        foreach (var (before, after) in batch) commit.WriteCase(before, after, service.Name, now);
        try
        {
            await store.CommitAsync(commit, cancel);
        }
        catch (DocumentConflictException) when (batch.Length > 1)
        {
            // One of them was changed meanwhile; the others must not wait for it.
            foreach (var one in batch) await CommitAsync([one], now, cancel);
        }
        catch (DocumentConflictException)
        {
            Look([batch[0].Before.Body.Site]);
        }
    }
}
