namespace Bishui.Features.Findings;

/// <summary>The service's own declarations of this kind (发现问题的规则).</summary>
/// <param name="All">In the order in which they are shown.</param>
public sealed record FindingCatalogue(IReadOnlyList<FindingRule> All)
{
    /// <summary>The one with this key; null where the service has none.</summary>
    public FindingRule? Find(string key) => All.FirstOrDefault(rule => rule.Key == key);
}
