using Bishui.Features.Registers;

namespace Bishui.Agricultural.Facilities;

/// <summary>A rural sewage treatment facility (农村生活污水处理设施).</summary>
[Register("rural-facilities", "农村生活污水处理设施", "Rural sewage facilities", AgriculturalTopics.RuralSewage)]
internal sealed record RuralFacility : IChecked<RuralFacility>
{
    [Field("设施名称", "Name", IsName = true, MaxLength = 100)]
    public required string Name { get; init; }

    [Field("所在行政村", "Village", Refers = "villages")]
    public string? Village { get; init; }

    [Field("设计处理能力", "Design capacity", Unit = "m³/d", Min = 0)]
    public decimal? Capacity { get; init; }

    /// <summary>Null while it is being built: only what is built counts.</summary>
    [Field("建成日期", "Built on", HelpZh = "未建成时留空")]
    public DateOnly? BuiltOn { get; init; }

    [Field("运维单位", "Operator")]
    public string? Operator { get; init; }

    [Field("出水监测点位", "Site of its effluent", Refers = "site", IsSite = true)]
    public string? Site { get; init; }

    public IEnumerable<FieldFault> Check(RuralFacility? before, DateOnly from) => RowFaults.NotLater(from, (nameof(BuiltOn), BuiltOn));
}
