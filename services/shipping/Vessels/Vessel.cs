using Bishui.Features.Registers;

namespace Bishui.Shipping.Vessels;

/// <summary>The class of a vessel by which its ages go (老旧运输船舶管理规定); the words are those of the standard's file.</summary>
internal enum VesselType
{
    [Term("高速客船", "high-speed passenger vessel")]
    HighSpeedPassenger,

    [Term("客船（客滚船、客货船、客渡船、旅游船等）", "passenger vessel")]
    Passenger,

    [Term("油船、散装化学品船、液化气船", "tanker")]
    Tanker,

    [Term("散货船、矿砂船", "bulk carrier")]
    Bulk,

    [Term("杂货船、集装箱船、拖轮、推轮、驳船等", "general cargo vessel, tug or barge")]
    General,

    [Term("非运输船舶", "no transport vessel")]
    Other,
}

/// <summary>The waters for which a vessel is certified.</summary>
internal enum Waters
{
    [Term("内河", "inland")]
    Inland,

    [Term("沿海", "coastal")]
    Coastal,
}

/// <summary>A vessel (船舶).</summary>
[Register("vessels", "船舶", "Vessels", ShippingTopics.VesselStandards, ShippingTopics.VesselWaste, DutyObject = "ship")]
internal sealed record Vessel : IChecked<Vessel>
{
    [Field("船名", "Name", IsName = true, MaxLength = 100)]
    public required string Name { get; init; }

    // 船舶识别号管理规定: CN and eleven digits (recalled).
    [Field("船舶识别号", "Ship identification number", Pattern = "CN[0-9]{11}", HelpZh = "CN加11位数字")]
    public required string ShipId { get; init; }

    [Field("船舶类型", "Type")]
    public required VesselType Type { get; init; }

    [Field("航行水域", "Waters")]
    public required Waters Waters { get; init; }

    /// <summary>The day from which its age counts; null where it is not known.</summary>
    [Field("建造完工日期", "Completed on", Also = ["建成日期"])]
    public DateOnly? CompletedOn { get; init; }

    /// <summary>Null while it has not entered service, or where that is not known.</summary>
    [Field("投入使用日期", "Entered service on")]
    public DateOnly? EnteredServiceOn { get; init; }

    [Field("总吨", "Gross tonnage", Unit = "总吨", Min = 0)]
    public decimal? GrossTonnage { get; init; }

    [Field("经营人", "Operator")]
    public string? Operator { get; init; }

    [Field("联系电话", "Telephone", Personal = true)]
    public string? Telephone { get; init; }

    public IEnumerable<FieldFault> Check(Vessel? before, DateOnly from) =>
        RowFaults.NotLater(from, (nameof(CompletedOn), CompletedOn)).Concat(RowFaults.NotBefore(nameof(EnteredServiceOn), EnteredServiceOn, CompletedOn));
}
