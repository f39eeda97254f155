namespace Bishui.Features.Indicators;

/// <summary>The service's own declarations of this kind (考核指标).</summary>
/// <param name="All">In the order in which they are shown.</param>
public sealed record IndicatorCatalogue(IReadOnlyList<Indicator> All)
{
    /// <summary>The one with this key; null where the service has none.</summary>
    public Indicator? Find(string key) => All.FirstOrDefault(indicator => indicator.Key == key);
}
