using Bishui.Contracts.Plans;
using Bishui.Features.Tasks;
using Bishui.Storage.Documents;

namespace Bishui.Features.Sites;

/// <summary>A site serves topics; which tasks these are, the plan in force says.</summary>
internal static class SiteTopics
{
    /// <summary>The site as it is shown: with the numbers of the tasks that carry its topics in the plan in force.</summary>
    public static Site WithTasks(this Site site, TopicTasks tasks) => site.Topics is { } topics ? site with { Tasks = tasks.NumbersOf(topics) } : site;

    /// <summary>The tasks that it serves.</summary>
    public static IReadOnlyList<TaskLedger> TasksOf(this TopicTasks tasks, Site site) => tasks.Of(site.Topics, site.Tasks);

    /// <summary>
    /// Sites that were described before topics existed named tasks by number: they serve the topics that these tasks carry in the plan that
    /// opens. A plan without topics changes nothing.
    /// </summary>
    public static async ValueTask<Func<Site, Site>> UpgradeOfAsync(PlanAdopted plan, DateOnly on, IDocumentReader reader, CancellationToken cancel)
    {
        if (plan.Tasks.All(task => task.Topics is null)) return site => site;
        var topics = plan.Tasks.ToDictionary(TaskLedger.KeyOf, task => task.Topics ?? []);
        var opened = await reader.TasksOfAsync(plan.PlanId, cancel);
        var keys = (opened.Count > 0 ? opened : await reader.TasksAsync(on, cancel)).ToDictionary(task => task.Number, task => task.Key);
        return site => site.Topics is not null ? site : site with
        {
            Topics = [.. site.Tasks.Select(number => keys.GetValueOrDefault(number)).OfType<string>().SelectMany(key => topics.GetValueOrDefault(key) ?? []).Distinct()],
        };
    }
}
