using Bishui.Contracts.Plans;
using Bishui.Features.Tasks;

namespace Bishui.Assessment.Plan;

/// <summary>The rules that make dated duties of a plan's tasks: a file of its own beside the transcription and the reading.</summary>
internal sealed record DutiesReading
{
    public required string Source { get; init; }

    public required string Confidence { get; init; }

    public required IReadOnlyList<TaskDuties> Tasks { get; init; }
}

/// <summary>The rules of one task, as they are told.</summary>
internal sealed record TaskDuties
{
    public required int Task { get; init; }

    public required IReadOnlyList<PlanDuty> Duties { get; init; }
}

/// <summary>Puts the duties to their tasks. What the rules cannot read, or what is owed by nobody, is a fault: a plan is adopted with duties that work.</summary>
internal static class PlanDuties
{
    /// <summary>The tasks with their duties.</summary>
    public static IReadOnlyList<PlanTask> Put(IReadOnlyList<PlanTask> tasks, DutiesReading reading, IReadOnlySet<string> units, Action<string> fault)
    {
        foreach (var twice in reading.Tasks.GroupBy(entry => entry.Task).Where(same => same.Count() > 1)) fault($"duties: task {twice.Key} stands {twice.Count()} times");
        foreach (var twice in reading.Tasks.SelectMany(entry => entry.Duties).GroupBy(duty => duty.Key).Where(same => same.Count() > 1))
            fault($"duties: {twice.Key}: used {twice.Count()} times");
        foreach (var lost in reading.Tasks.Where(entry => tasks.All(task => task.Number != entry.Task))) fault($"duties: the plan has no task {lost.Task}");
        return [.. tasks.Select(task => Put(task, reading, units, fault))];
    }

    private static PlanTask Put(PlanTask task, DutiesReading reading, IReadOnlySet<string> units, Action<string> fault)
    {
        var duties = reading.Tasks.FirstOrDefault(entry => entry.Task == task.Number)?.Duties ?? [];
        if (duties.Count == 0) fault($"duties: task {task.Number} has none");
        foreach (var duty in duties)
        {
            foreach (var unknown in (duty.Units ?? []).Where(unit => !units.Contains(unit))) fault($"duties: {duty.Key}: units: '{unknown}' is no unit's key");
            if (FaultOf(duty, task) is { } unreadable) fault($"duties: {duty.Key}: {unreadable}");
        }
        return task with { Duties = duties };
    }

    private static string? FaultOf(PlanDuty duty, PlanTask task)
    {
        try
        {
            return DutyBook.RuleOf(duty, task.Number, task.LeadUnits).Fault();
        }
        catch (FormatException unreadable)
        {
            return unreadable.Message;
        }
    }
}
