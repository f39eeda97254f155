using System.Globalization;
using System.Text.Json;
using Bishui.Tests.Support;
using Xunit;

namespace Bishui.Tests.Functional.Assessment;

/// <summary>As of when a report may be drafted.</summary>
public sealed class ReportMomentTests
{
    private const string Bureau = "ecology-bureau";
    private static readonly DateTimeOffset Noon = TestService.Start.AddHours(1);

    [Fact]
    public async Task A_draft_without_an_instant_is_of_now()
    {
        await using var app = await AssessmentApp.StartAsync();
        var before = app.Service.Clock.GetUtcNow();
        var (status, report) = await DraftAsync(app, at: null);

        Assert.True(status == 201, report.ToString());
        var head = report.GetProperty("head");
        Assert.InRange(head.GetProperty("at").GetDateTimeOffset(), before, app.Service.Clock.GetUtcNow());
        Assert.Equal(head.GetProperty("at").GetDateTimeOffset(), report.GetProperty("knownAt").GetDateTimeOffset());
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(0)]
    public async Task Now_itself_and_what_was_before_it_is_not_in_the_future(int ticks)
    {
        await using var app = await AssessmentApp.StartAsync();
        app.Service.StandAt(Noon);
        var (status, report) = await DraftAsync(app, Noon.AddTicks(ticks).ToString("O", CultureInfo.InvariantCulture));
        Assert.True(status == 201, report.ToString());
        Assert.Equal(Noon.AddTicks(ticks), report.GetProperty("head").GetProperty("at").GetDateTimeOffset());
    }

    [Fact]
    public async Task Today_means_now_and_yesterday_its_end()
    {
        await using var app = await AssessmentApp.StartAsync();
        app.Service.StandAt(Noon);
        Assert.Equal(Noon, (await DraftAsync(app, "2021-11-02")).Body.GetProperty("head").GetProperty("at").GetDateTimeOffset());
        Assert.Equal(new DateTimeOffset(2021, 11, 2, 0, 0, 0, TimeSpan.FromHours(8)).AddTicks(-1),
            (await DraftAsync(app, "2021-11-01", "2021")).Body.GetProperty("head").GetProperty("at").GetDateTimeOffset());
    }

    [Theory]
    [InlineData("2021-11-02T13:00:00.0000001+08:00")]
    [InlineData("2021-11-03")]
    public async Task What_has_not_come_is_refused(string at)
    {
        await using var app = await AssessmentApp.StartAsync();
        app.Service.StandAt(Noon);
        var (status, problem) = await DraftAsync(app, at);
        Assert.Equal((422, "at future-time"), (status, problem.GetProperty("errors")[0] is var error ? $"{error.Text("field")} {error.Text("code")}" : ""));
    }

    private static Task<(int Status, JsonElement Body)> DraftAsync(AssessmentApp app, string? at, string period = "2021-H1") =>
        new ReportDesk(app.Service).SendAsync(HttpMethod.Post, "", new { kind = period == "2021" ? "annual" : "half-year", scope = Bureau, period, at }, Bureau);
}
