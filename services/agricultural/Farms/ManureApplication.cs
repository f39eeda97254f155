using Bishui.Features.Registers;

namespace Bishui.Agricultural.Farms;

/// <summary>One line of a farm's application ledger (粪肥施用台账): manure brought to a field.</summary>
[Register("manure-applications", "粪肥施用台账", "Manure applications", AgriculturalTopics.Livestock)]
internal sealed record ManureApplication : IChecked<ManureApplication>
{
    [Field("施用地块", "Field", IsName = true, MaxLength = 200)]
    public required string Plot { get; init; }

    [Field("养殖场", "Farm", Refers = "farms")]
    public required string Farm { get; init; }

    [Field("施用日期", "Applied on")]
    public required DateOnly AppliedOn { get; init; }

    [Field("施用量", "Amount", Unit = "t", Min = 0)]
    public required decimal Amount { get; init; }

    [Field("施用面积", "Area", Unit = "亩", Min = 0)]
    public required decimal Area { get; init; }

    [Field("作物", "Crop")]
    public string? Crop { get; init; }

    [Field("接收单位或农户", "Received by", Personal = true)]
    public string? ReceivedBy { get; init; }

    public IEnumerable<FieldFault> Check(ManureApplication? before, DateOnly from) => RowFaults.NotLater(from, (nameof(AppliedOn), AppliedOn));
}
