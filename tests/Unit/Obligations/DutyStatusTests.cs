using Bishui.Rules.Obligations;
using Xunit;

namespace Bishui.Tests.Unit.Obligations;

public sealed class DutyStatusTests
{
    private static readonly Duty YearEnd = Known.Made("11").Single();
    private static readonly Duty BeforeIssue = Known.Made("32-tap-water").Single(duty => duty.Period!.Id == "2021-Q3");

    [Theory]
    [InlineData(null, "2021-12-31", DutyState.Open, 0)]
    [InlineData(null, "2022-01-01", DutyState.Missed, 1)]
    [InlineData(null, "2022-03-01", DutyState.Missed, 60)]
    [InlineData("2021-12-31", "2022-03-01", DutyState.Met, 0)]
    [InlineData("2022-01-01", "2022-03-01", DutyState.MetLate, 1)]
    [InlineData("2022-01-01", "2021-12-31", DutyState.Open, 0)]
    [InlineData("2022-01-05", "2022-01-04", DutyState.Missed, 4)]
    public void A_duty_is_open_through_its_due_day_and_missed_from_the_next(string? metOn, string today, DutyState state, int late) =>
        Assert.Equal(new DutyStatus(state, late, false), Known.Status(YearEnd, metOn, today));

    [Theory]
    [InlineData(null, "2021-11-01", DutyState.BeforeIssue, 0)]
    [InlineData(null, "2031-11-01", DutyState.BeforeIssue, 0)]
    [InlineData("2021-10-20", "2021-11-01", DutyState.Met, 0)]
    [InlineData("2021-11-02", "2021-11-02", DutyState.MetLate, 13)]
    public void Before_the_issue_nothing_is_missed_and_nothing_counts(string? metOn, string today, DutyState state, int late) =>
        Assert.Equal(new DutyStatus(state, late, true), Known.Status(BeforeIssue, metOn, today));

    [Fact]
    public void What_is_due_on_the_day_of_issue_was_ordered()
    {
        var duty = YearEnd with { Due = Known.Plan.IssuedOn };
        Assert.Equal(new DutyStatus(DutyState.Open, 0, false), Known.Status(duty, null, "2021-11-01"));
        Assert.Equal(new DutyStatus(DutyState.BeforeIssue, 0, true), Known.Status(duty with { Due = Known.Day("2021-10-31") }, null, "2021-11-01"));
    }

    [Theory]
    [InlineData(null, "2022-01-15", DutyState.Open, 0)]
    [InlineData(null, "2022-01-16", DutyState.Missed, 1)]
    [InlineData("2022-01-15", "2022-01-16", DutyState.Met, 0)]
    [InlineData("2022-01-17", "2022-01-17", DutyState.MetLate, 2)]
    public void An_extension_moves_the_day_that_is_judged(string? metOn, string today, DutyState state, int late) =>
        Assert.Equal(new DutyStatus(state, late, false), Known.Status(YearEnd, metOn, today, extendedTo: "2022-01-15"));

    [Theory]
    [InlineData(null, DutyState.Waived)]
    [InlineData("2022-01-05", DutyState.Waived)]
    [InlineData("2021-12-05", DutyState.Met)]
    public void A_waiver_frees_from_what_is_open_or_late(string? metOn, DutyState state) =>
        Assert.Equal(new DutyStatus(state, 0, false), Known.Status(YearEnd, metOn, "2022-02-01", waived: true));

    [Fact]
    public void What_has_lapsed_is_owed_no_more() =>
        Assert.Equal(new DutyStatus(DutyState.Lapsed, 0, false), Known.Status(YearEnd, "2022-01-05", "2022-02-01", waived: true, lapsed: true));

    [Fact]
    public void Without_a_due_day_nobody_says_whether_evidence_was_in_time()
    {
        var open = Known.Made("38").Single();
        Assert.Equal(DutyState.AnchorOpen, Known.Status(open, "2021-11-05", "2021-12-01").State);
        Assert.Equal(DutyState.Waived, Known.Status(open, null, "2021-12-01", waived: true).State);
        Assert.Equal(DutyState.Lapsed, Known.Status(open, null, "2021-12-01", lapsed: true).State);
        Assert.Equal(DutyState.Open, Known.Status(open, null, "2021-12-01", extendedTo: "2021-12-31").State);
        Assert.Equal(DutyState.NotComputable, Known.Status(open with { Undated = Undated.NotComputable, MissingYear = 2022 }, "2022-01-05", "2022-12-01").State);
    }

    [Theory]
    [InlineData("2021-12-23", null)]
    [InlineData("2021-12-24", ReminderStep.SevenDaysBefore)]
    [InlineData("2021-12-29", ReminderStep.SevenDaysBefore)]
    [InlineData("2021-12-30", ReminderStep.OneDayBefore)]
    [InlineData("2021-12-31", ReminderStep.OnTheDay)]
    [InlineData("2022-01-01", ReminderStep.After)]
    [InlineData("2023-01-01", ReminderStep.After)]
    public void Only_the_latest_step_of_the_ladder_is_sent(string today, ReminderStep? step) =>
        Assert.Equal(step, ReminderLadder.StepOn(Known.Day("2021-12-31"), Known.Day(today)));
}
