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

    /// <summary>Whether each was taken after the one before.</summary>
    public bool IsInOrder { get; private set; } = true;

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
        Reserve();
        _entries[Count] = entry;
        TakeIn();
    }

    public void Add(ReadOnlySpan<Entry> entries)
    {
        foreach (ref readonly var entry in entries) Add(entry);
    }

    /// <summary>Adds a packed bucket.</summary>
    public void Load(ReadOnlySpan<byte> body, Marks marks)
    {
        var reader = new PackReader(body, marks);
        for (Reserve(); reader.Next(out _entries[Count]); Reserve()) TakeIn();
    }

    /// <summary>Forgets all but the first entries.</summary>
    public void Truncate(int count)
    {
        if (count == Count) return;
        Count = count;
        _newest = null;
        IsInOrder |= count == 0;
        Last = long.MinValue;
        foreach (ref readonly var entry in All) Last = Math.Max(Last, entry.Time);
    }

    /// <summary>
    /// Puts the entries in order of time and version, each once: what was folded while it was read is met on file and among what came since.
    /// Those that readers may see must be in order already.
    /// </summary>
    public ReadOnlySpan<Entry> Sort()
    {
        if (IsInOrder) return All;
        var all = _entries.AsSpan(0, Count);
        all.Sort(static (a, b) => a.IsBefore(b) ? -1 : b.IsBefore(a) ? 1 : 0);
        var kept = 1;
        foreach (ref readonly var entry in all[1..])
            if (all[kept - 1].IsBefore(entry)) all[kept++] = entry;
        _newest = null;
        Count = kept;
        return All;
    }

    /// <summary>Packs the entries as a bucket.</summary>
    public void Pack(PackWriter writer)
    {
        writer.Begin();
        foreach (ref readonly var entry in Sort()) writer.Add(0, entry);
    }

    private void Reserve()
    {
        if (Count == _entries.Length) System.Array.Resize(ref _entries, Math.Max(8, Count * 2));
    }

    /// <summary>Counts in the entry that lies after the last.</summary>
    private void TakeIn()
    {
        var time = _entries[Count].Time;
        _newest?[time] = Count;
        if (time > Last) Last = time;
        else IsInOrder = false;
        Count++;
    }
}
