namespace Bishui.Storage.Readings;

/// <summary>
/// The readings of one series and hour in the order they arrived: the newest with a time is the version in force. Written by one thread;
/// the first entries of the array never change once they are shown to readers.
/// </summary>
internal class HourEntries(int capacity = 4)
{
    // Up to here a search from the end is faster than a dictionary, and it costs nothing to keep.
    private const int Searched = 64;
    private Entry[] _entries = new Entry[capacity];
    private Dictionary<int, int>? _newest;
    private int _last = -1;

    public int Count { get; private set; }

    /// <summary>The array behind; entries before <see cref="Count"/> are filled.</summary>
    public Entry[] Array => _entries;

    public ReadOnlySpan<Entry> All => _entries.AsSpan(0, Count);

    /// <summary>Says what a reading is and, unless it is a repeat, keeps it. <paramref name="entry"/> is what was kept.</summary>
    public AppendResult Stage(int offset, Reading reading, Mark mark, out Entry entry)
    {
        var recordedAt = reading.RecordedAt.ToUnixTimeMilliseconds();
        var held = Find(offset);
        if (held < 0)
        {
            entry = new(offset, reading.Value, mark, recordedAt, 1, null);
            Add(entry);
            return AppendResult.Accepted;
        }
        ref readonly var old = ref _entries[held];
        if (old.Value == reading.Value && old.Mark.Flag == mark.Flag)
        {
            entry = default;
            return AppendResult.Duplicate;
        }
        entry = new(offset, reading.Value, mark, recordedAt, old.Version + 1, reading.Reason);
        Add(entry);
        return AppendResult.Corrected;
    }

    public void Add(in Entry entry)
    {
        if (Count == _entries.Length) System.Array.Resize(ref _entries, Math.Max(8, Count * 2));
        _entries[Count] = entry;
        _newest?[entry.Offset] = Count;
        if (entry.Offset > _last) _last = entry.Offset;
        Count++;
    }

    /// <summary>Takes up a packed hour in place of what was there.</summary>
    public void Load(ReadOnlySpan<byte> body, Marks marks)
    {
        var reader = new PackReader(body, marks);
        var count = 0;
        for (; ; count++)
        {
            if (count == _entries.Length) System.Array.Resize(ref _entries, Math.Max(64, count * 2));
            if (!reader.Next(out _entries[count])) break;
        }
        Count = count;
        _newest = null;
        // Packed in order of time.
        _last = count == 0 ? -1 : _entries[count - 1].Offset;
    }

    /// <summary>Forgets all but the first entries.</summary>
    public void Truncate(int count)
    {
        if (count == Count) return;
        Count = count;
        _newest = null;
        _last = -1;
        foreach (ref readonly var entry in All) _last = Math.Max(_last, entry.Offset);
    }

    private int Find(int offset)
    {
        if (offset > _last) return -1;
        if (Count <= Searched)
        {
            for (var i = Count - 1; i >= 0; i--)
                if (_entries[i].Offset == offset) return i;
            return -1;
        }
        if (_newest is null)
        {
            _newest = new(Count);
            for (var i = 0; i < Count; i++) _newest[_entries[i].Offset] = i;
        }
        return _newest.TryGetValue(offset, out var at) ? at : -1;
    }
}

/// <summary>Hours in order, for buckets and for readers.</summary>
internal static class HourPack
{
    public static byte[] Pack(PackWriter writer, long hour, ReadOnlySpan<Entry> arrived)
    {
        writer.Begin();
        foreach (ref readonly var entry in Sorted(arrived)) writer.Add(0, Hours.Start(hour), entry);
        return writer.ToArray();
    }

    /// <summary>By time, then by version; a copy only where they did not arrive so.</summary>
    public static ReadOnlySpan<Entry> Sorted(ReadOnlySpan<Entry> arrived)
    {
        for (var i = 1; i < arrived.Length; i++)
        {
            if (!arrived[i].IsBefore(arrived[i - 1])) continue;
            var copy = arrived.ToArray();
            Array.Sort(copy, static (a, b) => a.IsBefore(b) ? -1 : b.IsBefore(a) ? 1 : 0);
            return copy;
        }
        return arrived;
    }
}
