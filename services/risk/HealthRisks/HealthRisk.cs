namespace Bishui.Risk.HealthRisks;

/// <summary>Who drinks how much for how long.</summary>
/// <param name="Intake">IR, L/d.</param>
/// <param name="DaysPerYear">EF, d/a.</param>
/// <param name="Years">ED, a.</param>
/// <param name="BodyWeight">BW, kg.</param>
/// <param name="LifetimeYears">A lifetime, a: the averaging time of cancer.</param>
/// <param name="Source">Where the figures come from.</param>
/// <param name="Confidence">How sure they are.</param>
public sealed record Exposure(decimal Intake, decimal DaysPerYear, decimal Years, decimal BodyWeight, decimal LifetimeYears, string Source, string Confidence);

/// <summary>Toxicity of a substance.</summary>
/// <param name="Parameter">Key of the parameter; its readings are in mg/L.</param>
/// <param name="ReferenceDose">RfD, mg/(kg·d); null where none is configured.</param>
/// <param name="SlopeFactor">SF, (mg/(kg·d))⁻¹; null where it is not known to cause cancer, or none is configured.</param>
/// <param name="Source">Where the figures come from.</param>
/// <param name="Confidence">How sure they are.</param>
public sealed record Toxicity(string Parameter, decimal? ReferenceDose, decimal? SlopeFactor, string Source, string Confidence);

/// <summary>What is acceptable.</summary>
/// <param name="HazardIndex">HI at or below it is acceptable.</param>
/// <param name="Negligible">Below it a cancer risk is negligible.</param>
/// <param name="Acceptable">Above it a cancer risk is not acceptable.</param>
public sealed record RiskLevels(decimal HazardIndex, decimal Negligible, decimal Acceptable);

/// <summary>How a risk stands.</summary>
public enum RiskState
{
    /// <summary>Negligible (可忽略).</summary>
    Negligible,

    /// <summary>To be managed (需管理).</summary>
    ToBeManaged,

    /// <summary>Not acceptable (不可接受).</summary>
    NotAcceptable,

    /// <summary>A figure for it is not configured: nothing can be said (未配置).</summary>
    NotConfigured,
}

/// <summary>What a substance comes to at a point.</summary>
public sealed record SubstanceRisk
{
    /// <summary>Key of the parameter.</summary>
    public required string Parameter { get; init; }

    /// <summary>C, mg/L: the mean, half the detection limit for results below it.</summary>
    public required decimal Concentration { get; init; }

    /// <summary>CDI averaged over the exposure, mg/(kg·d); null where no toxicity is configured.</summary>
    public decimal? Dose { get; init; }

    /// <summary>CDI averaged over a lifetime, mg/(kg·d); null where no slope factor is configured.</summary>
    public decimal? LifetimeDose { get; init; }

    /// <summary>HQ; null where no reference dose is configured.</summary>
    public decimal? HazardQuotient { get; init; }

    /// <summary>ILCR; null where no slope factor is configured.</summary>
    public decimal? CancerRisk { get; init; }

    /// <summary>The toxicity it rests on; null where none is configured.</summary>
    public Toxicity? Toxicity { get; init; }

    /// <summary>The cancer risk's state; not-configured where there is no slope factor.</summary>
    public required RiskState State { get; init; }
}

/// <summary>F20, chemical health risk of drinking water. Pure.</summary>
public static class HealthRisk
{
    private const decimal DaysOfYear = 365;

    /// <summary>CDI = C × IR × EF × ED / (BW × AT), mg/(kg·d).</summary>
    /// <param name="concentration">C, mg/L.</param>
    /// <param name="exposure">IR, EF, ED, BW.</param>
    /// <param name="averagingDays">AT, d.</param>
    public static decimal Dose(decimal concentration, Exposure exposure, decimal averagingDays) =>
        concentration * exposure.Intake * exposure.DaysPerYear * exposure.Years / (exposure.BodyWeight * averagingDays);

    /// <summary>HQ = CDI / RfD with AT = ED × 365; ILCR = CDI × SF with AT a lifetime. What is not configured stays unknown.</summary>
    public static SubstanceRisk Of(string parameter, decimal concentration, Toxicity? toxicity, Exposure exposure, RiskLevels levels)
    {
        var dose = toxicity is null ? (decimal?)null : Dose(concentration, exposure, exposure.Years * DaysOfYear);
        var lifetime = toxicity?.SlopeFactor is null ? (decimal?)null : Dose(concentration, exposure, exposure.LifetimeYears * DaysOfYear);
        var risk = lifetime * toxicity?.SlopeFactor;
        return new()
        {
            Parameter = parameter,
            Concentration = concentration,
            Dose = dose,
            LifetimeDose = lifetime,
            HazardQuotient = dose / toxicity?.ReferenceDose,
            CancerRisk = risk,
            Toxicity = toxicity,
            State = CancerState(risk, levels),
        };
    }

    /// <summary>Σ over the substances for which there is a figure; null where there is none.</summary>
    public static decimal? Sum(IEnumerable<decimal?> figures)
    {
        var known = figures.OfType<decimal>().ToList();
        return known.Count == 0 ? null : known.Sum();
    }

    /// <summary>Below 10⁻⁶ negligible, to 10⁻⁴ to be managed, above not acceptable.</summary>
    public static RiskState CancerState(decimal? risk, RiskLevels levels) =>
        risk is not { } known ? RiskState.NotConfigured
        : known < levels.Negligible ? RiskState.Negligible
        : known <= levels.Acceptable ? RiskState.ToBeManaged
        : RiskState.NotAcceptable;

    /// <summary>
    /// Whether HI and ILCR are both acceptable. One beyond its level decides alone; a sum that is not known never counts as acceptable.
    /// </summary>
    public static bool? IsAcceptable(decimal? hazardIndex, decimal? cancerRisk, RiskLevels levels) =>
        hazardIndex > levels.HazardIndex || cancerRisk > levels.Acceptable ? false
        : hazardIndex is null || cancerRisk is null ? null
        : true;
}
