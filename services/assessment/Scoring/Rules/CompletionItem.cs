using System.Globalization;
using System.Text.Json.Nodes;
using Bishui.Contracts.Plans;
using Bishui.Rules.Time;

namespace Bishui.Assessment.Scoring.Rules;

/// <summary>
/// A task counts in full when a completion submitted in time was accepted, in part when the accepted one was late, else not at all.
/// A leading unit answers for its own completion; the district, and a unit that only cooperates, for those of all leading units together.
/// </summary>
internal sealed record CompletionItem : SchemeItem
{
    public const string Name = "completion";

    /// <summary>What an accepted but late completion is worth, 0 to 1.</summary>
    public required decimal LateShare { get; init; }

    public override string Rule => $"{Name}/3";

    public override IEnumerable<Question> Split(Question whole) => TaskByTask(whole);

    public override Judged Judge(Question question)
    {
        var task = question.Task!;
        var file = question.Facts.Task(task);
        var own = file.Of(question.Unit);
        var state = own?.State ?? file.State;
        var overdue = task.Deadline is { } lastDay && question.IsPast(lastDay);
        var settled = state == TaskState.Done ? ScoreState.Scored
            : !overdue || state == TaskState.Submitted ? ScoreState.Pending
            : own?.IsEmpty ?? file.IsEmpty ? ScoreState.NoData
            : ScoreState.Scored;
        // Done together or not at all: one outcome for every leading unit that is asked about.
        return new(settled, [InTime(task, file, own) switch
        {
            true => new("in-time", "按期办结", 1, LeadsOf(file, own).Count),
            false => new("late", "逾期办结", LateShare, LeadsOf(file, own).Count),
            null => new("not-done", "未办结", 0, LeadsOf(file, own).Count),
        }]);
    }

    public override Reasons Explain(Question question, Judged judged, Slot slot)
    {
        var task = question.Task!;
        var file = question.Facts.Task(task);
        var own = file.Of(question.Unit);
        var leads = LeadsOf(file, own);
        return new(new JsonObject
        {
            ["basis"] = own is null ? "joint" : "own",
            ["taskState"] = Kebab(file.State),
            ["ownState"] = own is null ? null : Kebab(own.State),
            ["leads"] = new JsonArray([.. leads.Select(Lead)]),
            ["deadlineText"] = task.DeadlineText,
            ["deadline"] = Day(task.Deadline),
            ["submittedOn"] = DoneOn(file, own) is { } then ? Day(then) : null,
            ["inTime"] = InTime(task, file, own),
            ["lateShare"] = LateShare,
            ["entries"] = file.Entries,
        },
        [ScoreLinks.Task(question.Plan.PlanId, task.Number), .. leads.SelectMany(lead => Accepted(lead, task))],
        Cells.Nodes(slot, Rule, judged.Outcomes, _ => leads.Select(lead => new Piece(
            $"completion/{lead.Unit}",
            $"{question.Plan.Units.FirstOrDefault(unit => unit.Key == lead.Unit)?.Name ?? lead.Unit}：{TitleOf(lead.State)}",
            [.. Accepted(lead, task)],
            Lead(lead),
            lead.State == TaskState.Done ? ScoreState.Scored : judged.State))));
    }

    public override IEnumerable<string> Faults()
    {
        if (!IsShare(LateShare)) yield return $"lateShare: {LateShare} is not between 0 and 1";
    }

    private static IReadOnlyList<LeadFile> LeadsOf(TaskFile file, LeadFile? own) => own is null ? file.Leads : [own];

    /// <summary>Done together is done when the last one was.</summary>
    private static DateOnly? DoneOn(TaskFile file, LeadFile? own) => (own?.State ?? file.State) == TaskState.Done
        ? ChinaTime.DayOf(LeadsOf(file, own).Max(lead => lead.Accepted!.SubmittedAt)) : null;

    private static bool? InTime(PlanTask task, TaskFile file, LeadFile? own) =>
        DoneOn(file, own) is { } day ? task.Deadline is not { } due || day <= due : null;

    private static IEnumerable<ScoreLink> Accepted(LeadFile lead, PlanTask task) => lead.Accepted is not { } accepted ? []
        : [ScoreLinks.Entry(accepted.Service, accepted.PlanId, task.Number, accepted.EntryId), ScoreLinks.Fact(Intake.FactTypes.Of(accepted).Id)];

    private static JsonObject Lead(LeadFile lead) => new()
    {
        ["unit"] = lead.Unit,
        ["state"] = Kebab(lead.State),
        ["submittedOn"] = lead.SubmittedAt is { } at ? Day(ChinaTime.DayOf(at)) : null,
    };

    private static string TitleOf(TaskState state) => state switch
    {
        TaskState.Done => "办结已审核通过",
        TaskState.Submitted => "办结待审核",
        TaskState.Returned => "办结被退回",
        _ => "未提交办结",
    };

    private static string Kebab(TaskState state) => state.ToString().ToLowerInvariant();

    private static string? Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
