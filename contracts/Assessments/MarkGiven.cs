namespace Bishui.Contracts.Assessments;

/// <summary>A person gave a mark for an item of the scoring scheme that no rule can judge (人工评分). Of several for one item the newest stands.</summary>
public sealed record MarkGiven
{
    /// <summary>Unique.</summary>
    public required string MarkId { get; init; }

    /// <summary>The plan whose assessment it is for.</summary>
    public required string PlanId { get; init; }

    /// <summary>Key of the scheme's item.</summary>
    public required string Item { get; init; }

    /// <summary>Key of the unit it is given to; null for the district.</summary>
    public string? Unit { get; init; }

    /// <summary>Task number, where the item is judged task by task.</summary>
    public int? Task { get; init; }

    /// <summary>What was earned of what is possible, 0 to 1; for a veto 1 means that it applies.</summary>
    public required decimal Share { get; init; }

    /// <summary>Why; never empty.</summary>
    public required string Reason { get; init; }

    /// <summary>Key of the unit that gave it.</summary>
    public required string Author { get; init; }

    /// <summary>When it was given.</summary>
    public required DateTimeOffset GivenAt { get; init; }
}
