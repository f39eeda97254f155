using System.Collections.Frozen;
using Bishui.Rules.Standards;

namespace Bishui.Rules.SurfaceWater;

/// <summary>
/// Single-factor evaluation (单因子评价) of a section: each parameter takes the best class whose limit it meets, the section takes the worst of them.
/// </summary>
/// <remarks>
/// GB 3838-2002 clause 5 and 环办〔2011〕22号: of the 24 items of table 1, water temperature, total nitrogen and fecal coliforms are shown but do not
/// decide, which leaves 21. The class is drawn from the items at hand, so the result lists them.
/// </remarks>
public static class SectionClassifier
{
    /// <summary>Name and version of this rule.</summary>
    public const string Rule = "single-factor/1";

    /// <summary>Without these the national automatic stations publish no class.</summary>
    public static readonly IReadOnlySet<string> RequiredOfAutomaticStations =
        new[] { "dissolved-oxygen", "permanganate-index", "ammonia-nitrogen" }.ToFrozenSet();

    /// <summary>
    /// Classifies one set of values, each in the unit of its limit. <paramref name="required"/> names parameters without which there is no class; null
    /// asks for none. For many sets prepare a <see cref="SectionTable"/> once.
    /// </summary>
    public static SectionClass Classify(
        Standard surfaceWater,
        WaterBody body,
        IReadOnlyDictionary<string, decimal> values,
        WaterClass? target = null,
        IReadOnlySet<string>? required = null) =>
        SectionTable.Prepare(surfaceWater, body).Classify(values, target, required);
}
