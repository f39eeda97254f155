using System.Collections.Frozen;
using Bishui.Rules.Judging;
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

    private sealed record Judged(SectionItem Item, Limit? Limit);

    /// <summary>
    /// Classifies one set of values, each in the unit of its limit. <paramref name="required"/> names parameters without which there is no class; null
    /// asks for none.
    /// </summary>
    public static SectionClass Classify(
        Standard surfaceWater,
        WaterBody body,
        IReadOnlyDictionary<string, decimal> values,
        WaterClass? target = null,
        IReadOnlySet<string>? required = null)
    {
        var conditions = new Dictionary<string, string> { ["water_body"] = body.Key() };
        var reference = target is null or WaterClass.InferiorV ? WaterClass.III : target.Value;
        var judged = surfaceWater.Parameters.Where(values.ContainsKey)
            .Union(values.Keys.Order(StringComparer.Ordinal))
            .Select(parameter => JudgeItem(surfaceWater, conditions, parameter, values[parameter], reference))
            .OrderByDescending(one => one.Item.Counts)
            .ToArray();

        var missing = (required ?? FrozenSet<string>.Empty).Where(key => !values.ContainsKey(key)).Order(StringComparer.Ordinal).ToArray();
        var counted = judged.Where(one => one.Item.Counts).ToArray();
        WaterClass? worst = missing.Length > 0 ? null : counted.Max(one => one.Item.Class);
        return new()
        {
            Class = worst,
            Target = target,
            Items = Array.ConvertAll(judged, one => one.Item),
            Deciding = worst is null ? [] : [.. counted.Where(one => one.Item.Class == worst).Select(one => one.Item.Parameter)],
            Main = worst is null ? [] : MainPollutants(surfaceWater, counted),
            Missing = missing,
            Rule = Rule,
        };
    }

    private static Judged JudgeItem(
        Standard standard, Dictionary<string, string> conditions, string parameter, decimal value, WaterClass reference)
    {
        var entries = standard.LimitsOf(parameter);
        var limit = Conditions.Select(entries, reference.Key(), conditions, out _)
            .FirstOrDefault(entry => !entry.ByGrade.ContainsKey(Limit.Ungraded));
        var bound = limit?.For(reference.Key());
        WaterClass? reached = limit is null ? null : ClassOf(standard, limit, value);
        var item = new SectionItem
        {
            Parameter = parameter,
            Value = value,
            Unit = limit?.Unit ?? (entries.Count > 0 ? entries[0].Unit : null),
            Class = reached,
            Counts = reached is not null && !standard.ExcludedFromClass.Contains(parameter),
            Limit = bound?.Nearest(value),
            Multiple = bound is { } exceeded ? limit!.Multiple(exceeded, value) : null,
        };
        return new(item, limit);
    }

    private static WaterClass ClassOf(Standard standard, Limit limit, decimal value)
    {
        foreach (var grade in standard.Grades)
        {
            if (limit.For(grade) is { } bound && limit.Meets(bound, value) == true)
                return WaterClasses.Parse(grade);
        }

        return WaterClass.InferiorV;
    }

    // 环办〔2011〕22号: what is beyond class III, which is nothing unless the section is of class IV or worse; cyanide and heavy metals first,
    // then by class, then by multiple over class III; three are kept.
    private static MainPollutant[] MainPollutants(Standard standard, Judged[] counted) =>
    [
        .. counted
            .Where(one => one.Item.Class > WaterClass.III)
            .Select(one => new MainPollutant(one.Item.Parameter, one.Item.Class!.Value, MultipleOverClassIII(one)))
            .OrderByDescending(one => standard.MainPollutantsFirst.Contains(one.Parameter))
            .ThenByDescending(one => one.Class)
            .ThenByDescending(one => one.Multiple)
            .Take(3),
    ];

    private static decimal? MultipleOverClassIII(Judged one) =>
        one.Limit!.For(WaterClass.III.Key()) is { } classIII ? one.Limit.Multiple(classIII, one.Item.Value) : null;
}
