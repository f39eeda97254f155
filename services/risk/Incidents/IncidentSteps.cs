using Bishui.Features.Requests;
using Bishui.Features.Tasks;
using Bishui.Hosting.Errors;
using Bishui.Hosting.Identity;
using Bishui.Hosting.Json;
using Bishui.Storage.Documents;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Bishui.Risk.Incidents;

/// <summary>A report of an incident.</summary>
internal sealed record ReportRequest
{
    [LongText]
    public string? What { get; init; }
    public string? Place { get; init; }
    public DateTimeOffset? OccurredAt { get; init; }

    /// <summary>The nearest site of this service; null where none is known.</summary>
    public string? Site { get; init; }

    /// <summary>It is a drill (演练).</summary>
    public bool Drill { get; init; }
}

/// <summary>A step of the response.</summary>
internal sealed record StepRequest
{
    public string? Move { get; init; }
    [LongText]
    public string? Text { get; init; }

    /// <summary>Level of the response that is started.</summary>
    public IncidentLevel? Level { get; init; }

    /// <summary>Who was told.</summary>
    public string? Party { get; init; }

    /// <summary>When they were told.</summary>
    public DateTimeOffset? ToldAt { get; init; }

    public IReadOnlyList<EntryLink>? Evidence { get; init; }
}

internal static class IncidentSteps
{
    /// <summary>The moves that a step may name.</summary>
    public static readonly IReadOnlyDictionary<string, IncidentMove> ByWord =
        Enum.GetValues<IncidentMove>().Where(move => move != IncidentMove.Report).ToDictionary(Words.Of);

    public static List<RowError> Faults(StepRequest request, IncidentMove move, DateTimeOffset now)
    {
        var errors = new List<RowError>();
        if (string.IsNullOrWhiteSpace(request.Text)) Add("text", "missing", "须写明情况 / say what was done");
        if (move == IncidentMove.Start != request.Level is not null)
            Add("level", move == IncidentMove.Start ? "missing" : "unexpected", "启动响应须定级，其他步骤不定级 / a start states the level, no other step does");
        if (move == IncidentMove.Notify)
        {
            if (!IncidentRules.Carried.Notify.Any(party => party.Party == request.Party))
                Add("party", "unknown-party", "应为 / must be one of: " + string.Join(", ", IncidentRules.Carried.Notify.Select(party => party.Party)));
            if (request.ToldAt is null) Add("toldAt", "missing", "须填通报时间 / say when they were told");
            else if (request.ToldAt > now) Add("toldAt", "future-time", "不得晚于现在 / must not be in the future");
        }
        else if (request.Party is not null || request.ToldAt is not null) Add("party", "unexpected", "只有通报步骤可填 / only a notification names whom");
        return errors;

        void Add(string field, string code, string detail) => errors.Add(new(null, field, code, detail));
    }
}

/// <summary>
/// Who may take which step: units that lead or cooperate in the tasks of emergency plans or of response sets, and the unit concerned, report, monitor, contain and notify; those
/// that lead the task of emergency plans verify, dismiss, start, end and close; reviewing units review, so that nobody accepts their own work.
/// </summary>
internal static class IncidentRights
{
    private const string Plans = RiskTopics.EmergencyPlans;
    private const string Rivers = RiskTopics.RiverResponseSets;

    public static async ValueTask<ProblemHttpResult?> RefusalAsync(
        IDocumentReader reader, Caller caller, IncidentMove move, Incident? incident, DateOnly on, CancellationToken cancel) => move switch
        {
            IncidentMove.Review => await TaskEntries.RefusalAsync(reader, caller, Plans, TaskAction.Review, on, cancel),
            IncidentMove.Report or IncidentMove.Contain or IncidentMove.Monitor or IncidentMove.Notify =>
                (incident is not null && caller.Is(Roles.Reporter) && IncidentEndpoints.Concerns(incident, caller))
                || await TaskEntries.RefusalAsync(reader, caller, Rivers, TaskAction.Record, on, cancel) is null
                    ? null
                    : await TaskEntries.RefusalAsync(reader, caller, Plans, TaskAction.Record, on, cancel),
            _ => await TaskEntries.RefusalAsync(reader, caller, Plans, TaskAction.SetBasis, on, cancel),
        };
}
