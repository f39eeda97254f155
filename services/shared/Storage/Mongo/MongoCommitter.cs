using MongoDB.Driver;

namespace Bishui.Storage.Mongo;

/// <summary>
/// Writes what waits in this process, in groups of one transaction each. Parts that write the same thing are never in one group. When a group is
/// refused, the part that is known to be the cause goes on alone and the others again without it; where the cause is not known, the group is halved.
/// </summary>
internal sealed class MongoCommitter : IAsyncDisposable
{
    private const int MostParts = 256;
    private const int MostWeight = 10_000;

    /// <summary>How many groups may be under way at once: while one waits for the server, the next is sent.</summary>
    public const int Lanes = 3;
    private readonly MongoGroups _groups;
    private readonly object _gate = new();
    private readonly SemaphoreSlim _arrived = new(0);
    private readonly Task[] _lanes;
    private readonly HashSet<string> _underWay = new(StringComparer.Ordinal);
    private List<MongoPart> _waiting = [];
    private bool _closing;

    public MongoCommitter(MongoGroups groups)
    {
        _groups = groups;
        _lanes = [.. Enumerable.Range(0, Lanes).Select(lane => Task.Run(() => LoopAsync(lane)))];
    }

    /// <summary>Answers when the part's fate is known. Once handed over it runs to its end.</summary>
    public Task<PartOutcome> AddAsync(MongoPart part)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_closing, typeof(MongoDatabase));
            _waiting.Add(part);
        }
        _arrived.Release();
        return part.Answer;
    }

    /// <summary>Takes no more, finishes what waits, and ends.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            if (_closing) return;
            _closing = true;
        }
        _arrived.Release(Lanes);
        await Task.WhenAll(_lanes);
        _arrived.Dispose();
    }

    private async Task LoopAsync(int lane)
    {
        while (true)
        {
            await _arrived.WaitAsync();
            while (Take() is { Count: > 0 } group)
            {
                await SettleAsync(group, lane);
                // What waits for these may go now, in whichever lane is free.
                lock (_gate) foreach (var part in group) _underWay.ExceptWith(part.Keys);
            }
            bool isOver;
            lock (_gate) isOver = _closing && _waiting.Count == 0;
            if (!isOver) continue;
            // A lane that found only what waited for this one waits itself.
            _arrived.Release();
            return;
        }
    }

    private List<MongoPart> Take()
    {
        var (group, keys, weight) = (new List<MongoPart>(), new HashSet<string>(StringComparer.Ordinal), 0);
        lock (_gate)
        {
            var rest = new List<MongoPart>();
            keys.UnionWith(_underWay);
            foreach (var part in _waiting)
            {
                // What must wait keeps its keys too: nobody who came later goes before it.
                var fits = group.Count < MostParts && weight < MostWeight && !part.Keys.Any(keys.Contains);
                keys.UnionWith(part.Keys);
                if (!fits)
                {
                    rest.Add(part);
                    continue;
                }
                group.Add(part);
                weight += part.Weight;
            }
            _waiting = rest;
            foreach (var part in group) _underWay.UnionWith(part.Keys);
        }
        return group;
    }

    private async Task SettleAsync(List<MongoPart> group, int lane)
    {
        if (group.Count == 0) return;
        if (group.Count == 1)
        {
            await AloneAsync(group[0], lane);
            return;
        }
        try
        {
            await _groups.WriteAsync(group, lane);
            foreach (var part in group) part.Complete(PartOutcome.Committed);
            return;
        }
        catch (GroupRefusedException refused) when (refused.Cause is { } cause)
        {
            await SettleAsync([.. group.Where(part => part != cause)], lane);
            await AloneAsync(cause, lane);
            return;
        }
        catch (GroupRefusedException)
        {
        }
        catch (Exception failure)
        {
            foreach (var part in group) part.Fail(failure);
            return;
        }
        await SettleAsync([.. group.Take(group.Count / 2)], lane);
        await SettleAsync([.. group.Skip(group.Count / 2)], lane);
    }

    private async Task AloneAsync(MongoPart part, int lane)
    {
        try
        {
            part.Complete(await _groups.WriteAloneAsync(part, lane));
        }
        catch (Exception failure)
        {
            part.Fail(failure);
        }
    }
}
