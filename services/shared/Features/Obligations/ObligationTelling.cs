using Bishui.Contracts.Obligations;
using Bishui.Features.Requests;
using Bishui.Rules.Time;

namespace Bishui.Features.Obligations;

/// <summary>Duties as they are told to other services.</summary>
internal static class ObligationTelling
{
    public static ObligationTold Of(HeldObligation held, DateTimeOffset now)
    {
        var status = held.At(ChinaTime.DayOf(now));
        return new()
        {
            Id = held.Id,
            Revision = held.Revision,
            PlanId = held.PlanId,
            Task = held.Task,
            Rule = held.Rule,
            Title = held.Title,
            Units = held.Units,
            ObjectId = held.ObjectId,
            ObjectName = held.ObjectName,
            From = held.From,
            Due = held.EffectiveDue,
            OriginalDue = held.Due,
            State = Words.Of(status.State),
            MetOn = held.MetOn,
            BeforeIssue = status.BeforeIssue,
            Nature = Words.Of(held.Nature),
            Evidence = held.Evidence,
            Extensions = held.Extensions.Count,
            ChangedAt = now,
        };
    }

    /// <summary>The reminder that was added last.</summary>
    public static ObligationReminder ReminderOf(HeldObligation held) => new()
    {
        ObligationId = held.Id,
        PlanId = held.PlanId,
        Task = held.Task,
        Title = held.Title,
        Units = held.Units,
        Step = Words.Of(held.Reminders[^1].Step),
        Due = held.Reminders[^1].Due,
        SentAt = held.Reminders[^1].SentAt,
    };
}
