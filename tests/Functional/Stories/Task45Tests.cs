using System.Text.Json;
using Bishui.Tests.Functional.Assessment;
using Bishui.Tests.Functional.Obligations;
using Bishui.Tests.Support;
using Xunit;

namespace Bishui.Tests.Functional.Stories;

/// <summary>Task 45: the summary of the first half by 30 June, that of the year by 30 December, from each of eight bureaus.</summary>
public sealed class Task45Tests
{
    private const string Bureau = "finance-bureau";

    [Theory]
    [InlineData("2021-12-30T23:59:00+08:00", "met", 0)]
    [InlineData("2021-12-31T00:00:00+08:00", "met-late", 1)]
    public async Task The_summary_of_the_year_is_in_time_on_30_december_and_late_by_one_day_on_the_31st(string sent, string state, int daysLate)
    {
        await using var plan = await AdoptedPlan.OfAssessmentAsync(DateTimeOffset.Parse(sent, System.Globalization.CultureInfo.InvariantCulture));
        var issued = await new ReportDesk(plan.Service).IssueAsync(Bureau, "annual", "2021");

        var duty = await DutyAsync(plan, "2021-12-30");
        Assert.Equal((state, daysLate), (duty.Text("state"), duty.GetProperty("daysLate") is { ValueKind: JsonValueKind.Number } days ? days.GetInt32() : 0));
        Assert.Equal(issued.Text("entryId"), duty.GetProperty("evidence")[0].Text("id"));
    }

    [Theory]
    [InlineData("2021-06-30T12:00:00+08:00", "met", 0)]
    [InlineData("2021-07-01T12:00:00+08:00", "met-late", 1)]
    public async Task A_summary_of_the_first_half_is_late_by_one_day_on_1_july(string sent, string state, int daysLate)
    {
        await using var plan = await AdoptedPlan.OfAssessmentAsync(DateTimeOffset.Parse(sent, System.Globalization.CultureInfo.InvariantCulture));
        await new ReportDesk(plan.Service).IssueAsync(Bureau, "half-year", "2021-H1");

        var duty = await DutyAsync(plan, "2021-06-30");
        Assert.Equal((state, daysLate, true), (
            duty.Text("state"), duty.GetProperty("daysLate") is { ValueKind: JsonValueKind.Number } days ? days.GetInt32() : 0, duty.GetProperty("beforeIssue").GetBoolean()));
    }

    [Fact]
    public async Task How_long_the_review_takes_makes_no_report_late()
    {
        await using var plan = await AdoptedPlan.OfAssessmentAsync(new DateTimeOffset(2021, 12, 30, 20, 0, 0, TimeSpan.FromHours(8)));
        var desk = new ReportDesk(plan.Service);
        var id = ReportDesk.IdOf(await desk.DraftAsync(Bureau, "annual", "2021"));
        await desk.StepAsync(id, Bureau, "submit");
        plan.Service.Clock.Advance(TimeSpan.FromHours(10));
        Assert.Equal("missed", (await DutyAsync(plan, "2021-12-30")).Text("state"));
        await desk.StepAsync(id, ReportDesk.Committee, "approve");
        await desk.StepAsync(id, Bureau, "issue");
        Assert.Equal("met", (await DutyAsync(plan, "2021-12-30")).Text("state"));
    }

    [Fact]
    public async Task A_report_of_the_second_half_alone_is_not_the_summary_of_the_year()
    {
        await using var plan = await AdoptedPlan.OfAssessmentAsync();
        await new ReportDesk(plan.Service).IssueAsync(Bureau, "half-year", "2021-H2");
        Assert.Equal("open", (await DutyAsync(plan, "2021-12-30")).Text("state"));
    }

    [Fact]
    public async Task The_calendar_shows_who_has_reported_and_who_is_late()
    {
        await using var plan = await AdoptedPlan.OfAssessmentAsync(new DateTimeOffset(2022, 1, 2, 12, 0, 0, TimeSpan.FromHours(8)));
        var desk = new ReportDesk(plan.Service);
        await desk.IssueAsync(Bureau, "annual", "2021");
        await DutyAsync(plan, "2021-12-30");

        IReadOnlyList<JsonElement> due = [];
        await Eventually.HoldsAsync(async () =>
        {
            due = [.. (await desk.GetAsync("/due", ReportDesk.Committee, "reporter", "approver", "supervisor")).Body.GetProperty("items").EnumerateArray()];
            return due.Count == 16 && due.Any(one => one.Text("state") == "met-late");
        });
        Assert.Equal(8, due.Count(one => one.Text("period") == "2021-H1" && one.Text("state") == "before-issue"));
        var sent = Assert.Single(due, one => one.Text("state") == "met-late");
        Assert.Equal((Bureau, "annual", 3, "issued"), (sent.Text("unit"), sent.Text("kind"), sent.GetProperty("daysLate").GetInt32(), sent.GetProperty("report").Text("state")));
        Assert.Equal(7, due.Count(one => one.Text("state") == "missed" && one.GetProperty("report").ValueKind == JsonValueKind.Null));
        // Others learn that it was sent, not what it says.
        var seen = (await desk.GetAsync("/due", "health-bureau", "reporter")).Body.GetProperty("items").EnumerateArray().Single(one => one.Text("state") == "met-late");
        Assert.Equal(JsonValueKind.Null, seen.GetProperty("report").ValueKind);
    }

    private static async Task<JsonElement> DutyAsync(AdoptedPlan plan, string due) =>
        Assert.Single(await plan.DutiesAsync("45"), duty => duty.Text("unit") == Bureau && duty.Text("due") == due);
}
