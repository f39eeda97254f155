namespace Bishui.Rules.Obligations;

/// <summary>A rule of a plan that makes dated duties.</summary>
public sealed record DutyRule
{
    /// <summary>Unique within the plan and stable over its versions, for example <c>28a</c>.</summary>
    public required string Key { get; init; }

    /// <summary>Task number.</summary>
    public required int Task { get; init; }

    /// <summary>What is owed, in the plan's own terms.</summary>
    public required string Title { get; init; }

    /// <summary>When it is owed.</summary>
    public required Schedule Schedule { get; init; }

    /// <summary>Kind of object for each of which it is owed; null where it is owed once.</summary>
    public string? Each { get; init; }

    /// <summary>Condition on the object under which it is owed; null for always.</summary>
    public Condition? If { get; init; }

    /// <summary>Keys of the units that owe it, the task's leading units already put in where the plan names none.</summary>
    public required IReadOnlyList<string> Units { get; init; }

    /// <summary>Each unit owes one of its own, instead of all together one.</summary>
    public bool PerUnit { get; init; }

    /// <summary>What closes it.</summary>
    public required EvidenceRule Evidence { get; init; }

    /// <summary>What a miss is.</summary>
    public DutyNature Nature { get; init; }

    /// <summary>Not from the plan: offered, and without duties until a plan version switches it on by making it no longer optional.</summary>
    public bool Optional { get; init; }

    /// <summary>What in the rule contradicts itself; null where nothing does. Duties of a rule with a fault mean nothing.</summary>
    public string? Fault() => this switch
    {
        { Units.Count: 0 } => "no unit owes it",
        { Each: null, If: not null } => $"the condition '{If}' has no object to ask",
        { Each: null, Schedule: Schedule.EveryYears or Schedule.OperatingYears } => $"the schedule '{Schedule}' has no object with such a date",
        { Each: null, Evidence: EvidenceRule.ByReading or EvidenceRule.ByDate } => $"the evidence '{Evidence}' has no object to come from",
        { Evidence: EvidenceRule.ByCase, Schedule: not Schedule.WhileACaseIsOpen } => $"the schedule '{Schedule}' has no case that could close it",
        _ => null,
    };

    /// <summary>Reads <c>breach</c> or <c>warning</c>.</summary>
    /// <exception cref="FormatException">The text is neither.</exception>
    public static DutyNature NatureOf(string text) => text switch
    {
        "breach" => DutyNature.Breach,
        "warning" => DutyNature.Warning,
        _ => throw new FormatException($"The nature '{text}' is neither breach nor warning."),
    };
}
