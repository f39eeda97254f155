using Bishui.Contracts.Exceedances;
using Bishui.Risk.Incidents;
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

/// <summary>How the case of an alert stands, as it was last told; it may be told before the alert itself.</summary>
internal sealed record CaseStanding
{
    public required CaseTold Case { get; init; }

    /// <summary>The service that holds it; null for what was told before this was kept.</summary>
    public string? Service { get; init; }

    /// <summary>The incident of spreading pollution that it joined; null while it joined none.</summary>
    public string? Incident { get; init; }
}

/// <summary>An alert and how its case stands.</summary>
/// <param name="Exceedance">The case as it was opened.</param>
/// <param name="ReceivedAt">When it arrived here.</param>
/// <param name="Case">How it stands; null while nothing was told but that it was opened.</param>
internal sealed record AlertView(LimitExceeded Exceedance, DateTimeOffset ReceivedAt, CaseTold? Case);

internal static class AlertCollections
{
    public const string ByTime = "taken";

    public const string ByParameter = "open-parameter";

    public static readonly Collection<CaseStanding> Standings = new("case-standings",
        new DocumentIndex<CaseStanding>(ByParameter, standing => Spreading.Counts(standing.Case) ? standing.Case.Parameter : null));

    /// <summary>Held by the case's own id: the same case arrives once in effect, however often it is told.</summary>
    public static readonly Collection<Alert> Alerts = new("alerts",
        new DocumentIndex<Alert>(ByTime, a => $"{a.Exceedance.TakenAt.UtcDateTime:O}"));
}
