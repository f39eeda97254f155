using Bishui.Rules.Reporting;
using Bishui.Rules.Time;
using Xunit;

namespace Bishui.Tests.Unit.Reporting;

public sealed class SilenceRuleTests
{
    [Theory]
    [InlineData("PT4H", "2021-11-02T00:00", "2021-11-02T08:00", "2021-11-02T16:00")]
    [InlineData("P1D", "2021-11-02T00:00", "2021-11-04T00:00", "2021-11-06T00:00")]
    // A sample of November is owed until November is over; with October's on file it is late on 1 December.
    [InlineData("P1M", "2021-10-03T09:00", "2021-12-01T00:00", "2021-12-16T00:00")]
    [InlineData("P3M", "2021-08-20T09:00", "2022-01-01T00:00", "2022-01-16T00:00")]
    [InlineData("P1Y", "2020-03-01T00:00", "2022-01-01T00:00", "2022-01-16T00:00")]
    public void A_source_is_stale_after_what_it_missed_and_silent_after_more(string every, string last, string stale, string silent)
    {
        var interval = Cadence.Find(every)!;

        Assert.Equal((At(stale), At(silent)), SilenceRule.After(At(last), interval));
        Assert.Equal(ReportingState.Reporting, SilenceRule.At(At(last), interval, At(stale).AddTicks(-1)));
        Assert.Equal(ReportingState.Stale, SilenceRule.At(At(last), interval, At(stale)));
        Assert.Equal(ReportingState.Stale, SilenceRule.At(At(last), interval, At(silent).AddTicks(-1)));
        Assert.Equal(ReportingState.Silent, SilenceRule.At(At(last), interval, At(silent)));
    }

    [Fact]
    public void What_never_came_is_owed_from_the_period_in_which_it_began_to_be_owed() =>
        Assert.Equal((At("2021-12-01T00:00"), At("2021-12-16T00:00")), SilenceRule.After(At("2021-11-10T12:00"), Cadence.Find("P1M")!, never: true));

    private static DateTimeOffset At(string civil) => ChinaTime.At(DateTime.Parse(civil, System.Globalization.CultureInfo.InvariantCulture));
}
