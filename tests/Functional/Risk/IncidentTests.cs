using Bishui.Contracts.Exceedances;
using Bishui.Features;
using Bishui.Risk;
using Bishui.Tests.Functional.Assessment;
using Bishui.Tests.Support;
using Xunit;

namespace Bishui.Tests.Functional.Risk;

public sealed class IncidentTests
{
    [Fact]
    public async Task A_case_that_is_raised_opens_one_incident_which_follows_it()
    {
        await using var risk = await TestService.StartAsync(CategoryService.Build<RiskCategory>);
        using var bureau = risk.As("ecology-bureau");
        await risk.TellAsync(AssessmentApp.Changed("x1", "assigned"));
        await risk.TellAsync(Raised("x1", 4));
        await Eventually.HoldsAsync(async () => (await IncidentsAsync(bureau)).Length == 1);

        // Told again, and a later change, and an earlier one that comes late.
        await risk.TellAsync(Raised("x1", 4));
        await risk.TellAsync(Raised("x1", 6, "handled"));
        await Eventually.HoldsAsync(async () => (await IncidentsAsync(bureau))[0].GetProperty("case").Text("state") == "handled");
        await risk.TellAsync(Raised("x1", 5, "refused"));
        await risk.TellAsync(Raised("x2", 2));
        await Eventually.HoldsAsync(async () => (await IncidentsAsync(bureau)).Length == 2);

        var first = (await bureau.ReadAsync("/api/risk/incidents/ecological-x1")).Body;
        Assert.Equal("handled", first.GetProperty("case").Text("state"));
        Assert.Equal(404, (await bureau.ReadAsync("/api/risk/incidents/ecological-x9")).Status);
    }

    [Fact]
    public async Task A_unit_sees_what_concerns_it_and_those_who_watch_over_risk_see_all()
    {
        await using var risk = await TestService.StartAsync(CategoryService.Build<RiskCategory>);
        await risk.TellAsync(TestPlans.For("risk"));
        await risk.TellAsync(Raised("x1", 4));
        await risk.TellAsync(AssessmentApp.Exceeded("x1"));
        var committee = risk.As(TestPlans.Committee, "reporter", "approver", "supervisor");
        await Eventually.HoldsAsync(async () => (await IncidentsAsync(committee)).Length == 1
            && (await committee.ReadAsync("/api/risk/alerts")).Body.Count("items") == 1);

        Assert.Single(await IncidentsAsync(risk.As("ecology-bureau")));                  // its site
        Assert.Single(await IncidentsAsync(risk.As("housing-construction-bureau")));     // has to act
        Assert.Empty(await IncidentsAsync(risk.As(TestPlans.Stranger)));
        Assert.Equal(403, (await risk.As(TestPlans.Stranger).ReadAsync("/api/risk/incidents/ecological-x1")).Status);
        Assert.Equal(401, (await risk.Anonymous().ReadAsync("/api/risk/incidents")).Status);
        Assert.Equal(0, (await risk.As(TestPlans.Stranger).ReadAsync("/api/risk/alerts")).Body.Count("items"));
        // An alert shows how its case stands.
        Assert.Equal("assigned", (await committee.ReadAsync("/api/risk/alerts")).Body.GetProperty("items")[0].GetProperty("case").Text("state"));
    }

    private static CasesChanged Raised(string id, int revision, string state = "assigned")
    {
        var told = AssessmentApp.Changed(id, state, revision);
        return told with { Cases = [told.Cases[0] with { EscalatedAt = TestService.Start, Severity = "severe" }] };
    }

    private static async Task<System.Text.Json.JsonElement[]> IncidentsAsync(HttpClient client) =>
        [.. (await client.ReadAsync("/api/risk/incidents")).Body.GetProperty("items").EnumerateArray()];
}
