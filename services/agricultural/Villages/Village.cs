using Bishui.Agricultural.Rules;
using Bishui.Features.Registers;

namespace Bishui.Agricultural.Villages;

/// <summary>An administrative village (行政村) with both shares of F13, as they are from a day on.</summary>
[Register("villages", "行政村生活污水和垃圾治理情况", "Villages", AgriculturalTopics.RuralSewage, AgriculturalTopics.RuralWaste)]
internal sealed record Village : IChecked<Village>
{
    [Field("行政村", "Name", IsName = true, MaxLength = 100)]
    public required string Name { get; init; }

    [Field("所在镇（街道）", "Town or subdistrict")]
    public required string Town { get; init; }

    [Field("自然村（屯）总数", "Natural villages", Unit = "个", Min = 1)]
    public required int NaturalVillages { get; init; }

    [Field("污水得到治理或管控的屯数", "Natural villages treated", Unit = "个", Min = 0, HelpZh = "未核实时留空")]
    public int? NaturalVillagesTreated { get; init; }

    [Field("总户数", "Households", Unit = "户", Min = 1)]
    public required int Households { get; init; }

    [Field("污水得到收集的户数", "Households collected", Unit = "户", Min = 0, HelpZh = "未核实时留空")]
    public int? HouseholdsCollected { get; init; }

    [Field("生活垃圾收运处置体系已覆盖", "Waste collection covers it", HelpZh = "未核实时留空")]
    public bool? WasteCovered { get; init; }

    [Field("台账记录", "Ledger entry", Refers = "entry")]
    public string? Entry { get; init; }

    /// <summary>Whether it counts as treated; null while it is not known.</summary>
    public bool? IsTreated() => SewageTreatment.IsTreated(VillageRules.Carried.Treatment, NaturalVillagesTreated, NaturalVillages, HouseholdsCollected, Households);

    public IEnumerable<FieldFault> Check(Village? before, DateOnly from)
    {
        if (NaturalVillagesTreated > NaturalVillages)
            yield return new(nameof(NaturalVillagesTreated), "more-than-all", "不得多于屯总数", "must not be more than all natural villages");
        if (HouseholdsCollected > Households)
            yield return new(nameof(HouseholdsCollected), "more-than-all", "不得多于总户数", "must not be more than all households");
    }
}
