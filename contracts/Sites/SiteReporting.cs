namespace Bishui.Contracts.Sites;

/// <summary>Whether a site sends what it owes.</summary>
public sealed record SiteReporting
{
    /// <summary>Id of the site.</summary>
    public required string Site { get; init; }

    /// <summary>Key of the site's kind.</summary>
    public required string SiteKind { get; init; }

    /// <summary>Key of the unit that answers for the site.</summary>
    public required string Unit { get; init; }

    /// <summary>Numbers of the plan's tasks that the site serves.</summary>
    public required IReadOnlyList<int> Tasks { get; init; }

    /// <summary>Keys of the topics (工作主题) of the site; null where it was told before topics existed.</summary>
    public IReadOnlyList<string>? Topics { get; init; }

    /// <summary><c>reporting</c>, <c>stale</c> (数据陈旧) or <c>silent</c> (数据中断).</summary>
    public required string State { get; init; }

    /// <summary>When the last reading it sent was taken; null where it never sent one.</summary>
    public DateTimeOffset? LastReadingAt { get; init; }

    /// <summary>Since when the state holds.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>When the state was found.</summary>
    public required DateTimeOffset ChangedAt { get; init; }
}
