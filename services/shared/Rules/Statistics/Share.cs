namespace Bishui.Rules.Statistics;

/// <summary>How many of how many.</summary>
/// <param name="Count">Those for which it holds.</param>
/// <param name="Of">All that were judged.</param>
public readonly record struct Share(int Count, int Of)
{
    /// <summary>In percent, unrounded; null where nothing was judged.</summary>
    public decimal? Percent => Of == 0 ? null : Count * 100m / Of;

    /// <summary>The share of the items for which something holds.</summary>
    public static Share Where<T>(IReadOnlyCollection<T> items, Func<T, bool> holds) => new(items.Count(holds), items.Count);
}
