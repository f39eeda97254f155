using Bishui.Contracts.Exceedances;
using Bishui.Hosting.Messages;
using Bishui.Hosting.Time;
using Bishui.Storage.Documents;

namespace Bishui.Risk.Alerts;

/// <summary>Keeps an alert for each exceedance told by any service.</summary>
internal sealed class RaiseAlertsConsumer(IDocumentStore store, RequestClock clock) : InboxConsumer<LimitsExceeded>(store)
{
    protected override async ValueTask<Commit> DecideAsync(LimitsExceeded message, IDocumentReader reader)
    {
        var commit = new Commit();
        foreach (var exceedance in message.Exceedances.DistinctBy(told => told.ExceedanceId))
            if (await reader.FindAsync(AlertCollections.Alerts, exceedance.ExceedanceId) is null)
                commit.Insert(AlertCollections.Alerts, exceedance.ExceedanceId,
                    new Alert { Exceedance = exceedance, ReceivedAt = clock.Now });
        return commit;
    }
}
