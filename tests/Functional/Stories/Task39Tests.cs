using Xunit;

namespace Bishui.Tests.Functional.Stories;

/// <summary>Task 39: meetings have minutes, and what they decide is followed up.</summary>
public sealed class Task39Tests
{
    [Fact]
    public async Task Decisions_are_carried_out_in_time_late_or_not_at_all()
    {
        await using var story = await OrganisationStory.StartAsync();
        Assert.Equal(["heldOn later-than-row"], (await story.WrongAsync(OrganisationStory.Bureau, "meetings", "2021-10-01",
            new { title = "会", kind = "special", heldOn = "2021-10-02", units = new[] { "towns" } })).Where(fault => fault.StartsWith("heldOn", StringComparison.Ordinal)));
        await story.RowAsync(OrganisationStory.Bureau, "meetings", "m1", "2021-10-08", new { title = "黑臭水体专题会议", kind = "special", heldOn = "2021-10-08", units = new[] { "towns", "housing-construction-bureau" } });
        Assert.Equal(["m1"], await story.FindingsAsync("meeting-without-minutes"));
        await story.RowAsync(OrganisationStory.Bureau, "meetings", "m1", "2021-10-09",
            new { title = "黑臭水体专题会议", kind = "special", heldOn = "2021-10-08", units = new[] { "towns" }, minutes = "纪要〔2021〕3号" });
        Assert.Empty(await story.FindingsAsync("meeting-without-minutes"));

        await DecisionAsync("d1", "2021-10-20", "2021-10-20");
        await DecisionAsync("d2", "2021-10-20", "2021-10-21");
        await DecisionAsync("d3", "2021-11-01", null);
        await DecisionAsync("d4", "2021-12-01", null);
        var share = await story.IndicatorAsync("decisions-carried-out");
        Assert.Equal((1m, 3m, "no-target"), OrganisationStory.Figures(share));
        Assert.Equal(["meeting-decisions/d1", "meeting-decisions/d2", "meeting-decisions/d3"], OrganisationStory.EvidenceOf(share));
        Assert.Equal(["d3"], await story.FindingsAsync("decision-overdue"));
        // On its last day it is not late.
        Assert.Equal(2m, OrganisationStory.Figures(await story.IndicatorAsync("decisions-carried-out", "2021-11-01")).Item2);
        Assert.Equal(["dueOn due-passed"], await story.WrongAsync(OrganisationStory.Bureau, "meeting-decisions", "2021-11-02", new { title = "d3", meeting = "m1", responsible = "towns", dueOn = "2021-12-31" }, "d3"));
        await DecisionAsync("d3", "2021-11-01", "2021-11-02");
        Assert.Empty(await story.FindingsAsync("decision-overdue"));
        await story.ToldAsync("39 decisions-carried-out");
        Assert.Equal(422, (await story.PutAsync(OrganisationStory.Bureau, "meeting-decisions", "d9", "2021-10-08",
            new { title = "x", meeting = "none", responsible = "towns", dueOn = "2021-12-01" })).Status);
        Assert.Equal(403, (await story.PutAsync("commerce-bureau", "meetings", "m2", "2021-10-08", new { title = "x", kind = "work", heldOn = "2021-10-08", units = new[] { "towns" } })).Status);
        // Held as it happens (不定期): nothing falls due, so nothing can be missed.
        Assert.Empty(await story.DutiesAsync("39"));

        Task DecisionAsync(string id, string dueOn, string? doneOn) => story.RowAsync(OrganisationStory.Bureau, "meeting-decisions", id, doneOn ?? "2021-10-08",
            new { title = id, meeting = "m1", responsible = "towns", dueOn, doneOn, outcome = doneOn is null ? null : "已落实" });
    }
}
