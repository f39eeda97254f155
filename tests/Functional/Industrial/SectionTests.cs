using Bishui.Contracts.Readings;
using Bishui.Features;
using Bishui.Industrial;
using Bishui.Tests.Functional.Assessment;
using Bishui.Tests.Support;
using Xunit;

namespace Bishui.Tests.Functional.Industrial;

/// <summary>What the industrial service knows of the sections, from what it was told.</summary>
public sealed class SectionTests
{
    [Fact]
    public async Task Sections_that_miss_their_class_are_known_here_with_what_they_rest_on()
    {
        await using var industrial = await TestService.StartAsync(CategoryService.Build<IndustrialCategory>);
        using var bureau = industrial.As("ecology-bureau");
        await industrial.TellAsync(AssessmentApp.Classified("IV", month: 3));
        await industrial.TellAsync(AssessmentApp.Classified("II", month: 4));
        await industrial.TellAsync(AssessmentApp.Classified(null, month: 5));
        await Eventually.HoldsAsync(async () => (await MonthsAsync(bureau)).Length == 3);

        var missed = Assert.Single(await MonthsAsync(bureau, "?notMeeting=true"));
        var section = missed.GetProperty("section");
        Assert.Equal(("lutang", "IV", "III", false), (section.Text("site"), section.Text("class"), section.Text("target"), section.GetProperty("complies").GetBoolean()));
        Assert.Equal("2021-03-01", section.Text("from"));
        Assert.Equal(29, section.GetProperty("means")[0].GetProperty("count").GetInt32());
        Assert.Equal("/api/ecological/sites/lutang/class?from=2021-03-01&to=2021-03-31", missed.Text("href"));
        Assert.Single(await MonthsAsync(bureau, "?notMeeting=true&site=lutang"));
        Assert.Empty(await MonthsAsync(bureau, "?site=mudong"));
    }

    [Fact]
    public async Task The_newest_determination_stands_whichever_comes_last()
    {
        await using var industrial = await TestService.StartAsync(CategoryService.Build<IndustrialCategory>);
        using var bureau = industrial.As("ecology-bureau");
        await industrial.TellAsync(Determined("IV", 0));
        await Eventually.HoldsAsync(async () => (await MonthsAsync(bureau, "?notMeeting=true")).Length == 1);

        await industrial.TellAsync(Determined("III", 2));
        await Eventually.HoldsAsync(async () => (await MonthsAsync(bureau, "?notMeeting=true")).Length == 0);
        await industrial.TellAsync(Determined("V", 1));
        await industrial.TellAsync(AssessmentApp.Classified("II", month: 6));
        await Eventually.HoldsAsync(async () => (await MonthsAsync(bureau)).Length == 2);

        Assert.Empty(await MonthsAsync(bureau, "?notMeeting=true"));
    }

    private static SectionClassified Determined(string waterClass, int hours) =>
        AssessmentApp.Classified(waterClass) with { DeterminedAt = TestService.Start.AddHours(hours) };

    private static async Task<System.Text.Json.JsonElement[]> MonthsAsync(HttpClient client, string query = "") =>
        [.. (await client.ReadAsync($"/api/industrial/sections{query}")).Body.GetProperty("items").EnumerateArray()];
}
