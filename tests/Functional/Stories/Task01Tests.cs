using Bishui.Industrial;
using Xunit;

namespace Bishui.Tests.Functional.Stories;

/// <summary>Task 1: every enterprise that was found is decided on, put right and re-checked; one that reappears begins anew.</summary>
public sealed class Task01Tests
{
    private const string Lead = "ecology-bureau";

    [Fact]
    public async Task An_enterprise_is_decided_on_put_right_and_reopened_when_it_reappears()
    {
        await using var story = await Story.StartAsync<IndustrialCategory>();
        object Enterprise(string? decidedOn, string? reappearedOn = null, string[]? grounds = null) => new
        {
            name = "某小电镀厂",
            address = "柳南区",
            grounds = grounds ?? ["illegal-operation", "discharge-beyond-standard"],
            foundOn = "2021-06-01",
            decision = decidedOn is null ? null : "upgrade",
            decidedOn,
            reappearedOn,
        };
        Assert.Equal(["grounds missing"], await story.WrongRowAsync(Lead, "polluting-enterprises", "e1", "2021-06-01", Enterprise(null, null, [])));
        Assert.Equal(["decidedOn too-early"], await story.WrongRowAsync(Lead, "polluting-enterprises", "e1", "2021-06-01", Enterprise("2021-05-31")));
        Assert.Equal(403, (await story.SendAsync(HttpMethod.Put, "/registers/polluting-enterprises/e1", new { from = "2021-06-01", values = Enterprise(null) }, "education-bureau")).Status);
        await story.RowAsync(Lead, "polluting-enterprises", "e1", "2021-06-01", Enterprise(null));
        Assert.Single(await story.FindingsAsync("enterprise-undecided"));
        Assert.Equal(0, (await story.IndicatorAsync("enterprises-decided")).GetProperty("value").GetDecimal());

        await story.RowAsync(Lead, "polluting-enterprises", "e1", "2021-07-01", Enterprise("2021-07-01"));
        Assert.Empty(await story.FindingsAsync("enterprise-undecided"));
        Assert.Single(await story.FindingsAsync("enterprise-undecided", "2021-06-30"));
        Assert.Single(await story.FindingsAsync("enterprise-steps-missing"));

        var entry = (await story.PostAsync("/tasks/1/entries", new { kind = "evidence", occurredOn = "2021-11-01", text = "整改照片" }, Lead)).Body.Text("id");
        string[] kinds = ["upgrade-plan", "facilities-completed", "discharge-accepted"];
        object Step(string step, string? doneOn, string? recheckedOn, bool passed = true) => new
        {
            name = step,
            enterprise = "e1",
            step,
            dueOn = "2021-09-01",
            doneOn,
            evidence = doneOn is null ? null : entry,
            recheckedOn,
            recheckPassed = recheckedOn is null ? (bool?)null : passed,
            recheckEntry = recheckedOn is null ? null : entry,
        };
        foreach (var kind in kinds) await story.RowAsync(Lead, "rectification-steps", kind, "2021-07-01", Step(kind, null, null));
        Assert.Empty(await story.FindingsAsync("enterprise-steps-missing"));
        Assert.Empty(await story.FindingsAsync("enterprise-step-overdue", "2021-09-01"));
        Assert.Equal(3, (await story.FindingsAsync("enterprise-step-overdue", "2021-09-02")).Count);
        foreach (var kind in kinds) await story.RowAsync(Lead, "rectification-steps", kind, "2021-09-10", Step(kind, "2021-09-05", "2021-09-10", kind != "discharge-accepted"));
        Assert.Equal(0, (await story.IndicatorAsync("enterprises-rectified")).GetProperty("value").GetDecimal());
        await story.RowAsync(Lead, "rectification-steps", "discharge-accepted", "2021-09-20", Step("discharge-accepted", "2021-09-15", "2021-09-20"));
        var done = await story.IndicatorAsync("enterprises-rectified");
        Assert.Equal((100m, "no-target"), (done.GetProperty("value").GetDecimal(), done.Text("state")));
        Assert.Contains(done.GetProperty("evidence").EnumerateArray(), each => each.Text("id") == "rectification-steps/discharge-accepted");
        Assert.Equal(100m, (await story.AtAssessmentAsync("enterprises-rectified"))["value"]!.GetValue<decimal>());

        await story.RowAsync(Lead, "polluting-enterprises", "e1", "2021-10-08", Enterprise("2021-07-01", "2021-10-08"));
        Assert.Single(await story.FindingsAsync("enterprise-reappeared"));
        Assert.Single(await story.FindingsAsync("enterprise-undecided"));
        Assert.Equal(0, (await story.IndicatorAsync("enterprises-rectified")).GetProperty("value").GetDecimal());
        Assert.Equal(100, (await story.IndicatorAsync("enterprises-rectified", "2021-10-07")).GetProperty("value").GetDecimal());
        Assert.Equal(["reappearedOn taken-back"], await story.WrongRowAsync(Lead, "polluting-enterprises", "e1", "2021-10-09", Enterprise("2021-07-01")));
        Assert.Equal("open", Assert.Single(await story.DutiesAsync("1")).Text("state"));
    }
}
