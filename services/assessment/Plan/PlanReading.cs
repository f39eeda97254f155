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

    /// <summary>Units that stand for several which the plan does not name.</summary>
    public IReadOnlyList<OpenSetReading> OpenSets { get; init; } = [];

    /// <summary>Task keys that differ from <c>t</c> and the number: a later version that renumbers a task says so here.</summary>
    public IReadOnlyList<KeyReading> Keys { get; init; } = [];

    public IReadOnlyList<PartReading> Parts { get; init; } = [];

    /// <summary>Which tasks carry which topics; null where the reading does not say.</summary>
    public IReadOnlyList<TopicReading>? Topics { get; init; }

    public IReadOnlyList<TargetReading> Targets { get; init; } = [];

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

/// <summary>A unit that is a set whose members the plan does not name: they are entered later, each with a document.</summary>
internal sealed record OpenSetReading
{
    /// <summary>Key of the unit.</summary>
    public required string Unit { get; init; }

    /// <summary>Key of the set whose members it is taken from; null where it is part of none.</summary>
    public string? SubsetOf { get; init; }

    public required string Confidence { get; init; }

    public required string Note { get; init; }
}

/// <summary>Which identity a number stands for in this version.</summary>
internal sealed record KeyReading
{
    public required int Number { get; init; }

    public required string Key { get; init; }
}

/// <summary>The key of a part that a clause gives leading units of its own.</summary>
internal sealed record PartReading
{
    public required int Task { get; init; }

    public required string Key { get; init; }

    /// <summary>The part as the transcription names it; its leading units are there.</summary>
    public required string Part { get; init; }

    public required string Confidence { get; init; }

    public required string Note { get; init; }
}

/// <summary>The tasks that carry a topic (工作主题): one task may carry several, one topic several tasks.</summary>
internal sealed record TopicReading
{
    public required string Topic { get; init; }

    public required IReadOnlyList<int> Tasks { get; init; }

    public required string Confidence { get; init; }

    public string? Note { get; init; }
}

/// <summary>A figure that the clause refers to and does not hold.</summary>
internal sealed record TargetReading
{
    public required int Task { get; init; }

    public required string Key { get; init; }

    public required string Title { get; init; }

    /// <summary>Unit of measure; null for a plain ratio.</summary>
    public required string? Measure { get; init; }

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
