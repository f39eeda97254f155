using Bishui.Contracts.Exceedances;
using Bishui.Storage.Documents;

namespace Bishui.Risk.Alerts;

/// <summary>An exceedance that any service told of, kept for the watch on spreading pollution.</summary>
public sealed record Alert
{
    /// <summary>The case as told.</summary>
    public required LimitExceeded Exceedance { get; init; }

    /// <summary>When it arrived here.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }
}

internal static class AlertCollections
{
    public const string ByTime = "taken";

    /// <summary>Held by the case's own id: the same case arrives once in effect, however often it is told.</summary>
    public static readonly Collection<Alert> Alerts = new("alerts",
        new DocumentIndex<Alert>(ByTime, a => $"{a.Exceedance.TakenAt.UtcDateTime:O}"));
}
