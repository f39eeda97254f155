using Bishui.Rules.Judging;
using Bishui.Rules.Standards;
using Bishui.Rules.Statistics;

namespace Bishui.Rules.BlackOdorousWater;

/// <summary>Grades samples, points and bodies of black and odorous water (黑臭水体分级).</summary>
/// <remarks>城市黑臭水体整治工作指南 (2015). Shares are compared before anything is rounded.</remarks>
public sealed class BlackOdorousGrading
{
    /// <summary>Name and version of this rule.</summary>
    public const string Rule = "black-odorous/1";

    /// <summary>Rounds without which a point has no grade.</summary>
    public const int LeastRounds = 3;

    private const int LeastReach = 3;
    private const decimal OneIndicator = 60m;
    private const decimal TwoIndicators = 30m;
    private const decimal PointsOfBody = 60m;

    private readonly GradeTable _grades;

    private BlackOdorousGrading(GradeTable grades) => _grades = grades;

    /// <summary>Prepares the limits of the guide.</summary>
    public static BlackOdorousGrading Prepare(Standard guide) => new(GradeTable.Prepare(guide, new Dictionary<string, string>()));

    /// <summary>Grades one sample from values in the units of the guide: transparency in centimetres, redox potential in millivolts, the others in mg/L.</summary>
    public GradedSample OfSample(IReadOnlyDictionary<string, decimal> values)
    {
        var indicators = new Dictionary<string, BlackOdorousGrade>();
        foreach (var (parameter, value) in values)
        {
            if (_grades.GradeOf(parameter, value) is { } grade)
                indicators[parameter] = (BlackOdorousGrade)grade;
        }

        return new(indicators.Count == 0 ? null : indicators.Values.Max(), indicators);
    }

    /// <summary>
    /// Grades a point: severe if one indicator is severe in at least 60 % of its data, or two are in at least 30 % of theirs; otherwise mild. A point
    /// where no datum ever left the not-black-odorous band is not black and odorous.
    /// </summary>
    // The guide grades water that is known to be black and odorous, so it names no third outcome; the last sentence is our reading.
    public static GradedPoint OfPoint(IReadOnlyCollection<GradedSample> rounds)
    {
        var graded = rounds.Where(round => round.Grade is not null).ToArray();
        var shares = graded.SelectMany(round => round.Indicators).GroupBy(one => one.Key, one => one.Value)
            .Select(data => new IndicatorShare(data.Key, Share.Where([.. data], grade => grade == BlackOdorousGrade.Severe)))
            .OrderBy(one => one.Parameter, StringComparer.Ordinal).ToArray();
        var isSevere = shares.Any(one => one.Severe.Percent >= OneIndicator) || shares.Count(one => one.Severe.Percent >= TwoIndicators) >= 2;
        BlackOdorousGrade? grade = graded.Length < LeastRounds ? null
            : isSevere ? BlackOdorousGrade.Severe
            : graded.Any(round => round.Grade > BlackOdorousGrade.NotBlackOdorous) ? BlackOdorousGrade.Mild
            : BlackOdorousGrade.NotBlackOdorous;
        return new(grade, graded.Length, shares, Rule);
    }

    /// <summary>Grades a water body from its points: severe if at least 60 % are; otherwise the worse of mild and what its points are. Null without a graded point.</summary>
    public static BlackOdorousGrade? OfWaterBody(IEnumerable<BlackOdorousGrade?> points)
    {
        var graded = points.OfType<BlackOdorousGrade>().ToArray();
        return graded.Length == 0 ? null
            : Share.Where(graded, grade => grade == BlackOdorousGrade.Severe).Percent >= PointsOfBody ? BlackOdorousGrade.Severe
            : graded.Any(grade => grade > BlackOdorousGrade.NotBlackOdorous) ? BlackOdorousGrade.Mild
            : BlackOdorousGrade.NotBlackOdorous;
    }

    /// <summary>The reaches between three or more consecutive severe points, as places of their first and last point in the order along the water.</summary>
    public static IReadOnlyList<(int First, int Last)> SevereReaches(IReadOnlyList<BlackOdorousGrade?> points)
    {
        var reaches = new List<(int, int)>();
        for (var first = 0; first < points.Count; first++)
        {
            var last = first;
            while (last < points.Count && points[last] == BlackOdorousGrade.Severe)
                last++;
            if (last - first >= LeastReach)
                reaches.Add((first, last - 1));
            first = last;
        }

        return reaches;
    }

    /// <summary>
    /// The indicators by which a treated water body bounces back (返黑返臭): any that left the not-black-odorous band in a sample raises the alarm.
    /// </summary>
    public static IReadOnlyList<string> BounceBack(GradedSample sample) =>
        [.. sample.Indicators.Where(one => one.Value > BlackOdorousGrade.NotBlackOdorous).Select(one => one.Key).Order(StringComparer.Ordinal)];
}
