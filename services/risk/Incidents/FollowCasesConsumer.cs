using Bishui.Contracts.Exceedances;
using Bishui.Hosting.Messages;
using Bishui.Risk.Alerts;
using Bishui.Storage.Documents;

namespace Bishui.Risk.Incidents;

/// <summary>
/// Opens an incident for each case that was raised, and keeps incidents and alerts as their cases stand. Messages may overtake each other: the
/// higher revision stands.
/// </summary>
internal sealed class FollowCasesConsumer(IDocumentStore store, TimeProvider clock) : InboxConsumer<CasesChanged>(store)
{
    protected override async ValueTask<Commit> DecideAsync(CasesChanged message, IDocumentReader reader)
    {
        var commit = new Commit();
        foreach (var told in message.Cases.GroupBy(each => each.CaseId).Select(same => same.MaxBy(each => each.Revision)!))
        {
            var id = IncidentCollections.Id(message.Service, told.CaseId);
            var incident = await reader.FindAsync(IncidentCollections.Incidents, id);
            if (incident is not null)
            {
                if (told.Revision > incident.Body.Case.Revision)
                    commit.Update(IncidentCollections.Incidents, id, incident.Version, incident.Body with { Case = told });
            }
            else if (told.EscalatedAt is { } raised)
            {
                commit.Insert(IncidentCollections.Incidents, id, new Incident
                {
                    Id = id,
                    Service = message.Service,
                    OpenedAt = raised,
                    Case = told,
                    ReceivedAt = clock.GetUtcNow(),
                });
            }
            var standing = await reader.FindAsync(AlertCollections.Standings, id);
            var stands = new CaseStanding { Case = told };
            if (standing is null) commit.Insert(AlertCollections.Standings, id, stands);
            else if (told.Revision > standing.Body.Case.Revision) commit.Update(AlertCollections.Standings, id, standing.Version, stands);
        }
        return commit;
    }
}
