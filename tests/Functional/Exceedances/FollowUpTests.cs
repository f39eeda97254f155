using Xunit;

namespace Bishui.Tests.Functional.Exceedances;

/// <summary>What proves that a limit is met again.</summary>
public sealed class FollowUpTests
{
    [Theory]
    [InlineData(0.025, null, "done")]                            // not detected, and the limit lies above what could be detected
    [InlineData(1.5, null, "no-follow-up-sample")]               // not detected by a method too coarse for the limit: it proves nothing
    [InlineData(null, 1.0, "done")]
    [InlineData(null, 1.001, "no-follow-up-sample")]
    public async Task A_case_is_finished_on_a_result_below_detection_only_where_its_limit_says_enough(double? detection, double? value, string outcome)
    {
        await using var cases = await CaseService.StartAsync();
        var id = await cases.OpenAsync();
        await cases.ReachAsync(id, "handled");
        cases.Service.Clock.Advance(TimeSpan.FromHours(1));
        await cases.StepAsync(cases.Site, id, new { step = "rectify", reason = "更换曝气头", doneOn = CaseService.Day(cases.Now) });
        cases.Service.Clock.Advance(TimeSpan.FromHours(1));
        await cases.ReadAsync((decimal?)value, kind: "manual", detectionLimit: (decimal?)detection);

        var (status, answer) = await cases.TryAsync(cases.Site, id, new { step = "finish", reason = "复测达标" });

        if (status == 200) Assert.Equal((decimal?)detection, Limit(answer.GetProperty("followUp")));
        Assert.Equal(outcome, status == 200 ? answer.Text("state") : answer.GetProperty("errors")[0].Text("code"));

        static decimal? Limit(System.Text.Json.JsonElement sample) =>
            sample.TryGetProperty("detectionLimit", out var limit) && limit.ValueKind == System.Text.Json.JsonValueKind.Number ? limit.GetDecimal() : null;
    }
}
