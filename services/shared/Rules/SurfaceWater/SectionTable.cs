using System.Collections.Frozen;
using Bishui.Rules.Judging;
using Bishui.Rules.Standards;

namespace Bishui.Rules.SurfaceWater;

/// <summary>The class limits of one kind of water, selected once: classifies one set of values after another. See <see cref="SectionClassifier"/>.</summary>
public sealed class SectionTable
{
    private sealed record Prepared(int Order, Limit? Graded, string? Unit, bool Counts, bool IsFirst);

    private readonly record struct Judged(SectionItem Item, Prepared By);

    private static readonly Prepared Unknown = new(int.MaxValue, null, null, false, false);

    private readonly GradeTable _grades;
    private readonly FrozenDictionary<string, Prepared> _byParameter;

    private SectionTable(Standard standard, WaterBody body)
    {
        _grades = GradeTable.Prepare(standard, new Dictionary<string, string> { ["water_body"] = body.Key() });
        _byParameter = standard.Parameters.Index().ToFrozenDictionary(one => one.Item, one =>
        {
            var graded = _grades.LimitOf(one.Item);
            return new Prepared(
                one.Index, graded, graded?.Unit ?? standard.LimitsOf(one.Item)[0].Unit,
                graded is not null && !standard.ExcludedFromClass.Contains(one.Item), standard.MainPollutantsFirst.Contains(one.Item));
        });
    }

    /// <summary>Selects the limits of a kind of water.</summary>
    public static SectionTable Prepare(Standard surfaceWater, WaterBody body) => new(surfaceWater, body);

    /// <summary>Whether a parameter takes part in the class.</summary>
    public bool Counts(string parameter) => _byParameter.TryGetValue(parameter, out var by) && by.Counts;

    /// <summary>The limit of a class for a parameter; null where it has none in this kind of water.</summary>
    public LimitValue? LimitOf(string parameter, WaterClass waterClass) => _grades.LimitOf(parameter)?.For(waterClass.Key());

    /// <summary>
    /// The value by which a single result below its detection limit is classified: that limit, under which it lies. Null where the detection limit is
    /// above the limit of the target, or of class III without one: then the result cannot be judged.
    /// </summary>
    // 环办〔2011〕22号 with the ministry's statistics rule of 2020; in a mean it takes part with half the detection limit instead.
    public decimal? OfSingleBelowDetection(string parameter, decimal detectionLimit, WaterClass? target = null) =>
        LimitOf(parameter, ReferenceOf(target)) is { } limit && !(detectionLimit <= (limit.Low ?? limit.High)) ? null : detectionLimit;

    /// <summary>
    /// Classifies one set of values, each in the unit of its limit. <paramref name="required"/> names parameters without which there is no class; null
    /// asks for none.
    /// </summary>
    public SectionClass Classify(IReadOnlyDictionary<string, decimal> values, WaterClass? target = null, IReadOnlySet<string>? required = null)
    {
        var reference = ReferenceOf(target).Key();
        var judged = new Judged[values.Count];
        var next = 0;
        WaterClass? worst = null;
        foreach (var (parameter, value) in values)
        {
            var one = judged[next++] = JudgeItem(parameter, value, reference);
            if (one.By.Counts && !(one.Item.Class <= worst))
                worst = one.Item.Class;
        }

        Array.Sort(judged, static (one, other) =>
            one.By.Counts != other.By.Counts ? other.By.Counts.CompareTo(one.By.Counts)
            : one.By.Order != other.By.Order ? one.By.Order.CompareTo(other.By.Order)
            : string.CompareOrdinal(one.Item.Parameter, other.Item.Parameter));
        string[] missing = required is null ? [] : [.. required.Where(key => !values.ContainsKey(key)).Order(StringComparer.Ordinal)];
        if (missing.Length > 0)
            worst = null;
        return new()
        {
            Class = worst,
            Target = target,
            Items = Array.ConvertAll(judged, one => one.Item),
            Deciding = worst is null ? [] : [.. judged.Where(one => one.By.Counts && one.Item.Class == worst).Select(one => one.Item.Parameter)],
            Main = worst > WaterClass.III ? MainPollutants(judged) : [],
            Missing = missing,
            Rule = SectionClassifier.Rule,
        };
    }

    private static WaterClass ReferenceOf(WaterClass? target) => target is null or WaterClass.InferiorV ? WaterClass.III : target.Value;

    private Judged JudgeItem(string parameter, decimal value, string reference)
    {
        var by = _byParameter.GetValueOrDefault(parameter, Unknown);
        var bound = by.Graded?.For(reference);
        return new(new()
        {
            Parameter = parameter,
            Value = value,
            Unit = by.Unit,
            Class = (WaterClass?)(_grades.GradeOf(parameter, value) + 1),
            Counts = by.Counts,
            Limit = bound?.Nearest(value),
            Multiple = bound is { } exceeded ? by.Graded!.Multiple(exceeded, value) : null,
        }, by);
    }

    // 环办〔2011〕22号: what is beyond class III, which is nothing unless the section is of class IV or worse; cyanide and heavy metals first,
    // then by class, then by multiple over class III; three are kept.
    private static MainPollutant[] MainPollutants(Judged[] judged) =>
    [
        .. judged
            .Where(one => one.By.Counts && one.Item.Class > WaterClass.III)
            .Select(one => (one.By.IsFirst, Main: new MainPollutant(one.Item.Parameter, one.Item.Class!.Value, MultipleOverClassIII(one))))
            .OrderByDescending(one => one.IsFirst)
            .ThenByDescending(one => one.Main.Class)
            .ThenByDescending(one => one.Main.Multiple)
            .Take(3)
            .Select(one => one.Main),
    ];

    private static decimal? MultipleOverClassIII(Judged one) =>
        one.By.Graded!.For(WaterClass.III.Key()) is { } classIII ? one.By.Graded.Multiple(classIII, one.Item.Value) : null;
}
