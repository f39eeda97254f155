using Bishui.Rules.Measures;
using Bishui.Rules.Statistics;

namespace Bishui.Rules.SurfaceWater;

/// <summary>How the grade of a river was found.</summary>
public enum RiverMethod
{
    /// <summary>By the shares of good and bad sections: five sections or more.</summary>
    SectionShares,

    /// <summary>By the means of each parameter over the sections: fewer than five.</summary>
    SectionMeans,
}

/// <summary>A parameter beyond class III in some sections of a river.</summary>
/// <param name="Parameter">Key of the parameter.</param>
/// <param name="Exceeding">Sections beyond class III of all sections.</param>
public sealed record RiverPollutant(string Parameter, Share Exceeding);

/// <summary>The grade of a river, and what it rests on.</summary>
public sealed record RiverGrade
{
    /// <summary>The grade; null where no section has a class.</summary>
    public SectionGrade? Grade { get; init; }

    /// <summary>How it was found.</summary>
    public required RiverMethod Method { get; init; }

    /// <summary>Sections of class III or better of those with a class.</summary>
    public required Share Good { get; init; }

    /// <summary>Sections worse than class V of those with a class.</summary>
    public required Share WorseThanV { get; init; }

    /// <summary>The means over the sections with their class, where the method takes means; null otherwise.</summary>
    public SectionClass? Means { get; init; }

    /// <summary>At most three main pollutants of the river, by section exceedance rate; empty with fewer than five sections, which name their own.</summary>
    public required IReadOnlyList<RiverPollutant> Main { get; init; }

    /// <summary>Name and version of the rule.</summary>
    public required string Rule { get; init; }
}

/// <summary>Grades a river by its sections (河流水质定性评价).</summary>
/// <remarks>环办〔2011〕22号. Boundaries are compared before anything is rounded.</remarks>
public static class RiverEvaluation
{
    /// <summary>Name and version of this rule.</summary>
    public const string Rule = "river-grade/1";

    /// <summary>With fewer sections their means are classified.</summary>
    public const int SectionsForShares = 5;

    /// <summary>Grades the river. Sections without a class take no part. <paramref name="table"/> classifies the means of fewer than five sections.</summary>
    public static RiverGrade Grade(IReadOnlyList<SectionClass> sections, SectionTable table)
    {
        var classified = sections.Where(section => section.Class is not null).ToArray();
        var good = Share.Where(classified, section => section.Class <= WaterClass.III);
        var bad = Share.Where(classified, section => section.Class == WaterClass.InferiorV);
        var byShares = classified.Length >= SectionsForShares;
        var means = byShares || classified.Length == 0 ? null : table.Classify(MeansOf(classified));
        return new()
        {
            Grade = byShares ? ByShares(good, bad) : means?.Class is { } reached ? SectionGrades.Of(reached) : null,
            Method = byShares ? RiverMethod.SectionShares : RiverMethod.SectionMeans,
            Good = good,
            WorseThanV = bad,
            Means = means,
            Main = byShares ? MainPollutants(classified) : [],
            Rule = Rule,
        };
    }

    /// <summary>The grade by the share of good sections and of sections worse than V.</summary>
    public static SectionGrade? ByShares(Share good, Share worseThanV) => (good.Percent, worseThanV.Percent) switch
    {
        (null, _) or (_, null) => null,
        (_, >= 40m) => SectionGrade.HeavyPollution,
        ( >= 90m, _) => SectionGrade.Excellent,
        ( >= 75m, _) => SectionGrade.Good,
        (_, >= 20m) => SectionGrade.ModeratePollution,
        _ => SectionGrade.LightPollution,
    };

    /// <summary>The three parameters that most sections exceed class III by.</summary>
    public static IReadOnlyList<RiverPollutant> MainPollutants(IReadOnlyCollection<SectionClass> sections) =>
    [
        .. sections
            .SelectMany(section => section.Items.Where(item => item.Counts && item.Class > WaterClass.III).Select(item => item.Parameter))
            .CountBy(parameter => parameter)
            .Select(one => new RiverPollutant(one.Key, new(one.Value, sections.Count)))
            .OrderByDescending(one => one.Exceeding.Count).ThenBy(one => one.Parameter, StringComparer.Ordinal)
            .Take(3),
    ];

    // Parameters are averaged first and classified then; a parameter is averaged over the sections that measured it.
    private static Dictionary<string, decimal> MeansOf(SectionClass[] sections) => sections
        .SelectMany(section => section.Items)
        .GroupBy(item => item.Parameter, item => item.Value)
        .Select(group => (Parameter: group.Key, Mean: Computable.OrNull(() => group.Average())))
        .Where(one => one.Mean is not null)
        .ToDictionary(one => one.Parameter, one => one.Mean!.Value);
}
