namespace Bishui.Contracts.Exceedances;

/// <summary>A reading was beyond the limit in force and opened a case (超标).</summary>
public sealed record LimitExceeded
{
    /// <summary>Id of the case that was opened.</summary>
    public required string ExceedanceId { get; init; }

    /// <summary>The service that holds the site and the case.</summary>
    public required string Service { get; init; }

    /// <summary>Id of the site.</summary>
    public required string Site { get; init; }

    /// <summary>Key of the site's kind, for example <c>river-section</c>.</summary>
    public required string SiteKind { get; init; }

    /// <summary>Key of the unit that answers for the site.</summary>
    public required string Unit { get; init; }

    /// <summary>Numbers of the plan's tasks that the site serves.</summary>
    public required IReadOnlyList<int> Tasks { get; init; }

    /// <summary>Keys of the topics (工作主题) of the site; null where it was told before topics existed.</summary>
    public IReadOnlyList<string>? Topics { get; init; }

    /// <summary>Key of the parameter.</summary>
    public required string Parameter { get; init; }

    /// <summary>Name and version of the rule that judged, for example <c>single-reading/1</c>.</summary>
    public required string Rule { get; init; }

    /// <summary>When the sample was taken.</summary>
    public required DateTimeOffset TakenAt { get; init; }

    /// <summary>The measured value in <see cref="LimitUnit"/>.</summary>
    public required decimal Value { get; init; }

    /// <summary>The limit that was not met; the nearer end where the limit is a range, null where it is a word (not-detected).</summary>
    public decimal? Limit { get; init; }

    /// <summary>The limit in print, for example <c>≤ 1.0</c> or <c>not-detected</c>.</summary>
    public required string LimitText { get; init; }

    /// <summary>Unit of value and limit.</summary>
    public required string LimitUnit { get; init; }

    /// <summary>(value − limit) / limit, or null where the standard defines none (pH, dissolved oxygen, water temperature).</summary>
    public decimal? Multiple { get; init; }

    /// <summary>Standard, for example GB 3838-2002.</summary>
    public required string Standard { get; init; }

    /// <summary>Grade or class of the standard that applied, for example III.</summary>
    public required string Grade { get; init; }

    /// <summary>When the case was opened.</summary>
    public required DateTimeOffset OpenedAt { get; init; }
}
