namespace Bishui.Storage.Readings;

/// <summary>Collects one series' readings into periods.</summary>
internal sealed class Aggregation(AggregatePeriod every, IReadOnlySet<string> flags)
{
    private readonly List<ReadingAggregate> _done = [];
    private string _parameter = "";
    private ReadingKind _kind;
    private long _from, _to, _lastTime;
    private int _count, _below;
    private decimal _sum, _least, _greatest;

    /// <summary>Adds a reading; they come by parameter and kind, then by time.</summary>
    public void Add(string parameter, ReadingKind kind, in Entry entry)
    {
        if (entry.Finding == Finding.Nothing || !flags.Contains(entry.Mark.Flag) || Math.Abs(entry.Number) > Reading.MostComputable) return;
        var isBelow = entry.Finding == Finding.BelowDetection;
        var number = isBelow ? entry.Number / 2 : entry.Number;
        if (_count == 0 || entry.Time < _from || entry.Time >= _to || kind != _kind || parameter != _parameter)
        {
            Close();
            (_parameter, _kind, _sum, _least, _greatest) = (parameter, kind, 0, number, number);
            (_from, _to) = Hours.Period(entry.Time, every);
        }
        _count++;
        if (isBelow) _below++;
        _sum += number;
        _least = Math.Min(_least, number);
        _greatest = Math.Max(_greatest, number);
        _lastTime = entry.Time;
    }

    public IReadOnlyList<ReadingAggregate> Result()
    {
        Close();
        return _done;
    }

    private void Close()
    {
        if (_count > 0)
            _done.Add(new(_parameter, _kind, Hours.Time(_from), _count, _sum, _least, _greatest, Hours.Time(_lastTime), _below));
        _count = _below = 0;
    }
}
