using Bishui.Assessment.Intake;
using Bishui.Contracts.Assessments;
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
/// The facts that are true at an instant, arranged for the rules and kept up fact by fact. The same facts in another order, or told twice,
/// arrange to the same; one more costs the same however many there are.
/// </summary>
internal sealed class Evidence
{
    private readonly TaskNumbers _numbers;
    private readonly bool _renumbered;
    private readonly PriorityQueue<KnownFact, DateTimeOffset> _later = new();
    private readonly Dictionary<int, TaskBook> _tasks = [];
    private readonly Dictionary<string, (int Number, KnownFact Fact)> _duties = [];
    private readonly Dictionary<(string Service, string Id), (int Number, KnownFact Fact)> _urgings = [];
    private readonly Dictionary<(string Service, string Id), HashSet<string>> _answers = [];
    private readonly Dictionary<(string Service, string Key), KnownFact> _indicators = [];
    private readonly Dictionary<(string Service, string Id), KnownFact> _cases = [];
    private readonly Dictionary<string, KnownFact> _reporting = [];
    private readonly Dictionary<(string Service, string Id), LimitExceeded> _exceeded = [];
    private readonly Ordered<LimitExceeded> _exceedances = new(ExceedanceBook.ByTime);
    private readonly Dictionary<(string Unit, int Year), ExceedanceBook> _byUnit = [];
    private readonly Dictionary<(string Site, DateOnly From, DateOnly To), KnownFact> _classes = [];
    private readonly Dictionary<(string Item, string Unit, int Task), KnownFact> _marks = [];
    private (long Stamp, IReadOnlyList<SectionClassified> Told)? _classifications;

    /// <param name="facts">Everything that may count, in any order.</param>
    /// <param name="versions">The plan by which they are read: its versions in order, the last the one in force at the instant.</param>
    /// <param name="at">The instant.</param>
    public Evidence(IEnumerable<KnownFact> facts, IReadOnlyList<PlanAdopted> versions, DateTimeOffset at)
    {
        At = at;
        Versions = versions;
        _renumbered = versions.Count > 1;
        if (_renumbered) facts = facts as IReadOnlyCollection<KnownFact> ?? [.. facts];
        _numbers = new(versions, _renumbered ? facts.Select(fact => fact.Event).OfType<LedgersOpened>().ToList() : []);
        foreach (var fact in facts) Add(fact);
        IsStale = false;
    }

    public DateTimeOffset At { get; private set; }

    /// <summary>The plan by which the facts are read.</summary>
    public IReadOnlyList<PlanAdopted> Versions { get; }

    /// <summary>A fact came that changes how others are read: which version of the plan a service numbered its tasks by. Arrange all anew.</summary>
    public bool IsStale { get; private set; }

    /// <summary>When anything changed last; one more with each fact that changed something.</summary>
    public long Stamp { get; private set; }

    /// <summary>When classes, exceedances, cases or reporting changed last.</summary>
    public long WaterStamp { get; private set; }

    /// <summary>When a person's marks changed last.</summary>
    public long MarkStamp { get; private set; }

    /// <summary>Every exceedance, oldest sample first.</summary>
    public IReadOnlyList<LimitExceeded> Exceedances => _exceedances;

    /// <summary>How every case stands.</summary>
    public IEnumerable<CaseTold> Cases => _cases.Values.Select(fact => (CaseTold)fact.Event);

    /// <summary>Whether each site that owes readings sends them, by site.</summary>
    public IReadOnlyList<SiteReporting> Reporting =>
        [.. _reporting.Values.Select(fact => (SiteReporting)fact.Event).OrderBy(each => each.Site, StringComparer.Ordinal)];

    /// <summary>The newest classification of every site and period, by site and period.</summary>
    public IReadOnlyList<SectionClassified> Classifications
    {
        get
        {
            if (_classifications is not { } held || held.Stamp != WaterStamp)
            {
                _classifications = held = (WaterStamp, [.. _classes.Values.Select(fact => (SectionClassified)fact.Event)
                    .OrderBy(told => told.Site, StringComparer.Ordinal).ThenBy(told => told.From).ThenBy(told => told.To)]);
            }
            return held.Told;
        }
    }

    /// <summary>One more fact; one that is not true yet waits until it is.</summary>
    public void Add(KnownFact fact)
    {
        if (fact.OccurredAt > At) _later.Enqueue(fact, fact.OccurredAt);
        else Take(fact);
    }

    /// <summary>Time passes.</summary>
    /// <param name="at">Not before <see cref="At"/>.</param>
    public void MoveTo(DateTimeOffset at)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(at, At);
        At = at;
        while (_later.TryPeek(out var next, out var since) && since <= at)
        {
            _later.Dequeue();
            Take(next);
        }
    }

    /// <summary>When anything about a task changed last.</summary>
    public long StampOf(int task) => _tasks.GetValueOrDefault(task)?.Stamp ?? 0;

    /// <summary>What is on file about a task of the plan.</summary>
    public TaskFile Task(PlanTask task) => BookOf(task.Number).FileOf(task);

    /// <summary>The dated duties of a task of the plan, each as it was last told; the earliest due first.</summary>
    public IReadOnlyList<DutyFile> DutiesOf(PlanTask task) => BookOf(task.Number).Duties;

    /// <summary>How the duties of a task stand: those of a unit or, when null, all.</summary>
    public DutyTally TallyOf(PlanTask task, string? unit) => BookOf(task.Number).TallyOf(unit);

    /// <summary>Whether a unit owes duties of its own in a task.</summary>
    public bool Owes(PlanTask task, string unit) => BookOf(task.Number).Owes(unit);

    /// <summary>The demands made for a task of the plan, the oldest first.</summary>
    public IEnumerable<UrgingFile> UrgingsOf(PlanTask task) =>
        from urging in _urgings
        where urging.Value.Number == task.Number
        orderby urging.Value.Fact.OccurredAt, urging.Value.Fact.Id
        let told = (ObligationUrged)urging.Value.Fact.Event
        select new UrgingFile(urging.Value.Fact.Id, told, [.. told.Units.Except(_answers.GetValueOrDefault(urging.Key) ?? [])]);

    /// <summary>The indicators of a task of the plan, each as it was last told, by key.</summary>
    public IEnumerable<IndicatorFile> IndicatorsOf(PlanTask task) => BookOf(task.Number).Indicators.Values.OrderBy(file => file.Told.Key, StringComparer.Ordinal);

    /// <summary>The ledger entries about a task of the plan, the oldest first.</summary>
    public IReadOnlyList<LedgerEntryRecorded> EntriesOf(PlanTask task) => BookOf(task.Number).Entries;

    /// <summary>How a site was classified in the month that begins on a day; null when it was not, or too little was measured to say.</summary>
    public SectionClassified? ClassOf(string site, DateOnly month) =>
        _classes.GetValueOrDefault((site, month, ChinaTime.MonthOf(month).Last))?.Event is SectionClassified { Class: not null } told ? told : null;

    public bool WasClassified(string site, int year) => Enumerable.Range(1, 12).Any(month => ClassOf(site, new(year, month, 1)) is not null);

    /// <summary>Whether a site sends what it owes; null while nothing was told.</summary>
    public SiteReporting? ReportingOf(string site) => (SiteReporting?)_reporting.GetValueOrDefault(site)?.Event;

    /// <summary>How the case of an exceedance stands; null while nothing was told but that it was opened.</summary>
    public CaseTold? CaseOf(LimitExceeded told) => (CaseTold?)_cases.GetValueOrDefault((told.Service, told.ExceedanceId))?.Event;

    /// <summary>Whether a person found that the limit was not exceeded: no genuine value, or a fault of the device.</summary>
    public bool IsOverruled(LimitExceeded told) => IsOverruled(CaseOf(told));

    /// <summary>The exceedances whose samples were taken in a year, at one unit's sites or, when null, at all.</summary>
    public ExceedanceBook ExceedancesOf(string? unit, int year) => _byUnit.GetValueOrDefault((unit ?? "", year)) ?? new();

    /// <summary>The mark that a person gave last for an item; null while nobody has.</summary>
    public MarkGiven? MarkOf(string item, string? unit, int? task) => (MarkGiven?)_marks.GetValueOrDefault((item, unit ?? "", task ?? 0))?.Event;

    private void Take(KnownFact fact)
    {
        switch (fact.Event)
        {
            case LedgerEntryRecorded told when _numbers.Now(fact, told.PlanId, told.Task) is { } number:
                Touch(number).Add(fact, told);
                break;
            case CompletionSubmitted told when _numbers.Now(fact, told.PlanId, told.Task) is { } number:
                Touch(number).Add(fact, told, told.Service);
                break;
            case CompletionReviewed told when _numbers.Now(fact, told.PlanId, told.Task) is { } number:
                Touch(number).Add(fact, told, told.Service);
                break;
            case CompletionWithdrawn told when _numbers.Now(fact, told.PlanId, told.Task) is { } number:
                Touch(number).Add(fact, told, told.Service);
                break;
            case ObligationTold told when _numbers.Now(fact, told.PlanId, told.Task) is { } number:
                TakeDuty(fact, told, number);
                break;
            case ObligationUrged told when _numbers.Now(fact, told.PlanId, told.Task) is { } number:
                if (_urgings.TryAdd((told.Service, told.UrgingId), (number, fact))) Touch(number);
                break;
            case UrgingAnswered told:
                if (!_answers.TryGetValue((told.Service, told.UrgingId), out var units)) _answers[(told.Service, told.UrgingId)] = units = [];
                units.Add(told.Unit);
                Stamp++;
                break;
            case IndicatorMeasured told when _numbers.Of(fact, told) is { Count: > 0 } numbers:
                TakeIndicator(fact, told, numbers);
                break;
            case CaseTold told:
                TakeCase(fact, told);
                break;
            case LimitExceeded told:
                TakeExceedance(told);
                break;
            case SectionClassified told:
                if (Newer(_classes, (told.Site, told.From, told.To), fact, each => ((SectionClassified)each.Event).DeterminedAt.UtcTicks)) WaterStamp = ++Stamp;
                break;
            case SiteReporting told:
                if (Newer(_reporting, told.Site, fact, each => ((SiteReporting)each.Event).ChangedAt.UtcTicks)) WaterStamp = ++Stamp;
                break;
            case MarkGiven told when told.PlanId == Versions[^1].PlanId:
                if (Newer(_marks, (told.Item, told.Unit ?? "", told.Task ?? 0), fact, each => ((MarkGiven)each.Event).GivenAt.UtcTicks)) MarkStamp = ++Stamp;
                break;
            case LedgersOpened when _renumbered:
                IsStale = true;
                break;
        }
    }

    private void TakeDuty(KnownFact fact, ObligationTold told, int number)
    {
        if (_duties.TryGetValue(told.Id, out var held))
        {
            if (!StandsOver(fact, told.Revision, held.Fact, ((ObligationTold)held.Fact.Event).Revision)) return;
            if (held.Number != number) Touch(held.Number).Remove(told.Id);
        }
        _duties[told.Id] = (number, fact);
        Touch(number).Put(new(fact.Id, fact.Service, told));
    }

    private void TakeIndicator(KnownFact fact, IndicatorMeasured told, IReadOnlyList<int> numbers)
    {
        var key = (fact.Service, told.Key);
        if (_indicators.TryGetValue(key, out var before))
        {
            var earlier = (IndicatorMeasured)before.Event;
            if (!StandsOver(fact, told.Revision, before, earlier.Revision)) return;
            foreach (var old in _numbers.Of(before, earlier).Except(numbers)) Touch(old).Indicators.Remove(key);
        }
        _indicators[key] = fact;
        foreach (var number in numbers) Touch(number).Indicators[key] = new(fact.Id, fact.Service, told);
    }

    private void TakeCase(KnownFact fact, CaseTold told)
    {
        var key = (fact.Service, told.CaseId);
        var before = (CaseTold?)_cases.GetValueOrDefault(key)?.Event;
        if (!Newer(_cases, key, fact, each => ((CaseTold)each.Event).Revision)) return;
        WaterStamp = ++Stamp;
        var change = (IsOverruled(told) ? 1 : 0) - (IsOverruled(before) ? 1 : 0);
        if (change != 0 && _exceeded.TryGetValue(key, out var exceeded))
            foreach (var book in BooksOf(exceeded)) book.Overruled += change;
    }

    private void TakeExceedance(LimitExceeded told)
    {
        if (!_exceeded.TryAdd((told.Service, told.ExceedanceId), told)) return;
        WaterStamp = ++Stamp;
        _exceedances.Add(told);
        foreach (var book in BooksOf(told))
        {
            book.Recorded.Add(told);
            if (IsOverruled(told)) book.Overruled++;
        }
    }

    private IEnumerable<ExceedanceBook> BooksOf(LimitExceeded told)
    {
        foreach (var unit in new[] { told.Unit, "" })
        {
            var key = (unit, ExceedanceBook.YearOf(told));
            if (!_byUnit.TryGetValue(key, out var book)) _byUnit[key] = book = new();
            yield return book;
        }
    }

    private TaskBook BookOf(int number)
    {
        if (!_tasks.TryGetValue(number, out var book)) _tasks[number] = book = new();
        return book;
    }

    private TaskBook Touch(int number)
    {
        var book = BookOf(number);
        book.Stamp = ++Stamp;
        return book;
    }

    private static bool IsOverruled(CaseTold? told) => told?.Verdict is not (null or "genuine");

    private static bool Newer<TKey>(Dictionary<TKey, KnownFact> held, TKey key, KnownFact fact, Func<KnownFact, long> rank) where TKey : notnull
    {
        if (held.TryGetValue(key, out var before) && !StandsOver(fact, rank(fact), before, rank(before))) return false;
        held[key] = fact;
        return true;
    }

    /// <summary>The higher stands; of two alike the one that is true first, so that the order of arrival never decides.</summary>
    private static bool StandsOver(KnownFact one, long rank, KnownFact other, long otherRank) =>
        rank != otherRank ? rank > otherRank
        : one.OccurredAt != other.OccurredAt ? one.OccurredAt < other.OccurredAt
        : string.CompareOrdinal(one.Id, other.Id) < 0;
}
