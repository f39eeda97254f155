using Bishui.Assessment.Scores;
using Bishui.Assessment.Scoring;
using Bishui.Contracts.Readings;
using Bishui.Rules.SurfaceWater;
using Bishui.Rules.Time;

namespace Bishui.Assessment.Overview;

/// <summary>What everybody may see at a glance.</summary>
internal sealed record PublicOverview
{
    public required PlanHead Plan { get; init; }

    /// <summary>The platform's now.</summary>
    public required DateTimeOffset Now { get; init; }

    public required bool ClockIsReal { get; init; }

    public required IReadOnlyList<CategoryView> Categories { get; init; }

    public required IReadOnlyList<UnitScore> Units { get; init; }

    public required IReadOnlyList<SectionView> Sections { get; init; }

    public required ExceedanceCounts Exceedances { get; init; }

    public static PublicOverview Of(ScorePage page, bool clockIsReal)
    {
        var plan = page.Document.Plan;
        return new()
        {
            Plan = new(plan.PlanId, plan.Version, plan.DocumentNumber, plan.Title, plan.Area, plan.Year, plan.IssuedOn),
            Now = page.Facts.At.ToOffset(ChinaTime.Offset),
            ClockIsReal = clockIsReal,
            Categories = [.. plan.Tasks
                .GroupBy(task => (task.Section, task.Category))
                .Select(group => CategoryView.Of(group.Key.Section, group.Key.Category, [.. group.Select(task =>
                    new CategoryTask(task.Number, task.Title, page.Facts.Task(task).State, task.LeadUnits, task.DeadlineText, task.Service))]))],
            Units = [.. plan.Units.Select(unit => UnitScore.Of(ScoreView.Of(page, unit.Key)))],
            Sections = [.. page.Facts.Classifications
                .GroupBy(told => told.Site)
                // The first samples of a month say too little for a class: they must not hide the month before.
                .Select(site => SectionView.Of(site.MaxBy(told => (told.Class is not null, told.To, told.From))!))],
            Exceedances = ExceedanceCounts.Of(page.Facts),
        };
    }
}

internal sealed record PlanHead(string PlanId, int Version, string DocumentNumber, string Title, string Area, int Year, DateOnly IssuedOn);

/// <summary>One category of the plan; its tasks may be spread over services.</summary>
internal sealed record CategoryView(
    string Section, string Category, string Service, IReadOnlyList<string> Services, IReadOnlyList<CategoryTask> Tasks, TaskCounts Counts)
{
    public static CategoryView Of(string section, string category, IReadOnlyList<CategoryTask> tasks)
    {
        return new(section, category, tasks[0].Service, [.. tasks.Select(task => task.Service).Distinct()], tasks,
            new(Count(TaskState.Open), Count(TaskState.Submitted), Count(TaskState.Returned), Count(TaskState.Done)));

        int Count(TaskState state) => tasks.Count(task => task.State == state);
    }
}

internal sealed record CategoryTask(
    int Number, string Title, TaskState State, IReadOnlyList<string> LeadUnits, string DeadlineText, string Service);

internal sealed record TaskCounts(int Open, int Submitted, int Returned, int Done);

internal sealed record UnitScore(
    string Unit, string Name, decimal Points, decimal Maximum, string Grade, string GradeTitle, bool Provisional, decimal? Quality, decimal? Work)
{
    public static UnitScore Of(ScoreView score) => new(
        score.Unit!, score.Name, score.Points, score.Maximum, score.Grade, score.GradeTitle, score.Provisional, score.Quality, score.Work);
}

/// <summary>The newest class of a site, with the period it is of; null when there was none yet. Classes as symbols, Ⅰ to 劣Ⅴ.</summary>
internal sealed record SectionView(
    string Site, string Name, string? Class, string? Target, bool? Complies, bool Provisional, DateOnly From, DateOnly To, IReadOnlyList<string> Deciding)
{
    public static SectionView Of(SectionClassified told) => new(
        told.Site, told.SiteName, Symbol(told.Class), Symbol(told.Target), told.Complies, told.Provisional, told.From, told.To, told.Deciding);

    private static string? Symbol(string? text) => text is null ? null : WaterClasses.Find(text)?.Symbol() ?? text;
}

/// <summary>Cases of exceeded limits.</summary>
/// <param name="Open">Not closed yet, and not found to be no exceedance.</param>
/// <param name="Closed">Closed (归档).</param>
/// <param name="Overruled">Found by a person to be no exceedance: not genuine, or a fault of the device.</param>
/// <param name="Silent">Sites that send nothing of what they owe.</param>
internal sealed record ExceedanceCounts(int Open, int Closed, int Overruled, int Silent)
{
    public static ExceedanceCounts Of(Evidence facts)
    {
        var counted = facts.Exceedances.Where(told => !facts.IsOverruled(told)).ToList();
        var closed = counted.Count(told => facts.CaseOf(told)?.State == "archived");
        return new(counted.Count - closed, closed, facts.Exceedances.Count - counted.Count, facts.Reporting.Count(site => site.State == "silent"));
    }
}
