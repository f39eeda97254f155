using System.Text.Json.Serialization;
using Bishui.Contracts.Obligations;
using Bishui.Rules.Obligations;

namespace Bishui.Features.Obligations;

/// <summary>A dated duty (应办事项) as it stands on a day.</summary>
public sealed record ObligationView
{
    /// <summary>Follows from plan, rule, object, period and unit.</summary>
    public required string Id { get; init; }

    /// <summary>Task number.</summary>
    public required int Task { get; init; }

    /// <summary>Key of the rule.</summary>
    public required string Rule { get; init; }

    /// <summary>What is owed.</summary>
    public required string Title { get; init; }

    /// <summary>Key of the unit that owes it, the first where several do together.</summary>
    public required string Unit { get; init; }

    /// <summary>Keys of all units that owe it together.</summary>
    public required IReadOnlyList<string> Units { get; init; }

    /// <summary>Id of the object it is owed for; null where there is none.</summary>
    [JsonPropertyName("object")]
    public string? ObjectId { get; init; }

    /// <summary>Name of that object.</summary>
    public string? ObjectName { get; init; }

    /// <summary>The period it is about: 2021-07, 2021-Q3, 2021-H1 or 2021; null where it is about none.</summary>
    public string? Period { get; init; }

    /// <summary>First day on which it can be done.</summary>
    public DateOnly? From { get; init; }

    /// <summary>Last day in time, extensions included; null while it cannot be said.</summary>
    public DateOnly? Due { get; init; }

    /// <summary>Last day in time before any extension.</summary>
    public DateOnly? OriginalDue { get; init; }

    /// <summary>How it stands.</summary>
    public required DutyState State { get; init; }

    /// <summary>The civil day on which it was met; null while it was not.</summary>
    public DateOnly? MetAt { get; init; }

    /// <summary>Days after the last day on which it was met, or which have passed.</summary>
    public required int DaysLate { get; init; }

    /// <summary>It was due before the plan was issued: whatever its state, it is no breach.</summary>
    public required bool BeforeIssue { get; init; }

    /// <summary>What a miss is.</summary>
    public required DutyNature Nature { get; init; }

    /// <summary>The figure to be reached; null where the rule states none.</summary>
    public decimal? Target { get; init; }

    /// <summary>The date it counts from; null where there is none.</summary>
    public DateOnly? Since { get; init; }

    /// <summary>The year whose calendar of holidays is not known, where that is why there is no due day.</summary>
    public int? MissingYear { get; init; }

    /// <summary>What closed it.</summary>
    public required IReadOnlyList<ObligationEvidence> Evidence { get; init; }

    /// <summary>Every extension, oldest first.</summary>
    public required IReadOnlyList<Extension> Extensions { get; init; }

    /// <summary>Why it was done without; null where it was not.</summary>
    public Waiver? Waiver { get; init; }

    internal static ObligationView Of(HeldObligation held, DateOnly day)
    {
        var status = held.At(day);
        return new()
        {
            Id = held.Id,
            Task = held.Task,
            Rule = held.Rule,
            Title = held.Title,
            Unit = held.Units[0],
            Units = held.Units,
            ObjectId = held.ObjectId,
            ObjectName = held.ObjectName,
            Period = held.Period,
            From = held.From,
            Due = held.EffectiveDue,
            OriginalDue = held.Due,
            State = status.State,
            MetAt = held.MetOn <= day ? held.MetOn : null,
            DaysLate = status.DaysLate,
            BeforeIssue = status.BeforeIssue,
            Nature = held.Nature,
            Target = held.Target,
            Since = held.Since,
            MissingYear = held.MissingYear,
            Evidence = held.MetOn <= day ? held.Evidence : [],
            Extensions = held.Extensions,
            Waiver = held.Waiver,
        };
    }
}

/// <summary>A rule that makes duties, as the plan states it.</summary>
public sealed record DutyRuleView
{
    /// <summary>Unique within the plan.</summary>
    public required string Key { get; init; }

    /// <summary>Task number.</summary>
    public required int Task { get; init; }

    /// <summary>What is owed.</summary>
    public required string Title { get; init; }

    /// <summary>When.</summary>
    public required string Schedule { get; init; }

    /// <summary>Kind of object for each of which it is owed.</summary>
    public string? Each { get; init; }

    /// <summary>Condition on the object.</summary>
    [JsonPropertyName("if")]
    public string? Condition { get; init; }

    /// <summary>Keys of the units that owe it.</summary>
    public required IReadOnlyList<string> Units { get; init; }

    /// <summary>Each unit owes one of its own.</summary>
    public required bool PerUnit { get; init; }

    /// <summary>What closes it.</summary>
    public required string Evidence { get; init; }

    /// <summary>breach or warning.</summary>
    public required string Nature { get; init; }

    /// <summary>Offered and silent.</summary>
    public required bool Optional { get; init; }

    /// <summary>plan, reading, verified or recalled.</summary>
    public required string Confidence { get; init; }

    /// <summary>Where it comes from and what was read into it.</summary>
    public string? Note { get; init; }
}

/// <summary>How many duties stand how.</summary>
public sealed record ObligationSummary
{
    /// <summary>The civil day it is of.</summary>
    public required DateOnly On { get; init; }

    /// <summary>Key of the unit; null for all that the caller may see.</summary>
    public string? Unit { get; init; }

    /// <summary>Duties by state.</summary>
    public required IReadOnlyDictionary<string, int> States { get; init; }

    /// <summary>Missed or met late, due after the plan was issued, and not merely strived for.</summary>
    public required int Breaches { get; init; }

    /// <summary>Duties that were extended at least once.</summary>
    public required int Extended { get; init; }

    /// <summary>Duties that were waived.</summary>
    public required int Waived { get; init; }

    /// <summary>Demands that wait for an answer.</summary>
    public required int OpenUrgings { get; init; }
}
