using System.Collections.Frozen;

namespace Bishui.Features.Readings;

/// <summary>How far a reading under a mark is held against a limit.</summary>
public enum FlagUse
{
    /// <summary>The value is compared.</summary>
    Value,

    /// <summary>The true value lies above: it can be found beyond an upper limit, and never within one.</summary>
    LowerBound,

    /// <summary>Not at all: the reading is kept and shown.</summary>
    Never,
}

/// <summary>A mark (数据标记) as devices send it, and what it means here.</summary>
public sealed record ReadingFlag
{
    /// <summary>The mark itself.</summary>
    public required string Flag { get; init; }

    /// <summary>The class of readings it stands for, for example <c>maintenance</c>.</summary>
    public required string Quality { get; init; }

    /// <summary>Chinese name.</summary>
    public required string NameZh { get; init; }

    /// <summary>English name.</summary>
    public required string NameEn { get; init; }

    /// <summary>Whether such readings count in means, classes and rates.</summary>
    public required bool InMeans { get; init; }

    /// <summary>How far they are judged.</summary>
    public required FlagUse Judged { get; init; }

    /// <summary>Where the mark is laid down.</summary>
    public required string Source { get; init; }
}

/// <summary>
/// The marks of HJ 212, and their Chinese names, which stand for them in tables. A reading under any other is refused; those on file from
/// earlier are of unknown quality: neither in means nor judged.
/// </summary>
internal static class ReadingFlags
{
    public const string Normal = "N";
    public const string AboveRange = "T";
    public const string UnknownQuality = "unknown";

    private const string Of2017 = "HJ 212-2017";
    private const string Of2005 = "HJ/T 212-2005";

    /// <summary>Every mark that is known. The digits of 2005 belong to stations of the air and are not among them.</summary>
    public static readonly IReadOnlyList<ReadingFlag> All =
    [
        new() { Flag = Normal, Quality = "valid", NameZh = "正常", NameEn = "normal", InMeans = true, Judged = FlagUse.Value, Source = Of2017 },
        // What a person set is no measurement: a class of its own.
        new() { Flag = "S", Quality = "set-by-hand", NameZh = "手工输入", NameEn = "set by hand", InMeans = false, Judged = FlagUse.Never, Source = Of2017 },
        new() { Flag = AboveRange, Quality = "above-range", NameZh = "超测量上限", NameEn = "above the measuring range", InMeans = false, Judged = FlagUse.LowerBound, Source = Of2017 },
        new() { Flag = "F", Quality = "stopped", NameZh = "停运", NameEn = "instrument stopped; in 2005, source stopped", InMeans = false, Judged = FlagUse.Never, Source = Of2017 },
        new() { Flag = "M", Quality = "maintenance", NameZh = "维护", NameEn = "under maintenance", InMeans = false, Judged = FlagUse.Never, Source = Of2017 },
        new() { Flag = "D", Quality = "fault", NameZh = "故障", NameEn = "instrument fault", InMeans = false, Judged = FlagUse.Never, Source = Of2017 },
        new() { Flag = "C", Quality = "calibration", NameZh = "校准", NameEn = "calibrating", InMeans = false, Judged = FlagUse.Never, Source = Of2017 },
        new() { Flag = "B", Quality = "communication", NameZh = "通讯异常", NameEn = "no word between logger and instrument", InMeans = false, Judged = FlagUse.Never, Source = Of2017 },
        new() { Flag = "P", Quality = "power-failure", NameZh = "电源故障", NameEn = "power failure", InMeans = false, Judged = FlagUse.Never, Source = Of2005 },
    ];

    private static readonly FrozenDictionary<string, ReadingFlag> Known = All.ToFrozenDictionary(flag => flag.Flag);
    private static readonly FrozenDictionary<string, ReadingFlag> Named = All.SelectMany(flag => new[] { (flag.Flag, flag), (flag.NameZh, flag) })
        .ToFrozenDictionary(each => each.Item1, each => each.flag);

    /// <summary>Marks of readings that take part in means, classes and rates.</summary>
    public static readonly FrozenSet<string> Valid = All.Where(flag => flag.InMeans).Select(flag => flag.Flag).ToFrozenSet();

    /// <summary>The mark that is meant by itself or by its Chinese name; null for any other.</summary>
    public static ReadingFlag? Find(string text) => Named.GetValueOrDefault(text);

    /// <summary>The quality of readings under a mark.</summary>
    public static string QualityOf(string flag) => Known.GetValueOrDefault(flag)?.Quality ?? UnknownQuality;

    /// <summary>How far readings under a mark are judged.</summary>
    public static FlagUse UseOf(string flag) => Known.GetValueOrDefault(flag)?.Judged ?? FlagUse.Never;
}
