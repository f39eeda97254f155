using Bishui.Rules.Judging;
using Bishui.Rules.Measures;
using Bishui.Rules.Standards;
using Bishui.Rules.SurfaceWater;

namespace Bishui.Rules.Groundwater;

/// <summary>One parameter of classified groundwater.</summary>
/// <param name="Parameter">Key of the parameter.</param>
/// <param name="Measured">The value as it was measured.</param>
/// <param name="Class">Its class, I to V; null where it has no limits, or none a number in this unit can be compared with.</param>
public sealed record GroundwaterItem(string Parameter, Measurement Measured, WaterClass? Class);

/// <summary>The class of groundwater at a point.</summary>
/// <param name="Class">I to V, never worse; null when nothing that has a class was measured.</param>
/// <param name="Items">Every value that was given.</param>
/// <param name="Deciding">Keys of the parameters that have the class of the point.</param>
/// <param name="Rule">Name and version of the rule.</param>
public sealed record GroundwaterClass(WaterClass? Class, IReadOnlyList<GroundwaterItem> Items, IReadOnlyList<string> Deciding, string Rule);

/// <summary>Single-factor class of groundwater (地下水质量单指标评价): the worst class of its parameters.</summary>
/// <remarks>GB/T 14848-2017 clause 6: class V is what does not meet class IV; where classes share a limit the better one is taken.</remarks>
public static class GroundwaterClassifier
{
    /// <summary>Name and version of this rule.</summary>
    public const string Rule = "groundwater-single-factor/1";

    private static readonly IReadOnlyDictionary<string, string> NoConditions = new Dictionary<string, string>();

    /// <summary>Classifies one set of values in any convertible units.</summary>
    public static GroundwaterClass Classify(Standard groundwater, IReadOnlyDictionary<string, Measurement> values)
    {
        var table = GradeTable.Prepare(groundwater, NoConditions);
        var items = values.OrderBy(one => one.Key, StringComparer.Ordinal)
            .Select(one => new GroundwaterItem(one.Key, one.Value, ClassOf(table, one.Key, one.Value))).ToArray();
        var worst = items.Max(item => item.Class);
        return new(worst, items, [.. items.Where(item => worst is not null && item.Class == worst).Select(item => item.Parameter)], Rule);
    }

    private static WaterClass? ClassOf(GradeTable table, string parameter, Measurement measured) =>
        table.LimitOf(parameter) is { } limit && Units.TryConvert(measured.Value, measured.Unit, limit.Unit, out var value)
            ? (WaterClass?)(table.GradeOf(parameter, value) + 1)
            : null;
}
