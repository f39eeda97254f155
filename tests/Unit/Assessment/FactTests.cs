using Bishui.Assessment.Intake;
using Bishui.Contracts.Plans;
using Bishui.Contracts.Registers;
using Xunit;

namespace Bishui.Tests.Unit.Assessment;

/// <summary>Every event of every service is kept.</summary>
public sealed class FactTests
{
    // Parts of messages, which no service publishes by themselves.
    private static readonly string[] Parts =
    [
        "CaseTold", "LimitExceeded", "IndicatorMeasured", "ObligationEvidence", "ObligationReminder", "ObligationTold", "DrinkingWaterSource", "PlanDuty", "PlanTarget", "PlanTask",
        "PlanTaskPart", "PlanUnit", "WaterFunctionZone", "WaterObjective", "ParameterMean", "RegisterRowTold", "SiteReporting", "LedgerRecord",
    ];

    [Fact]
    public void Every_message_of_the_contracts_has_its_consumer()
    {
        var messages = typeof(PlanAdopted).Assembly.GetExportedTypes().Where(type => !Parts.Contains(type.Name)).Select(type => type.Name).Order(StringComparer.Ordinal);
        var consumed = typeof(FactTypes).Assembly.GetTypes()
            .Where(type => type is { IsAbstract: false, BaseType.IsGenericType: true } && type.BaseType.GetGenericTypeDefinition().Name.StartsWith("FactConsumer", StringComparison.Ordinal))
            .Select(type => type.BaseType!.GetGenericArguments()[0].Name).Order(StringComparer.Ordinal);
        Assert.Equal(messages, consumed);
    }

    [Fact]
    public void A_row_of_a_register_is_a_fact_for_each_version_true_from_its_day_on()
    {
        var told = new RegisterRowsChanged
        {
            Service = "industrial",
            Register = "parks",
            Tasks = [2],
            Rows = [Row(1, new(2021, 11, 1)), Row(2, new(2021, 12, 1))],
        };
        var facts = FactTypes.Of(told).ToList();
        Assert.Equal(["register-row-told:industrial:parks:p1:1", "register-row-told:industrial:parks:p1:2"], facts.Select(fact => fact.Id));
        Assert.Equal(Told.On(2021, 12, 1), facts[1].OccurredAt);
        Assert.Equal("北区", Assert.IsType<RegisterRowTold>(FactTypes.Read(facts[0])).Name);

        static RegisterRowTold Row(int version, DateOnly from) => new()
        {
            Id = "p1",
            Name = "北区",
            Version = version,
            From = from,
            Retired = false,
            Unit = "ecology-bureau",
            RecordedAt = Told.On(2021, 11, 2),
            Values = new Dictionary<string, string>(),
        };
    }
}
