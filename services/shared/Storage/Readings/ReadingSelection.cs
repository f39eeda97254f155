namespace Bishui.Storage.Readings;

/// <summary>Which versions of a bucket's readings a question asks for.</summary>
internal readonly struct ReadingSelection(long first, long last, long knownAt, bool allVersions, IReadOnlySet<string>? flags, bool withValue)
{
    public static ReadingSelection Of(ReadingRange range) => new(
        Hours.FirstFrom(range.From), Hours.LastBefore(range.To),
        range.KnownAt is { } known ? known.ToUnixTimeMilliseconds() : long.MaxValue, range.AllVersions, range.Flags, range.WithValue);

    /// <summary>Whether every reading in force takes part, as figures of days have it.</summary>
    public bool IsOfAllInForce => knownAt == long.MaxValue && !allVersions && flags is null && !withValue;

    /// <summary>Unix milliseconds of the first instant.</summary>
    public long First => first;

    /// <summary>Unix milliseconds of the last instant.</summary>
    public long Last => last;

    public bool IsEmpty => last < first;

    /// <summary>Goes to the next entry asked for among entries in order of time and version, starting at <paramref name="at"/>.</summary>
    public bool Next(ReadOnlySpan<Entry> sorted, ref int at, out Entry entry)
    {
        for (; at < sorted.Length; at++)
        {
            ref readonly var candidate = ref sorted[at];
            if (candidate.Time < first || candidate.Time > last || candidate.RecordedAt > knownAt) continue;
            if (!allVersions && HasLaterVersion(sorted, at)) continue;
            if (withValue && candidate.Finding != Finding.Value) continue;
            if (flags is not null && !flags.Contains(candidate.Mark.Flag)) continue;
            entry = candidate;
            at++;
            return true;
        }
        entry = default;
        return false;
    }

    private bool HasLaterVersion(ReadOnlySpan<Entry> sorted, int at)
    {
        for (var i = at + 1; i < sorted.Length && sorted[i].Time == sorted[at].Time; i++)
            if (sorted[i].RecordedAt <= knownAt) return true;
        return false;
    }
}
