using Bishui.Contracts.Obligations;
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
            State = WordOf(status.State),
            MetOn = held.MetOn,
            BeforeIssue = status.BeforeIssue,
            Nature = WordOf(held.Nature),
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
        Step = WordOf(held.Reminders[^1].Step),
        Due = held.Reminders[^1].Due,
        SentAt = held.Reminders[^1].SentAt,
    };

    /// <summary>The word for a value of one of the rules' enumerations, as everywhere in the interface.</summary>
    public static string WordOf<T>(T value) where T : struct, Enum => System.Text.Json.JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());
}
