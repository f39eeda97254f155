namespace Bishui.Storage.Mongo;

/// <summary>Lets callers of this process that name the same key pass one at a time, in the order they came: they would only refuse each other at the server.</summary>
internal sealed class KeyedQueue
{
    private readonly Dictionary<string, Place> _places = new(StringComparer.Ordinal);

    /// <summary>Waits for all keys; dispose of the answer to let them go.</summary>
    public async Task<IDisposable> TakeAsync(IEnumerable<string> keys, CancellationToken cancel)
    {
        // In one order, so that two callers never each hold what the other waits for.
        var taken = new Taken(this, [.. keys.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)]);
        try
        {
            foreach (var key in taken.Keys)
            {
                Place place;
                lock (_places)
                {
                    if (!_places.TryGetValue(key, out place!)) _places.Add(key, place = new());
                    place.Users++;
                }
                taken.Waited++;
                await place.Turn.WaitAsync(cancel);
                taken.Held++;
            }
            return taken;
        }
        catch
        {
            taken.Dispose();
            throw;
        }
    }

    private void Release(string key, bool held)
    {
        lock (_places)
        {
            var place = _places[key];
            if (--place.Users == 0) _places.Remove(key);
            if (held) place.Turn.Release();
        }
    }

    private sealed class Place
    {
        public SemaphoreSlim Turn { get; } = new(1, 1);
        public int Users { get; set; }
    }

    private sealed class Taken(KeyedQueue queue, string[] keys) : IDisposable
    {
        public string[] Keys => keys;
        public int Waited { get; set; }
        public int Held { get; set; }

        public void Dispose()
        {
            for (var i = 0; i < Waited; i++) queue.Release(keys[i], i < Held);
            (Waited, Held) = (0, 0);
        }
    }
}
