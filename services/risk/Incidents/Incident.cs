using Bishui.Contracts.Exceedances;
using Bishui.Features.Tasks;
using Bishui.Storage.Documents;

namespace Bishui.Risk.Incidents;

/// <summary>What opened an incident.</summary>
public enum IncidentOrigin
{
    /// <summary>A case that was raised to this service.</summary>
    RaisedCase,

    /// <summary>Cases of one parameter at several sites.</summary>
    Spreading,

    /// <summary>A unit reported it.</summary>
    Report,
}

/// <summary>Where an incident stands.</summary>
public enum IncidentState
{
    /// <summary>Reported, to be verified (待核实).</summary>
    Reported,

    /// <summary>Verified, the response has not started (已核实).</summary>
    Verified,

    /// <summary>Not an incident (不属实).</summary>
    Dismissed,

    /// <summary>In response (应急响应中).</summary>
    Responding,

    /// <summary>Contained (污染已控制).</summary>
    Contained,

    /// <summary>The response ended, the closing review is owed (响应终止).</summary>
    Ended,

    /// <summary>Reviewed (已评估).</summary>
    Reviewed,

    /// <summary>Closed (已结案).</summary>
    Closed,
}

/// <summary>Level of an incident, by national usage.</summary>
public enum IncidentLevel
{
    /// <summary>一般.</summary>
    Iv,

    /// <summary>较大.</summary>
    Iii,

    /// <summary>重大.</summary>
    Ii,

    /// <summary>特别重大.</summary>
    I,
}

/// <summary>A step of the response. Steps are added, never changed.</summary>
public sealed record IncidentStep
{
    /// <summary>What was done.</summary>
    public required IncidentMove Move { get; init; }

    /// <summary>Unit that did it; <c>platform</c> where it opened by itself.</summary>
    public required string Unit { get; init; }

    /// <summary>Client that recorded it.</summary>
    public required string By { get; init; }

    /// <summary>When it was recorded.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The state after it.</summary>
    public required IncidentState State { get; init; }

    /// <summary>In words.</summary>
    public required string Text { get; init; }

    /// <summary>Level of the response; only where one is started.</summary>
    public IncidentLevel? Level { get; init; }

    /// <summary>Who was told; only of a notification.</summary>
    public string? Party { get; init; }

    /// <summary>When they were told.</summary>
    public DateTimeOffset? ToldAt { get; init; }

    /// <summary>What it rests on within the platform.</summary>
    public IReadOnlyList<EntryLink> Evidence { get; init; } = [];

    /// <summary>Whether the state before it had lasted longer than its limit.</summary>
    public bool Late { get; init; }
}

/// <summary>A case of a spreading pollution.</summary>
/// <param name="Service">The service that holds it.</param>
/// <param name="Case">The case as it was when it joined; its alert shows how it stands.</param>
public sealed record SpreadCase(string Service, CaseTold Case);

/// <summary>An incident (突发水环境事件): pollution that needs more than the handling of one case, or a drill of it.</summary>
public sealed record Incident
{
    /// <summary>Of a raised case it names service and case, so that raising it again opens no second one.</summary>
    public required string Id { get; init; }

    /// <summary>What opened it.</summary>
    public IncidentOrigin Origin { get; init; }

    /// <summary>It is a drill (演练): it takes no part in counts, alerts and scores.</summary>
    public bool Drill { get; init; }

    /// <summary>The service that holds the case; null where no single case opened it.</summary>
    public string? Service { get; init; }

    /// <summary>When it was opened.</summary>
    public required DateTimeOffset OpenedAt { get; init; }

    /// <summary>The case as it was last told; null where no single case opened it.</summary>
    public CaseTold? Case { get; init; }

    /// <summary>The parameter that spreads; null for others.</summary>
    public string? Parameter { get; init; }

    /// <summary>The cases of a spreading pollution.</summary>
    public IReadOnlyList<SpreadCase> Spread { get; init; } = [];

    /// <summary>What was reported; null where cases opened it.</summary>
    public string? What { get; init; }

    /// <summary>Where, in words.</summary>
    public string? Place { get; init; }

    /// <summary>Site of this service nearest to it, where upstream search begins; null where none is named.</summary>
    public string? Site { get; init; }

    /// <summary>When it happened as reported.</summary>
    public DateTimeOffset? OccurredAt { get; init; }

    /// <summary>The unit that reported it.</summary>
    public string? ReportedBy { get; init; }

    /// <summary>When it arrived here.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>What was done, in order.</summary>
    public IReadOnlyList<IncidentStep> Steps { get; init; } = [];
}

internal static class IncidentCollections
{
    public const string ByOpened = "opened";
    public const string ByOpenSpreading = "open-spreading";

    public static readonly Collection<Incident> Incidents = new("incidents",
        new DocumentIndex<Incident>(ByOpened, incident => $"{incident.OpenedAt.UtcDateTime:O}"),
        // One spreading pollution of a parameter at a time.
        new DocumentIndex<Incident>(ByOpenSpreading, incident => incident.Origin == IncidentOrigin.Spreading && IncidentCourse.IsOpen(incident) ? incident.Parameter : null, unique: true));

    public static string Id(string service, string caseId) => $"{service}-{caseId}";
}
