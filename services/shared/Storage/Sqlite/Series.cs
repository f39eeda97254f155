using Bishui.Storage.Readings;

namespace Bishui.Storage.Sqlite;

/// <summary>One series and its hours that are in memory. Changed by the writer; its list of hours only under the gate of <see cref="SeriesTable"/>.</summary>
internal sealed class Series(long id, string site, string parameter, ReadingKind kind)
{
    public const long Unknown = -1;

    public long Id => id;
    public string Site => site;
    public string Parameter => parameter;
    public ReadingKind Kind => kind;

    /// <summary>Whether it was committed: others do not see it before.</summary>
    public bool IsVisible { get; set; }

    /// <summary>The newest hour that has a bucket on file, 0 for none, <see cref="Unknown"/> until asked: later hours need no look at the file.</summary>
    public long NewestBucket { get; set; } = Unknown;

    /// <summary>Hours in memory, oldest first; each is complete, so its bucket on file is not read.</summary>
    public List<OpenHour> Hours { get; } = [];

    public OpenHour? FindHour(long hour)
    {
        if (Hours.Count == 0) return null;
        if (Hours[^1].Hour == hour) return Hours[^1];
        var at = Place(hour);
        return at < Hours.Count && Hours[at].Hour == hour ? Hours[at] : null;
    }

    /// <summary>Index of the first hour in memory that is not before the given one.</summary>
    public int Place(long hour)
    {
        var (low, high) = (0, Hours.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (Hours[middle].Hour < hour) low = middle + 1;
            else high = middle;
        }
        return low;
    }

    public long BucketId(long hour) => id << 32 | hour;

    public static int Compare(Series a, Series b)
    {
        var byParameter = string.CompareOrdinal(a.Parameter, b.Parameter);
        return byParameter != 0 ? byParameter : a.Kind.CompareTo(b.Kind);
    }
}

/// <summary>
/// An hour of one series in memory: what its bucket on file holds and what has come since. Its counts say how far each party sees:
/// folded ≤ visible (committed) ≤ kept (in the open transaction) ≤ count (with the caller that is being served).
/// </summary>
internal sealed class OpenHour(Series series, long hour, int capacity) : HourEntries(capacity)
{
    public Series Series => series;
    public long Hour => hour;
    public int Folded { get; set; }
    public int Visible { get; set; }
    public int Kept { get; set; }

    /// <summary>Whether it is on the list of hours that the served caller, the open transaction, or the next folding must look at.</summary>
    public bool IsTouched { get; set; }
    public bool IsInGroup { get; set; }
    public bool IsDirty { get; set; }
}
