using Bishui.Rules.Time;

namespace Bishui.Assessment.Common;

internal static class CivilDays
{
    /// <summary>The last instant of a civil day, China Standard Time: what is due on a day is in time until then.</summary>
    public static DateTimeOffset EndOf(DateOnly day) => ChinaTime.StartOf(day.AddDays(1)).AddTicks(-1);
}
