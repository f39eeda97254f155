using Bishui.Assessment.Scoring.Rules;
using Bishui.Contracts.Plans;

namespace Bishui.Assessment.Scoring;

/// <summary>
/// Carries a scheme over to another version of its plan. A scheme names tasks by the numbers of the plan it was written for; a later version
/// may renumber, drop or add some. Weights stay: what is gone leaves its share to the items that remain.
/// </summary>
internal static class SchemeFit
{
    /// <summary>The scheme for a plan; the same one where every number still means what it meant.</summary>
    /// <param name="scheme">As it was written.</param>
    /// <param name="written">The plan it was written for.</param>
    /// <param name="plan">The plan to score.</param>
    public static Scheme To(Scheme scheme, PlanAdopted written, PlanAdopted plan)
    {
        var keys = written.Tasks.ToDictionary(task => task.Number, TaskNumbers.KeyOf);
        var numbers = plan.Tasks.ToDictionary(TaskNumbers.KeyOf, task => task.Number);
        if (scheme.PlanId == plan.PlanId && keys.Count == numbers.Count && keys.All(task => numbers.GetValueOrDefault(task.Value) == task.Key)) return scheme;

        return scheme with
        {
            PlanId = plan.PlanId,
            Parts = [.. scheme.Parts.Select(part => part with { Items = part.EveryTask ? Covering(part) : Carry(part.Items) }).Where(part => part.Items.Count > 0)],
        };

        // A new task counts like most others: in the completion item that holds the most of them.
        List<SchemeItem> Covering(SchemePart part)
        {
            var kept = Carry(part.Items);
            var covered = kept.OfType<CompletionItem>().SelectMany(item => item.Tasks).ToHashSet();
            var added = plan.Tasks.Select(task => task.Number).Where(number => !covered.Contains(number)).ToList();
            var host = part.Items.OfType<CompletionItem>().MaxBy(item => item.Tasks.Count)!;
            List<SchemeItem> items = kept.Exists(item => item.Key == host.Key)
                ? [.. kept.Select(item => item.Key == host.Key ? item with { Tasks = [.. item.Tasks.Concat(added).Order()] } : item)]
                : [.. kept, host with { Tasks = added }];
            return [.. items.Where(item => item.Tasks.Count > 0)];
        }

        List<SchemeItem> Carry(IReadOnlyList<SchemeItem> items) =>
        [
            .. items
                .Select(item => item with
                {
                    Tasks = [.. item.Tasks.Select(Now).OfType<int>()],
                    TaskWeights = item.TaskWeights.Where(each => Now(each.Key) is not null).ToDictionary(each => Now(each.Key)!.Value, each => each.Value),
                })
                .Where(item => item.Tasks.Count > 0),
        ];

        int? Now(int number) => numbers.TryGetValue(keys[number], out var now) ? now : null;
    }

    /// <summary>The items of a scheme that nobody would answer for under a plan, because their tasks are gone.</summary>
    public static IReadOnlyList<SchemeItem> Lost(Scheme scheme, PlanAdopted written, PlanAdopted plan)
    {
        var fitted = To(scheme, written, plan);
        var kept = fitted.Items.Select(item => item.Key).ToHashSet();
        return [.. scheme.Items.Where(item => !kept.Contains(item.Key))];
    }
}
