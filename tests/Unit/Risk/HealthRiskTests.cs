using Bishui.Risk.HealthRisks;
using Xunit;

namespace Bishui.Tests.Unit.Risk;

/// <summary>F20.</summary>
public sealed class HealthRiskTests
{
    private static readonly Exposure Adult = new(1.85m, 365, 70, 60.6m, 70, "", "");
    private static readonly RiskLevels Levels = new(1, 0.000001m, 0.0001m);

    [Fact]
    public void The_worked_example_comes_out_to_the_printed_digits()
    {
        var arsenic = HealthRisk.Of("arsenic", 0.002m, new("arsenic", 0.0003m, 1.5m, "", ""), Adult, Levels);
        var chloroform = HealthRisk.Of("chloroform", 0.020m, new("chloroform", 0.01m, null, "", ""), Adult, Levels);

        Assert.Equal(0.00006106m, Math.Round(arsenic.Dose!.Value, 8));
        Assert.Equal(0.2035m, Math.Round(arsenic.HazardQuotient!.Value, 4));
        Assert.Equal(0.0000916m, Math.Round(arsenic.CancerRisk!.Value, 7));
        Assert.Equal(RiskState.ToBeManaged, arsenic.State);
        Assert.Equal(0.0006106m, Math.Round(chloroform.Dose!.Value, 7));
        Assert.Equal(0.0611m, Math.Round(chloroform.HazardQuotient!.Value, 4));
        Assert.Null(chloroform.CancerRisk);
        Assert.Equal(0.2646m, Math.Round(HealthRisk.Sum([arsenic.HazardQuotient, chloroform.HazardQuotient])!.Value, 4));
    }

    [Fact]
    public void Cancer_is_averaged_over_a_lifetime_and_the_rest_over_the_exposure()
    {
        var risk = HealthRisk.Of("arsenic", 0.002m, new("arsenic", 0.0003m, 1.5m, "", ""), Adult with { Years = 35 }, Levels);

        Assert.Equal(0.2035m, Math.Round(risk.HazardQuotient!.Value, 4));
        Assert.Equal(0.0000458m, Math.Round(risk.CancerRisk!.Value, 7));
    }

    [Theory]
    [InlineData(0.00000099, RiskState.Negligible)]
    [InlineData(0.000001, RiskState.ToBeManaged)]
    [InlineData(0.0001, RiskState.ToBeManaged)]
    [InlineData(0.00010001, RiskState.NotAcceptable)]
    public void Each_boundary_has_a_row_on_each_side(double risk, RiskState state) => Assert.Equal(state, HealthRisk.CancerState((decimal)risk, Levels));

    [Theory]
    [InlineData(1.0, 0.0001, true)]
    [InlineData(1.0001, 0.0, false)]
    [InlineData(0.5, 0.000101, false)]
    [InlineData(0.5, null, null)]
    [InlineData(2.0, null, false)]
    public void What_is_not_known_is_never_acceptable(double index, double? risk, bool? acceptable) =>
        Assert.Equal(acceptable, HealthRisk.IsAcceptable((decimal)index, (decimal?)risk, Levels));

    [Fact]
    public void Without_toxicity_nothing_is_guessed()
    {
        var lead = HealthRisk.Of("lead", 0.003m, null, Adult, Levels);

        Assert.Equal((null, null, null, RiskState.NotConfigured), (lead.Dose, lead.HazardQuotient, lead.CancerRisk, lead.State));
        Assert.Null(HealthRisk.Sum([null, lead.HazardQuotient]));
    }
}
