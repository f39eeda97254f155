namespace Bishui.Storage.Readings;

/// <summary>
/// Cuts a series into buckets of a fixed number of hours; a bucket is named by its first hour. The span is kept with the series, so that
/// what was written with another one is still found.
/// </summary>
/// <param name="Series">Number of the series.</param>
/// <param name="Hours">Hours of a bucket.</param>
internal readonly record struct BucketSpan(long Series, int Hours)
{
    /// <summary>The span of series that were begun before spans were kept.</summary>
    public const int First = 1;

    /// <summary>The span of a new series: an hour of what comes by the minute or faster, and some hundred readings of what comes seldom.</summary>
    /// <remarks>
    /// Measured with 2,000 hourly series of 90 days (<c>year</c> bench) at spans of 1, 168, 240, 336, 720 and 2,160 hours. File bytes a reading:
    /// 41, 5.7, 6.6, 6.0, 6.0, 6.0 (how well buckets fill pages of 4 KiB); written bytes a reading: 299, 106, 96, 94, 81, 96; the latest of all
    /// 2,000 series in ms: 24, 39, 58, 31, 95, 324; months of a site's ten series in ms: 27, 7, 6, 6, 10, 4. Beyond two weeks little is won, and
    /// all that must look into one bucket grows: the latest, a late reading, a folding. A whole year of them (17.5 million) takes 6.2 bytes on
    /// file and 97 written a reading, at a rate that does not fall.
    /// </remarks>
    public static int Of(ReadingKind kind) => kind switch
    {
        ReadingKind.Realtime or ReadingKind.Minute => 1,
        ReadingKind.Hour => 336,
        _ => 8_760,
    };

    /// <summary>The bucket that holds an instant in Unix milliseconds.</summary>
    public long BucketOf(long unixMilliseconds) => Readings.Hours.Of(unixMilliseconds) / Hours * Hours;

    /// <summary>Whether a time of Unix milliseconds, both ends in it, takes in a whole bucket.</summary>
    public bool IsWithin(long bucket, long first, long last) => Readings.Hours.Start(bucket) >= first && Readings.Hours.Start(bucket + Hours) - 1 <= last;

    /// <summary>The id of a bucket among those of all series.</summary>
    public long Id(long bucket) => Series << 32 | bucket;

    /// <summary>The ids of the first and last possible bucket.</summary>
    public (long First, long Last) Ids => (Id(0), Id(uint.MaxValue));

    /// <summary>The bucket that an id names.</summary>
    public static long BucketOfId(long id) => id & uint.MaxValue;
}
