using Bishui.Contracts.Plans;
using Bishui.Features.Tasks;

namespace Bishui.Assessment.Plan;

/// <summary>The rules that make dated duties of a plan's tasks: a file of its own beside the transcription and the reading.</summary>
internal sealed record DutiesReading
{
    public required string Source { get; init; }

    public required string Confidence { get; init; }

    public required IReadOnlyList<DutyReading> Duties { get; init; }
}

/// <summary>One rule; see <see cref="PlanDuty"/> for what its members mean.</summary>
internal sealed record DutyReading
{
    public required int Task { get; init; }

    public required string Key { get; init; }

    public required string Title { get; init; }

    public required string Schedule { get; init; }

    public string? Each { get; init; }

    public string? If { get; init; }

    public IReadOnlyList<string>? Units { get; init; }

    public bool PerUnit { get; init; }

    public required string Evidence { get; init; }

    public required string Nature { get; init; }

    public bool Optional { get; init; }

    public required string Confidence { get; init; }

    public string? Note { get; init; }

    public PlanDuty ToDuty() => new()
    {
        Key = Key,
        Title = Title,
        Schedule = Schedule,
        Each = Each,
        If = If,
        Units = Units,
        PerUnit = PerUnit,
        Evidence = Evidence,
        Nature = Nature,
        Optional = Optional,
        Confidence = Confidence,
        Note = Note,
    };
}

/// <summary>Puts the duties to their tasks. What the rules cannot read, or what is owed by nobody, is a fault: a plan is adopted with duties that work.</summary>
internal static class PlanDuties
{
    /// <summary>The tasks with their duties.</summary>
    public static IReadOnlyList<PlanTask> Put(IReadOnlyList<PlanTask> tasks, DutiesReading reading, IReadOnlySet<string> units, Action<string> fault)
    {
        var numbers = tasks.Select(task => task.Number).ToHashSet();
        foreach (var lost in reading.Duties.Where(duty => !numbers.Contains(duty.Task))) fault($"duties: {lost.Key}: the plan has no task {lost.Task}");
        foreach (var twice in reading.Duties.GroupBy(duty => duty.Key).Where(same => same.Count() > 1)) fault($"duties: {twice.Key}: used {twice.Count()} times");
        foreach (var task in tasks.Where(task => reading.Duties.All(duty => duty.Task != task.Number))) fault($"duties: task {task.Number} has none");
        foreach (var duty in reading.Duties)
        {
            foreach (var unknown in (duty.Units ?? []).Where(unit => !units.Contains(unit))) fault($"duties: {duty.Key}: units: '{unknown}' is no unit's key");
            if (tasks.FirstOrDefault(task => task.Number == duty.Task) is { } task && FaultOf(duty, task) is { } unreadable) fault($"duties: {duty.Key}: {unreadable}");
        }
        return [.. tasks.Select(task => task with { Duties = [.. reading.Duties.Where(duty => duty.Task == task.Number).Select(duty => duty.ToDuty())] })];
    }

    private static string? FaultOf(DutyReading duty, PlanTask task)
    {
        try
        {
            return DutyBook.RuleOf(duty.ToDuty(), task.Number, task.LeadUnits).Fault();
        }
        catch (FormatException unreadable)
        {
            return unreadable.Message;
        }
    }
}
