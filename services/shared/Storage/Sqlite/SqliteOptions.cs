namespace Bishui.Storage.Sqlite;

/// <summary>Settings of the embedded database; the defaults suit a service.</summary>
public sealed record SqliteOptions
{
    /// <summary>
    /// Readings held in the log and in memory (some 60 bytes each) before they are folded into buckets. More makes folding cheaper
    /// a reading (a year of 2,000 hourly series: 142 bytes written a reading at half of it and a checkpoint every 16 MB, 97 now), and opening
    /// after a crash slower.
    /// </summary>
    public int FoldAfter { get; init; } = 500_000;

    /// <summary>
    /// Up to so many documents that may contain the words of a search are collected and sorted, which takes some 10 ms a thousand;
    /// when there are more, documents are looked at one by one in the order asked for until a page is full.
    /// </summary>
    public int FewTexts { get; init; } = 20_000;
}
