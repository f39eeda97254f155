using Bishui.Features;
using Bishui.Risk;
using Bishui.Tests.Functional.Assessment;
using Bishui.Tests.Support;
using Xunit;

namespace Bishui.Tests.Functional.Risk;

public sealed class AlertTests
{
    [Fact]
    public async Task An_exceedance_that_any_service_tells_arrives_once_however_often_it_is_told()
    {
        await using var risk = await TestService.StartAsync(CategoryService.Build<RiskCategory>);
        using var bureau = risk.As("ecology-bureau");
        await risk.TellAsync(AssessmentApp.Exceeded("x1", "x2", "x2"));
        await risk.TellAsync(AssessmentApp.Exceeded("x2", "x3"));

        await Eventually.HoldsAsync(async () => await CountAsync() == 3);
        await risk.TellAsync(AssessmentApp.Exceeded("x1"));
        await risk.TellAsync(AssessmentApp.Exceeded("x4"));

        // What was told after the repeat has arrived, and the repeat changed nothing.
        await Eventually.HoldsAsync(async () => await CountAsync() == 4);

        async Task<int> CountAsync() => (await bureau.ReadAsync("/api/risk/alerts")).Body.Count("items");
    }
}
