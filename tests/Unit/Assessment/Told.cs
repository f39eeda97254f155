using Bishui.Assessment.Intake;
using Bishui.Assessment.Plan;
using Bishui.Assessment.Scoring;
using Bishui.Contracts.Exceedances;
using Bishui.Contracts.Plans;
using Bishui.Contracts.Readings;
using Bishui.Contracts.Tasks;
using Bishui.Rules.Time;

namespace Bishui.Tests.Unit.Assessment;

/// <summary>The shipped plan and scheme, and facts to score by them.</summary>
internal static class Told
{
    public static readonly PlanAdopted Plan = PlanFiles.Load(PlanFiles.Shipped, On(2021, 11, 1)).Plan;
    public static readonly Scheme Scheme = SchemeFiles.Load(SchemeFiles.Shipped, Plan);
    public static readonly DateTimeOffset YearEnd = On(2022, 1, 1);

    public static DateTimeOffset On(int year, int month, int day) => ChinaTime.StartOf(new(year, month, day));

    public static Score Score(DateTimeOffset at, string? unit, params IEnumerable<Fact> facts) =>
        Scorer.Of(new(facts.Select(KnownFact.Of), Plan.PlanId, at), Scheme, Plan, unit);

    public static TaskFile File(int task, params IEnumerable<Fact> facts) =>
        new Evidence(facts.Select(KnownFact.Of), Plan.PlanId, YearEnd).Task(task);

    public static Fact Submitted(int task, DateTimeOffset at, string id = "c1") => FactTypes.Of(new CompletionSubmitted
    {
        CompletionId = $"{task}-{id}",
        Service = ServiceOf(task),
        PlanId = Plan.PlanId,
        Task = task,
        Unit = LeadOf(task),
        SubmittedAt = at,
        EntryId = $"e-{task}-{id}",
    });

    public static Fact Reviewed(int task, string decision, DateTimeOffset submittedAt, DateTimeOffset? at = null, string id = "c1") => FactTypes.Of(new CompletionReviewed
    {
        CompletionId = $"{task}-{id}",
        Service = ServiceOf(task),
        PlanId = Plan.PlanId,
        Task = task,
        Unit = LeadOf(task),
        Reviewer = "ecology-committee",
        Decision = decision,
        Reason = "看过",
        SubmittedAt = submittedAt,
        ReviewedAt = at ?? submittedAt.AddHours(1),
        EntryId = $"e-{task}-{id}",
    });

    public static Fact Entry(int task, int number, DateOnly day) => FactTypes.Of(new LedgerEntryRecorded
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
    });

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

    private static string ServiceOf(int task) => Plan.Tasks.Single(each => each.Number == task).Service;

    private static string LeadOf(int task) => Plan.Tasks.Single(each => each.Number == task).LeadUnits[0];
}
