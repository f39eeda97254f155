namespace Bishui.Features.Tasks;

/// <summary>
/// A topic (工作主题): a kind of work that a service knows how to do. Registers, indicators, findings, sites and checks belong to a topic; a plan
/// says which of its tasks carry it, and the units of those tasks have the rights and duties.
/// </summary>
/// <param name="Key">Stable: lower-case letters, digits and hyphens.</param>
/// <param name="TitleZh">Chinese name.</param>
/// <param name="TitleEn">English name.</param>
/// <param name="CoversZh">What it covers, in Chinese, in one line.</param>
public sealed record Topic(string Key, string TitleZh, string TitleEn, string CoversZh);

/// <summary>The topics of the service.</summary>
/// <param name="All">In the order in which they are shown.</param>
public sealed record TopicCatalogue(IReadOnlyList<Topic> All)
{
    /// <summary>The topic with this key; null where the service has none.</summary>
    public Topic? Find(string key) => All.FirstOrDefault(topic => topic.Key == key);
}
