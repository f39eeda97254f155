using Bishui.Contracts.Exceedances;
using Bishui.Rules.Time;

namespace Bishui.Assessment.Scoring;

/// <summary>The exceedances of one year, at one unit's sites or at all.</summary>
internal sealed class ExceedanceBook
{
    /// <summary>Every one, the oldest sample first.</summary>
    public Ordered<LimitExceeded> Recorded { get; } = new(ByTime);

    /// <summary>How many a person found to be none.</summary>
    public int Overruled { get; set; }

    public static int ByTime(LimitExceeded one, LimitExceeded other) => one.TakenAt != other.TakenAt ? one.TakenAt.CompareTo(other.TakenAt)
        : string.CompareOrdinal($"{one.Service}:{one.ExceedanceId}", $"{other.Service}:{other.ExceedanceId}");

    public static int YearOf(LimitExceeded told) => ChinaTime.DayOf(told.TakenAt).Year;
}
