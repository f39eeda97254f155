using Bishui.Features.Registers;

namespace Bishui.Domestic.Collection;

/// <summary>The urban population that uses water (城区用水人口) in a year: the denominator of the centralised collection rate.</summary>
[Register("water-populations", "城区用水人口", "Urban population using water", DomesticTopics.SewageCollection,
    HelpZh = "每年每统计范围一条，各范围相加。生效日期不得晚于当年最后一日；何时补报另有记录。")]
public sealed record WaterPopulation : IChecked<WaterPopulation>
{
    /// <summary>What is counted.</summary>
    [Field("统计范围", "area", IsName = true, HelpZh = "如 柳南区城区")]
    public required string Area { get; init; }

    /// <summary>The calendar year.</summary>
    [Field("年度", "year", Min = 2000, Max = 2100)]
    public required int Year { get; init; }

    /// <summary>Permanent population that uses water.</summary>
    [Field("常住用水人口", "permanent population using water", Unit = "人", Min = 0)]
    public required decimal Permanent { get; init; }

    /// <summary>Temporary population that uses water.</summary>
    [Field("暂住用水人口", "temporary population using water", Unit = "人", Min = 0)]
    public required decimal Temporary { get; init; }

    /// <summary>Industrial BOD5 in the inflow, which is left out of the load; null: none is left out.</summary>
    [Field("扣除的工业BOD5负荷", "industrial BOD5 load to deduct", Unit = "kg/d", Min = 0, HelpZh = "统计口径未要求扣除，不填即不扣")]
    public decimal? IndustrialLoad { get; init; }

    /// <summary>Where the figures come from.</summary>
    [Field("数据来源", "source")]
    public required string Source { get; init; }

    /// <inheritdoc/>
    public IEnumerable<FieldFault> Check(WaterPopulation? before, DateOnly from)
    {
        if (from.Year > Year)
            yield return new("from", "after-year", $"应自当年起有效：最晚填 {Year}-12-31", $"it holds from a day of its year: {Year}-12-31 at the latest");
        if (Permanent + Temporary == 0) yield return new(nameof(Permanent), "missing", "用水人口不能为0", "nobody is no population");
    }
}
