using System.Text.Json;
using Bishui.Industrial;
using Bishui.Tests.Functional.Assessment;
using Bishui.Tests.Support;
using Xunit;

namespace Bishui.Tests.Functional.Stories;

/// <summary>Task 14: no project adds to what its water does not stably comply in.</summary>
public sealed class Task14Tests
{
    private const string Lead = "ecology-bureau";

    [Fact]
    public async Task The_gate_opens_only_after_a_check_that_allows()
    {
        await using var story = await Story.StartAsync<IndustrialCategory>();
        await TellAsync(story, (4, "IV"), (5, "IV"), (6, "III"), (7, "III"), (8, "III"), (9, "III"));
        await story.RowAsync(Lead, "receiving-waters", "east", "2021-11-01", new { name = "东片区", section = "lutang", source = "排水规划" });

        Assert.Equal(403, (await CheckAsync(story, unit: "industry-it-bureau")).Status);
        var (bad, problem) = await CheckAsync(story, place: "西片区", parameter: "没有的指标");
        Assert.Equal(422, bad);
        Assert.Equal(["place unknown-place", "pollutants unknown-parameter"],
            problem.GetProperty("errors").EnumerateArray().Select(error => $"{error.Text("field")} {error.Text("code")}").Order(StringComparer.Ordinal));

        var (status, check) = await CheckAsync(story);
        Assert.Equal(201, status);
        var finding = check.GetProperty("finding");
        Assert.Equal("refuse", finding.Text("outcome"));
        var item = finding.GetProperty("items")[0];
        Assert.Equal(("total-phosphorus", "unstable", 6, 2), (item.Text("parameter"), item.Text("state"), item.Count("known"), item.Count("beyond")));
        Assert.Equal(29, item.GetProperty("months")[0].Count("count"));
        Assert.Equal("/api/ecological/sites/lutang/readings?parameter=total-phosphorus&from=2021-04-01&to=2021-04-30", item.GetProperty("months")[0].Text("href"));
        Assert.Equal(409, (await ApproveAsync(story)).Status);

        // The month was determined anew: the check stays as it was and comes out otherwise.
        await story.Service.TellAsync(Month(4, "III") with { DeterminedAt = TestService.Start });
        var id = check.Text("id");
        await Eventually.HoldsAsync(async () => (await story.GetAsync($"/access-checks/{id}")).Body.Count("rechecks") == 1);
        var again = (await story.GetAsync($"/access-checks/{id}")).Body;
        Assert.Equal(("refuse", "allow"), (again.GetProperty("finding").Text("outcome"), again.GetProperty("rechecks")[0].GetProperty("finding").Text("outcome")));
        Assert.Single(await story.FindingsAsync("access-changed"));
        Assert.Equal(0, (await story.IndicatorAsync("access-rechecks-settled")).GetProperty("value").GetDecimal());
        story.Service.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(200, (await story.PostAsync($"/access-checks/{id}/rechecks/settlement", new { outcome = "refuse", reason = "另行申请" }, Lead)).Status);
        Assert.Empty(await story.FindingsAsync("access-changed"));

        story.Service.Clock.Advance(TimeSpan.FromMinutes(1));
        await story.RowAsync(Lead, "project-applications", "P-1", "2021-11-02", new { name = "磷化项目", receivedOn = "2021-11-01", approvedOn = "2021-11-02" });
        Assert.Single(await story.FindingsAsync("project-approved-unchecked"));
        Assert.Equal("allow", (await CheckAsync(story)).Body.GetProperty("finding").Text("outcome"));
        Assert.Equal(201, (await ApproveAsync(story)).Status);
        Assert.Empty(await story.FindingsAsync("project-approved-unchecked"));
        var indicator = await story.IndicatorAsync("projects-checked-before-approval");
        Assert.Equal((100m, 1m, 1m), (indicator.GetProperty("value").GetDecimal(), indicator.GetProperty("numerator").GetDecimal(), indicator.GetProperty("denominator").GetDecimal()));
        Assert.Contains(indicator.GetProperty("evidence").EnumerateArray(), each => each.Text("id") == "project-applications/P-1");
        Assert.Equal(100m, (await story.AtAssessmentAsync("projects-checked-before-approval"))["value"]!.GetValue<decimal>());
        Assert.Equal("open", Assert.Single(await story.DutiesAsync("14")).Text("state"));
    }

    [Fact]
    public async Task Where_too_little_is_known_a_person_decides_with_a_reason()
    {
        await using var story = await Story.StartAsync<IndustrialCategory>();
        var check = (await CheckAsync(story, section: "lutang")).Body;
        Assert.Equal("undetermined", check.GetProperty("finding").Text("outcome"));
        Assert.Equal(409, (await ApproveAsync(story)).Status);
        Assert.Single(await story.FindingsAsync("access-undetermined"));
        story.Service.Clock.Advance(TimeSpan.FromMinutes(1));
        var path = $"/access-checks/{check.Text("id")}/ruling";
        Assert.Equal(422, (await story.PostAsync(path, new { outcome = "allow" }, Lead)).Status);
        Assert.Equal(200, (await story.PostAsync(path, new { outcome = "allow", reason = "已补充监测报告" }, Lead)).Status);
        Assert.Equal(409, (await story.PostAsync(path, new { outcome = "allow", reason = "再次" }, Lead)).Status);
        Assert.Empty(await story.FindingsAsync("access-undetermined"));
        Assert.Equal(201, (await ApproveAsync(story)).Status);
    }

    [Fact]
    public async Task A_repeated_check_answers_the_first()
    {
        await using var story = await Story.StartAsync<IndustrialCategory>();
        using var client = story.Service.As(Lead);
        var body = Body(null, "lutang", "氨氮");
        var first = await client.PostAsync($"{story.Base}/access-checks", body, "key-1");
        var second = await client.PostAsync($"{story.Base}/access-checks", body, "key-1");
        Assert.Equal((201, first.Body.Text("id")), (second.Status, second.Body.Text("id")));
        Assert.Single((await story.GetAsync("/access-checks")).Body.GetProperty("items").EnumerateArray());
    }

    private static Contracts.Readings.SectionClassified Month(int month, string waterClass) => AssessmentApp.Classified(waterClass, month);

    private static async Task TellAsync(Story story, params (int Month, string Class)[] months)
    {
        foreach (var (month, waterClass) in months) await story.Service.TellAsync(Month(month, waterClass));
        await Eventually.HoldsAsync(async () => (await story.GetAsync("/sections")).Body.Count("items") == months.Length);
    }

    private static object Body(string? place, string? section, string parameter) => new
    {
        project = "P-1",
        name = "磷化项目",
        industry = "化工",
        place,
        section,
        pollutants = new[] { new { parameter, load = 1.5m } },
    };

    private static Task<(int Status, JsonElement Body)> CheckAsync(Story story, string? place = "东片区", string? section = null, string parameter = "总磷", string unit = Lead) =>
        story.PostAsync("/access-checks", Body(section is null ? place : null, section, parameter), unit);

    private static Task<(int Status, JsonElement Body)> ApproveAsync(Story story) => story.PostAsync("/tasks/14/entries", new
    {
        kind = "evidence",
        occurredOn = "2021-11-02",
        text = "批准项目",
        record = new { type = "event", topic = "project-approval", objectId = "P-1" },
    }, Lead);
}
