using Bishui.Features.Tasks;
using Bishui.Hosting.Errors;
using Bishui.Storage.Documents;

namespace Bishui.Features.Sites;

/// <summary>Looks up what a site refers to: tasks, other sites, other services.</summary>
internal static class SiteTies
{
    /// <summary>The errors, each with the field it is about; empty when everything is there.</summary>
    public static async ValueTask<List<RowError>> CheckAsync(Site site, string service, IDocumentReader reader, CancellationToken cancel)
    {
        var errors = new List<RowError>();
        var plan = await reader.PlanInForceAsync(cancel);
        for (var i = 0; plan is not null && i < site.Tasks.Count; i++)
            if (await reader.FindTaskAsync(site.Tasks[i], cancel) is null)
                Add($"tasks[{i}]", "unknown-task", $"第 {site.Tasks[i]} 项任务不归本服务", $"task {site.Tasks[i]} is not one of this service's");
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
