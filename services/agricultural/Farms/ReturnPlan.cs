using Bishui.Features.Registers;

namespace Bishui.Agricultural.Farms;

/// <summary>A farm's plan for returning its manure to the fields in a year (粪肥还田计划).</summary>
[Register("return-to-field-plans", "粪肥还田计划", "Return-to-field plans", AgriculturalTopics.Livestock)]
internal sealed record ReturnPlan : IChecked<ReturnPlan>
{
    [Field("计划名称", "Title", IsName = true, MaxLength = 200)]
    public required string Title { get; init; }

    [Field("养殖场", "Farm", Refers = "farms")]
    public required string Farm { get; init; }

    [Field("计划年度", "Year", Min = 2000, Max = 2100)]
    public required int Year { get; init; }

    [Field("制定日期", "Drawn up on")]
    public required DateOnly AdoptedOn { get; init; }

    [Field("配套还田面积", "Fields", Unit = "亩", Min = 0)]
    public required decimal Area { get; init; }

    [Field("计划还田粪肥量", "Manure to be returned", Unit = "t", Min = 0)]
    public required decimal Amount { get; init; }

    [Field("作物", "Crops")]
    public string? Crops { get; init; }

    [Field("台账记录", "Ledger entry", Refers = "entry")]
    public string? Entry { get; init; }

    public IEnumerable<FieldFault> Check(ReturnPlan? before, DateOnly from)
    {
        foreach (var fault in RowFaults.NotLater(from, (nameof(AdoptedOn), AdoptedOn))) yield return fault;
        if (AdoptedOn.Year > Year) yield return new(nameof(AdoptedOn), "after-year", "制定日期晚于计划年度", "is after the year it plans");
    }
}
