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
        if (!entry.Counts || !flags.Contains(entry.Mark.Flag)) return;
        var figure = entry.Figure;
        Add(parameter, kind, new DayFigure(entry.Time, entry.Mark.Flag, 1, entry.Finding == Finding.BelowDetection ? 1 : 0, figure, figure, figure, entry.Time));
    }

    /// <summary>Adds the figures of a day, or of a part of it, in the same order; the period is at least a day then.</summary>
    public void Add(string parameter, ReadingKind kind, in DayFigure figure)
    {
        if (!flags.Contains(figure.Flag)) return;
        if (_count == 0 || figure.Day < _from || figure.Day >= _to || kind != _kind || parameter != _parameter)
        {
            Close();
            (_parameter, _kind, _sum, _least, _greatest, _lastTime) = (parameter, kind, 0, figure.Least, figure.Greatest, figure.Last);
            (_from, _to) = Hours.Period(figure.Day, every);
        }
        _count += figure.Count;
        _below += figure.Below;
        _sum += figure.Sum;
        _least = Math.Min(_least, figure.Least);
        _greatest = Math.Max(_greatest, figure.Greatest);
        _lastTime = Math.Max(_lastTime, figure.Last);
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
