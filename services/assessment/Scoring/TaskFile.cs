using Bishui.Contracts.Plans;
using Bishui.Contracts.Tasks;

namespace Bishui.Assessment.Scoring;

/// <summary>What the completion of a task, or of one leading unit's part in it, has come to.</summary>
internal enum TaskState
{
    Open,
    Submitted,
    Returned,
    Done,
}

/// <summary>
/// What is on file about one task. Each leading unit submits a completion of its own: the task is done when every one's latest is accepted,
/// submitted while any waits, else returned when any was returned, else open.
/// </summary>
/// <param name="State">Where the task stands as a whole.</param>
/// <param name="Leads">Where each leading unit stands, in the plan's order.</param>
/// <param name="Entries">Ledger entries.</param>
/// <param name="Service">The service that told of it, or null when nothing is on file.</param>
internal sealed record TaskFile(TaskState State, IReadOnlyList<LeadFile> Leads, int Entries, string? Service)
{
    public bool IsEmpty => Service is null;

    /// <summary>A leading unit's own file; null for a unit that does not lead.</summary>
    public LeadFile? Of(string? unit) => Leads.FirstOrDefault(lead => lead.Unit == unit);

    /// <param name="task">The task as the plan in force prints it.</param>
    /// <param name="course">Completions submitted, reviewed and withdrawn.</param>
    /// <param name="reporting">The units that recorded entries.</param>
    /// <param name="entries">How many entries there are.</param>
    /// <param name="service">The service that told of it first, or null.</param>
    public static TaskFile Of(PlanTask task, IReadOnlyList<object> course, IReadOnlySet<string> reporting, int entries, string? service)
    {
        List<LeadFile> leads = [.. task.LeadUnits.Select(unit => LeadFile.Of(unit, course, reporting.Contains(unit)))];
        return new(Joint([.. leads.Select(lead => lead.State)]), leads, entries, service);
    }

    private static TaskState Joint(IReadOnlyList<TaskState> leads) =>
        leads.Count > 0 && leads.All(state => state == TaskState.Done) ? TaskState.Done
        : leads.Contains(TaskState.Submitted) ? TaskState.Submitted
        : leads.Contains(TaskState.Returned) ? TaskState.Returned
        : TaskState.Open;
}

/// <summary>What is on file about a leading unit's own completion of a task.</summary>
/// <param name="Unit">Its key.</param>
/// <param name="State">Where its latest completion stands.</param>
/// <param name="SubmittedAt">When that was submitted; null when there is none.</param>
/// <param name="Accepted">The review that accepted it, or null.</param>
/// <param name="IsEmpty">The unit has neither recorded nor submitted anything.</param>
internal sealed record LeadFile(string Unit, TaskState State, DateTimeOffset? SubmittedAt, CompletionReviewed? Accepted, bool IsEmpty)
{
    public static LeadFile Of(string unit, IReadOnlyList<object> told, bool reports)
    {
        var reviewed = told.OfType<CompletionReviewed>().Where(review => review.Unit == unit).ToLookup(review => review.CompletionId);
        var withdrawn = told.OfType<CompletionWithdrawn>().Where(withdrawal => withdrawal.Unit == unit).Select(withdrawal => withdrawal.CompletionId).ToHashSet();
        // A review may be known before the submission it answers: it carries the submission's id and instant.
        var submitted = told.OfType<CompletionSubmitted>().Where(submission => submission.Unit == unit)
            .Select(submission => (submission.SubmittedAt, submission.CompletionId))
            .Concat(reviewed.SelectMany(reviews => reviews).Select(review => (review.SubmittedAt, review.CompletionId)))
            .ToList();
        var last = submitted
            .Where(submission => !withdrawn.Contains(submission.CompletionId) || reviewed.Contains(submission.CompletionId))
            .OrderByDescending(submission => submission.SubmittedAt).ThenBy(submission => submission.CompletionId, StringComparer.Ordinal)
            .FirstOrDefault();
        var nothing = submitted.Count == 0 && withdrawn.Count == 0 && !reports;
        if (last.CompletionId is null) return new(unit, TaskState.Open, null, null, nothing);
        var accepted = reviewed[last.CompletionId].FirstOrDefault(review => review.Decision == "accepted");
        var state = accepted is not null ? TaskState.Done
            : reviewed.Contains(last.CompletionId) ? TaskState.Returned
            : TaskState.Submitted;
        return new(unit, state, last.SubmittedAt, accepted, nothing);
    }
}
