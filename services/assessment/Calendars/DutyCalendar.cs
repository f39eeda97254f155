using Bishui.Assessment.Scoring;
using Bishui.Contracts.Obligations;
using Bishui.Contracts.Plans;
using Ical.Net;
using Ical.Net.CalendarComponents;
using Ical.Net.DataTypes;
using Ical.Net.Serialization;

namespace Bishui.Assessment.Calendars;

/// <summary>A unit's duties as an iCalendar (RFC 5545): an all-day event on each last day.</summary>
internal static class DutyCalendar
{
    private const string Product = "-//Bishui//Obligations//ZH";

    // Shown to people, so in the plan's own terms; see the glossary.
    private static readonly Dictionary<string, string> States = new()
    {
        ["open"] = "待办",
        ["met"] = "已办",
        ["met-late"] = "逾期已办",
        ["missed"] = "逾期",
        ["before-issue"] = "印发前",
        ["waived"] = "已免除",
    };

    /// <summary>The calendar as text. The same facts give the same text: nothing of it depends on when it is asked for.</summary>
    public static string Of(Evidence facts, PlanAdopted plan, PlanUnit unit)
    {
        var calendar = new Calendar { ProductId = Product };
        calendar.AddProperty("X-WR-CALNAME", $"{unit.Name}·{plan.Title}");
        calendar.AddProperty("X-WR-TIMEZONE", "Asia/Shanghai");
        foreach (var task in plan.Tasks)
            foreach (var duty in facts.DutiesOf(task).Select(file => file.Told))
                if (duty.Due is { } due && duty.Units.Contains(unit.Key) && States.TryGetValue(duty.State, out var state))
                    calendar.Events.Add(EventOf(task, duty, due, state));
        return new CalendarSerializer().SerializeToString(calendar)!;
    }

    private static CalendarEvent EventOf(PlanTask task, ObligationTold duty, DateOnly due, string state)
    {
        var about = duty.ObjectName is null ? duty.Title : $"{duty.Title}（{duty.ObjectName}）";
        var made = new CalendarEvent
        {
            Uid = $"{duty.Id}@{task.Service}.bishui",
            Summary = $"【{state}】{task.Number}. {about}",
            Description = $"第 {task.Number} 项 {task.Title}" + (duty.OriginalDue == duty.Due ? "" : $"\n原期限 {duty.OriginalDue:yyyy-MM-dd}，已延期"),
            Start = new CalDateTime(due.Year, due.Month, due.Day),
            DtStamp = new CalDateTime(duty.ChangedAt.UtcDateTime, "UTC"),
            LastModified = new CalDateTime(duty.ChangedAt.UtcDateTime, "UTC"),
            Sequence = duty.Revision,
            Transparency = TransparencyType.Transparent,
        };
        if (duty.State == "open")
            foreach (var days in new[] { 7, 1 })
                made.Alarms.Add(new() { Action = AlarmAction.Display, Description = about, Trigger = new(Duration.FromDays(-days)) });
        return made;
    }
}
