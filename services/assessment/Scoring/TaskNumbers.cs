using Bishui.Assessment.Intake;
using Bishui.Assessment.Plan;
using Bishui.Contracts.Indicators;
using Bishui.Contracts.Plans;
using Bishui.Contracts.Tasks;

namespace Bishui.Assessment.Scoring;

/// <summary>
/// Which task of the plan in force a told number means. A service numbers its tasks by the version that it holds when it tells, and a later
/// version may number them otherwise: what stays is the task's key.
/// </summary>
internal sealed class TaskNumbers(IReadOnlyList<PlanAdopted> versions, IEnumerable<LedgersOpened> opened)
{
    private readonly PlanAdopted _now = versions[^1];
    private readonly ILookup<(string Service, string PlanId, int Version), DateTimeOffset> _held =
        opened.ToLookup(told => (told.Service, told.PlanId, told.Version), told => told.OpenedAt);

    /// <summary>The task's number in the plan in force; null for a task of another plan, or one that the plan no longer has.</summary>
    public int? Now(KnownFact fact, string planId, int number)
    {
        if (planId != _now.PlanId) return null;
        if (versions.Count == 1) return number;
        var then = versions.LastOrDefault(version => HeldBy(fact.Service, version) <= fact.RecordedAt) ?? versions[0];
        if (then.Tasks.FirstOrDefault(task => task.Number == number) is not { } told) return null;
        return _now.Tasks.FirstOrDefault(task => TaskKeys.Of(task) == TaskKeys.Of(told))?.Number;
    }

    /// <summary>
    /// The numbers, in the plan in force, of the tasks that an indicator belongs to: those that carry its topic; where it was told before topics
    /// existed, the one that it names.
    /// </summary>
    public IReadOnlyList<int> Of(KnownFact fact, IndicatorMeasured told) => told.PlanId != _now.PlanId ? []
        : told.Topic is { } topic && _now.Tasks.Any(task => task.Topics is not null) ? [.. _now.Tasks.Where(task => task.Topics?.Contains(topic) == true).Select(task => task.Number)]
        : Now(fact, told.PlanId, told.Task) is { } number ? [number] : [];

    /// <summary>Since when a service numbers by a version: since it said that it does, or, as long as it did not, since the adoption.</summary>
    private DateTimeOffset HeldBy(string service, PlanAdopted version) =>
        _held[(service, version.PlanId, version.Version)].DefaultIfEmpty(version.AdoptedAt).Min();
}
