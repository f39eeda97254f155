namespace Bishui.Rules.Obligations;

/// <summary>One dated occurrence of a rule (应办事项).</summary>
public sealed record Duty
{
    /// <summary>Follows from plan, rule, object, period or basis, and unit: the same duty has the same id wherever and whenever it is made.</summary>
    public required string Id { get; init; }

    /// <summary>Key of the rule that made it.</summary>
    public required string Rule { get; init; }

    /// <summary>Task number.</summary>
    public required int Task { get; init; }

    /// <summary>What is owed.</summary>
    public required string Title { get; init; }

    /// <summary>Keys of the units that owe it, together.</summary>
    public required IReadOnlyList<string> Units { get; init; }

    /// <summary>Id of the object it is owed for; null where there is none.</summary>
    public string? ObjectId { get; init; }

    /// <summary>Name of that object.</summary>
    public string? ObjectName { get; init; }

    /// <summary>The period it is about; null where the rule has no periods.</summary>
    public Period? Period { get; init; }

    /// <summary>First day on which it can be done; null while the event that starts the clock is open.</summary>
    public DateOnly? From { get; init; }

    /// <summary>Last day in time; null where <see cref="Undated"/> says why, and for the duty of a case.</summary>
    public DateOnly? Due { get; init; }

    /// <summary>Why there is no due day yet; null where there is one, and for the duty of a case.</summary>
    public Undated? Undated { get; init; }

    /// <summary>The year whose calendar is not known; null unless that is the reason.</summary>
    public int? MissingYear { get; init; }

    /// <summary>The figure to be reached; null where the rule states none.</summary>
    public decimal? Target { get; init; }

    /// <summary>The date it rolls on from: of the last test, of the event, of the commissioning; null where there is none.</summary>
    public DateOnly? Since { get; init; }
}
