namespace Bishui.Assessment.Plan;

/// <summary>The platform's own reading of a plan, kept beside the transcription and never mixed into it.</summary>
internal sealed record PlanReading
{
    public required string Transcription { get; init; }

    public required string Source { get; init; }

    public required string Confidence { get; init; }

    public required string PlanId { get; init; }

    public required int Version { get; init; }

    public required IReadOnlyList<UnitReading> Units { get; init; }

    public required IReadOnlyList<ServiceReading> Services { get; init; }

    public required IReadOnlyList<SetReading> Sets { get; init; }

    public required ReviewReading Review { get; init; }

    public required IReadOnlyList<DeadlineReading> Deadlines { get; init; }

    public required IReadOnlyList<WaterClassReading> WaterClasses { get; init; }
}

internal sealed record UnitReading
{
    public required string Key { get; init; }

    public required string Name { get; init; }

    public required string Kind { get; init; }
}

/// <summary>Which tasks a service owns.</summary>
internal sealed record ServiceReading
{
    public required string Service { get; init; }

    public required IReadOnlyList<int> Tasks { get; init; }

    public required string Confidence { get; init; }

    public required string Note { get; init; }
}

/// <summary>A name that stands for units the plan names elsewhere; <c>Members</c> is <c>leading</c> or <c>cooperating</c>.</summary>
internal sealed record SetReading
{
    public required string Name { get; init; }

    public required string Members { get; init; }

    public required string Confidence { get; init; }

    public required string Note { get; init; }
}

/// <summary>Who reviews completions; whoever submitted one never reviews it.</summary>
internal sealed record ReviewReading
{
    public required IReadOnlyList<string> Otherwise { get; init; }

    /// <summary>For the tasks that one of the usual reviewers leads itself.</summary>
    public required IReadOnlyList<string> WhereReviewerLeads { get; init; }

    public required string Confidence { get; init; }

    public required string Note { get; init; }
}

/// <summary>What a printed deadline means; no last day while the event that starts the clock is open.</summary>
internal sealed record DeadlineReading
{
    public required string Text { get; init; }

    public required DateOnly? LastDay { get; init; }

    public required string Confidence { get; init; }

    public required string Note { get; init; }
}

internal sealed record WaterClassReading
{
    public required string Text { get; init; }

    public required string Class { get; init; }

    public required string Confidence { get; init; }

    public required string Note { get; init; }
}
