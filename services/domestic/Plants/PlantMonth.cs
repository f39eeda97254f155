using Bishui.Features.Registers;

namespace Bishui.Domestic.Plants;

/// <summary>A plant's report of a calendar month (月报): all volumes are the month's totals.</summary>
[Register("plant-months", "污水处理厂月报", "Monthly reports of treatment plants", DomesticTopics.SewageCollection, DomesticTopics.TownPlants, DomesticTopics.SewersAndInfluent, DomesticTopics.Sludge,
    HelpZh = "每厂每月一条，水量为全月合计。生效日期不得晚于当月最后一日，补报的填当月的日期；何时补报另有记录。")]
public sealed record PlantMonth : IChecked<PlantMonth>
{
    /// <summary>Id of the plant.</summary>
    [Field("污水处理厂编号", "plant", Refers = "plants", Also = ["污水处理厂"])]
    public required string Plant { get; init; }

    /// <summary>The month, for example <c>2021-07</c>.</summary>
    [Field("月份", "month", IsName = true, Pattern = "(19|20)[0-9]{2}-(0[1-9]|1[0-2])", HelpZh = "如 2021-07")]
    public required string Month { get; init; }

    /// <summary>Water that reached the plant.</summary>
    [Field("进水量", "inflow", Unit = "m³", Min = 0, HelpZh = "全月合计")]
    public required decimal Inflow { get; init; }

    /// <summary>Water that was treated.</summary>
    [Field("处理水量", "treated volume", Unit = "m³", Min = 0, HelpZh = "全月合计")]
    public required decimal Treated { get; init; }

    /// <summary>Mean BOD5 of the influent; null: the month's readings at the inlet site stand for it, where there are some.</summary>
    [Field("进水BOD5月均值", "mean influent BOD5", Unit = "mg/L", Min = 0, Also = ["进水BOD5", "进水BOD"], HelpZh = "不填时取进水监测点位当月监测数据的平均值")]
    public decimal? InfluentBod5 { get; init; }

    /// <summary>Sludge produced, wet.</summary>
    [Field("污泥产生量（湿）", "sludge produced, wet", Unit = "t", Min = 0, Also = ["污泥产生量"])]
    public decimal? SludgeProduced { get; init; }

    /// <summary>Water content of the sludge produced, and of that in stock.</summary>
    [Field("污泥含水率", "water content of the sludge", Unit = "%", Min = 0, Max = 100)]
    public decimal? SludgeWater { get; init; }

    /// <summary>Sludge still at the plant at the month's end, wet, of the same water content.</summary>
    [Field("月末厂内暂存污泥量（湿）", "sludge in stock at the month's end, wet", Unit = "t", Min = 0, Also = ["月末暂存量"])]
    public decimal? SludgeStored { get; init; }

    /// <inheritdoc/>
    public IEnumerable<FieldFault> Check(PlantMonth? before, DateOnly from)
    {
        // Figures as of the month's last day rest on the report: one that held only later would never count for its own year.
        if (from > Months.LastDay(Months.Of(Month)))
            yield return new("from", "after-month", $"月报应自当月起有效：最晚填 {Months.LastDay(Months.Of(Month)):yyyy-MM-dd}", $"a report holds from a day of its month: {Months.LastDay(Months.Of(Month)):yyyy-MM-dd} at the latest");
        if (before is not null && before.Plant != Plant) yield return new(nameof(Plant), "fixed", "月报不能改属另一厂，请移出后另报", "a report cannot move to another plant");
        if (before is not null && before.Month != Month) yield return new(nameof(Month), "fixed", "月报不能改属另一月，请移出后另报", "a report cannot move to another month");
        if (SludgeProduced is null && SludgeStored is null) yield break;
        if (SludgeProduced is null) yield return new(nameof(SludgeProduced), "missing", "须填污泥产生量，没有的填0", "state the sludge produced, 0 where there was none");
        if (SludgeWater is null) yield return new(nameof(SludgeWater), "missing", "须填污泥含水率，否则不能折算干泥", "without the water content there are no dry solids");
        if (SludgeStored is null) yield return new(nameof(SludgeStored), "missing", "须填月末暂存量，没有的填0", "state the stock at the month's end, 0 where there is none");
    }
}
