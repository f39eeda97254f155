namespace Bishui.Contracts.Plans;

/// <summary>A part of a task with leading units of its own, as task 32 names them within its clause.</summary>
public sealed record PlanTaskPart
{
    /// <summary>Unique within the task, for example <c>source-water</c>.</summary>
    public required string Key { get; init; }

    /// <summary>What the part is, in the clause's words.</summary>
    public required string Title { get; init; }

    /// <summary>Keys of the units that lead the part.</summary>
    public required IReadOnlyList<string> LeadUnits { get; init; }
}
