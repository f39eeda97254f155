using Bishui.Rules.Obligations;
using Xunit;

namespace Bishui.Tests.Unit.Obligations;

/// <summary>The water balance test of task 20 and the meters of task 23: what rolls on from the last date on file.</summary>
public sealed class RollingDutiesTests
{
    [Theory]
    [InlineData("withdrawalPerDay=10000", "2018-12-15:2021-12-15")]
    [InlineData("withdrawalPerDay=10000.0", "2018-12-15:2021-12-15")]
    [InlineData("withdrawalPerDay=9999", "")]
    [InlineData("", "")]
    public void A_test_is_due_three_years_after_the_last(string attributes, string expected) =>
        Assert.Equal(expected, Due($"2020-01-01 lastBalanceTest=2018-12-15 {attributes}"));

    [Theory]
    [InlineData("2020-01-01 W", "none:2021-11-01")]
    [InlineData("2021-11-20 W", "none:2021-11-20")]
    [InlineData("2020-01-01 withdrawalPerDay=9000|2022-03-01 W", "none:2022-03-01")]
    [InlineData("2020-01-01 withdrawalPerDay=9000|2021-06-01 W", "none:2021-11-01")]
    public void Without_a_test_on_file_it_is_due_at_once(string rows, string expected) => Assert.Equal(expected, Due(rows));

    [Theory]
    [InlineData("2020-01-01 W T=2018-12-15|2021-12-12 W T=2021-12-10", "2018-12-15:2021-12-15 2021-12-10:2024-12-10")]
    [InlineData("2020-01-01 W|2021-11-22 W T=2021-11-20", "none:2021-11-01 2021-11-20:2024-11-20")]
    [InlineData("2020-01-01 W|2021-06-01 W T=2021-05-20", "2021-05-20:2024-05-20")]
    public void Every_date_on_file_makes_the_duty_of_the_next(string rows, string expected) => Assert.Equal(expected, Due(rows));

    [Theory]
    [InlineData("2020-01-01 W T=2015-01-01", "2015-01-01:2021-11-01")]
    [InlineData("2021-11-20 W T=2015-01-01", "2015-01-01:2021-11-20")]
    [InlineData("2021-12-20 W T=2018-12-15", "2018-12-15:2021-12-20")]
    [InlineData("2017-01-01 W T=2015-01-01|2019-01-01 W T=2019-01-01", "2015-01-01:2018-01-01 2019-01-01:2022-01-01")]
    [InlineData("2021-01-01 W T=2015-01-01|2021-02-01 W T=2021-02-01", "2021-02-01:2024-02-01")]
    public void A_test_that_ran_out_before_the_plan_leaves_no_one_better_off_than_none(string rows, string expected) => Assert.Equal(expected, Due(rows));

    [Theory]
    [InlineData("2020-01-01 withdrawalPerDay=9999 T=2018-12-15|2022-03-01 W T=2018-12-15", "2018-12-15:2022-03-01")]
    [InlineData("2020-01-01 W T=2018-12-15|2021-12-15 withdrawalPerDay=9999 T=2018-12-15", "")]
    [InlineData("2020-01-01 W T=2018-12-15|2021-12-16 withdrawalPerDay=9999 T=2018-12-15", "2018-12-15:2021-12-15")]
    [InlineData("2020-01-01 withdrawalPerDay=9999 T=2018-12-15|2022-03-01 W T=2022-02-01", "2022-02-01:2025-02-01")]
    public void The_condition_is_asked_on_the_due_day_and_again_with_each_later_row(string rows, string expected) => Assert.Equal(expected, Due(rows));

    [Fact]
    public void A_row_that_goes_back_corrects_the_dates_after_it()
    {
        var user = User("2020-01-01 T=2018-12-15|2021-01-01 T=2021-01-01|2021-02-01 T=2019-01-01|2021-03-01 T=soon");
        Assert.Equal([Known.Day("2018-12-15"), Known.Day("2019-01-01")], user.DatesOf("lastBalanceTest"));
    }

    [Theory]
    [InlineData("2020-02-29", "2023-02-28")]
    [InlineData("2021-02-28", "2024-02-28")]
    public void A_term_that_begins_on_a_leap_day_ends_with_February(string test, string due) =>
        Assert.Equal($"{test}:{due}", Due($"2020-01-01 W T={test}"));

    [Theory]
    [InlineData("dn=25", "23-replacement-small", "2022-05-01")]
    [InlineData("dn=40", "23-replacement-medium", "2020-05-01")]
    [InlineData("dn=50", "23-replacement-medium", "2020-05-01")]
    [InlineData("dn=15 q3=16", "23-replacement-small", "2022-05-01")]
    [InlineData("dn=40 q3=25", "23-verification", "2018-05-01")]
    [InlineData("dn=80", "23-verification", "2018-05-01")]
    public void A_meter_falls_under_exactly_one_period(string attributes, string rule, string due)
    {
        var meter = Known.Thing("meter", $"2016-05-01 installedOn=2016-05-01 lastVerification=2016-05-01 {attributes}");
        var plan = new DutyPlan("early", 2016, new(2016, 1, 1));
        var duties = Known.Rules.Where(one => one.Each == "meter").SelectMany(one => Duties.Of(one, plan, [meter], _ => null, Known.Guangxi));
        Assert.Equal((rule, Known.Day(due)), Assert.Single(duties.Select(duty => (duty.Rule, duty.Due!.Value))));
    }

    private static string Due(string rows) =>
        string.Join(' ', Known.Made("20-balance-test", User(rows)).Select(duty => $"{(duty.Since is { } since ? $"{since:yyyy-MM-dd}" : "none")}:{duty.Due:yyyy-MM-dd}"));

    private static DutyObject User(string rows) => Known.Thing(
        "user", rows.Replace(" W", " withdrawalPerDay=12000", StringComparison.Ordinal).Replace(" T=", " lastBalanceTest=", StringComparison.Ordinal).Split('|'));
}
