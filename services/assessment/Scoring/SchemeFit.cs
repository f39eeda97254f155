using Bishui.Assessment.Plan;
using Bishui.Assessment.Scoring.Rules;
using Bishui.Contracts.Plans;

namespace Bishui.Assessment.Scoring;

/// <summary>
/// Fits a scheme to another plan, or another version of its own. Items that name topics follow the tasks that carry them; items that name tasks
/// by number follow the tasks' keys. Weights stay: what is gone leaves its share to the items that remain.
/// </summary>
internal static class SchemeFit
{
    /// <summary>The scheme for a plan; the same one where every number still means what it meant.</summary>
    /// <param name="scheme">As it was written.</param>
    /// <param name="written">The plan it was written for.</param>
    /// <param name="plan">The plan to score.</param>
    public static Scheme To(Scheme scheme, PlanAdopted written, PlanAdopted plan)
    {
        var keys = written.Tasks.ToDictionary(task => task.Number, TaskKeys.Of);
        var numbers = plan.Tasks.ToDictionary(TaskKeys.Of, task => task.Number);
        if (scheme.PlanId == plan.PlanId && written.Tasks.Count == plan.Tasks.Count
            && written.Tasks.All(task => plan.Tasks.Any(now => now.Number == task.Number && TaskKeys.Of(now) == TaskKeys.Of(task) && (now.Topics ?? []).SequenceEqual(task.Topics ?? [])))) return scheme;
        var hasTopics = plan.Tasks.Any(task => task.Topics is { Count: > 0 });

        return scheme with
        {
            PlanId = plan.PlanId,
            Parts = [.. scheme.Parts.Select(part => part with { Items = part.EveryTask ? Covering(part) : Carry(part.Items) }).Where(part => part.Items.Count > 0)],
        };

        // A new task counts like most others: in the completion item that holds the most of them.
        List<SchemeItem> Covering(SchemePart part)
        {
            var kept = Each(Carry(part.Items));
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
                .Select(item => item.EveryTask || (item.Topics.Count > 0 && hasTopics) ? item.In(plan) : item with
                {
                    Tasks = [.. item.Tasks.Select(Now).OfType<int>()],
                    TaskWeights = item.TaskWeights.Where(each => Now(each.Key) is not null).ToDictionary(each => Now(each.Key)!.Value, each => each.Value),
                })
                .Where(item => item.Tasks.Count > 0),
        ];

        // A task that carries topics of two completion items counts in the first.
        static List<SchemeItem> Each(List<SchemeItem> items)
        {
            var taken = new HashSet<int>();
            return [.. items.Select(item => item is CompletionItem ? item with { Tasks = [.. item.Tasks.Where(taken.Add)] } : item).Where(item => item.Tasks.Count > 0)];
        }

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
