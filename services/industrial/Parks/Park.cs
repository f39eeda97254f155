using Bishui.Features.Registers;

namespace Bishui.Industrial.Parks;

/// <summary>How a park's waste water is treated.</summary>
public enum ParkTreatment
{
    [Term("自建集中式污水处理设施", "own plant")]
    OwnPlant,

    [Term("依托城镇污水处理厂", "relies on a town plant")]
    TownPlant,

    [Term("集中式污水处理设施未建成", "plant not finished")]
    Unfinished,
}

/// <summary>An industrial cluster (task 2).</summary>
[Register("parks", "工业集聚区", "Industrial clusters", IndustrialTopics.ParkWastewater)]
public sealed record Park : IChecked<Park>
{
    [Field("集聚区名称", "name", IsName = true)]
    public required string Name { get; init; }

    [Field("污水处理方式", "treatment")]
    public required ParkTreatment Treatment { get; init; }

    [Field("依托的城镇污水处理厂", "town plant")]
    public string? TownPlant { get; init; }

    [Field("集中式污水处理设施排口", "outlet of the own plant", Refers = "site", IsSite = true)]
    public string? Outlet { get; init; }

    [Field("投运日期", "in operation since")]
    public DateOnly? InOperationSince { get; init; }

    [Field("规划管网长度", "sewers planned", Unit = "km", Min = 0)]
    public decimal? SewersPlanned { get; init; }

    [Field("已建管网长度", "sewers built", Unit = "km", Min = 0)]
    public decimal? SewersBuilt { get; init; }

    /// <inheritdoc/>
    public IEnumerable<FieldFault> Check(Park? before, DateOnly from) =>
    [
        .. RowFaults.Needed(Treatment == ParkTreatment.TownPlant, nameof(TownPlant), TownPlant, "须填依托的城镇污水处理厂", "name the town plant"),
        .. RowFaults.Needed(Treatment == ParkTreatment.OwnPlant, nameof(Outlet), Outlet, "须填设施排口的监测点位", "name the monitored outlet of the plant"),
        .. RowFaults.Needed(Treatment == ParkTreatment.OwnPlant, nameof(InOperationSince), InOperationSince, "须填投运日期", "say since when it operates"),
        .. RowFaults.NotLater(from, (nameof(InOperationSince), InOperationSince)),
        .. SewersBuilt > SewersPlanned
            ? [new FieldFault(nameof(SewersBuilt), "more-than-planned", "已建长度大于规划长度，请先核对规划", "more was built than planned: correct the plan first")]
            : Array.Empty<FieldFault>(),
    ];
}

/// <summary>Where an enterprise's pre-treated waste water leaves for the town plant (task 2).</summary>
[Register("pretreatment-outlets", "工业废水预处理排口", "Outlets of pre-treatment", IndustrialTopics.ParkWastewater, HelpZh = "依托城镇污水处理厂的集聚区，逐个登记预处理后的监测点位")]
public sealed record PretreatmentOutlet
{
    [Field("排口名称", "name", IsName = true)]
    public required string Name { get; init; }

    [Field("工业集聚区", "park", Refers = "parks")]
    public required string Park { get; init; }

    [Field("监测点位", "monitored site", Refers = "site", IsSite = true)]
    public required string Site { get; init; }
}

/// <summary>How a park's own plant ran in a month (task 2).</summary>
[Register("park-operation", "集中式污水处理设施运行月报", "Months of operation of parks' plants", IndustrialTopics.ParkWastewater, HelpZh = "每月结束后登记一条")]
public sealed record OperatingMonth : IChecked<OperatingMonth>
{
    [Field("月份", "month", IsName = true, Pattern = "20[0-9]{2}-(0[1-9]|1[0-2])", HelpZh = "如 2021-10")]
    public required string Month { get; init; }

    [Field("工业集聚区", "park", Refers = "parks")]
    public required string Park { get; init; }

    [Field("正常运行天数", "days of normal operation", Unit = "d", Min = 0, Max = 31)]
    public required int DaysRun { get; init; }

    internal DateOnly First => new(int.Parse(Month.AsSpan(0, 4), System.Globalization.CultureInfo.InvariantCulture),
        int.Parse(Month.AsSpan(5), System.Globalization.CultureInfo.InvariantCulture), 1);

    internal int Days => DateTime.DaysInMonth(First.Year, First.Month);

    /// <inheritdoc/>
    public IEnumerable<FieldFault> Check(OperatingMonth? before, DateOnly from) =>
    [
        .. DaysRun > Days ? [new FieldFault(nameof(DaysRun), "out-of-range", $"当月只有 {Days} 天", $"the month has {Days} days")] : Array.Empty<FieldFault>(),
        .. from < First.AddMonths(1)
            ? [new FieldFault(nameof(Month), "later-than-row", "月份结束后方可登记", "a month is stated from the day after its last")]
            : Array.Empty<FieldFault>(),
    ];
}

/// <summary>A step of the building of a plant that is not finished (task 2).</summary>
[Register("park-milestones", "集中式污水处理设施建设节点", "Milestones of parks' plants", IndustrialTopics.ParkWastewater)]
public sealed record ParkMilestone : IChecked<ParkMilestone>
{
    [Field("节点", "milestone", IsName = true)]
    public required string Name { get; init; }

    [Field("工业集聚区", "park", Refers = "parks")]
    public required string Park { get; init; }

    [Field("计划完成日期", "due on")]
    public required DateOnly DueOn { get; init; }

    [Field("实际完成日期", "done on")]
    public DateOnly? DoneOn { get; init; }

    [Field("佐证台账记录", "ledger entry with the evidence", Refers = "entry")]
    public string? Evidence { get; init; }

    /// <inheritdoc/>
    public IEnumerable<FieldFault> Check(ParkMilestone? before, DateOnly from) =>
    [
        .. RowFaults.NotLater(from, (nameof(DoneOn), DoneOn)),
        .. RowFaults.Needed(DoneOn is not null, nameof(Evidence), Evidence, "完成的节点须有佐证", "a milestone that is reached has its evidence"),
    ];
}
