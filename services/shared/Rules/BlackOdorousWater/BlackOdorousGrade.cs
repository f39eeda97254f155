using Bishui.Rules.Statistics;

namespace Bishui.Rules.BlackOdorousWater;

/// <summary>Grade of black and odorous water (黑臭级别); a higher value is worse.</summary>
public enum BlackOdorousGrade
{
    /// <summary>不黑臭</summary>
    NotBlackOdorous,

    /// <summary>轻度黑臭</summary>
    Mild,

    /// <summary>重度黑臭</summary>
    Severe,
}

/// <summary>One sample: its grade and that of each indicator.</summary>
/// <param name="Grade">The worst; null where no indicator was measured.</param>
/// <param name="Indicators">Grades by parameter key.</param>
public sealed record GradedSample(BlackOdorousGrade? Grade, IReadOnlyDictionary<string, BlackOdorousGrade> Indicators);

/// <summary>One indicator over the rounds of a point.</summary>
/// <param name="Parameter">Key of the parameter.</param>
/// <param name="Severe">Severe data, of all data of the indicator.</param>
public sealed record IndicatorShare(string Parameter, Share Severe);

/// <summary>A point over its rounds.</summary>
/// <param name="Grade">The grade; null with too few rounds.</param>
/// <param name="Rounds">Rounds with a grade.</param>
/// <param name="Indicators">What it rests on.</param>
/// <param name="Rule">Name and version of the rule.</param>
public sealed record GradedPoint(BlackOdorousGrade? Grade, int Rounds, IReadOnlyList<IndicatorShare> Indicators, string Rule);
