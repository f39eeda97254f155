using Bishui.Assessment.Intake;
using Bishui.Contracts.Exceedances;
using Bishui.Contracts.Indicators;
using Bishui.Contracts.Obligations;
using Bishui.Contracts.Plans;
using Bishui.Contracts.Readings;
using Bishui.Contracts.Tasks;
using Bishui.Rules.Time;

namespace Bishui.Bench.Scores;

/// <summary>A synthetic year of facts: the same for the same number. One in ten is received up to two months late.</summary>
internal sealed class YearOfFacts(PlanAdopted plan, int count)
{
    private static readonly string[] Sites = ["lutang", "liuxi-waterworks", "liunan-waterworks"];
    private static readonly string[] Courses = ["registered", "assigned", "handled", "archived"];
    private readonly Random _random = new(20211101);

    public IEnumerable<StoredFact> Facts()
    {
        for (var number = 0; number < count; number++) yield return Stored(number, Of(number, At(number)));
    }

    /// <summary>A fact that is not among the first: a duty is told anew.</summary>
    public StoredFact One(int number) => Stored(number, Duty(number, "met", plan.Tasks[number % plan.Tasks.Count], At(count - 1), 1000 + number));

    private DateTimeOffset At(int number) => ChinaTime.StartOf(new(plan.Year, 1, 1)).AddSeconds(364L * 86_400 * number / count);

    private static StoredFact Stored(int number, Fact fact) => new() { Sequence = number + 1, Fact = fact, ReceivedAt = fact.RecordedAt, MessageId = Guid.Empty };

    private Fact Of(int number, DateTimeOffset received)
    {
        var task = plan.Tasks[_random.Next(plan.Tasks.Count)];
        var at = _random.Next(10) == 0 ? Earlier(received) : received;
        return _random.Next(20) switch
        {
            < 7 => Entry(number, task, at),
            < 13 => Duty(_random.Next(Math.Max(1, count / 20)), _random.Next(4) switch { 0 => "open", 1 => "met-late", 2 => "missed", _ => "met" }, task, at, number),
            < 15 => Exceedance(number, at),
            < 17 => Case(number, at),
            < 18 => Class(at),
            _ => Indicator(number, task, at),
        };
    }

    private DateTimeOffset Earlier(DateTimeOffset at)
    {
        var earlier = at.AddDays(-_random.Next(60));
        return earlier < ChinaTime.StartOf(new(plan.Year, 1, 1)) ? at : earlier;
    }

    private Fact Entry(int number, PlanTask task, DateTimeOffset at) => FactTypes.Of(new LedgerEntryRecorded
    {
        EntryId = $"e{number}",
        Service = task.Service,
        PlanId = plan.PlanId,
        Task = task.Number,
        Unit = task.LeadUnits[number % task.LeadUnits.Count],
        Kind = "progress",
        Sequence = number + 1,
        Hash = "0000000000000000000000000000000000000000000000000000000000000000",
        OccurredOn = ChinaTime.DayOf(at),
        RecordedAt = at,
        Text = "现场检查，未发现问题",
    });

    private Fact Duty(int id, string state, PlanTask task, DateTimeOffset at, int revision)
    {
        // One duty belongs to one task, whatever is told of it.
        var owner = plan.Tasks[id % plan.Tasks.Count];
        return FactTypes.Of(new ObligationTold
        {
            Id = $"d{id}",
            Revision = revision,
            PlanId = plan.PlanId,
            Task = owner.Number,
            Rule = "28a",
            Title = "按期监测",
            Units = [owner.LeadUnits[id % owner.LeadUnits.Count]],
            Due = ChinaTime.DayOf(at).AddDays(10),
            State = state,
            BeforeIssue = false,
            Nature = "breach",
            Evidence = [],
            Extensions = 0,
            ChangedAt = at,
        }, owner.Service);
    }

    private Fact Exceedance(int number, DateTimeOffset at) => FactTypes.Of(new LimitExceeded
    {
        ExceedanceId = $"x{number}",
        Service = "ecological",
        Site = Sites[number % 3],
        SiteKind = "river-section",
        Unit = plan.Units[number % plan.Units.Count].Key,
        Tasks = [29],
        Parameter = "ammonia-nitrogen",
        Rule = "single-reading/1",
        TakenAt = at,
        Value = 1.35m,
        Limit = 1.0m,
        LimitText = "≤ 1.0",
        LimitUnit = "mg/L",
        Standard = "GB 3838-2002",
        Grade = "III",
        OpenedAt = at,
    });

    private Fact Case(int number, DateTimeOffset at) => FactTypes.Of(new CaseTold
    {
        CaseId = $"x{_random.Next(Math.Max(1, number))}",
        Kind = "exceedance",
        Revision = number + 2,
        Site = Sites[number % 3],
        SiteKind = "river-section",
        Tasks = [29],
        Parameter = "ammonia-nitrogen",
        Rule = "single-reading/1",
        State = Courses[number % 4],
        Unit = "ecology-bureau",
        Verdict = _random.Next(10) == 0 ? "device-fault" : null,
        Since = at,
        OpenedAt = at,
        ChangedAt = at,
        ChangedBy = "ecology-bureau",
    }, "ecological");

    private Fact Class(DateTimeOffset at)
    {
        var (first, last) = ChinaTime.MonthOf(ChinaTime.DayOf(at));
        return FactTypes.Of(new SectionClassified
        {
            Service = "ecological",
            Site = Sites[_random.Next(3)],
            SiteName = "断面",
            SiteKind = "river-section",
            From = first,
            To = last,
            Class = _random.Next(3) == 0 ? "III" : "II",
            Target = "II",
            Complies = true,
            Provisional = false,
            Deciding = [],
            Means = [],
            Rule = "section/1",
            DeterminedAt = at,
        });
    }

    private Fact Indicator(int number, PlanTask task, DateTimeOffset at) => FactTypes.Of(new IndicatorMeasured
    {
        Key = $"measure-{task.Number}",
        Task = task.Number,
        PlanId = plan.PlanId,
        Title = "完成率",
        Unit = "%",
        Units = task.LeadUnits,
        Value = number % 100,
        Target = 90,
        TargetSide = "at-least",
        State = "missed",
        AsOf = ChinaTime.DayOf(at),
        Rule = "share/1",
        EvidenceCount = 1,
        EvidenceHash = "0",
        Evidence = [],
        Revision = number + 1,
        MeasuredAt = at,
    }, task.Service);
}
