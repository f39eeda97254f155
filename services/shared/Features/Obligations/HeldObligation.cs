using System.Text.Json.Serialization;
using Bishui.Contracts.Obligations;
using Bishui.Rules.Obligations;

namespace Bishui.Features.Obligations;

/// <summary>
/// A dated duty (应办事项) on file: what the rule made of it, what closed it, and what people decided about it. How it stands on a day is not
/// kept but follows from these, see <see cref="At"/>.
/// </summary>
internal sealed record HeldObligation
{
    public required string Id { get; init; }
    public required string PlanId { get; init; }
    public required DateOnly IssuedOn { get; init; }
    public required string LedgerId { get; init; }
    public required int Task { get; init; }
    public required string Rule { get; init; }
    public required string Title { get; init; }
    public required DutyNature Nature { get; init; }
    public required IReadOnlyList<string> Units { get; init; }
    public string? ObjectKind { get; init; }
    public string? ObjectId { get; init; }
    public string? ObjectName { get; init; }
    public string? CaseId { get; init; }
    public string? Period { get; init; }
    public DateOnly? From { get; init; }
    public DateOnly? Due { get; init; }
    public Undated? Undated { get; init; }
    public int? MissingYear { get; init; }
    public decimal? Target { get; init; }
    public DateOnly? Since { get; init; }

    public DateOnly? MetOn { get; init; }
    public IReadOnlyList<ObligationEvidence> Evidence { get; init; } = [];
    public IReadOnlyList<Extension> Extensions { get; init; } = [];
    public Waiver? Waiver { get; init; }

    /// <summary>Its rule or object makes it no longer.</summary>
    public bool Lapsed { get; init; }

    /// <summary>The last telling of it; null before the first.</summary>
    public DutyState? Told { get; init; }

    public int Revision { get; init; }

    /// <summary>The steps of the reminder ladder that were sent.</summary>
    public IReadOnlyList<SentReminder> Reminders { get; init; } = [];

    /// <summary>Last day in time, extensions included.</summary>
    [JsonIgnore]
    public DateOnly? EffectiveDue => Extensions.Count == 0 ? Due : Extensions[^1].Due;

    public DutyStatus At(DateOnly day) => DutyStatus.At(
        new() { Id = Id, Rule = Rule, Task = Task, Title = Title, Units = Units, Due = Due, Undated = Undated },
        IssuedOn, MetOn, Waiver is not null, Lapsed, day, Extensions.Count == 0 ? null : EffectiveDue);

    /// <summary>What its rule makes of it now; evidence and decisions stay.</summary>
    public HeldObligation With(Duty duty, DutyRule rule, string ledgerId) => this with
    {
        LedgerId = ledgerId,
        Task = duty.Task,
        Title = duty.Title,
        Nature = rule.Nature,
        Units = Units.SequenceEqual(duty.Units) ? Units : duty.Units,
        ObjectName = duty.ObjectName,
        From = duty.From,
        Due = duty.Due,
        Undated = duty.Undated,
        MissingYear = duty.MissingYear,
        Target = duty.Target,
        Since = duty.Since,
        Lapsed = false,
    };
}

/// <summary>A later last day (延期); the one before it stays visible.</summary>
public sealed record Extension
{
    /// <summary>The last day in time from then on.</summary>
    public required DateOnly Due { get; init; }

    /// <summary>The last day in time before.</summary>
    public required DateOnly Before { get; init; }

    /// <summary>Why.</summary>
    public required string Reason { get; init; }

    /// <summary>Key of the unit that approved it.</summary>
    public required string Unit { get; init; }

    /// <summary>When it was approved.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Id of the ledger entry that records it.</summary>
    public required string EntryId { get; init; }
}

/// <summary>A decision to do without a duty (免除).</summary>
public sealed record Waiver
{
    /// <summary>Why.</summary>
    public required string Reason { get; init; }

    /// <summary>Key of the unit that approved it.</summary>
    public required string Unit { get; init; }

    /// <summary>When it was approved.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Id of the ledger entry that records it.</summary>
    public required string EntryId { get; init; }
}

/// <summary>A step of the ladder that was sent, for the last day it counted to.</summary>
internal sealed record SentReminder(ReminderStep Step, DateOnly Due, DateTimeOffset SentAt);
