namespace Bishui.Storage.Readings;

/// <summary>
/// Readings of one bucket in the order they arrived: the newest with a time is the version in force. Written by one thread;
/// the first entries of the array never change once they are shown to readers.
/// </summary>
internal class BucketEntries(int capacity = 4)
{
    // Up to here a search from the end is faster than a dictionary, and it costs nothing to keep.
    private const int Searched = 64;
    private Entry[] _entries = new Entry[capacity];
    private Dictionary<long, int>? _newest;

    public int Count { get; private set; }

    /// <summary>The array behind; entries before <see cref="Count"/> are filled.</summary>
    public Entry[] Array => _entries;

    public ReadOnlySpan<Entry> All => _entries.AsSpan(0, Count);

    /// <summary>Unix milliseconds of the last reading in time.</summary>
    public long Last { get; private set; } = long.MinValue;

    /// <summary>The version in force of what was taken at an instant, or null.</summary>
    public Entry? Find(long time)
    {
        if (time > Last) return null;
        if (Count <= Searched)
        {
            for (var i = Count - 1; i >= 0; i--)
                if (_entries[i].Time == time) return _entries[i];
            return null;
        }
        if (_newest is null)
        {
            _newest = new(Count);
            for (var i = 0; i < Count; i++) _newest[_entries[i].Time] = i;
        }
        return _newest.TryGetValue(time, out var at) ? _entries[at] : null;
    }

    public void Add(in Entry entry)
    {
        if (Count == _entries.Length) System.Array.Resize(ref _entries, Math.Max(8, Count * 2));
        _entries[Count] = entry;
        _newest?[entry.Time] = Count;
        Last = Math.Max(Last, entry.Time);
        Count++;
    }

    /// <summary>Adds a packed bucket.</summary>
    public void Load(ReadOnlySpan<byte> body, Marks marks)
    {
        var reader = new PackReader(body, marks);
        while (reader.Next(out var entry)) Add(entry);
    }

    /// <summary>Forgets all but the first entries.</summary>
    public void Truncate(int count)
    {
        if (count == Count) return;
        Count = count;
        _newest = null;
        Last = long.MinValue;
        foreach (ref readonly var entry in All) Last = Math.Max(Last, entry.Time);
    }

    /// <summary>
    /// Puts the entries in order of time and version, each once: what was folded while it was read is met on file and among what came since.
    /// Not for entries that readers may see.
    /// </summary>
    public ReadOnlySpan<Entry> Sort()
    {
        var all = _entries.AsSpan(0, Count);
        for (var i = 1; i < all.Length; i++)
        {
            if (all[i - 1].IsBefore(all[i])) continue;
            all.Sort(static (a, b) => a.IsBefore(b) ? -1 : b.IsBefore(a) ? 1 : 0);
            var kept = 1;
            for (var next = 1; next < all.Length; next++)
                if (all[kept - 1].IsBefore(all[next])) all[kept++] = all[next];
            Count = kept;
            _newest = null;
            break;
        }
        return All;
    }

    /// <summary>The entries packed as a bucket.</summary>
    public byte[] Pack(PackWriter writer)
    {
        writer.Begin();
        foreach (ref readonly var entry in Sort()) writer.Add(0, entry);
        return writer.ToArray();
    }
}
