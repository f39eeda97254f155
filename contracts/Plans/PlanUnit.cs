namespace Bishui.Contracts.Plans;

/// <summary>A unit of the plan (单位): a bureau, a committee, or a set of them named as one.</summary>
public sealed record PlanUnit
{
    /// <summary>Stable key; also the client id of the unit's own system.</summary>
    public required string Key { get; init; }

    /// <summary>Name as the plan prints it.</summary>
    public required string Name { get; init; }

    /// <summary><c>bureau</c>, <c>committee</c> or <c>group</c> (a set such as 各镇人民政府).</summary>
    public required string Kind { get; init; }
}
