using Bishui.Rules.Judging;
using Bishui.Rules.Measures;
using Bishui.Rules.Standards;
using Bishui.Rules.Statistics;
using Bishui.Rules.SurfaceWater;

namespace Bishui.Rules.DrinkingSources;

/// <summary>Whether a drinking-water source complies, and what that rests on.</summary>
public sealed record SourceJudgement
{
    /// <summary>Whether every judged item complies; null where none could be judged.</summary>
    public bool? Complies { get; init; }

    /// <summary>The items that decide, within and beyond.</summary>
    public required IReadOnlyList<Judgement> Judged { get; init; }

    /// <summary>The items that are not met.</summary>
    public IReadOnlyList<Judgement> Failing => [.. Judged.Where(item => item.Verdict == Verdict.Beyond)];

    /// <summary>Keys of what is reported beside, and of what no limit could be compared with.</summary>
    public required IReadOnlyList<string> Reported { get; init; }

    /// <summary>Name and version of the rule.</summary>
    public required string Rule { get; init; }
}

/// <summary>Judges centralised drinking-water sources (集中式饮用水水源达标率).</summary>
/// <remarks>
/// HJ 774-2015 and GB 3838-2002 clause 5.3: surface water by class III of table 1 and the limits of tables 2 and 3, groundwater by class III of
/// GB/T 14848. Water temperature, total nitrogen and fecal coliforms are reported and do not decide.
/// </remarks>
public sealed class SourceCompliance
{
    /// <summary>Name and version of the rule for surface water.</summary>
    public const string SurfaceRule = "surface-source/1";

    /// <summary>Name and version of the rule for groundwater.</summary>
    public const string GroundRule = "ground-source/1";

    private readonly JudgeTable _limits;
    private readonly string _rule;

    private SourceCompliance(JudgeTable limits, string rule) => (_limits, _rule) = (limits, rule);

    /// <summary>For sources of surface water.</summary>
    public static SourceCompliance OfSurfaceWater(Standard surfaceWater, WaterBody body) =>
        new(JudgeTable.Prepare(surfaceWater, WaterClass.III.Key(), new Dictionary<string, string> { ["water_body"] = body.Key(), ["use"] = "drinking-source" }), SurfaceRule);

    /// <summary>For sources of groundwater.</summary>
    public static SourceCompliance OfGroundwater(Standard groundwater) =>
        new(JudgeTable.Prepare(groundwater, WaterClass.III.Key(), new Dictionary<string, string>()), GroundRule);

    /// <summary>Judges one set of values, measured on or averaged up to a civil day.</summary>
    public SourceJudgement Judge(IReadOnlyDictionary<string, Measurement> values, DateOnly day)
    {
        var items = values.OrderBy(one => one.Key, StringComparer.Ordinal)
            .Where(one => !_limits.Standard.ExcludedFromClass.Contains(one.Key))
            .Select(one => _limits.Judge(one.Key, one.Value.Value, one.Value.Unit, day))
            .Where(item => item.Verdict is Verdict.Within or Verdict.Beyond).ToArray();
        return new()
        {
            Complies = items.Length == 0 ? null : items.All(item => item.Verdict == Verdict.Within),
            Judged = items,
            Reported = [.. values.Keys.Except(items.Select(item => item.Parameter)).Order(StringComparer.Ordinal)],
            Rule = _rule,
        };
    }

    /// <summary>R_n: sources that comply, of those judged.</summary>
    public static Share BySources(IEnumerable<SourceJudgement> sources) =>
        Share.Where([.. sources.Where(source => source.Complies is not null)], source => source.Complies == true);

    /// <summary>R_v: volume drawn from sources that comply, of the volume drawn from all judged, in percent; null where nothing was drawn.</summary>
    public static decimal? ByVolume(IReadOnlyCollection<(SourceJudgement Source, decimal Volume)> drawn)
    {
        var judged = drawn.Where(one => one.Source.Complies is not null).ToArray();
        return Computable.OrNull(() =>
        {
            var all = judged.Sum(one => one.Volume);
            return all == 0m ? null : judged.Where(one => one.Source.Complies == true).Sum(one => one.Volume) * 100m / all;
        });
    }
}
