using Bishui.Rules.Measures;

namespace Bishui.Rules.SurfaceWater;

/// <summary>The index of one parameter.</summary>
/// <param name="Parameter">Key of the parameter.</param>
/// <param name="Mean">Its mean over the sections.</param>
/// <param name="Index">Its share of the index.</param>
public sealed record CwqiItem(string Parameter, decimal Mean, decimal Index);

/// <summary>The index of a group of sections: the sum over its items.</summary>
/// <param name="Value">The sum; smaller is better. Null where nothing was measured.</param>
/// <param name="Sections">Sections it rests on.</param>
/// <param name="Items">The items.</param>
/// <param name="Rule">Name and version of the rule.</param>
public sealed record CwqiGroup(decimal? Value, int Sections, IReadOnlyList<CwqiItem> Items, string Rule);

/// <summary>City water quality index (城市水质指数).</summary>
/// <remarks>城市地表水环境质量排名技术规定（试行）, 2017. Sums of different items do not compare, so the items belong to the result.</remarks>
public static class Cwqi
{
    /// <summary>Name and version of this rule.</summary>
    public const string Rule = "cwqi/1";

    private const decimal NeutralPh = 7m;

    /// <summary>
    /// The index of river sections, or of lake points by their own limits. An item is averaged over the sections that measured it. An oxygen mean
    /// of zero has no index: it is left out.
    /// </summary>
    public static CwqiGroup Of(IReadOnlyCollection<IReadOnlyDictionary<string, decimal>> sections, SectionTable table)
    {
        var items = sections.SelectMany(section => section).Where(one => table.Counts(one.Key))
            .GroupBy(one => one.Key, one => one.Value)
            .Select(group => (Parameter: group.Key, Mean: Computable.OrNull(() => group.Average())))
            .Where(one => one.Mean is not null).Select(one => (one.Parameter, Mean: one.Mean!.Value))
            .Select(one => (one.Parameter, one.Mean, Index: Computable.OrNull(() => IndexOf(one.Parameter, one.Mean, table))))
            .Where(one => one.Index is not null)
            .OrderBy(one => one.Parameter, StringComparer.Ordinal)
            .Select(one => new CwqiItem(one.Parameter, one.Mean, one.Index!.Value)).ToArray();
        return new(items.Length == 0 ? null : Computable.OrNull(() => items.Sum(item => item.Index)), sections.Count, items, Rule);
    }

    /// <summary>The index of the city: rivers and lakes weighted by how many sections and points they have; null where neither was measured.</summary>
    public static decimal? City(CwqiGroup rivers, CwqiGroup lakes)
    {
        var measured = new[] { rivers, lakes }.Where(group => group.Value is not null).ToArray();
        return measured.Length == 0
            ? null
            : Computable.OrNull(() => measured.Sum(group => group.Value!.Value * group.Sections) / measured.Sum(group => group.Sections));
    }

    /// <summary>Change against a base period in percent; negative is better. Null where the base is zero.</summary>
    public static decimal? Change(decimal now, decimal before) => before == 0m ? null : Computable.OrNull(() => (now - before) / before * 100m);

    private static decimal? IndexOf(string parameter, decimal mean, SectionTable table)
    {
        var limit = table.LimitOf(parameter, WaterClass.III);
        return parameter switch
        {
            "ph" => mean <= NeutralPh ? (NeutralPh - mean) / (NeutralPh - limit?.Low) : (mean - NeutralPh) / (limit?.High - NeutralPh),
            "dissolved-oxygen" => mean == 0m ? null : limit?.Low / mean,
            _ => mean / limit?.High,
        };
    }
}
