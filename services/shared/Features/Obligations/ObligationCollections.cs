using Bishui.Rules.Obligations;
using Bishui.Storage.Documents;
using static System.FormattableString;

namespace Bishui.Features.Obligations;

/// <summary>What an object was from a day on, as it was stated.</summary>
public sealed record ObjectRow
{
    /// <summary>The first day it is so; it lasts until a later row begins.</summary>
    public required DateOnly From { get; init; }

    /// <summary>By name, as the plan's rules ask for them: numbers, true or false, days, words.</summary>
    public required IReadOnlyDictionary<string, string> Attributes { get; init; }

    /// <summary>From that day on there is no such object.</summary>
    public bool Ended { get; init; }

    /// <summary>Key of the unit that stated it; empty where the plan brought it, or where a register, which knows, keeps it.</summary>
    public string Unit { get; init; } = "";

    /// <summary>When it was recorded; null where a register, which knows, keeps it.</summary>
    public DateTimeOffset? RecordedAt { get; init; }
}

/// <summary>An object that owes duties of its own (责任对象): an outfall, a zone, a plant, a user … Rows are added, never changed.</summary>
internal sealed record HeldObject
{
    public required string Kind { get; init; }
    public required string Id { get; init; }
    public required string Name { get; init; }
    public string? Site { get; init; }
    public required IReadOnlyList<ObjectRow> Rows { get; init; }

    public DutyObject ToDutyObject() => new()
    {
        Kind = Kind,
        Id = Id,
        Name = Name,
        Site = Site,
        Rows = [.. Rows.Select(row => new DutyRow(row.From, row.Attributes))],
    };
}

/// <summary>A demand that a duty be done (催办) and its answers.</summary>
public sealed record Urging
{
    /// <summary>Unique within the service.</summary>
    public required string Id { get; init; }

    /// <summary>Id of the duty.</summary>
    public required string ObligationId { get; init; }

    /// <summary>Task number.</summary>
    public required int Task { get; init; }

    /// <summary>Key of the unit that demands.</summary>
    public required string By { get; init; }

    /// <summary>What is demanded.</summary>
    public required string Text { get; init; }

    /// <summary>Last day for the answer.</summary>
    public required DateOnly AnswerBy { get; init; }

    /// <summary>Keys of the units that have to answer.</summary>
    public required IReadOnlyList<string> Units { get; init; }

    /// <summary>When it was demanded.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The answers so far.</summary>
    public IReadOnlyList<UrgingAnswer> Answers { get; init; } = [];

    /// <summary>Keys of the units that still owe an answer.</summary>
    public IEnumerable<string> Waiting() => Units.Except(Answers.Select(answer => answer.Unit));
}

/// <summary>A unit's answer to a demand (催办回复).</summary>
public sealed record UrgingAnswer
{
    /// <summary>Key of the unit.</summary>
    public required string Unit { get; init; }

    /// <summary>What it answers.</summary>
    public required string Text { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset At { get; init; }
}

/// <summary>A demand with the ledger of its task.</summary>
internal sealed record HeldUrging(string LedgerId, Urging Urging);

internal static class ObligationCollections
{
    public const string ByDue = "due";
    public const string ByPlan = "plan";
    public const string ByObligation = "obligation";
    public const string Waiting = "waiting";

    private const string Undated = "9999-12-31";

    public static readonly Collection<HeldObligation> Obligations = new("obligations",
        new DocumentIndex<HeldObligation>(ByDue, held => held.EffectiveDue is { } due ? Invariant($"{due:O}|{held.Id}") : $"{Undated}|{held.Id}"),
        new DocumentIndex<HeldObligation>(ByPlan, held => $"{held.PlanId}|{held.Id}"));

    public static readonly Collection<HeldObject> Objects = new("duty-objects");

    public static readonly Collection<HeldUrging> Urgings = new("urgings",
        new DocumentIndex<HeldUrging>(ByObligation, held => $"{held.Urging.ObligationId}|{held.Urging.Id}"),
        new DocumentIndex<HeldUrging>(Waiting, held => held.Urging.Waiting().Any() ? $"{held.LedgerId}|{held.Urging.Id}" : null));

    public static string ObjectId(string kind, string id) => $"{kind}|{id}";
}
