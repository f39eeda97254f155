using Bishui.Features.Requests;
using Bishui.Rules.Standards;
using Bishui.Shipping.Rules;

namespace Bishui.Shipping.Vessels;

/// <summary>A reason, with its stable code.</summary>
/// <param name="Code">Kebab-case.</param>
/// <param name="Zh">In Chinese.</param>
/// <param name="En">In English.</param>
internal sealed record Reason(string Code, string Zh, string En);

/// <summary>What age and GB 3552 say of a vessel on a day.</summary>
internal static class VesselRules
{
    private static readonly ShippingRules Rules = ShippingRules.Carried;

    /// <summary>Its age against the ages of its class; null where the completion is not on file or no ages are held for it.</summary>
    public static VesselAge? AgeOn(this Vessel vessel, StandardLibrary library, DateOnly day) =>
        vessel.CompletedOn is { } completed && Rules.Ages.Waters.Contains(vessel.Waters) && library.VersionOn(Rules.Ages.Standard, day) is { } standard
            ? VesselAge.Of(standard, $"vessel-age-{Words.Of(vessel.Type)}", Rules.Ages.Scrapping, completed, day)
            : null;

    /// <summary>Why there is no age to compare.</summary>
    public static Reason AgeUnknown(this Vessel vessel) => vessel.CompletedOn is null
        ? new("completion-unknown", "建造完工日期不明，无法计算船龄", "the day of completion is not on file")
        : new("age-limit-unknown", "平台没有该类船舶的强制报废船龄数据", "no scrapping age is held for such a vessel");

    /// <summary>Whether the plan binds it to GB 3552 when it enters service on a day; null where that day is not known.</summary>
    public static bool? IsBound(this Vessel vessel, DateOnly? enters) => enters is { } day ? Rules.Discharge.NewFrom[vessel.Waters] <= day : null;

    /// <summary>What a proof lacks for its vessel on a day; empty when nothing.</summary>
    public static IEnumerable<Reason> Lacks(this DischargeProof proof, Vessel vessel, DateOnly day)
    {
        if (!proof.HoldsOn(day)) yield return new("proof-not-valid", $"证书 {proof.Certificate} 当日无效", $"certificate {proof.Certificate} does not hold on the day");
        var landed = Rules.Discharge.LandedOily;
        if (proof.OilyWater == Disposal.Treated && vessel.Waters == landed.Waters)
        {
            if (vessel.CompletedOn is null) yield return vessel.AgeUnknown();
            else if (vessel.CompletedOn >= landed.BuiltFrom)
                yield return new("oily-water-not-landed", $"{landed.BuiltFrom:yyyy-MM-dd} 及以后建造的内河船舶油污水须收集并排入接收设施",
                    $"inland vessels completed from {landed.BuiltFrom:yyyy-MM-dd} land all of their oily water");
        }
        if (!proof.GarbageLanded) yield return new("garbage-not-landed", "船舶垃圾须收集并送交接收", "garbage has to be collected and landed");
    }
}
