using Bishui.Contracts.Exceedances;
using Bishui.Features.Readings;
using Bishui.Features.Requests;
using Bishui.Features.Sites;
using Bishui.Hosting.Messages;
using Bishui.Hosting.Time;
using Bishui.Risk.Alerts;
using Bishui.Storage.Documents;

namespace Bishui.Risk.Incidents;

/// <summary>
/// Opens an incident for each case that was raised and for cases that spread, and keeps incidents and alerts as their cases stand. Messages may
/// overtake each other: the higher revision stands.
/// </summary>
internal sealed class FollowCasesConsumer(IDocumentStore store, ServiceName service, RequestClock clock) : InboxConsumer<CasesChanged>(store)
{
    protected override async ValueTask<Commit> DecideAsync(CasesChanged message, IDocumentReader reader)
    {
        var commit = new Commit();
        var changed = new Dictionary<string, (Stored<CaseStanding>? Held, CaseStanding Stands)>();
        foreach (var told in message.Cases.GroupBy(each => each.CaseId).Select(same => same.MaxBy(each => each.Revision)!))
        {
            var id = IncidentCollections.Id(message.Service, told.CaseId);
            var incident = await reader.FindAsync(IncidentCollections.Incidents, id);
            if (incident is not null)
            {
                if (told.Revision > incident.Body.Case?.Revision)
                    commit.Update(IncidentCollections.Incidents, id, incident.Version, incident.Body with { Case = told });
            }
            else if (told.EscalatedAt is { } raised)
            {
                commit.Insert(IncidentCollections.Incidents, id, Opened(id, raised, $"案件升级：{message.Service} {told.CaseId}") with { Service = message.Service, Case = told });
            }
            var standing = await reader.FindAsync(AlertCollections.Standings, id);
            if (standing is null || told.Revision > standing.Body.Case.Revision)
                changed[id] = (standing, new() { Case = told, Service = message.Service, Incident = standing?.Body.Incident });
        }
        var sites = changed.Count == 0 ? [] : await SiteFigures.SitesAsync(reader, site => site.Links.Count > 0, default);
        foreach (var parameter in changed.Values.Select(one => one.Stands.Case.Parameter).OfType<string>().Distinct().ToList())
            await SpreadAsync(parameter, sites, changed, commit, reader);
        foreach (var (id, (held, stands)) in changed)
            if (held is null) commit.Insert(AlertCollections.Standings, id, stands);
            else commit.Update(AlertCollections.Standings, id, held.Version, stands);
        return commit;
    }

    private async ValueTask SpreadAsync(
        string parameter, IReadOnlyList<Site> sites, Dictionary<string, (Stored<CaseStanding>? Held, CaseStanding Stands)> changed, Commit commit, IDocumentReader reader)
    {
        var open = await reader.FindByAsync(IncidentCollections.Incidents, IncidentCollections.ByOpenSpreading, parameter);
        var all = new Dictionary<string, (Stored<CaseStanding>? Held, CaseStanding Stands)>();
        await foreach (var held in reader.StreamAsync(AlertCollections.Standings, new() { Index = AlertCollections.ByParameter, EqualTo = parameter, Limit = 1000 }))
            all[held.Id] = (held, held.Body);
        foreach (var (id, one) in changed)
            if (one.Stands.Case.Parameter == parameter) all[id] = one;
        // What belonged to an incident that was closed does not open another.
        var free = all.Values.Select(one => one.Stands).Where(one => one.Incident is null || one.Incident == open?.Id).ToList();
        var members = changed.Values.Select(one => one.Stands).Where(one => one.Case.Parameter == parameter && free.Contains(one))
            .SelectMany(told => Spreading.Of(told, free, sites, service.Name, IncidentRules.Carried.Spreading)).Distinct()
            .OrderBy(one => one.Case.Since).ThenBy(one => one.Case.CaseId, StringComparer.Ordinal).ToList();
        var joining = members.Where(one => one.Incident is null).ToList();
        if (joining.Count == 0) return;

        var spread = joining.Select(one => new SpreadCase(one.Service ?? "", one.Case)).ToList();
        var incidentId = open?.Id ?? $"spreading-{parameter}-{joining[0].Case.CaseId}";
        if (open is null)
            commit.Insert(IncidentCollections.Incidents, incidentId, Opened(incidentId, clock.Now, $"{parameter} 在 {spread.Select(one => (one.Service, one.Case.Site)).Distinct().Count()} 个点位超标，疑似蔓延") with
            {
                Origin = IncidentOrigin.Spreading,
                Parameter = parameter,
                Spread = spread,
            });
        else commit.Update(IncidentCollections.Incidents, open.Id, open.Version, open.Body with { Spread = [.. open.Body.Spread, .. spread] });
        foreach (var (id, one) in all.Where(each => joining.Contains(each.Value.Stands))) changed[id] = (one.Held, one.Stands with { Incident = incidentId });
    }

    private Incident Opened(string id, DateTimeOffset at, string text) => new()
    {
        Id = id,
        OpenedAt = at,
        ReceivedAt = clock.Now,
        Steps = [new() { Move = IncidentMove.Report, Unit = "platform", By = "platform", At = at, State = IncidentState.Reported, Text = text }],
    };
}
