using Bishui.Assessment.Intake;
using Bishui.Assessment.Plan;
using Bishui.Assessment.Scoring;
using Bishui.Contracts.Assessments;
using Bishui.Contracts.Exceedances;
using Bishui.Contracts.Indicators;
using Bishui.Contracts.Obligations;
using Bishui.Contracts.Plans;
using Bishui.Contracts.Readings;
using Bishui.Contracts.Tasks;
using Bishui.Rules.Time;

namespace Bishui.Tests.Unit.Assessment;

/// <summary>The shipped plan and scheme, and facts to score by them.</summary>
internal static class Told
{
    public static readonly PlanAdopted Plan = PlanFiles.Load(PlanFiles.Shipped, On(2021, 11, 1)).Plan;
    public static readonly Scheme Scheme = SchemeFiles.Load("liunan-2021-v1", Plan);
    public static readonly DateTimeOffset YearEnd = On(2022, 1, 1);

    public static DateTimeOffset On(int year, int month, int day) => ChinaTime.StartOf(new(year, month, day));

    /// <summary>Received when it was recorded.</summary>
    public static KnownFact Known(Fact fact) => KnownFact.Of(fact, fact.RecordedAt);

    public static Score ScoreBy(Scheme scheme, DateTimeOffset at, string? unit, params IEnumerable<Fact> facts) =>
        Scorer.Of(new(facts.Select(Known), [Plan], at), scheme, Plan, unit);

    public static Score Score(DateTimeOffset at, string? unit, params IEnumerable<Fact> facts) =>
        Scorer.Of(new(facts.Select(Known), [Plan], at), Scheme, Plan, unit);

    /// <summary>The node of the water-quality objectives.</summary>
    public static ScoreNode QualityOf(Score score) => score.Explanation.Children[0];

    public static ScoreNode WorkOf(Score score) => score.Explanation.Children[1];

    public static TaskFile File(int task, params IEnumerable<Fact> facts) =>
        new Evidence(facts.Select(Known), [Plan], YearEnd).Task(TaskOf(task));

    public static Fact Submitted(int task, DateTimeOffset at, string id = "c1", string? unit = null) => FactTypes.Of(new CompletionSubmitted
    {
        CompletionId = $"{task}-{unit ?? LeadOf(task)}-{id}",
        Service = ServiceOf(task),
        PlanId = Plan.PlanId,
        Task = task,
        Unit = unit ?? LeadOf(task),
        SubmittedAt = at,
        EntryId = $"e-{task}-{id}",
    });

    public static Fact Reviewed(int task, string decision, DateTimeOffset submittedAt, DateTimeOffset? at = null, string id = "c1", string? unit = null) => FactTypes.Of(new CompletionReviewed
    {
        CompletionId = $"{task}-{unit ?? LeadOf(task)}-{id}",
        Service = ServiceOf(task),
        PlanId = Plan.PlanId,
        Task = task,
        Unit = unit ?? LeadOf(task),
        Reviewer = "ecology-committee",
        Decision = decision,
        Reason = "看过",
        SubmittedAt = submittedAt,
        ReviewedAt = at ?? submittedAt.AddHours(1),
        EntryId = $"e-{task}-{id}",
    });

    /// <summary>Every leading unit's completion was accepted.</summary>
    public static IEnumerable<Fact> Done(int task, DateTimeOffset submittedAt, DateTimeOffset? at = null) =>
        TaskOf(task).LeadUnits.Select(unit => Reviewed(task, "accepted", submittedAt, at, unit: unit));

    public static Fact Withdrawn(int task, DateTimeOffset at, string id = "c1", string? unit = null) => FactTypes.Of(new CompletionWithdrawn
    {
        CompletionId = $"{task}-{unit ?? LeadOf(task)}-{id}",
        Service = ServiceOf(task),
        PlanId = Plan.PlanId,
        Task = task,
        Unit = unit ?? LeadOf(task),
        Reason = "填错了",
        WithdrawnAt = at,
        EntryId = $"w-{task}-{id}",
    });

    public static Fact Duty(
        int task, string id, string state, DateOnly? due, DateTimeOffset at, int revision = 1, bool beforeIssue = false, params string[] units) =>
        FactTypes.Of(new ObligationTold
        {
            Id = id,
            Revision = revision,
            PlanId = Plan.PlanId,
            Task = task,
            Rule = "28a",
            Title = $"事项{id}",
            Units = units.Length == 0 ? [LeadOf(task)] : units,
            Due = due,
            OriginalDue = due,
            State = state,
            BeforeIssue = beforeIssue,
            Nature = "breach",
            Evidence = [],
            Extensions = 0,
            ChangedAt = at,
        }, ServiceOf(task));

    public static Fact Urged(int task, string id, DateOnly answerBy, DateTimeOffset at, params string[] units) => FactTypes.Of(new ObligationUrged
    {
        UrgingId = id,
        Service = ServiceOf(task),
        ObligationId = "o1",
        PlanId = Plan.PlanId,
        Task = task,
        By = "ecology-committee",
        Units = units.Length == 0 ? [LeadOf(task)] : units,
        AnswerBy = answerBy,
        UrgedAt = at,
    });

    public static Fact Answered(int task, string id, DateTimeOffset at, string? unit = null) => FactTypes.Of(new UrgingAnswered
    {
        UrgingId = id,
        Service = ServiceOf(task),
        ObligationId = "o1",
        PlanId = Plan.PlanId,
        Task = task,
        Unit = unit ?? LeadOf(task),
        AnsweredAt = at,
    });

    public static Fact Target(int task, string topic, decimal? value, DateTimeOffset at, string id, string? corrects = null) => FactTypes.Of(new LedgerEntryRecorded
    {
        EntryId = id,
        Service = ServiceOf(task),
        PlanId = Plan.PlanId,
        Task = task,
        Unit = LeadOf(task),
        Kind = corrects is null ? "evidence" : "correction",
        Sequence = 1,
        Hash = new string('0', 64),
        OccurredOn = ChinaTime.DayOf(at),
        RecordedAt = at,
        Corrects = corrects,
        Record = value is null ? null : new() { Type = "target", Topic = topic, On = ChinaTime.DayOf(at), Value = value, Document = $"文件{id}" },
    });

    public static Fact Root(string service, int day, long sequence, char hash) => FactTypes.Of(new LedgerRootTaken
    {
        Service = service,
        Day = new(2021, 11, day),
        Sequence = sequence,
        Hash = new string(hash, 64),
        TakenAt = On(2021, 11, day).AddDays(1),
    });

    public static Fact Marked(string item, decimal share, int number, DateTimeOffset at, string? unit = null) => FactTypes.Of(new MarkGiven
    {
        MarkId = $"{item}-{number}-{share}-{at.UtcTicks}",
        PlanId = Plan.PlanId,
        Item = item,
        Unit = unit,
        Share = share,
        Reason = $"理由{number}",
        Author = "ecology-committee",
        GivenAt = at,
    });

    public static Fact Measured(string service, string key, int task, decimal? value, decimal? target, string state, int revision, DateTimeOffset at, string side = "at-least") =>
        FactTypes.Of(new IndicatorMeasured
        {
            Key = key,
            Task = task,
            PlanId = Plan.PlanId,
            Title = key,
            Unit = "%",
            Units = TaskOf(task).LeadUnits,
            Value = value,
            Target = target,
            TargetSide = target is null ? null : side,
            State = state,
            AsOf = ChinaTime.DayOf(at),
            Rule = "share/1",
            EvidenceCount = 1,
            EvidenceHash = "0",
            Evidence = [],
            Revision = revision,
            MeasuredAt = at,
        }, service);

    public static Fact Entry(int task, int number, DateOnly day) => FactTypes.Of(EntryOf(task, number, day));

    public static Fact Recorded(int task, int number, DateOnly day, string type, string topic) =>
        FactTypes.Of(EntryOf(task, number, day) with { Kind = "evidence", Record = new() { Type = type, Topic = topic, On = day } });

    public static Fact Correcting(int task, int number, DateOnly day, int corrected) =>
        FactTypes.Of(EntryOf(task, number, day) with { Kind = "correction", Corrects = $"e-{task}-{corrected}" });

    private static LedgerEntryRecorded EntryOf(int task, int number, DateOnly day) => new()
    {
        EntryId = $"e-{task}-{number}",
        Service = ServiceOf(task),
        PlanId = Plan.PlanId,
        Task = task,
        Unit = LeadOf(task),
        Kind = "progress",
        Sequence = number,
        Hash = new string('0', 64),
        OccurredOn = day,
        RecordedAt = ChinaTime.StartOf(day).AddHours(9),
    };

    public static Fact Classified(
        string site, int month, string? waterClass, bool provisional = false, DateTimeOffset? determinedAt = null) => FactTypes.Of(new SectionClassified
        {
            Service = "ecological",
            Site = site,
            SiteName = site,
            SiteKind = "river-section",
            From = new(2021, month, 1),
            To = ChinaTime.MonthOf(new DateOnly(2021, month, 1)).Last,
            Class = waterClass,
            Target = "III",
            Provisional = provisional,
            Deciding = [],
            Rule = "single-factor-month/1",
            Means = [],
            DeterminedAt = determinedAt ?? On(2021, 11, 1),
        });

    public static Fact Exceeded(string id, string unit = "ecology-bureau", DateTimeOffset? takenAt = null) => FactTypes.Of(new LimitExceeded
    {
        ExceedanceId = id,
        Service = "ecological",
        Site = "lutang",
        SiteKind = "river-section",
        Unit = unit,
        Tasks = [29],
        Parameter = "total-phosphorus",
        Rule = "single-reading/1",
        TakenAt = takenAt ?? On(2021, 4, 2),
        Value = 0.31m,
        Limit = 0.2m,
        LimitText = "≤ 0.2",
        LimitUnit = "mg/L",
        Standard = "GB 3838-2002",
        Grade = "III",
        OpenedAt = On(2021, 11, 1),
    });

    public static Fact Case(string id, string state, int revision = 1, string? verdict = null, DateTimeOffset? at = null, string unit = "ecology-bureau") =>
        FactTypes.Of(CaseTold(id, state, revision, verdict, at ?? On(2021, 11, 2), unit), "ecological");

    public static CaseTold CaseTold(string id, string state, int revision, string? verdict, DateTimeOffset at, string unit = "ecology-bureau") => new()
    {
        CaseId = id,
        Kind = "exceedance",
        Revision = revision,
        Site = "lutang",
        SiteKind = "river-section",
        Tasks = [29],
        Parameter = "total-phosphorus",
        Rule = "single-reading/1",
        State = state,
        Unit = unit,
        Verdict = verdict,
        Since = On(2021, 4, 2),
        OpenedAt = On(2021, 11, 1),
        ChangedAt = at,
        ChangedBy = "ecology-committee",
    };

    public static PlanTask TaskOf(int task) => Plan.Tasks.Single(each => each.Number == task);

    private static string ServiceOf(int task) => TaskOf(task).Service;

    private static string LeadOf(int task) => TaskOf(task).LeadUnits[0];
}
