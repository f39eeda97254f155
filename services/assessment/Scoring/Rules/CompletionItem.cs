using System.Globalization;
using System.Text.Json.Nodes;
using Bishui.Contracts.Tasks;
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

    public override string Rule => $"{Name}/2";

    public override IEnumerable<Question> Split(Question whole) =>
        whole.Plan.Tasks.Where(task => Tasks.Contains(task.Number)).Select(task => whole with { Task = task });

    public override Answer Judge(Question question)
    {
        var task = question.Task!;
        var file = question.Facts.Task(task);
        var own = file.Of(question.Unit);
        IReadOnlyList<LeadFile> leads = own is null ? file.Leads : [own];
        var state = own?.State ?? file.State;
        var empty = own?.IsEmpty ?? file.IsEmpty;
        // Done together is done when the last one was.
        var last = state == TaskState.Done ? leads.Max(lead => lead.Accepted!.SubmittedAt) : (DateTimeOffset?)null;
        var overdue = task.Deadline is { } lastDay && question.IsPast(lastDay);
        bool? inTime = last is { } submittedAt ? task.Deadline is not { } due || ChinaTime.DayOf(submittedAt) <= due : null;
        return new()
        {
            Earned = inTime switch { true => 1, false => LateShare, null => 0 },
            Possible = 1,
            State = state == TaskState.Done ? ScoreState.Scored
                : !overdue || state == TaskState.Submitted ? ScoreState.Pending
                : empty ? ScoreState.NoData
                : ScoreState.Scored,
            Inputs = new JsonObject
            {
                ["basis"] = own is null ? "joint" : "own",
                ["taskState"] = Kebab(file.State),
                ["ownState"] = own is null ? null : Kebab(own.State),
                ["leads"] = new JsonArray([.. leads.Select(Lead)]),
                ["deadlineText"] = task.DeadlineText,
                ["deadline"] = Day(task.Deadline),
                ["submittedOn"] = last is { } then ? Day(ChinaTime.DayOf(then)) : null,
                ["inTime"] = inTime,
                ["lateShare"] = LateShare,
                ["entries"] = file.Entries,
            },
            Links = [ScoreLinks.Task(task.Number), .. leads.Select(lead => lead.Accepted).OfType<CompletionReviewed>()
                .SelectMany(accepted => new[] { ScoreLinks.Entry(accepted.Service, task.Number, accepted.EntryId), ScoreLinks.Fact(Intake.FactTypes.Of(accepted).Id) })],
        };
    }

    private static JsonObject Lead(LeadFile lead) => new()
    {
        ["unit"] = lead.Unit,
        ["state"] = Kebab(lead.State),
        ["submittedOn"] = lead.SubmittedAt is { } at ? Day(ChinaTime.DayOf(at)) : null,
    };

    private static string Kebab(TaskState state) => state.ToString().ToLowerInvariant();

    private static string? Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
