namespace Bishui.Storage.Sqlite;

/// <summary>Settings of the embedded database; the defaults suit a service.</summary>
public sealed record SqliteOptions
{
    /// <summary>
    /// Readings held in the log and in memory (some 50 bytes each) before they are folded into buckets. More makes folding cheaper
    /// a reading, and opening after a crash slower.
    /// </summary>
    public int FoldAfter { get; init; } = 250_000;
}
