using Bishui.Contracts.Exceedances;

namespace Bishui.Risk.Incidents;

/// <summary>An incident as it stands.</summary>
internal sealed record IncidentView
{
    public required string Id { get; init; }
    public required IncidentOrigin Origin { get; init; }
    public required bool Drill { get; init; }

    /// <summary>演练 on a drill, null on what is real; to be shown wherever the incident is.</summary>
    public string? Mark { get; init; }

    public required IncidentState State { get; init; }
    public IncidentLevel? Level { get; init; }
    public required DateTimeOffset OpenedAt { get; init; }
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>By when the next step is due; null where no limit runs.</summary>
    public DateTimeOffset? Due { get; init; }

    public required bool Overdue { get; init; }
    public string? Service { get; init; }
    public CaseTold? Case { get; init; }
    public string? Parameter { get; init; }
    public required IReadOnlyList<SpreadCase> Spread { get; init; }
    public string? What { get; init; }
    public string? Place { get; init; }
    public string? Site { get; init; }
    public DateTimeOffset? OccurredAt { get; init; }
    public string? ReportedBy { get; init; }
    public required IReadOnlyList<IncidentMove> Allowed { get; init; }
    public required IReadOnlyList<IncidentStep> Steps { get; init; }
    public required IReadOnlyList<Notification> Notifications { get; init; }

    /// <summary>What lies upstream as this service's links say; null in lists.</summary>
    public IReadOnlyList<UpstreamSite>? Upstream { get; init; }

    /// <summary>Open cases there; never of a drill; null in lists.</summary>
    public IReadOnlyList<CaseTold>? UpstreamCases { get; init; }

    public static IncidentView Of(Incident incident, DateTimeOffset now)
    {
        var (state, due) = (IncidentCourse.StateOf(incident), IncidentCourse.Due(incident, IncidentRules.Carried));
        return new()
        {
            Id = incident.Id,
            Origin = incident.Origin,
            Drill = incident.Drill,
            Mark = incident.Drill ? "演练" : null,
            State = state,
            Level = incident.Steps.LastOrDefault(step => step.Level is not null)?.Level,
            OpenedAt = incident.OpenedAt,
            ReceivedAt = incident.ReceivedAt,
            Due = due,
            Overdue = due < now,
            Service = incident.Service,
            Case = incident.Case,
            Parameter = incident.Parameter,
            Spread = incident.Spread,
            What = incident.What,
            Place = incident.Place,
            Site = incident.Site,
            OccurredAt = incident.OccurredAt,
            ReportedBy = incident.ReportedBy,
            Allowed = IncidentCourse.Allowed(state),
            Steps = incident.Steps,
            Notifications = IncidentCourse.Notifications(incident, IncidentRules.Carried, now),
        };
    }
}
