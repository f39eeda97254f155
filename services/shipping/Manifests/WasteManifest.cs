using Bishui.Features.Registers;
using Bishui.Shipping.Facilities;
using Bishui.Shipping.Rules;

namespace Bishui.Shipping.Manifests;

/// <summary>In what a manifest's amounts are stated: all of them in the same.</summary>
internal enum Measure
{
    [Term("立方米", "m³")]
    CubicMetre,

    [Term("吨", "t")]
    Tonne,
}

/// <summary>The way of a ship's waste from the ship to its disposal (船舶污染物联单): one chain, stage by stage.</summary>
[Register("waste-manifests", "船舶污染物联单", "Ship waste manifests", ShippingTopics.VesselWaste, HelpZh = "产生时登记，接收、转运、处置时逐环节补填；各环节数量同一计量单位")]
internal sealed record WasteManifest : IChecked<WasteManifest>
{
    [Field("联单编号", "Number", IsName = true, MaxLength = 64)]
    public required string Number { get; init; }

    [Field("船舶", "Vessel", Refers = "vessels")]
    public required string Vessel { get; init; }

    [Field("污染物种类", "Kind of waste")]
    public required ShipWaste Waste { get; init; }

    [Field("计量单位", "Measure")]
    public required Measure Measure { get; init; }

    [Field("产生日期", "Generated on")]
    public required DateOnly GeneratedOn { get; init; }

    [Field("产生量", "Generated", Min = 0)]
    public required decimal Generated { get; init; }

    [Field("接收日期", "Received on")]
    public DateOnly? ReceivedOn { get; init; }

    [Field("接收量", "Received", Min = 0)]
    public decimal? Received { get; init; }

    [Field("接收设施", "Reception facility", Refers = "reception-facilities")]
    public string? Facility { get; init; }

    [Field("转运日期", "Transferred on")]
    public DateOnly? TransferredOn { get; init; }

    [Field("转运量", "Transferred", Min = 0)]
    public decimal? Transferred { get; init; }

    [Field("转运单位", "Carrier")]
    public string? Carrier { get; init; }

    [Field("处置日期", "Disposed of on")]
    public DateOnly? DisposedOn { get; init; }

    [Field("处置量", "Disposed of", Min = 0)]
    public decimal? Disposed { get; init; }

    [Field("处置单位", "Disposed of by")]
    public string? Disposer { get; init; }

    [Field("台账记录", "Ledger entry", Refers = "entry")]
    public string? Entry { get; init; }

    public IReadOnlyList<ManifestStage> Stages() =>
        [new(GeneratedOn, Generated), new(ReceivedOn, Received), new(TransferredOn, Transferred), new(DisposedOn, Disposed)];

    public IEnumerable<FieldFault> Check(WasteManifest? before, DateOnly from)
    {
        if (Generated == 0) yield return new(nameof(Generated), "out-of-range", "产生量应大于0", "must be more than nothing");
        if (ReceivedOn is not null && Facility is null) yield return new(nameof(Facility), "missing", "须填接收设施", "say who received it");
        (string Day, string Amount)[] names =
            [(nameof(GeneratedOn), nameof(Generated)), (nameof(ReceivedOn), nameof(Received)), (nameof(TransferredOn), nameof(Transferred)), (nameof(DisposedOn), nameof(Disposed))];
        var stages = Stages();
        for (var i = 0; i < stages.Count; i++)
        {
            var ((day, amount), (on, much)) = (names[i], stages[i]);
            foreach (var fault in RowFaults.NotLater(from, (day, on))) yield return fault;
            if (i == 0) continue;
            if (on is null && much is not null) yield return new(day, "missing", "有数量须填日期", "an amount needs its day");
            if (on is not null && much is null) yield return new(amount, "missing", "有日期须填数量", "a day needs its amount");
            if (on is not null && stages[i - 1].On is null) yield return new(day, "stage-skipped", "上一环节尚未登记", "the stage before has not been reached");
            foreach (var fault in RowFaults.NotBefore(day, on, stages[i - 1].On)) yield return fault;
            // Nothing comes from nowhere: what is missing is a finding, what is too much is a mistake.
            if (much > stages[i - 1].Amount) yield return new(amount, "more-than-before", "不得多于上一环节的数量", "must not be more than at the stage before");
        }
    }
}
