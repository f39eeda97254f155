using System.Collections.Concurrent;

namespace Bishui.Storage.Readings;

/// <summary>One object for each pair of flag and source, so that held readings do not each keep their own texts.</summary>
internal sealed class Marks
{
    // There are a few dozen in practice; made-up ones must not fill the memory. Dropping all is safe: marks compare by value.
    private const int Most = 10_000;
    private readonly ConcurrentDictionary<(string, string), Mark> _known = new();
    private Mark _last = new("", "");

    public Mark Of(string flag, string source)
    {
        var last = _last;
        if (last.Flag == flag && last.Source == source) return last;
        if (!_known.TryGetValue((flag, source), out var mark))
        {
            if (_known.Count > Most) _known.Clear();
            mark = _known.GetOrAdd((flag, source), static pair => new(pair.Item1, pair.Item2));
        }
        return _last = mark;
    }
}
