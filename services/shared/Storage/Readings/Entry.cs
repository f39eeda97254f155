namespace Bishui.Storage.Readings;

/// <summary>What most readings of a source share, held once.</summary>
internal sealed record Mark(string Flag, string Source);

/// <summary>What few readings have, and then each its own: not kept beyond the reading, as report numbers would fill the memory.</summary>
internal sealed record Notes(string? Reason, string? LabReport)
{
    public static Notes? Of(string? reason, string? labReport) => reason is null && labReport is null ? null : new(reason, labReport);
}

/// <summary>What a reading found.</summary>
internal enum Finding : byte
{
    /// <summary>Nothing; the flag says why.</summary>
    Nothing,

    /// <summary>A value.</summary>
    Value,

    /// <summary>Less than can be detected.</summary>
    BelowDetection,
}

/// <summary>One version of one reading, without what its series already says.</summary>
/// <param name="time">Unix milliseconds.</param>
/// <param name="finding">What was found.</param>
/// <param name="number">The value, or the detection limit of what is below it, or zero.</param>
/// <param name="mark">Flag and source.</param>
/// <param name="recordedAt">Unix milliseconds.</param>
/// <param name="version">1 as first recorded.</param>
/// <param name="notes">The reason of a correction and the number of the laboratory's report, or null for neither.</param>
internal readonly struct Entry(long time, Finding finding, decimal number, Mark mark, long recordedAt, int version, Notes? notes)
{
    public long Time => time;
    public Finding Finding => finding;
    public decimal Number => number;
    public Mark Mark => mark;
    public long RecordedAt => recordedAt;
    public int Version => version;
    public Notes? Notes => notes;

    /// <summary>Whether it takes part in sums and means.</summary>
    public bool Counts => finding != Finding.Nothing && Math.Abs(number) <= Reading.MostComputable;

    /// <summary>The number that takes part: half the limit of what is below it.</summary>
    public decimal Figure => finding == Finding.BelowDetection ? number / 2 : number;

    /// <summary>
    /// Says what a reading is beside the version in force of its key, and what would be kept of it. A repeat may come from elsewhere and at another
    /// time, but it rests on the same evidence: another report is a correction even where it found the same.
    /// </summary>
    public static AppendResult Judge(Reading reading, long time, Mark mark, in Entry? held, out Entry entry)
    {
        if (reading is { Value: not null, DetectionLimit: not null })
            throw new ArgumentException("A result below its detection limit has no value.", nameof(reading));
        var finding = reading.Value is not null ? Finding.Value : reading.DetectionLimit is not null ? Finding.BelowDetection : Finding.Nothing;
        var version = held is { } before ? before.Version + 1 : 1;
        entry = new(time, finding, reading.Value ?? reading.DetectionLimit ?? 0, mark, reading.RecordedAt.ToUnixTimeMilliseconds(), version,
            Notes.Of(version == 1 ? null : reading.Reason, reading.LabReport));
        if (held is not { } old) return AppendResult.Accepted;
        return old.Finding == finding && old.Number == entry.Number && old.Mark.Flag == mark.Flag && old.Notes?.LabReport == reading.LabReport
            ? AppendResult.Duplicate
            : AppendResult.Corrected;
    }

    public Reading ToReading(string site, string parameter, ReadingKind kind) => new()
    {
        Site = site,
        Parameter = parameter,
        Kind = kind,
        Time = Hours.Time(time),
        Value = finding == Finding.Value ? number : null,
        DetectionLimit = finding == Finding.BelowDetection ? number : null,
        LabReport = notes?.LabReport,
        Flag = mark.Flag,
        Source = mark.Source,
        RecordedAt = Hours.Time(recordedAt),
        Reason = notes?.Reason,
        Version = version,
    };

    /// <summary>Whether it comes before another: by time, then by version.</summary>
    public bool IsBefore(in Entry other) => time < other.Time || (time == other.Time && version < other.Version);
}
