using System.Globalization;
using Bishui.Rules.Time;
using Xunit;

namespace Bishui.Tests.Unit.Rules;

public sealed class CadenceTests
{
    [Theory]
    [InlineData("PT4H", "2021-04-06T07:59:59+08:00", "2021-04-06T04:00:00+08:00", "2021-04-06T08:00:00+08:00")]
    [InlineData("PT4H", "2021-04-06T08:00:00+08:00", "2021-04-06T08:00:00+08:00", "2021-04-06T12:00:00+08:00")]
    [InlineData("PT5M", "2021-04-05T16:04:00Z", "2021-04-06T00:00:00+08:00", "2021-04-06T00:05:00+08:00")]
    [InlineData("P1D", "2021-04-05T16:00:00Z", "2021-04-06T00:00:00+08:00", "2021-04-07T00:00:00+08:00")]
    [InlineData("P1W", "2021-04-06T00:00:00+08:00", "2021-04-05T00:00:00+08:00", "2021-04-12T00:00:00+08:00")]
    [InlineData("P1M", "2021-02-28T23:59:59+08:00", "2021-02-01T00:00:00+08:00", "2021-03-01T00:00:00+08:00")]
    [InlineData("P3M", "2021-12-31T23:59:59+08:00", "2021-10-01T00:00:00+08:00", "2022-01-01T00:00:00+08:00")]
    [InlineData("P1Y", "2021-12-31T23:59:59+08:00", "2021-01-01T00:00:00+08:00", "2022-01-01T00:00:00+08:00")]
    [InlineData("PT4H", "1999-12-31T23:59:59+08:00", "1999-12-31T20:00:00+08:00", "2000-01-01T00:00:00+08:00")]
    public void A_turn_begins_and_ends_by_the_clock_and_the_calendar_of_China(string every, string instant, string from, string to)
    {
        var cadence = Cadence.Find(every)!;

        var start = cadence.StartOf(At(instant));

        Assert.Equal((At(from), At(to)), (start, cadence.After(start)));
    }

    [Theory]
    [InlineData("P1H")]
    [InlineData("PT1D")]
    [InlineData("P1M1D")]
    [InlineData("PT0M")]
    [InlineData("PT30S")]
    [InlineData("p1m")]
    [InlineData("P1M ")]
    [InlineData("P1M\n")]
    [InlineData("P-1D")]
    [InlineData("1D")]
    [InlineData("")]
    public void Another_text_is_no_cadence(string text) => Assert.Null(Cadence.Find(text));

    [Fact]
    public void Only_turns_that_begin_within_a_time_are_its_own()
    {
        var turns = Cadence.Find("PT4H")!.Turns(At("2021-04-06T01:00:00+08:00"), At("2021-04-06T12:00:00+08:00"));

        Assert.Equal([4, 8], turns.Select(turn => turn.From.Hour));
    }

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
