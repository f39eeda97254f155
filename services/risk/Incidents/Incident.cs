using Bishui.Contracts.Exceedances;
using Bishui.Storage.Documents;

namespace Bishui.Risk.Incidents;

/// <summary>An incident (突发水环境事件): a case that was raised to this service.</summary>
public sealed record Incident
{
    /// <summary>Names the service and the case, so that raising it again opens no second one.</summary>
    public required string Id { get; init; }

    /// <summary>The service that holds the case.</summary>
    public required string Service { get; init; }

    /// <summary>When it was raised.</summary>
    public required DateTimeOffset OpenedAt { get; init; }

    /// <summary>The case as it was last told.</summary>
    public required CaseTold Case { get; init; }

    /// <summary>When it arrived here.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }
}

internal static class IncidentCollections
{
    public const string ByOpened = "opened";

    public static readonly Collection<Incident> Incidents = new("incidents",
        new DocumentIndex<Incident>(ByOpened, incident => $"{incident.OpenedAt.UtcDateTime:O}"));

    public static string Id(string service, string caseId) => $"{service}-{caseId}";
}
