using System.Text.Json;
using Bishui.Features.Indicators;
using Bishui.Tests.Functional.Assessment;
using Bishui.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Bishui.Tests.Functional.Stories;

/// <summary>加强社会监督: complaints are accepted, closed and called back in time or not, and the cases made public are counted.</summary>
public sealed class Task41Tests
{
    private static readonly string[] Shares = ["complaints-accepted-in-time", "complaints-closed-in-time", "complaints-called-back", "complaints-satisfied"];

    [Fact]
    public async Task What_becomes_of_complaints_is_measured_and_what_is_overdue_is_found()
    {
        await using var app = await ComplaintApp.StartAsync();
        foreach (var key in Shares.Append("typical-cases-published")) Assert.Equal("no-data", (await app.IndicatorAsync(key)).Text("state"));

        var (number, good) = await app.ComplainAsync(new { text = "一", contact = new { phone = "13907720000" } });
        var (_, late) = await app.ComplainAsync(new { text = "二", contact = new { phone = "13907720001" } });
        await app.ComplainAsync(new { text = "数据", kind = "data-error", subject = "plan/tasks/41" });
        await app.CloseAsync(good);
        // The last day of acceptance is not over: nothing is late and nothing is owed yet.
        app.Pass(2);
        Assert.Empty(await app.FindingsAsync());
        Task11Tests.Figures(await app.IndicatorAsync(Shares[0]), 1, 1);

        // Breach.
        app.Pass(1);
        var found = Assert.Single(await app.FindingsAsync());
        Assert.Equal((late, "2021-11-05", "应于 2021-11-04 前作出受理决定"), (found.Text("objectId"), found.Text("since"), found.Text("text")));
        Task11Tests.Figures(await app.IndicatorAsync(Shares[0]), 1, 2);
        Assert.Equal(2, Task11Tests.Evidence(await app.IndicatorAsync(Shares[0])).Count());
        app.Pass(8);
        Assert.Equal([good, late], (await app.FindingsAsync()).Select(one => one.Text("objectId")).OrderBy(id => id == late));
        Task11Tests.Figures(await app.IndicatorAsync(Shares[2]), 0, 1);

        // Repair: the findings go away, and what was late stays late.
        await app.StepAsync(good, new { move = "call-back", outcome = "not-reached" });
        Assert.Equal(2, (await app.FindingsAsync()).Count);
        await app.StepAsync(good, new { move = "call-back", outcome = "satisfied" });
        await app.StepAsync(late, new { move = "accept" });
        Assert.Empty(await app.FindingsAsync());
        Task11Tests.Figures(await app.IndicatorAsync(Shares[0]), 1, 2);
        Task11Tests.Figures(await app.IndicatorAsync(Shares[2]), 0, 1);
        Task11Tests.Figures(await app.IndicatorAsync(Shares[3]), 1, 1);

        await app.StepAsync(late, new { move = "assign", unit = ComplaintApp.Holder });
        app.Pass(20);
        var overdue = (await app.FindingsAsync()).ToDictionary(one => one.Text("objectId"));
        Assert.Equal(ComplaintApp.Holder, overdue[late].Text("unit"));
        Assert.Equal(2, overdue.Count);                         // the figure that was doubted is not answered either
        Task11Tests.Figures(await app.IndicatorAsync(Shares[1]), 1, 2);
        Assert.True((await app.GetAsync($"{ComplaintApp.Base}/{late}", ComplaintApp.Holder)).Body.GetProperty("overdue").GetBoolean());
        Assert.Equal(2, (await app.GetAsync($"{ComplaintApp.Base}?overdue=true", ComplaintApp.Lead)).Body.Count("items"));

        // As of an earlier day, what came later did not happen.
        var earlier = (await app.GetAsync($"/api/assessment/indicators/{Shares[0]}?at=2021-11-02", ComplaintApp.Committee)).Body;
        Task11Tests.Figures(earlier, 1, 1);
        Assert.Equal("closed", (await app.TrackAsync(number)).Text("state"));
    }

    [Fact]
    public async Task The_figures_arrive_as_facts_of_the_task()
    {
        await using var app = await ComplaintApp.StartAsync();
        var (_, id) = await app.ComplainAsync();
        await app.CloseAsync(id);
        Assert.Equal(201, (await ComplaintTests.PutAsync(app, "c1", "2021-11-01", "https://example.org/1", new('a', 64))).Status);
        await app.Service.Services.GetRequiredService<IndicatorRounds>().RunAsync(default);
        List<JsonElement> facts = [];
        await Eventually.HoldsAsync(async () =>
        {
            var (_, body) = await app.GetAsync("/api/assessment/facts?type=indicator-measured&limit=1000", ComplaintApp.Committee);
            facts = [.. body.GetProperty("items").EnumerateArray().Select(fact => fact.GetProperty("body")).Where(told => told.GetProperty("task").GetInt32() == 41)];
            return Shares.Take(2).Append("typical-cases-published").All(key => facts.Any(told => told.Text("key") == key && told.TryGetProperty("value", out var value) && value.ValueKind == JsonValueKind.Number));
        });
        var share = facts.Last(told => told.Text("key") == Shares[1]);
        Assert.Equal((100m, 1m), (share.GetProperty("value").GetDecimal(), share.GetProperty("denominator").GetDecimal()));
        Assert.Contains(share.GetProperty("evidence").EnumerateArray(), one => one.GetString()!.StartsWith($"complaint:{id}", StringComparison.Ordinal));
    }
}
