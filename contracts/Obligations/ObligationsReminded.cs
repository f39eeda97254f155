namespace Bishui.Contracts.Obligations;

/// <summary>Duties came to a step of the reminder ladder (提醒) on one day.</summary>
public sealed record ObligationsReminded
{
    /// <summary>The service that owns their tasks.</summary>
    public required string Service { get; init; }

    /// <summary>One for each duty.</summary>
    public required IReadOnlyList<ObligationReminder> Reminders { get; init; }
}

/// <summary>A reminder of one duty.</summary>
public sealed record ObligationReminder
{
    /// <summary>Id of the duty.</summary>
    public required string ObligationId { get; init; }

    /// <summary>The plan the duty comes from.</summary>
    public required string PlanId { get; init; }

    /// <summary>Task number.</summary>
    public required int Task { get; init; }

    /// <summary>What is owed.</summary>
    public required string Title { get; init; }

    /// <summary>Keys of the units that owe it.</summary>
    public required IReadOnlyList<string> Units { get; init; }

    /// <summary><c>seven-days-before</c>, <c>one-day-before</c>, <c>on-the-day</c> or <c>after</c>.</summary>
    public required string Step { get; init; }

    /// <summary>Last day in time.</summary>
    public required DateOnly Due { get; init; }

    /// <summary>When it was sent.</summary>
    public required DateTimeOffset SentAt { get; init; }
}
