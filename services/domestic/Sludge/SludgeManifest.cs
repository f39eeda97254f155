using Bishui.Features.Registers;

namespace Bishui.Domestic.Sludge;

/// <summary>
/// The manifest (联单) of a load of sludge: sent, received, disposed of. One paper with its own days; it holds from the day the load left.
/// </summary>
[Register("sludge-manifests", "污泥转移联单", "Sludge manifests", DomesticTopics.Sludge,
    HelpZh = "转出时登记，接收和处置后补填同一条。生效日期不得晚于转出日期；何时补填另有记录。")]
public sealed record SludgeManifest : IChecked<SludgeManifest>
{
    /// <summary>The paper's number.</summary>
    [Field("联单编号", "number", IsName = true)]
    public required string Number { get; init; }

    /// <summary>Id of the plant that sends.</summary>
    [Field("产生污泥的厂", "plant", Refers = "plants", Also = ["污水处理厂"])]
    public required string Plant { get; init; }

    /// <summary>Id of the facility that disposes of it.</summary>
    [Field("污泥处置单位编号", "disposal facility", Refers = "disposal-facilities", Also = ["处置单位"])]
    public required string Facility { get; init; }

    /// <summary>Who carries it.</summary>
    [Field("运输单位", "carrier")]
    public required string Carrier { get; init; }

    /// <summary>The day it left.</summary>
    [Field("转出日期", "sent on")]
    public required DateOnly SentOn { get; init; }

    /// <summary>What left, wet.</summary>
    [Field("转出量（湿）", "sent, wet", Unit = "t", Min = 0.001)]
    public required decimal SentWet { get; init; }

    /// <summary>Its water content.</summary>
    [Field("转出含水率", "water content when sent", Unit = "%", Min = 0, Max = 100)]
    public required decimal SentWater { get; init; }

    /// <summary>The day it arrived; null while it is under way.</summary>
    [Field("接收日期", "received on")]
    public DateOnly? ReceivedOn { get; init; }

    /// <summary>What arrived, wet.</summary>
    [Field("接收量（湿）", "received, wet", Unit = "t", Min = 0)]
    public decimal? ReceivedWet { get; init; }

    /// <summary>Its water content.</summary>
    [Field("接收含水率", "water content when received", Unit = "%", Min = 0, Max = 100)]
    public decimal? ReceivedWater { get; init; }

    /// <summary>The day it was disposed of; null while it was not.</summary>
    [Field("处置日期", "disposed of on")]
    public DateOnly? DisposedOn { get; init; }

    /// <summary>What was disposed of, wet, with the water content it was received with.</summary>
    [Field("处置量（湿）", "disposed of, wet", Unit = "t", Min = 0)]
    public decimal? DisposedWet { get; init; }

    /// <inheritdoc/>
    public IEnumerable<FieldFault> Check(SludgeManifest? before, DateOnly from)
    {
        // Figures as of a year's end rest on it: a paper that held only from its last signature on would never count for the year it began in.
        if (from > SentOn) yield return new("from", "after-sending", $"联单应自转出日起有效：最晚填 {SentOn:yyyy-MM-dd}", $"a manifest holds from the day of sending: {SentOn:yyyy-MM-dd} at the latest");
        if (before is not null && before.Number != Number) yield return new(nameof(Number), "fixed", "联单编号不能更改", "a manifest keeps its number");
        if (before is not null && before.Plant != Plant) yield return new(nameof(Plant), "fixed", "联单的产生单位不能更改", "a manifest keeps its plant");
        if (ReceivedOn is null)
        {
            if (ReceivedWet is not null || ReceivedWater is not null) yield return new(nameof(ReceivedOn), "missing", "须填接收日期", "state the day of receipt");
            if (DisposedOn is not null || DisposedWet is not null) yield return new(nameof(DisposedOn), "not-received", "未接收的污泥不能处置", "what was not received cannot be disposed of");
            yield break;
        }
        if (ReceivedOn < SentOn) yield return new(nameof(ReceivedOn), "before-sending", "接收不得早于转出", "it cannot arrive before it left");
        if (ReceivedWet is null) yield return new(nameof(ReceivedWet), "missing", "须填接收量", "state what was received");
        if (ReceivedWater is null) yield return new(nameof(ReceivedWater), "missing", "须填接收含水率", "state its water content");
        if (DisposedOn is null && DisposedWet is not null) yield return new(nameof(DisposedOn), "missing", "须填处置日期", "state the day of disposal");
        if (DisposedOn is not null && DisposedWet is null) yield return new(nameof(DisposedWet), "missing", "须填处置量", "state what was disposed of");
        if (DisposedOn < ReceivedOn) yield return new(nameof(DisposedOn), "before-receipt", "处置不得早于接收", "it cannot be disposed of before it arrived");
        if (DisposedWet > ReceivedWet) yield return new(nameof(DisposedWet), "more-than-received", "处置量不得大于接收量", "no more can be disposed of than was received");
    }
}
