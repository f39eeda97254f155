using System.Globalization;
using Bishui.Assessment.Scores;
using Bishui.Storage.Documents;

namespace Bishui.Assessment.Replays;

/// <summary>How far a replay is.</summary>
internal enum ReplayState
{
    Queued,
    Running,
    Done,
    Cancelled,
    Failed,
}

/// <summary>A year, or a stretch of it, scored anew for the end of every day (回放).</summary>
internal sealed record HeldReplay
{
    public const string Open = "open";
    public const string ByTime = "time";

    public static readonly Collection<HeldReplay> Replays = new("replays",
        new DocumentIndex<HeldReplay>(Open, replay => replay.IsOpen ? replay.Id : null),
        new DocumentIndex<HeldReplay>(ByTime, replay => replay.Id));

    /// <summary>Made from its time.</summary>
    public required string Id { get; init; }

    public required string RequestedBy { get; init; }

    public required DateTimeOffset RequestedAt { get; init; }

    public required DateOnly From { get; init; }

    public required DateOnly To { get; init; }

    /// <summary>On each day only what had been received by its end counted; otherwise everything received up to the request.</summary>
    public required bool AsKnown { get; init; }

    /// <summary>Key and version of the scheme; null for the one in force on each day.</summary>
    public required string? Scheme { get; init; }

    /// <summary>So many facts were on file when it was asked for; later ones do not count.</summary>
    public required int Facts { get; init; }

    public required ReplayState State { get; init; }

    /// <summary>Days scored.</summary>
    public required int Done { get; init; }

    public int Total => To.DayNumber - From.DayNumber + 1;

    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>Why it failed, in words for people; null while it has not.</summary>
    public string? Failure { get; init; }

    /// <summary>How often it was begun: once more after each interruption.</summary>
    public required int Attempts { get; init; }

    public bool IsOpen => State is ReplayState.Queued or ReplayState.Running;
}

/// <summary>Some days of a replay, committed together with its progress.</summary>
internal sealed record ReplayStretch
{
    public const string ByDay = "day";

    public static readonly Collection<ReplayStretch> Stretches = new("replay-stretches",
        new DocumentIndex<ReplayStretch>(ByDay, stretch => IdOf(stretch.Replay, stretch.Days[0].Day), unique: true));

    public required string Replay { get; init; }

    public required IReadOnlyList<ReplayDay> Days { get; init; }

    public static string IdOf(string replay, DateOnly first) => string.Create(CultureInfo.InvariantCulture, $"{replay}|{first:yyyy-MM-dd}");
}

/// <summary>The scores at the end of a civil day.</summary>
/// <param name="Day">The day.</param>
/// <param name="District">Of the district.</param>
/// <param name="Units">By the unit's key.</param>
internal sealed record ReplayDay(DateOnly Day, TrendPoint District, IReadOnlyDictionary<string, TrendPoint> Units);
