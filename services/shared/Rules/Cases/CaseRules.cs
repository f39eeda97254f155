namespace Bishui.Rules.Cases;

/// <summary>By when the steps of a case are due.</summary>
public sealed record CaseLimits
{
    /// <summary>How many hours a case may stay in a state; a state that is not named has no limit.</summary>
    public required IReadOnlyDictionary<CaseState, int> HoursIn { get; init; }

    /// <summary>How many hours after the assignment a unit may refuse it.</summary>
    public required int RefuseWithinHours { get; init; }

    /// <summary>How many hours a unit has to answer a demand of the platform.</summary>
    public required int AnswerWithinHours { get; init; }

    /// <summary>When the step that a case now waits for is due; null where it waits for none.</summary>
    public DateTimeOffset? DueFrom(CaseState state, DateTimeOffset now) => HoursIn.TryGetValue(state, out var hours) ? now.AddHours(hours) : null;
}

/// <summary>When the platform raises a case by itself.</summary>
public sealed record CaseEscalation
{
    /// <summary>Severities that are raised as soon as they are reached.</summary>
    public required IReadOnlyList<CaseSeverity> AtOnce { get; init; }

    /// <summary>How many hours after a step was due a case of a severity is raised; one that is not named never is.</summary>
    public required IReadOnlyDictionary<CaseSeverity, int> OverdueHours { get; init; }
}

/// <summary>When an archived case goes on.</summary>
public sealed record CaseReopening
{
    /// <summary>A new reading beyond the limit reopens the case within so many days of its closing.</summary>
    public required int Days { get; init; }
}

/// <summary>The platform's rules for cases. They are data: a change of a figure is a change of the file.</summary>
public sealed record CaseRules
{
    /// <summary>What the file is.</summary>
    public required string Title { get; init; }

    /// <summary>Where the figures come from.</summary>
    public required string Source { get; init; }

    /// <summary><c>verified</c>, <c>recalled</c>, or <c>choice</c> where no rule prints a figure and the platform chose one.</summary>
    public required string Confidence { get; init; }

    /// <summary>What is worth knowing about each part, by its name.</summary>
    public IReadOnlyDictionary<string, string> Notes { get; init; } = new Dictionary<string, string>();

    /// <summary>How grave a case is.</summary>
    public required SeverityRule Severity { get; init; }

    /// <summary>When the condition is over.</summary>
    public required RecoveryRule Recovery { get; init; }

    /// <summary>By when steps are due.</summary>
    public required CaseLimits Limits { get; init; }

    /// <summary>When it is raised by itself.</summary>
    public required CaseEscalation Escalation { get; init; }

    /// <summary>When it goes on after its closing.</summary>
    public required CaseReopening Reopening { get; init; }
}
