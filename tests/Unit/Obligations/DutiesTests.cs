using System.Text.RegularExpressions;
using Bishui.Rules.Calendars;
using Bishui.Rules.Obligations;
using Bishui.Rules.Time;
using Xunit;

namespace Bishui.Tests.Unit.Obligations;

/// <summary>The rules of the shipped plan, by the worked dates of its deadlines.</summary>
public sealed partial class DutiesTests
{
    private const string Outfall = "2020-01-01 scaleAbove=true onlineMonitor=false";

    [Theory]
    [InlineData("4", "2021-12-31")]
    [InlineData("7", "2021-12-31")]
    [InlineData("22a", "2021-01-31")]
    [InlineData("19-phase-out", "2021-12-31")]
    [InlineData("32-source-water", "2021-04-20 2021-07-20 2021-10-20 2022-01-20")]
    [InlineData("32-plant-outlet", "2021-04-20 2021-07-20 2021-10-20 2022-01-20")]
    [InlineData("32-tap-water", "2021-04-20 2021-07-20 2021-10-20 2022-01-20")]
    public void What_is_owed_once_is_due_on_its_days(string rule, string due) =>
        Assert.Equal(due, string.Join(' ', Known.Made(rule).Select(duty => $"{duty.Due:yyyy-MM-dd}")));

    [Theory]
    [InlineData("2021-06-30 ended", "")]
    [InlineData("2021-07-01 ended", "2021-06-30")]
    [InlineData("2021-12-31 ended", "2021-06-30")]
    [InlineData("2022-01-01 ended", "2021-06-30 2021-12-31")]
    public void What_is_gone_on_the_day_owes_nothing_that_falls_due_on_it(string gone, string due) =>
        Assert.Equal(due, string.Join(' ', Known.Made("28a", Known.Thing("outfall", Outfall, gone)).Select(duty => $"{duty.Due:yyyy-MM-dd}")));

    [Fact]
    public void What_comes_back_owes_again() => Assert.Equal(
        ["2021-12-31"],
        Known.Made("28a", Known.Thing("outfall", Outfall, "2021-06-01 ended", Outfall.Replace("2020-01-01", "2021-08-01", StringComparison.Ordinal))).Select(duty => $"{duty.Due:yyyy-MM-dd}"));

    [Fact]
    public void A_user_that_is_gone_owes_no_test() => Assert.Empty(
        Known.Made("20-balance-test", Known.Thing("user", "2019-01-01 withdrawalPerDay=10000 lastBalanceTest=2019-03-01", "2021-12-01 ended")));

    [Theory]
    [InlineData("2021-Q3", "2021-10-20")]
    [InlineData("2021-Q4", "2022-01-20")]
    public void A_quarter_is_published_by_the_20th_of_the_month_after_it(string quarter, string due)
    {
        var duty = Known.Made("32-tap-water").Single(duty => duty.Period!.Id == quarter);
        Assert.Equal((Known.Day(due), duty.Period!.First), (duty.Due, duty.From));
        Assert.Equal(["health-bureau"], duty.Units);
    }

    [Theory]
    [InlineData("2021-10-20T23:59:59.9999999+08:00", DutyState.Met, 0)]
    [InlineData("2021-10-20T15:59:59Z", DutyState.Met, 0)]
    [InlineData("2021-10-20T16:00:00Z", DutyState.MetLate, 1)]
    [InlineData("2021-10-21T00:00:00+08:00", DutyState.MetLate, 1)]
    public void An_instant_is_in_time_by_its_day_in_China(string published, DutyState state, int late)
    {
        var duty = Known.Made("32-source-water").Single(duty => duty.Period!.Id == "2021-Q3");
        var status = DutyStatus.At(duty, new(2021, 1, 1), ChinaTime.DayOf(DateTimeOffset.Parse(published, null)), false, false, Known.Day("2021-12-01"));
        Assert.Equal(new(state, late, false), status);
    }

    [Theory]
    [InlineData("2021-12-31T23:59:59.9999999+08:00", DutyState.Met, DutyState.Open)]
    [InlineData("2021-12-31T16:00:00Z", DutyState.MetLate, DutyState.Missed)]
    public void The_last_second_of_the_year_is_in_time_and_the_next_is_not(string instant, DutyState withEvidence, DutyState without)
    {
        var duty = Known.Made("11").Single();
        var day = ChinaTime.DayOf(DateTimeOffset.Parse(instant, null));
        Assert.Equal(withEvidence, DutyStatus.At(duty, Known.Plan.IssuedOn, day, false, false, day).State);
        Assert.Equal(without, DutyStatus.At(duty, Known.Plan.IssuedOn, null, false, false, day).State);
    }

    [Fact]
    public void Each_of_eight_bureaus_reports_twice_and_the_year_is_due_one_day_before_its_end()
    {
        var duties = Known.Made("45");
        Assert.Equal(16, duties.Count);
        Assert.All(duties, duty => Assert.Single(duty.Units));
        Assert.All(duties.GroupBy(duty => duty.Units[0]), bureau => Assert.Equal([new(2021, 6, 30), new(2021, 12, 30)], bureau.Select(duty => duty.Due!.Value)));
        Assert.Equal(8, duties.Select(duty => duty.Units[0]).Distinct().Count());

        var first = duties[0];
        Assert.Equal(new DutyStatus(DutyState.MetLate, 1, true), Known.Status(first, "2021-07-01", "2021-11-02"));
        Assert.Equal(new DutyStatus(DutyState.Met, 0, true), Known.Status(first, "2021-06-30", "2021-11-02"));
        Assert.Equal(new DutyStatus(DutyState.BeforeIssue, 0, true), Known.Status(first, null, "2021-11-02"));
    }

    [Theory]
    [InlineData("2021-03-01", "2021-05-08", "2021-05-06")]
    [InlineData("2021-07-01", "2021-09-02", "2021-09-02")]
    [InlineData("2021-08-27", "2021-11-04", "2021-11-04")]
    public void Targets_are_set_45_workdays_after_the_region_published_its_plan(string published, string guangxi, string national)
    {
        var (asked, duties) = (new List<string>(), new List<Duty>());
        foreach (var calendar in (ReadOnlySpan<WorkCalendar>)[Known.Guangxi, Known.National])
            duties.Add(Duties.Of(Known.Rule("38"), Known.Plan, [], Published, calendar).Single());
        Assert.Equal([Known.Day(guangxi), Known.Day(national)], duties.Select(duty => duty.Due!.Value));
        Assert.All(duties, duty => Assert.Equal((Known.Day(published), Known.Day(published), (Undated?)null), (duty.From!.Value, duty.Since!.Value, duty.Undated)));
        Assert.Equal(["region-plan-published"], asked.Distinct());

        DateOnly? Published(string name)
        {
            asked.Add(name);
            return Known.Day(published);
        }
    }

    [Fact]
    public void Without_the_event_the_anchor_is_open_and_an_unknown_year_is_not_computable()
    {
        var open = Known.Made("38").Single();
        Assert.Equal((null, null, Undated.AnchorOpen), (open.Due, open.MissingYear, open.Undated!.Value));
        Assert.Equal(DutyState.AnchorOpen, Known.Status(open, "2021-12-01", "2022-12-31").State);

        var beyond = Duties.Of(Known.Rule("38"), Known.Plan, [], _ => Known.Day("2021-11-01"), Known.Guangxi).Single();
        Assert.Equal((null, 2022, Undated.NotComputable), (beyond.Due, beyond.MissingYear, beyond.Undated!.Value));
        Assert.Equal(DutyState.NotComputable, Known.Status(beyond, null, "2022-12-31").State);
        Assert.Equal(open.Id, beyond.Id);
    }

    [Fact]
    public void An_outfall_sampled_twice_in_one_half_year_misses_the_other()
    {
        var results = new[] { Known.Day("2021-02-10"), Known.Day("2021-06-28") };
        var duties = Known.Made("28a", Known.Thing("outfall", Outfall));
        Assert.Equal(["2021-H1", "2021-H2"], duties.Select(duty => duty.Period!.Id));
        Assert.Equal([DutyState.Met, DutyState.Missed], duties.Select(duty => At(duty, "2022-01-01")));
        Assert.Equal([DutyState.Met, DutyState.Open], duties.Select(duty => At(duty, "2021-12-31")));

        DutyState At(Duty duty, string today) => DutyStatus.At(
            duty, Known.Plan.IssuedOn, results.Where(day => day >= duty.From && day <= duty.Due).Select(day => (DateOnly?)day).FirstOrDefault(), false, false, Known.Day(today)).State;
    }

    [Theory]
    [InlineData("2021-06-30 scaleAbove=true", "2021-H1 2021-H2")]
    [InlineData("2021-07-01 scaleAbove=true", "2021-H2")]
    [InlineData("2022-01-01 scaleAbove=true", "")]
    [InlineData("2020-01-01 scaleAbove=false", "")]
    [InlineData("2020-01-01 scaleAbove=true|2021-06-30 scaleAbove=true onlineMonitor=true", "")]
    [InlineData("2020-01-01 scaleAbove=true|2021-07-01 scaleAbove=true onlineMonitor=true", "2021-H1")]
    [InlineData("2021-12-31 scaleAbove=true|2020-01-01 scaleAbove=false", "2021-H2")]
    public void A_duty_follows_the_row_valid_on_its_due_day(string rows, string periods) =>
        Assert.Equal(periods, string.Join(' ', Known.Made("28a", Known.Thing("outfall", rows.Split('|'))).Select(duty => duty.Period!.Id)));

    [Fact]
    public void Objects_of_another_kind_owe_nothing() => Assert.Empty(Known.Made("28a", Known.Thing("zone", Outfall)));

    [Fact]
    public void A_zone_is_sampled_every_month()
    {
        var duties = Known.Made("29-monthly", Known.Thing("zone", "2020-01-01"));
        Assert.Equal(12, duties.Count);
        Assert.Equal((new DateOnly(2021, 2, 1), new DateOnly(2021, 2, 28)), (duties[1].From!.Value, duties[1].Due!.Value));
    }

    [Theory]
    [InlineData(31, 2, "2024-02-29")]
    [InlineData(31, 1, "2024-01-31")]
    [InlineData(15, 2, "2024-02-15")]
    public void A_due_day_beyond_the_end_of_its_month_is_the_last_day_of_it(int day, int month, string due) =>
        Assert.Equal(Known.Day(due), new DueDay(day, month - 3).Of(Period.Of(PeriodKind.Quarter, 2024)[0]));

    [Fact]
    public void A_leap_day_is_the_due_day_of_its_month()
    {
        var rule = Known.Rule("29-monthly") with { Each = null, Evidence = EvidenceRule.Parse("completion") };
        var duties = Duties.Of(rule, new("next", 2024, new(2024, 1, 1)), [], _ => null, Known.Guangxi);
        Assert.Equal(new DateOnly(2024, 2, 29), duties[1].Due);
        Assert.Equal(DutyState.Open, DutyStatus.At(duties[1], new(2024, 1, 1), null, false, false, new(2024, 2, 29)).State);
        Assert.Equal(new(DutyState.Missed, 1, false), DutyStatus.At(duties[1], new(2024, 1, 1), null, false, false, new(2024, 3, 1)));
    }

    [Theory]
    [InlineData("2019-06-01", "2019-06-01/2020-05-31/30 2020-06-01/2021-05-31/50 2021-06-01/2022-05-31/70")]
    [InlineData("2021-01-01", "2021-01-01/2021-12-31/30 2022-01-01/2022-12-31/50 2023-01-01/2023-12-31/70")]
    [InlineData("2020-02-29", "2020-02-29/2021-02-28/30 2021-03-01/2022-02-28/50 2022-03-01/2023-02-28/70")]
    public void A_plant_has_a_target_at_the_end_of_each_operating_year(string commissioned, string expected)
    {
        var duties = Known.Made("5-load", Known.Thing("plant", $"2021-11-01 commissionedOn={commissioned}"));
        Assert.Equal(expected, string.Join(' ', duties.Select(duty => $"{duty.From:yyyy-MM-dd}/{duty.Due:yyyy-MM-dd}/{duty.Target}")));
        Assert.All(duties, duty => Assert.Equal(Known.Day(commissioned), duty.Since));
    }

    [Fact]
    public void A_plant_without_a_date_waits_for_it_and_keeps_the_ids_when_it_comes()
    {
        var waiting = Known.Made("5-load", Known.Thing("plant", "2021-01-01"));
        Assert.Equal([30m, 50m, 70m], waiting.Select(duty => duty.Target!.Value));
        Assert.All(waiting, duty => Assert.Equal((Undated.AnchorOpen, null, null), (duty.Undated!.Value, duty.Due, duty.From)));
        var dated = Known.Made("5-load", Known.Thing("plant", "2021-01-01", "2021-12-01 commissionedOn=2019-07-01", "2021-12-02 commissionedOn=2019-06-01"));
        Assert.Equal(waiting.Select(duty => duty.Id), dated.Select(duty => duty.Id));
        Assert.Equal(new DateOnly(2020, 5, 31), dated[0].Due);
    }

    [Fact]
    public void A_date_at_the_end_of_the_calendar_is_waited_for_like_a_missing_one() =>
        Assert.All(
            Known.Made("5-load", Known.Thing("plant", "2021-01-01 commissionedOn=9999-01-01")),
            duty => Assert.Equal((Undated.AnchorOpen, null), (duty.Undated!.Value, duty.Due)));

    [Theory]
    [InlineData("laidOn=1971-12-30", true)]
    [InlineData("laidOn=1971-12-31", false)]
    [InlineData("laidOn=1971-12-31 material=backward", true)]
    public void A_pipe_is_renewed_when_it_is_older_than_fifty_years_or_backward(string attributes, bool owed) =>
        Assert.Equal(owed ? 1 : 0, Known.Made("21-pipes", Known.Thing("pipe", $"2021-01-01 {attributes}")).Count);

    [Theory]
    [InlineData("3-publication")]
    [InlineData("14-approval")]
    [InlineData("16-permit")]
    [InlineData("39")]
    [InlineData("34-testing")]
    public void Gates_what_happens_by_itself_and_what_is_only_offered_make_no_duty(string rule) =>
        Assert.Empty(Known.Made(rule, Known.Thing("source", "2020-01-01 supplyPerDay=5000")));

    [Fact]
    public void A_case_makes_the_duty_that_lasts_until_it_closes()
    {
        var outfall = Known.Thing("outfall", Outfall);
        Assert.Empty(Known.Made("28b", outfall));
        var duty = Duties.OfCase(Known.Rule("28b"), Known.Plan, "case-7", outfall, Known.Day("2021-11-20"));
        Assert.Equal(("liunan-2021.28b.one.case-7._", Known.Day("2021-11-20"), null, null), (duty.Id, duty.From!.Value, duty.Due, duty.Undated));
        Assert.Equal(new(DutyState.Open, 0, false), Known.Status(duty, null, "2030-01-01"));
        Assert.Equal(new(DutyState.Met, 0, false), Known.Status(duty, "2021-12-01", "2030-01-01"));
        Assert.Equal(new(DutyState.Waived, 0, false), Known.Status(duty, null, "2030-01-01", waived: true));
    }

    [Fact]
    public void The_same_duties_have_the_same_ids_whenever_they_are_made()
    {
        var first = AllDuties(Objects());
        Assert.Equal(first.Select(duty => duty.Id), AllDuties(Objects()).Select(duty => duty.Id));
        Assert.Equal(
            first.Select(duty => duty.Id).Order(StringComparer.Ordinal),
            AllDuties([.. Objects().Reverse()]).Select(duty => duty.Id).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Ids_are_unique_and_need_no_escaping_in_an_address()
    {
        var ids = AllDuties(Objects()).Select(duty => duty.Id).ToArray();
        Assert.True(ids.Length > 90);
        Assert.Equal(ids.Length, ids.Distinct(StringComparer.Ordinal).Count());
        Assert.All(ids, id => Assert.Matches(UrlSafe(), id));
        Assert.Contains("liunan-2021.45._.2021-H1.finance-bureau", ids);
        Assert.Contains("liunan-2021.28a._E6_8E_92_E5_8F_A3_2F1.2021-H2._", ids);
        Assert.Contains("liunan-2021.20-balance-test.user.2018-12-15._", ids);
    }

    [Fact]
    public void Different_parts_never_join_into_one_id()
    {
        var names = new[] { "a.b", "a_b", "a", "b", "_", "a_2Eb", "A", "-", "." };
        var ids = names.Select(name => Known.Made("28a", Known.Named("outfall", name, Outfall))[0].Id).ToArray();
        Assert.Equal(ids.Length, ids.Distinct(StringComparer.Ordinal).Count());
        Assert.All(ids, id => Assert.Equal(5, id.Split('.').Length));
    }

    private static DutyObject[] Objects() =>
    [
        Known.Named("outfall", "排口/1", Outfall), Known.Named("outfall", "outfall-2", Outfall), Known.Named("zone", "zone", "2020-01-01"),
        Known.Named("plant", "plant", "2020-01-01 commissionedOn=2019-06-01"), Known.Named("pipe", "pipe", "2020-01-01 laidOn=1950-01-01"),
        Known.Named("user", "user", "2020-01-01 withdrawalPerDay=10000 lastBalanceTest=2018-12-15 permitHolder=true", "2022-01-01 withdrawalPerDay=10000 lastBalanceTest=2021-12-01"),
        Known.Named("meter", "meter", "2020-01-01 dn=25 installedOn=2016-05-01"),
    ];

    private static Duty[] AllDuties(DutyObject[] objects) =>
        [.. Known.Rules.SelectMany(rule => Duties.Of(rule, Known.Plan, objects, _ => Known.Day("2021-03-01"), Known.Guangxi))];

    [GeneratedRegex(@"\A[A-Za-z0-9._-]+\z")]
    private static partial Regex UrlSafe();
}
