using Bishui.Assessment.Intake;
using Bishui.Contracts.Exceedances;
using Bishui.Contracts.Readings;
using Bishui.Contracts.Tasks;
using Bishui.Rules.Time;

namespace Bishui.Assessment.Scoring;

/// <summary>What a task's completion has come to.</summary>
internal enum TaskState
{
    Open,
    Submitted,
    Returned,
    Done,
}

/// <summary>
/// The facts that are true at an instant, arranged for the rules. The same facts in another order, or told twice, arrange to the same.
/// </summary>
internal sealed class Evidence
{
    private readonly ILookup<int, LedgerEntryRecorded> _entries;
    private readonly ILookup<int, CompletionSubmitted> _submitted;
    private readonly ILookup<int, CompletionReviewed> _reviewed;
    private readonly Dictionary<(string Site, DateOnly Month), SectionClassified> _classes;
    private readonly Dictionary<int, TaskFile> _tasks = [];

    public Evidence(IEnumerable<KnownFact> facts, string planId, DateTimeOffset at)
    {
        At = at;
        var told = facts
            .Where(fact => fact.OccurredAt <= at)
            .DistinctBy(fact => fact.Id)
            .OrderBy(fact => fact.OccurredAt).ThenBy(fact => fact.Id, StringComparer.Ordinal)
            .Select(fact => fact.Event)
            .ToList();
        _entries = told.OfType<LedgerEntryRecorded>().Where(entry => entry.PlanId == planId).ToLookup(entry => entry.Task);
        _submitted = told.OfType<CompletionSubmitted>().Where(submission => submission.PlanId == planId).ToLookup(submission => submission.Task);
        _reviewed = told.OfType<CompletionReviewed>().Where(review => review.PlanId == planId).ToLookup(review => review.Task);
        Exceedances = [.. told.OfType<LimitExceeded>()];
        Classifications = [.. told.OfType<SectionClassified>()
            .GroupBy(determined => (determined.Site, determined.From, determined.To))
            .Select(same => same.MaxBy(determined => determined.DeterminedAt)!)     // of two at one instant, the first by id
            .OrderBy(determined => determined.Site, StringComparer.Ordinal).ThenBy(determined => determined.From)];
        _classes = Classifications
            .Where(determined => determined.Class is not null && ChinaTime.MonthOf(determined.From) == (determined.From, determined.To))
            .ToDictionary(determined => (determined.Site, determined.From));
    }

    public DateTimeOffset At { get; }

    /// <summary>Every exceedance, oldest sample first.</summary>
    public IReadOnlyList<LimitExceeded> Exceedances { get; }

    /// <summary>The newest classification of every site and period, by site and period.</summary>
    public IReadOnlyList<SectionClassified> Classifications { get; }

    /// <summary>What is on file about a task of the plan.</summary>
    public TaskFile Task(int number)
    {
        if (!_tasks.TryGetValue(number, out var file))
            _tasks[number] = file = TaskFile.Of([.. _entries[number]], [.. _submitted[number]], [.. _reviewed[number]]);
        return file;
    }

    /// <summary>How a site was classified in the month that begins on a day; null when it was not, or too little was measured to say.</summary>
    public SectionClassified? ClassOf(string site, DateOnly month) => _classes.GetValueOrDefault((site, month));

    public bool WasClassified(string site, int year) => Enumerable.Range(1, 12).Any(month => ClassOf(site, new(year, month, 1)) is not null);

    /// <summary>The exceedances whose samples were taken in a year, at one unit's sites or, when null, at all.</summary>
    public IReadOnlyList<LimitExceeded> ExceedancesOf(string? unit, int year) =>
        [.. Exceedances.Where(told => ChinaTime.DayOf(told.TakenAt).Year == year && (unit is null || told.Unit == unit))];
}

/// <summary>A fact with the event it holds.</summary>
internal sealed record KnownFact(string Id, DateTimeOffset OccurredAt, object Event)
{
    public static KnownFact Of(Fact fact) => new(fact.Id, fact.OccurredAt, FactTypes.Read(fact));
}

/// <summary>What is on file about one task.</summary>
/// <param name="State">Where its completion stands.</param>
/// <param name="FirstAccepted">The accepted completion that was submitted first, or null.</param>
/// <param name="Entries">Ledger entries.</param>
/// <param name="Service">The service that told of it, or null when nothing is on file.</param>
internal sealed record TaskFile(TaskState State, CompletionReviewed? FirstAccepted, int Entries, string? Service)
{
    public bool IsEmpty => Service is null;

    public static TaskFile Of(
        IReadOnlyList<LedgerEntryRecorded> entries, IReadOnlyList<CompletionSubmitted> submitted, IReadOnlyList<CompletionReviewed> reviewed)
    {
        var accepted = reviewed.Where(review => review.Decision == "accepted").OrderBy(review => review.SubmittedAt).FirstOrDefault();
        // A review may be known before the submission it answers: it carries the submission's id and instant.
        var last = submitted.Select(submission => (submission.SubmittedAt, submission.CompletionId))
            .Concat(reviewed.Select(review => (review.SubmittedAt, review.CompletionId)))
            .OrderByDescending(submission => submission.SubmittedAt).ThenBy(submission => submission.CompletionId, StringComparer.Ordinal)
            .FirstOrDefault();
        var state = accepted is not null ? TaskState.Done
            : last.CompletionId is null ? TaskState.Open
            : reviewed.Any(review => review.CompletionId == last.CompletionId) ? TaskState.Returned
            : TaskState.Submitted;
        var service = entries.Select(entry => entry.Service)
            .Concat(submitted.Select(submission => submission.Service))
            .Concat(reviewed.Select(review => review.Service))
            .FirstOrDefault();
        return new(state, accepted, entries.Count, service);
    }
}
