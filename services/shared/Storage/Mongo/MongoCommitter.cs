using MongoDB.Bson;
using MongoDB.Driver;

namespace Bishui.Storage.Mongo;

/// <summary>
/// Writes what waits in this process, in groups of one transaction each. Parts that write the same thing are never in one group. When a group is
/// refused, the part that is known to be the cause goes on alone and the others again without it; where the cause is not known, the group is halved.
/// </summary>
internal sealed class MongoCommitter
{
    private const int MostParts = 256;
    private const int MostWeight = 10_000;
    private readonly MongoGroups _groups;
    private readonly object _gate = new();
    private readonly SemaphoreSlim _arrived = new(0);
    private readonly Task _loop;
    private List<MongoPart> _waiting = [];
    private bool _closing;

    public MongoCommitter(MongoGroups groups)
    {
        _groups = groups;
        _loop = Task.Run(LoopAsync);
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
    public Task CloseAsync()
    {
        lock (_gate) _closing = true;
        _arrived.Release();
        return _loop;
    }

    private async Task LoopAsync()
    {
        while (true)
        {
            await _arrived.WaitAsync();
            while (Take() is { Count: > 0 } group) await SettleAsync(group);
            lock (_gate)
                if (_closing && _waiting.Count == 0) return;
        }
    }

    private List<MongoPart> Take()
    {
        var (group, keys, weight) = (new List<MongoPart>(), new HashSet<string>(StringComparer.Ordinal), 0);
        lock (_gate)
        {
            var rest = new List<MongoPart>();
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
        }
        return group;
    }

    private async Task SettleAsync(IReadOnlyList<MongoPart> group)
    {
        if (group.Count == 1)
        {
            await AloneAsync(group[0]);
            return;
        }
        try
        {
            await _groups.WriteAsync(group);
            foreach (var part in group) part.Complete(PartOutcome.Committed);
            return;
        }
        catch (GroupRefusedException refused) when (refused.Cause is { } cause)
        {
            await SettleAsync([.. group.Where(part => part != cause)]);
            await AloneAsync(cause);
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
        await SettleAsync([.. group.Take(group.Count / 2)]);
        await SettleAsync([.. group.Skip(group.Count / 2)]);
    }

    private async Task AloneAsync(MongoPart part)
    {
        try
        {
            part.Complete(await _groups.WriteAloneAsync(part));
        }
        catch (Exception failure)
        {
            part.Fail(failure);
        }
    }
}
