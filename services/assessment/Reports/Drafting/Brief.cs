using System.Globalization;
using Bishui.Assessment.Scores;
using Bishui.Assessment.Scoring;
using Bishui.Contracts.Plans;
using Bishui.Rules.Obligations;
using Bishui.Rules.Standards;
using Bishui.Rules.Time;

namespace Bishui.Assessment.Reports.Drafting;

/// <summary>What the sections of a draft are made from: a page of the score book, whom it is about, and the time.</summary>
/// <param name="Page">Good only while the draft is made.</param>
/// <param name="Unit">Key of the unit; null for the district.</param>
/// <param name="Span">The period.</param>
/// <param name="Standards">For the names of parameters.</param>
internal sealed record Brief(ScorePage Page, string? Unit, Period Span, StandardLibrary Standards)
{
    public SourceList Sources { get; } = new();

    public Evidence Facts => Page.Facts;

    public PlanAdopted Plan => Page.Document.Plan;

    /// <summary>The instant, as links ask for it.</summary>
    public string At => Uri.EscapeDataString(Facts.At.ToOffset(ChinaTime.Offset).ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", CultureInfo.InvariantCulture));

    /// <summary>The tasks in which the unit leads or cooperates; all for the district.</summary>
    public IEnumerable<PlanTask> Tasks => Plan.Tasks.Where(task => Unit is null || Leads(task) || task.CooperatingUnits.Contains(Unit));

    public bool Leads(PlanTask task) => Unit is not null && task.LeadUnits.Contains(Unit);

    public string NameOf(string unit) => Plan.Units.FirstOrDefault(each => each.Key == unit)?.Name ?? unit;

    public string NameOfParameter(string key) => Standards.Parameters.Find(key)?.NameZh ?? key;

    public string NameOfSite(string site) => Facts.Classifications.FirstOrDefault(told => told.Site == site)?.SiteName ?? site;

    /// <summary>The duties that fall due in the period and bind the unit, with their tasks.</summary>
    public IEnumerable<(PlanTask Task, DutyFile Duty)> Duties => Bound.Where(each => each.Duty.Told.Due is { } due && Span.Holds(due));

    /// <summary>The duties whose day is not known yet.</summary>
    public IEnumerable<(PlanTask Task, DutyFile Duty)> Undated => Bound.Where(each => each.Duty.Told.Due is null);

    /// <summary>The ledger entries about a task that happened in the period, of the unit or of all; the oldest first.</summary>
    public IReadOnlyList<Contracts.Tasks.LedgerEntryRecorded> EntriesOf(PlanTask task) =>
        [.. Facts.EntriesOf(task).Where(entry => Span.Holds(entry.OccurredOn) && (Unit is null || entry.Unit == Unit))
            .OrderBy(entry => entry.OccurredOn).ThenBy(entry => entry.RecordedAt)];

    public IEnumerable<IndicatorFile> Indicators => Tasks.SelectMany(Facts.IndicatorsOf);

    public IReadOnlyList<DateOnly> Months =>
        [.. Enumerable.Range(0, Period.MonthsOf(Span.Kind)).Select(Span.First.AddMonths).Where(month => ChinaTime.StartOf(month) <= Facts.At)];

    private IEnumerable<(PlanTask Task, DutyFile Duty)> Bound =>
        Plan.Tasks.SelectMany(task => Facts.DutiesOf(task).Select(duty => (task, duty))).Where(each => Unit is null || each.duty.Told.Units.Contains(Unit));

    public int CiteTask(PlanTask task) => Sources.Cite($"计划第{task.Number}项任务", ScoreLinks.Task(Plan.PlanId, task.Number).Href);

    public int CiteEntries(PlanTask task, IEnumerable<Contracts.Tasks.LedgerEntryRecorded> entries) =>
        Sources.Cite($"第{task.Number}项任务台账", $"/api/{task.Service}/tasks/{task.Number}/entries", entries.Select(entry => entry.EntryId));

    public int CiteDuty(PlanTask task, DutyFile duty) =>
        Sources.Cite($"第{task.Number}项任务应办事项", $"/api/{task.Service}/obligations?task={task.Number}", duty.Fact);
}
