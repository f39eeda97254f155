namespace Bishui.Assessment.Reports.Drafting;

/// <summary>Numbers what is cited, in the order in which it is first cited.</summary>
internal sealed class SourceList
{
    private readonly List<ReportSource> _sources = [];

    public IReadOnlyList<ReportSource> All => _sources;

    /// <summary>The number of a source; one with the same link has one number, and all facts that were cited by it.</summary>
    public int Cite(string title, string href, params IEnumerable<string> facts)
    {
        var at = _sources.FindIndex(source => source.Href == href);
        if (at < 0)
        {
            _sources.Add(new(_sources.Count + 1, title, href, [.. facts.Distinct()]));
            return _sources.Count;
        }
        _sources[at] = _sources[at] with { Facts = [.. _sources[at].Facts.Union(facts)] };
        return at + 1;
    }
}
