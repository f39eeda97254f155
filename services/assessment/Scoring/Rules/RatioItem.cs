using System.Text.Json.Nodes;

namespace Bishui.Assessment.Scoring.Rules;

/// <summary>
/// Points by how near an indicator comes to its target: in full when it is reached, else either in proportion (value ÷ target, or target ÷ value
/// where less is better), or less a share for every so much that is wanting (每差1个百分点扣…).
/// </summary>
internal sealed record RatioItem : IndicatorItem
{
    public const string Name = "ratio-to-target";

    /// <summary>In the indicator's unit: what counts as one step short; null: in proportion.</summary>
    public decimal? ShortBy { get; init; }

    /// <summary>Deducted for each step short, begun ones in proportion; with <see cref="ShortBy"/>.</summary>
    public decimal? Deduct { get; init; }

    public override string Rule => $"{Name}/1";

    public override IEnumerable<string> Faults()
    {
        foreach (var fault in base.Faults()) yield return fault;
        if (ShortBy is <= 0) yield return $"shortBy: {ShortBy} is not above 0";
        if (ShortBy is null != Deduct is null) yield return "shortBy, deduct: one without the other";
        if (Deduct is <= 0 or > 1) yield return $"deduct: {Deduct} is not above 0 and at most 1";
    }

    protected override decimal ShareOf(decimal value, decimal? target, bool atLeast)
    {
        var aim = target!.Value;
        var wanting = atLeast ? aim - value : value - aim;
        if (wanting <= 0) return 1;
        if (ShortBy is { } step) return Math.Max(0, 1 - (wanting / step * Deduct!.Value));
        return atLeast ? aim <= 0 ? 0 : Math.Clamp(value / aim, 0, 1) : Math.Clamp(aim / value, 0, 1);
    }

    protected override void Describe(JsonObject inputs)
    {
        inputs["shortBy"] = ShortBy;
        inputs["deduct"] = Deduct;
    }
}
