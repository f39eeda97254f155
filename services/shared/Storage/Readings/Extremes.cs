namespace Bishui.Storage.Readings;

/// <summary>Keeps the least and the greatest of what it is shown.</summary>
internal sealed class Extremes
{
    private Reading? _least, _greatest;
    private decimal _min, _max;

    /// <summary>Whether an entry counts, and changes one of the two: only then is it worth making a reading of it.</summary>
    public bool Wants(in Entry entry) => entry.Counts && (_least is null || entry.Figure < _min || entry.Figure > _max);

    public void Add(in Entry entry, Reading reading)
    {
        if (_least is null || entry.Figure < _min) (_least, _min) = (reading, entry.Figure);
        if (_greatest is null || entry.Figure > _max) (_greatest, _max) = (reading, entry.Figure);
    }

    public ReadingExtremes? Result => _least is null ? null : new(_least, _greatest!);
}
