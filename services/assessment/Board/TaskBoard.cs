using System.Globalization;
using Bishui.Assessment.Indicators;
using Bishui.Assessment.Plan;
using Bishui.Assessment.Scoring;
using Bishui.Contracts.Plans;
using Bishui.Rules.Time;

namespace Bishui.Assessment.Board;

/// <summary>A unit's tasks over all services (我的任务): a function of the facts, the plan and an instant, and of nothing else.</summary>
internal static class TaskBoard
{
    private const string Missed = "missed";
    private const string Open = "open";
    private const string Warning = "warning";

    // Duties without a day: they come next only where nothing with a day does.
    private static readonly string[] Undated = ["anchor-open", "not-computable"];

    /// <summary>Every task that the unit leads, cooperates in or reviews, in the plan's order.</summary>
    public static IReadOnlyList<BoardTask> Of(Evidence facts, PlanAdopted plan, string unit) =>
        [.. plan.Tasks.Where(task => RolesOf(task, unit).Count > 0).Select(task => Of(facts, plan, task, unit))];

    private static BoardTask Of(Evidence facts, PlanAdopted plan, PlanTask task, string unit)
    {
        var today = ChinaTime.DayOf(facts.At);
        var file = facts.Task(task);
        var own = file.Of(unit);
        // Who leads answers for what is its own; whoever else has a part in the task looks at the whole of it.
        var duties = facts.DutiesOf(task).Where(duty => own is null || duty.Told.Units.Contains(unit)).ToList();
        var late = duties.Where(duty => Counts(duty, today)).Select(BoardDuty.Of).ToList();
        var urgings = facts.UrgingsOf(task)
            .Where(urging => own is null ? urging.Open.Count > 0 : urging.Open.Contains(unit))
            .Select(urging => new BoardUrging(urging.Told.UrgingId, urging.Told.ObligationId, urging.Told.By, urging.Told.AnswerBy,
                urging.Open, urging.Told.AnswerBy < today, urging.Fact))
            .ToList();
        var next = duties.FirstOrDefault(duty => duty.Told.State == Open && duty.Told.Due >= today)
            ?? duties.FirstOrDefault(duty => Undated.Contains(duty.Told.State));
        var state = own?.State ?? file.State;
        var indicators = facts.IndicatorsOf(task).Select(ToldIndicator.Of).ToList();
        var (rule, what) = Judge(task, state, late, urgings, next, indicators, today);
        return new()
        {
            Number = task.Number,
            Key = TaskKeys.Of(task),
            Title = task.Title,
            Section = task.Section,
            Category = task.Category,
            Service = task.Service,
            Roles = RolesOf(task, unit),
            State = file.State,
            OwnState = own?.State,
            DeadlineText = task.DeadlineText,
            Deadline = task.Deadline,
            NextDuty = next is null ? null : BoardDuty.Of(next),
            Late = late,
            OpenUrgings = urgings,
            Indicators = indicators,
            Holders = HoldersOf(file, plan, task),
            Colour = rule.Colour,
            Rule = rule.Key,
            Why = what is null ? rule.Text : $"{rule.Text}：{what}",
        };
    }

    /// <summary>Told as missed, or still open past its last day: the service may not have looked yet.</summary>
    private static bool Counts(DutyFile duty, DateOnly today) =>
        !duty.Told.BeforeIssue && (duty.Told.State == Missed || (duty.Told.State == Open && duty.Told.Due < today));

    private static (BoardRule Rule, string? What) Judge(
        PlanTask task, TaskState state, List<BoardDuty> late, List<BoardUrging> urgings, DutyFile? next, List<ToldIndicator> indicators,
        DateOnly today) =>
        late.Where(duty => duty.Nature != Warning).ToList() is [var missed, ..] breaches
            ? (BoardRules.DutyMissed, $"{missed.Title}，应于{Day(missed.Due)}前办理{More(breaches.Count)}")
        : urgings.FirstOrDefault(urging => urging.Overdue) is { } overdue
            ? (BoardRules.UrgingOverdue, $"应于{Day(overdue.AnswerBy)}前答复{More(urgings.Count(urging => urging.Overdue))}")
        : task.Deadline < today && state != TaskState.Done ? (BoardRules.DeadlinePassed, $"时限为{Day(task.Deadline)}{(state == TaskState.Submitted ? "，办结申请待审核" : "")}")
        : late is [var striven, ..] ? (BoardRules.WarningMissed, $"{striven.Title}，应于{Day(striven.Due)}前办理")
        : urgings.Count > 0 ? (BoardRules.UrgingOpen, $"请于{Day(urgings.Min(urging => urging.AnswerBy))}前答复{More(urgings.Count)}")
        : state == TaskState.Returned ? (BoardRules.CompletionReturned, null)
        : next?.Told.Due <= today.AddDays(BoardRules.SoonDays) ? (BoardRules.DutySoon, $"{next!.Told.Title}，{Day(next.Told.Due)}到期")
        : indicators.Where(each => each.State == Missed).ToList() is [var behind, ..] behinds ? (BoardRules.IndicatorMissed, $"{behind.Title}{More(behinds.Count)}")
        : (BoardRules.Otherwise, null);

    private static List<BoardRole> RolesOf(PlanTask task, string unit)
    {
        List<BoardRole> roles = [];
        if (task.LeadUnits.Contains(unit)) roles.Add(BoardRole.Leading);
        if (task.CooperatingUnits.Contains(unit)) roles.Add(BoardRole.Cooperating);
        if (task.ReviewUnits.Contains(unit)) roles.Add(BoardRole.Reviewing);
        return roles;
    }

    /// <summary>The leads that have nothing under review, and, where something is, those who may review it.</summary>
    private static List<BoardHolder> HoldersOf(TaskFile file, PlanAdopted plan, PlanTask task)
    {
        var waiting = file.Leads.Where(lead => lead.State == TaskState.Submitted).Select(lead => lead.Unit).ToList();
        return
        [
            .. file.Leads.Where(lead => lead.State is TaskState.Open or TaskState.Returned).Select(lead => Holder(lead.Unit, BoardRole.Leading)),
            .. task.ReviewUnits.Where(reviewer => waiting.Exists(lead => lead != reviewer)).Select(reviewer => Holder(reviewer, BoardRole.Reviewing)),
        ];

        BoardHolder Holder(string unit, BoardRole role) => new(unit, plan.Units.FirstOrDefault(each => each.Key == unit)?.Name ?? unit, role);
    }

    private static string Day(DateOnly? day) => day?.ToString("yyyy年M月d日", CultureInfo.InvariantCulture) ?? "";

    private static string More(int count) => count > 1 ? $"（共{count}项）" : "";
}
