using Bishui.Storage.Readings;

namespace Bishui.Storage.Sqlite;

/// <summary>One series and what came of it since the last folding. Changed by the writer; its list of tails only under the gate of <see cref="SeriesTable"/>.</summary>
internal sealed class Series(BucketSpan span, string site, string parameter, ReadingKind kind)
{
    public const long Unknown = long.MaxValue, None = long.MinValue;

    public long Id => span.Series;
    public BucketSpan Span => span;
    public string Site => site;
    public string Parameter => parameter;
    public ReadingKind Kind => kind;

    /// <summary>Whether it was committed: others do not see it before.</summary>
    public bool IsVisible { get; set; }

    /// <summary>
    /// Unix milliseconds of the last reading in buckets on file, <see cref="None"/>, or <see cref="Unknown"/> until asked: what is later needs
    /// no look at the file.
    /// </summary>
    public long LastOnFile { get; set; } = Unknown;

    /// <summary>How many readings a tail is likely to get: what the last one had.</summary>
    public int Expected { get; set; } = 4;

    /// <summary>What came since the last folding, oldest bucket first.</summary>
    public List<Tail> Tails { get; } = [];

    public Tail? FindTail(long bucket)
    {
        if (Tails.Count == 0) return null;
        if (Tails[^1].Bucket == bucket) return Tails[^1];
        var at = Place(bucket);
        return at < Tails.Count && Tails[at].Bucket == bucket ? Tails[at] : null;
    }

    /// <summary>Index of the first tail whose bucket is not before the given one.</summary>
    public int Place(long bucket)
    {
        var (low, high) = (0, Tails.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (Tails[middle].Bucket < bucket) low = middle + 1;
            else high = middle;
        }
        return low;
    }

    public static int Compare(Series a, Series b)
    {
        var byParameter = string.CompareOrdinal(a.Parameter, b.Parameter);
        return byParameter != 0 ? byParameter : a.Kind.CompareTo(b.Kind);
    }
}

/// <summary>
/// What has come for one bucket since the last folding. Its counts say how far each party sees:
/// visible (committed) ≤ kept (in the open transaction) ≤ count (with the caller that is being served).
/// </summary>
internal sealed class Tail(Series series, long bucket, int capacity) : BucketEntries(capacity)
{
    public Series Series => series;
    public long Bucket => bucket;
    public int Visible { get; set; }
    public int Kept { get; set; }

    /// <summary>Whether it is on the list of tails that the served caller, the open transaction, or the next folding must look at.</summary>
    public bool IsTouched { get; set; }
    public bool IsInGroup { get; set; }
    public bool IsDirty { get; set; }
}
