using Bishui.Features.Tasks;
using Bishui.Hosting.Errors;
using Bishui.Storage.Documents;

namespace Bishui.Features.Sites;

/// <summary>Looks up what a site refers to: topics, tasks, other sites, other services.</summary>
internal static class SiteReferences
{
    /// <summary>
    /// The site with the topics it serves: those it names, or those that the tasks it names carry. Numbers beside topics have to say the same, so
    /// that nobody changes one of the two and believes that it counted.
    /// </summary>
    public static (Site Site, List<RowError> Errors) WithTopics(Site site, TopicTasks tasks, TopicCatalogue catalogue)
    {
        var errors = new List<RowError>();
        // Before a plan has opened there is no task to look up.
        if (tasks.All.Count > 0)
            for (var i = 0; i < site.Tasks.Count; i++)
            {
                var (number, task) = (site.Tasks[i], tasks.All.FirstOrDefault(each => each.Number == site.Tasks[i]));
                if (task is null) Add($"tasks[{i}]", "unknown-task", $"第 {number} 项任务不归本服务", $"task {number} is not one of this service's");
                else if (site.Topics is { } named && !task.Topics.Any(named.Contains))
                    Add($"tasks[{i}]", "other-topic", $"第 {number} 项任务不承担所填工作主题；改填工作主题即可，不必填任务号", $"task {number} carries none of the topics; name topics and leave tasks out");
                else if (site.Topics is null && task.Topics.Count == 0)
                    Add($"tasks[{i}]", "no-topic", $"平台没有第 {number} 项任务的工作主题，点位无法挂接", $"the platform has no topic for task {number}, and sites belong to topics");
            }
        for (var i = 0; i < (site.Topics?.Count ?? 0); i++)
            if (catalogue.Find(site.Topics![i]) is null)
                Add($"topics[{i}]", "unknown-topic", $"本服务没有工作主题 {site.Topics[i]}，见 /topics", $"this service has no topic {site.Topics[i]}, see /topics");
        return (site.Topics is not null || tasks.All.Count == 0 ? site : site with
        {
            Topics = [.. tasks.All.Where(task => site.Tasks.Contains(task.Number)).SelectMany(task => task.Topics).Distinct()],
        }, errors);

        void Add(string field, string code, string zh, string en) => errors.Add(new(null, field, code, $"{zh} / {en}"));
    }

    /// <summary>The errors, each with the field it is about; empty when everything is there.</summary>
    public static async ValueTask<List<RowError>> CheckAsync(Site site, string service, DateOnly on, IDocumentReader reader, CancellationToken cancel)
    {
        var errors = new List<RowError>();
        var plan = await reader.PlanInForceAsync(on, cancel);
        if (site.Links.Count == 0) return errors;

        var others = new Dictionary<string, Site>();
        await foreach (var held in reader.StreamAsync(SiteCollections.Sites, new() { Limit = 1000 }, cancel))
            if (held.Id != site.Id) others.Add(held.Id, held.Body);
        for (var i = 0; i < site.Links.Count; i++)
        {
            var link = site.Links[i];
            if (link.Service is { } other && other != service)
            {
                if (plan?.Services is { Count: > 0 } services && !services.Contains(other))
                    Add($"links[{i}].service", "unknown-service", $"没有服务 {other}", $"there is no service {other}");
            }
            else if (link.Site == site.Id)
                Add($"links[{i}].site", "own-link", "点位不能与自身相连", "a site cannot be its own neighbour");
            else if (!others.ContainsKey(link.Site))
                Add($"links[{i}].site", "unknown-site", $"没有监测点位 {link.Site}", $"there is no site {link.Site}");
        }
        if (errors.Count == 0 && new WaterWays([.. others.Values, site], service).LeadsBackTo(site.Id))
            Add("links", "cycle", "上下游关系成环：水不会流回原处", "the links lead back to the site: water does not flow in a circle");
        return errors;

        void Add(string field, string code, string zh, string en) => errors.Add(new(null, field, code, $"{zh} / {en}"));
    }
}

/// <summary>Rows of registers may name sites.</summary>
internal sealed class SiteLinks : ILinkTarget
{
    public string Kind => "site";

    public async ValueTask<bool> ExistsAsync(IDocumentReader reader, string id, CancellationToken cancel) =>
        await reader.FindAsync(SiteCollections.Sites, id, cancel) is not null;
}
