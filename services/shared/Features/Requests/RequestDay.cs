using Bishui.Hosting.Time;
using Bishui.Rules.Time;

namespace Bishui.Features.Requests;

/// <summary>The civil day of a request.</summary>
public static class RequestDay
{
    /// <summary>The day in China Standard Time on which the request is answered; which plan is in force depends on it.</summary>
    public static DateOnly Today(this RequestClock clock)
    {
        ArgumentNullException.ThrowIfNull(clock);
        return ChinaTime.DayOf(clock.Now);
    }
}
