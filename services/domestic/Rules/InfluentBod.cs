namespace Bishui.Domestic.Rules;

/// <summary>F11 平均进水BOD浓度: Σ (Q × C) / Σ Q over plants and times, mg/L. Concentrations are never averaged without their flows.</summary>
public static class InfluentBod
{
    /// <summary>Name and version of this rule.</summary>
    public const string Rule = "F11/1";

    /// <summary>The mean weighted by flow, mg/L; null where no water came.</summary>
    public static decimal? Mean(IReadOnlyCollection<Influent> influents) =>
        influents.Sum(each => each.Volume) is var volume && volume > 0 ? influents.Sum(each => each.Load) / volume : null;
}
