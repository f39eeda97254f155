using Bishui.Features.Registers;
using Bishui.Rules.Indicators;
using Bishui.Rules.Standards;
using Bishui.Shipping.Rules;
using Bishui.Shipping.Vessels;

namespace Bishui.Shipping.Gates;

/// <summary>What a gate comes to for a vessel.</summary>
/// <param name="Passed">Null where it cannot be said: then nothing is recorded.</param>
/// <param name="Reasons">Why; at least one.</param>
/// <param name="Rule">Name and version of the rule.</param>
/// <param name="Evidence">The rows it rests on.</param>
internal sealed record GateDecision(bool? Passed, IReadOnlyList<Reason> Reasons, string Rule, IReadOnlyList<EvidenceId> Evidence)
{
    private const string DischargeRule = "ship-discharge-standard/1";

    public VesselAge? Age { get; init; }

    public string? Standard { get; init; }

    /// <summary>Number of the certificate it rests on; null where there is none.</summary>
    public string? Certificate { get; init; }

    /// <summary>Below the scrapping age of its class.</summary>
    public static GateDecision OnOperation(Row<Vessel> ship, StandardLibrary library, DateOnly day) => ship.Values.AgeOn(library, day) is not { } age
        ? new(null, [ship.Values.AgeUnknown()], VesselAge.Rule, [ship.Evidence])
        : new(age.MayOperate, [age.MayOperate
            ? new("within-age", $"船龄 {age.Years} 年，小于强制报废船龄 {age.ScrappingAge:0.##} 年", $"{age.Years} years old, scrapped at {age.ScrappingAge:0.##}")
            : new("over-age", $"船龄 {age.Years} 年，已达强制报废船龄 {age.ScrappingAge:0.##} 年", $"{age.Years} years old, which reaches the scrapping age of {age.ScrappingAge:0.##}")],
            VesselAge.Rule, [ship.Evidence])
        { Age = age, Standard = ShippingRules.Carried.Ages.Standard };

    /// <summary>GB 3552, where the plan binds the vessel to it.</summary>
    /// <param name="ship">The vessel.</param>
    /// <param name="proofs">The proofs that may be relied on.</param>
    /// <param name="day">The day of the check; that of the entry where none is on file.</param>
    public static GateDecision OnEntry(Row<Vessel> ship, IReadOnlyList<Row<DischargeProof>> proofs, DateOnly day)
    {
        var entry = ship.Values.EnteredServiceOn ?? day;
        if (ship.Values.IsBound(entry) != true)
            return new(true, [new("not-bound", $"{entry:yyyy-MM-dd} 投入使用，不属于计划所列新投入使用船舶", $"in service from {entry:yyyy-MM-dd}: not one of the new vessels that the plan binds")], DischargeRule, [ship.Evidence]);
        var standard = ShippingRules.Carried.Discharge.Standard;
        if (proofs.Count == 0)
            return new(false, [new("no-proof", $"没有 {standard} 符合证明", $"no proof of {standard} equipment is on file")], DischargeRule, [ship.Evidence]) { Standard = standard };
        // The one that lacks least speaks for the vessel.
        var (proof, lacks) = proofs.Select(each => (each, Lacks: each.Values.Lacks(ship.Values, day).ToList())).MinBy(each => each.Lacks.Count);
        return new(lacks.Count == 0,
            lacks.Count > 0 ? lacks : [new("proved", $"证书 {proof.Values.Certificate} 证明符合 {standard}", $"certificate {proof.Values.Certificate} proves {standard}")],
            DischargeRule, [ship.Evidence, proof.Evidence])
        { Standard = standard, Certificate = proof.Values.Certificate };
    }
}
