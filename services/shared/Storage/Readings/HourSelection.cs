namespace Bishui.Storage.Readings;

/// <summary>Which versions of an hour's readings a question asks for.</summary>
internal readonly struct HourSelection(long first, long last, long knownAt, bool allVersions)
{
    public static HourSelection Of(ReadingRange range) => new(
        Hours.FirstFrom(range.From), Hours.LastBefore(range.To),
        range.KnownAt is { } known ? known.ToUnixTimeMilliseconds() : long.MaxValue, range.AllVersions);

    /// <summary>Unix milliseconds of the first instant.</summary>
    public long First => first;

    /// <summary>Unix milliseconds of the last instant.</summary>
    public long Last => last;

    public bool IsEmpty => last < first;

    /// <summary>Goes to the next entry asked for among entries in order of time and version, starting at <paramref name="at"/>.</summary>
    public bool Next(ReadOnlySpan<Entry> sorted, long hourStart, ref int at, out Entry entry)
    {
        for (; at < sorted.Length; at++)
        {
            ref readonly var candidate = ref sorted[at];
            var time = hourStart + candidate.Offset;
            if (time < first || time > last || candidate.RecordedAt > knownAt) continue;
            if (!allVersions && HasLaterVersion(sorted, at)) continue;
            entry = candidate;
            at++;
            return true;
        }
        entry = default;
        return false;
    }

    private bool HasLaterVersion(ReadOnlySpan<Entry> sorted, int at)
    {
        for (var i = at + 1; i < sorted.Length && sorted[i].Offset == sorted[at].Offset; i++)
            if (sorted[i].RecordedAt <= knownAt) return true;
        return false;
    }
}

/// <summary>Collects one series' readings into periods.</summary>
internal sealed class Aggregation(AggregatePeriod every, IReadOnlySet<string> flags)
{
    private readonly List<ReadingAggregate> _done = [];
    private string _parameter = "";
    private ReadingKind _kind;
    private long _from, _lastTime;
    private int _count;
    private decimal _sum, _least, _greatest;

    /// <summary>Adds a reading; they come by parameter and kind, then by time.</summary>
    public void Add(string parameter, ReadingKind kind, long time, in Entry entry)
    {
        if (!entry.HasValue || !flags.Contains(entry.Mark.Flag)) return;
        var from = Hours.PeriodStart(time, every);
        if (_count == 0 || from != _from || kind != _kind || parameter != _parameter)
        {
            Close();
            (_parameter, _kind, _from, _sum, _least, _greatest) = (parameter, kind, from, 0, entry.Number, entry.Number);
        }
        _count++;
        _sum += entry.Number;
        _least = Math.Min(_least, entry.Number);
        _greatest = Math.Max(_greatest, entry.Number);
        _lastTime = time;
    }

    public IReadOnlyList<ReadingAggregate> Result()
    {
        Close();
        return _done;
    }

    private void Close()
    {
        if (_count > 0) _done.Add(new(_parameter, _kind, Hours.Time(_from), _count, _sum, _least, _greatest, Hours.Time(_lastTime)));
        _count = 0;
    }
}
