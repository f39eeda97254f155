using System.Globalization;
using System.Text.Json.Nodes;
using Bishui.Contracts.Tasks;
using Bishui.Rules.Time;

namespace Bishui.Assessment.Scoring.Rules;

/// <summary>
/// A task counts in full when a completion submitted in time was accepted, in part when the accepted one was late, else not at all.
/// An accepted completion counts for every unit that leads or cooperates in the task.
/// </summary>
internal sealed record CompletionItem : SchemeItem
{
    public const string Name = "completion";

    /// <summary>What an accepted but late completion is worth, 0 to 1.</summary>
    public required decimal LateShare { get; init; }

    public override string Rule => $"{Name}/1";

    public override IEnumerable<Question> Split(Question whole) =>
        whole.Plan.Tasks.Where(task => Tasks.Contains(task.Number)).Select(task => whole with { Task = task });

    public override Answer Judge(Question question)
    {
        var task = question.Task!;
        var file = question.Facts.Task(task.Number);
        var accepted = file.FirstAccepted;
        var overdue = task.Deadline is { } lastDay && question.IsPast(lastDay);
        var inTime = accepted is not null && (task.Deadline is not { } due || ChinaTime.DayOf(accepted.SubmittedAt) <= due);
        return new()
        {
            Earned = accepted is null ? 0 : inTime ? 1 : LateShare,
            Possible = 1,
            State = accepted is not null ? ScoreState.Scored
                : !overdue || file.State == TaskState.Submitted ? ScoreState.Pending
                : file.IsEmpty ? ScoreState.NoData
                : ScoreState.Scored,
            Inputs = new JsonObject
            {
                ["taskState"] = file.State.ToString().ToLowerInvariant(),
                ["deadlineText"] = task.DeadlineText,
                ["deadline"] = task.Deadline?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
                ["submittedOn"] = accepted is null ? null : ChinaTime.DayOf(accepted.SubmittedAt).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
                ["inTime"] = accepted is null ? null : inTime,
                ["lateShare"] = LateShare,
                ["entries"] = file.Entries,
            },
            Links = Links(file.Service ?? task.Service, task.Number, accepted),
        };
    }

    private static List<ScoreLink> Links(string service, int task, CompletionReviewed? accepted)
    {
        List<ScoreLink> links = [ScoreLinks.Task(task)];
        if (accepted is not null)
        {
            links.Add(ScoreLinks.Entry(service, task, accepted.EntryId));
            links.Add(ScoreLinks.Fact(Intake.FactTypes.Of(accepted).Id));
        }
        return links;
    }
}
