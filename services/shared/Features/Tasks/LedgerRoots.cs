using System.Globalization;
using Bishui.Contracts.Tasks;
using Bishui.Features.Requests;
using Bishui.Features.Rounds;
using Bishui.Rules.Ledgers;
using Bishui.Rules.Time;
using Bishui.Storage.Documents;
using Microsoft.Extensions.Logging;

namespace Bishui.Features.Tasks;

/// <summary>
/// Takes the root of the ledger's chain once for each civil day that closed, and tells it: the assessment keeps a copy that this service cannot
/// change. A day on which the service did not run is made up for at its next start.
/// </summary>
internal sealed class LedgerRoots(IDocumentStore store, ServiceName service, TimeProvider clock, ILogger<LedgerRoots> log) : PeriodicRounds(clock, log)
{
    public static readonly Collection<LedgerRootTaken> Roots = new("ledger-roots");

    protected override string Subject => "The ledger's roots";

    /// <summary>Takes the roots of all days that closed since the last one. Nothing is taken before a plan was opened.</summary>
    protected override async Task<int> RunAsync(DateTimeOffset now, CancellationToken cancel)
    {
        var (taken, yesterday) = (0, ChinaTime.DayOf(now).AddDays(-1));
        while (await NextAsync(yesterday, cancel) is { } day && day <= yesterday && await TakeAsync(day, now, cancel)) taken++;
        return taken;
    }

    private async ValueTask<DateOnly?> NextAsync(DateOnly on, CancellationToken cancel)
    {
        var last = await store.ListAsync(Roots, new() { Descending = true, Limit = 1 }, cancel);
        if (last.Items.Count > 0) return last.Items[0].Body.Day.AddDays(1);
        return await store.PlanInForceAsync(on, cancel) is { } plan ? ChinaTime.DayOf(plan.OpenedAt) : null;
    }

    private async Task<bool> TakeAsync(DateOnly day, DateTimeOffset now, CancellationToken cancel)
    {
        var end = ChinaTime.StartOf(day.AddDays(1));
        var (sequence, hash) = (0L, HashChain.Genesis);
        await foreach (var entry in store.StreamAsync(TaskCollections.Entries,
                           new() { Index = TaskCollections.BySequence, Descending = true, Limit = 100 }, cancel))
        {
            if (entry.Body.RecordedAt >= end) continue;
            (sequence, hash) = (entry.Body.Sequence, entry.Body.Hash);
            break;
        }
        var root = new LedgerRootTaken { Service = service.Name, Day = day, Sequence = sequence, Hash = hash, TakenAt = now };
        try
        {
            await store.CommitAsync(new Commit().Insert(Roots, day.ToString("O", CultureInfo.InvariantCulture), root).Publish(root), cancel);
            return true;
        }
        catch (DocumentConflictException)
        {
            return false;                                       // another replica was first; the next round goes on from there
        }
    }
}
