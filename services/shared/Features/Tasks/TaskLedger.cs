using System.Text.Json.Serialization;
using Bishui.Contracts.Plans;
using static System.FormattableString;

namespace Bishui.Features.Tasks;

/// <summary>How far a task, or one leading unit's share of it, is.</summary>
public enum TaskState
{
    /// <summary>No completion has been submitted, or it was withdrawn.</summary>
    Open,

    /// <summary>A completion waits for review.</summary>
    Submitted,

    /// <summary>The last completion was returned.</summary>
    Returned,

    /// <summary>The completion was accepted; for a task, that of every leading unit.</summary>
    Done,
}

/// <summary>A plan as this service holds it: what its duties are dated by.</summary>
internal sealed record HeldPlan
{
    public required string PlanId { get; init; }
    public required int Version { get; init; }
    public required int Year { get; init; }
    public required DateOnly IssuedOn { get; init; }
    public required DateTimeOffset OpenedAt { get; init; }

    /// <summary>When the year's result was closed for good (定案); null while the year is open.</summary>
    public DateTimeOffset? ClosedAt { get; init; }

    /// <summary>Whether its tasks say which topics they carry; false where it was opened before topics existed.</summary>
    public bool HasTopics { get; init; }

    /// <summary>The services that own its tasks; null where it was opened before this was kept.</summary>
    public IReadOnlyList<string>? Services { get; init; }
}

/// <summary>
/// The ledger (台账) of one task: the task as the newest version of its plan prints it, and how far it is. It belongs to the task's identity,
/// not to its number, so that a renumbered task keeps it.
/// </summary>
internal sealed record TaskLedger
{
    public required string PlanId { get; init; }
    public required int PlanVersion { get; init; }
    public required string Key { get; init; }
    public required int Number { get; init; }
    public required string Section { get; init; }
    public required string Category { get; init; }
    public required string Title { get; init; }
    public required string Content { get; init; }
    public required IReadOnlyList<string> LeadUnits { get; init; }
    public required IReadOnlyList<string> CooperatingUnits { get; init; }
    public required IReadOnlyList<string> ReviewUnits { get; init; }
    public bool OpenEnded { get; init; }
    /// <summary>Keys of the topics it carries; empty where the plan gives it none, and in plans opened before topics existed.</summary>
    public IReadOnlyList<string> Topics { get; init; } = [];

    public IReadOnlyList<PlanTaskPart> Parts { get; init; } = [];
    public IReadOnlyList<PlanTarget> Targets { get; init; } = [];
    public IReadOnlyList<PlanDuty> Duties { get; init; } = [];
    public required string DeadlineText { get; init; }
    public required DateOnly? Deadline { get; init; }
    public required DateTimeOffset OpenedAt { get; init; }

    /// <summary>The version of the plan that no longer gives the task to this service: the ledger stays readable and takes nothing more.</summary>
    public int? EndedIn { get; init; }

    /// <summary>Each leading unit's own progress, those who led in an earlier version too.</summary>
    public IReadOnlyList<LeadProgress> Leads { get; init; } = [];

    [JsonIgnore]
    public string Id => IdOf(PlanId, Key);

    /// <summary>Those who lead now.</summary>
    [JsonIgnore]
    public IEnumerable<LeadProgress> Leading => LeadUnits.Select(unit => Leads.FirstOrDefault(lead => lead.Unit == unit) ?? new LeadProgress { Unit = unit });

    /// <summary>The joint completion rule: done when every leading unit's completion is accepted.</summary>
    [JsonIgnore]
    public TaskState State
    {
        get
        {
            var states = Leading.Select(lead => lead.State).ToList();
            return states.TrueForAll(state => state == TaskState.Done) ? TaskState.Done
                : states.Contains(TaskState.Submitted) ? TaskState.Submitted
                : states.Contains(TaskState.Returned) ? TaskState.Returned
                : TaskState.Open;
        }
    }

    /// <summary>No further than the leading unit that is least far; null while one has not said.</summary>
    [JsonIgnore]
    public decimal? Percent => Leading.Any(lead => lead.Percent is null) ? null : Leading.Min(lead => lead.Percent);

    public LeadProgress Lead(string unit) => Leading.First(lead => lead.Unit == unit);

    /// <summary>The ledger with one leading unit's progress replaced.</summary>
    public TaskLedger With(LeadProgress progress) => this with { Leads = [.. Leads.Where(lead => lead.Unit != progress.Unit), progress] };

    public static string IdOf(string planId, string key) => $"{planId}|{key}";

    public static string KeyOf(PlanTask task) => task.Key ?? Invariant($"t{task.Number}");
}

/// <summary>One leading unit's own progress in a task.</summary>
public sealed record LeadProgress
{
    /// <summary>Key of the unit.</summary>
    public required string Unit { get; init; }

    /// <summary>Where its completion stands.</summary>
    public TaskState State { get; init; }

    /// <summary>Share done as it last reported; null when it never did.</summary>
    public decimal? Percent { get; init; }

    /// <summary>Its latest completion and the review; null when it submitted none.</summary>
    public Completion? Completion { get; init; }
}

/// <summary>A completion (办结申请) of one leading unit and what became of it.</summary>
public sealed record Completion
{
    /// <summary>Id of this submission.</summary>
    public required string Id { get; init; }

    /// <summary>Key of the unit that submitted.</summary>
    public required string Unit { get; init; }

    /// <summary>When it was submitted.</summary>
    public required DateTimeOffset SubmittedAt { get; init; }

    /// <summary>Id of the ledger entry that records it.</summary>
    public required string EntryId { get; init; }

    /// <summary>Key of the unit that decided; null while it waits, and after a withdrawal.</summary>
    public string? Reviewer { get; init; }

    /// <summary><c>accepted</c>, <c>returned</c> or <c>withdrawn</c>; null while it waits.</summary>
    public string? Decision { get; init; }

    /// <summary>Why it was decided so.</summary>
    public string? Reason { get; init; }

    /// <summary>When it was decided.</summary>
    public DateTimeOffset? ReviewedAt { get; init; }
}
