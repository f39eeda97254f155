using Bishui.Assessment.Intake;
using Bishui.Contracts.Exceedances;
using Bishui.Contracts.Indicators;
using Bishui.Contracts.Obligations;
using Bishui.Contracts.Plans;
using Bishui.Contracts.Readings;
using Bishui.Contracts.Sites;
using Bishui.Contracts.Tasks;
using Bishui.Rules.Time;

namespace Bishui.Assessment.Scoring;

/// <summary>
/// The facts that are true at an instant, arranged for the rules. The same facts in another order, or told twice, arrange to the same.
/// </summary>
internal sealed class Evidence
{
    private readonly ILookup<int, object> _told;
    private readonly ILookup<int, DutyFile> _duties;
    private readonly ILookup<int, UrgingFile> _urgings;
    private readonly ILookup<int, IndicatorFile> _indicators;
    private readonly Dictionary<(string Site, DateOnly Month), SectionClassified> _classes;
    private readonly Dictionary<(string Service, string Id), CaseTold> _cases;
    private readonly Dictionary<int, TaskFile> _tasks = [];

    /// <param name="facts">Everything on file.</param>
    /// <param name="versions">The plan by which they are read: its versions in order, the last the one in force at the instant.</param>
    /// <param name="at">The instant.</param>
    public Evidence(IEnumerable<KnownFact> facts, IReadOnlyList<PlanAdopted> versions, DateTimeOffset at)
    {
        At = at;
        var known = facts
            .Where(fact => fact.OccurredAt <= at)
            .DistinctBy(fact => fact.Id)
            .OrderBy(fact => fact.OccurredAt).ThenBy(fact => fact.Id, StringComparer.Ordinal)
            .ToList();
        var told = known.Select(fact => fact.Event).ToList();
        var numbers = new TaskNumbers(versions, told.OfType<LedgersOpened>());
        _told = known
            .Select(fact => (Number: fact.Event switch
            {
                LedgerEntryRecorded entry => numbers.Now(fact, entry.PlanId, entry.Task),
                CompletionSubmitted submission => numbers.Now(fact, submission.PlanId, submission.Task),
                CompletionReviewed review => numbers.Now(fact, review.PlanId, review.Task),
                CompletionWithdrawn withdrawal => numbers.Now(fact, withdrawal.PlanId, withdrawal.Task),
                _ => null,
            }, fact.Event))
            .Where(each => each.Number is not null)
            .ToLookup(each => each.Number!.Value, each => each.Event);
        _duties = known
            .Where(fact => fact.Event is ObligationTold)
            .Select(fact => (Number: numbers.Now(fact, ((ObligationTold)fact.Event).PlanId, ((ObligationTold)fact.Event).Task), File: new DutyFile(fact.Id, (ObligationTold)fact.Event)))
            .Where(each => each.Number is not null)
            .GroupBy(each => each.File.Told.Id)
            .Select(same => same.MaxBy(each => each.File.Told.Revision))
            .OrderBy(each => each.File.Told.Due ?? DateOnly.MaxValue).ThenBy(each => each.File.Told.Id, StringComparer.Ordinal)
            .ToLookup(each => each.Number!.Value, each => each.File);
        var answers = told.OfType<UrgingAnswered>().ToLookup(answer => (answer.Service, answer.UrgingId), answer => answer.Unit);
        _urgings = known
            .Where(fact => fact.Event is ObligationUrged)
            .Select(fact => (Number: numbers.Now(fact, ((ObligationUrged)fact.Event).PlanId, ((ObligationUrged)fact.Event).Task), Told: (ObligationUrged)fact.Event, fact.Id))
            .Where(each => each.Number is not null)
            .ToLookup(each => each.Number!.Value, each => new UrgingFile(
                each.Id, each.Told, [.. each.Told.Units.Except(answers[(each.Told.Service, each.Told.UrgingId)])]));
        _indicators = known
            .Where(fact => fact.Event is IndicatorMeasured)
            .Select(fact => (Number: numbers.Now(fact, ((IndicatorMeasured)fact.Event).PlanId, ((IndicatorMeasured)fact.Event).Task),
                File: new IndicatorFile(fact.Id, fact.Service, (IndicatorMeasured)fact.Event)))
            .Where(each => each.Number is not null)
            .GroupBy(each => (each.File.Service, each.File.Told.Key))
            .Select(same => same.MaxBy(each => each.File.Told.Revision))
            .OrderBy(each => each.File.Told.Key, StringComparer.Ordinal)
            .ToLookup(each => each.Number!.Value, each => each.File);
        _cases = known
            .Where(fact => fact.Event is CaseTold)
            .GroupBy(fact => (fact.Service, ((CaseTold)fact.Event).CaseId))
            .ToDictionary(same => same.Key, same => same.Select(fact => (CaseTold)fact.Event).MaxBy(each => each.Revision)!);
        Reporting = [.. told.OfType<SiteReporting>().GroupBy(each => each.Site).Select(same => same.MaxBy(each => each.ChangedAt)!)
            .OrderBy(each => each.Site, StringComparer.Ordinal)];
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

    /// <summary>How every case stands.</summary>
    public IReadOnlyCollection<CaseTold> Cases => _cases.Values;

    /// <summary>Whether each site that owes readings sends them.</summary>
    public IReadOnlyList<SiteReporting> Reporting { get; }

    /// <summary>The newest classification of every site and period, by site and period.</summary>
    public IReadOnlyList<SectionClassified> Classifications { get; }

    /// <summary>What is on file about a task of the plan.</summary>
    public TaskFile Task(PlanTask task)
    {
        if (!_tasks.TryGetValue(task.Number, out var file))
            _tasks[task.Number] = file = TaskFile.Of(task, [.. _told[task.Number]]);
        return file;
    }

    /// <summary>The dated duties of a task of the plan, each as it was last told; the earliest due first.</summary>
    public IEnumerable<DutyFile> DutiesOf(PlanTask task) => _duties[task.Number];

    /// <summary>The demands made for a task of the plan, the oldest first.</summary>
    public IEnumerable<UrgingFile> UrgingsOf(PlanTask task) => _urgings[task.Number];

    /// <summary>The indicators of a task of the plan, each as it was last told, by key.</summary>
    public IEnumerable<IndicatorFile> IndicatorsOf(PlanTask task) => _indicators[task.Number];

    /// <summary>The ledger entries about a task of the plan, the oldest first.</summary>
    public IEnumerable<LedgerEntryRecorded> EntriesOf(PlanTask task) => _told[task.Number].OfType<LedgerEntryRecorded>();

    /// <summary>How a site was classified in the month that begins on a day; null when it was not, or too little was measured to say.</summary>
    public SectionClassified? ClassOf(string site, DateOnly month) => _classes.GetValueOrDefault((site, month));

    public bool WasClassified(string site, int year) => Enumerable.Range(1, 12).Any(month => ClassOf(site, new(year, month, 1)) is not null);

    /// <summary>How the case of an exceedance stands; null while nothing was told but that it was opened.</summary>
    public CaseTold? CaseOf(LimitExceeded told) => _cases.GetValueOrDefault((told.Service, told.ExceedanceId));

    /// <summary>Whether a person found that the limit was not exceeded: no genuine value, or a fault of the device.</summary>
    public bool IsOverruled(LimitExceeded told) => CaseOf(told)?.Verdict is not (null or "genuine");

    /// <summary>The exceedances whose samples were taken in a year, at one unit's sites or, when null, at all.</summary>
    public IReadOnlyList<LimitExceeded> ExceedancesOf(string? unit, int year) =>
        [.. Exceedances.Where(told => ChinaTime.DayOf(told.TakenAt).Year == year && (unit is null || told.Unit == unit))];
}

/// <summary>A fact with the event it holds.</summary>
/// <param name="Id">Follows from what the event is about.</param>
/// <param name="Service">The service that told it.</param>
/// <param name="OccurredAt">From when on it is true.</param>
/// <param name="RecordedAt">When it was recorded where it happened.</param>
/// <param name="ReceivedAt">From when on the assessment knew it.</param>
/// <param name="Event">What it says.</param>
internal sealed record KnownFact(
    string Id, string Service, DateTimeOffset OccurredAt, DateTimeOffset RecordedAt, DateTimeOffset ReceivedAt, object Event)
{
    public static KnownFact Of(StoredFact stored) => Of(stored.Fact, stored.ReceivedAt);

    public static KnownFact Of(Fact fact, DateTimeOffset receivedAt) =>
        new(fact.Id, fact.Service, fact.OccurredAt, fact.RecordedAt, receivedAt, FactTypes.Read(fact));
}

/// <summary>A dated duty as it was last told.</summary>
/// <param name="Fact">Id of the fact.</param>
/// <param name="Told">What it says.</param>
internal sealed record DutyFile(string Fact, ObligationTold Told);

/// <summary>A demand with the units that have not answered it.</summary>
/// <param name="Fact">Id of the fact.</param>
/// <param name="Told">What it says.</param>
/// <param name="Open">Keys of the units that still owe an answer.</param>
internal sealed record UrgingFile(string Fact, ObligationUrged Told, IReadOnlyList<string> Open);

/// <summary>An indicator as it was last told.</summary>
/// <param name="Fact">Id of the fact.</param>
/// <param name="Service">The service that measures it.</param>
/// <param name="Told">What it says.</param>
internal sealed record IndicatorFile(string Fact, string Service, IndicatorMeasured Told);
