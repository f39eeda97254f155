namespace Bishui.Risk.Incidents;

/// <summary>A step that somebody may take.</summary>
public enum IncidentMove
{
    /// <summary>Report (报告): opens it.</summary>
    Report,

    /// <summary>Verify (核实).</summary>
    Verify,

    /// <summary>Find that it is none (排除).</summary>
    Dismiss,

    /// <summary>Start the response, or set its level anew (启动响应).</summary>
    Start,

    /// <summary>Contain the pollution (控制污染).</summary>
    Contain,

    /// <summary>Record emergency monitoring (应急监测).</summary>
    Monitor,

    /// <summary>Tell somebody (通报).</summary>
    Notify,

    /// <summary>End the response (终止响应).</summary>
    End,

    /// <summary>Review what happened (终结评估).</summary>
    Review,

    /// <summary>Close (结案).</summary>
    Close,
}

/// <summary>The course of an incident: which moves a state allows, and where they lead. Pure.</summary>
public static class IncidentCourse
{
    private static readonly Dictionary<IncidentState, Dictionary<IncidentMove, IncidentState>> Moves = new()
    {
        [IncidentState.Reported] = new() { [IncidentMove.Verify] = IncidentState.Verified, [IncidentMove.Dismiss] = IncidentState.Dismissed },
        [IncidentState.Verified] = new()
        {
            [IncidentMove.Start] = IncidentState.Responding,
            [IncidentMove.Dismiss] = IncidentState.Dismissed,
            [IncidentMove.Monitor] = IncidentState.Verified,
            [IncidentMove.Notify] = IncidentState.Verified,
        },
        [IncidentState.Responding] = new()
        {
            [IncidentMove.Contain] = IncidentState.Contained,
            [IncidentMove.Start] = IncidentState.Responding,
            [IncidentMove.Monitor] = IncidentState.Responding,
            [IncidentMove.Notify] = IncidentState.Responding,
        },
        // What was contained may break out again: the response starts anew.
        [IncidentState.Contained] = new()
        {
            [IncidentMove.End] = IncidentState.Ended,
            [IncidentMove.Start] = IncidentState.Responding,
            [IncidentMove.Monitor] = IncidentState.Contained,
            [IncidentMove.Notify] = IncidentState.Contained,
        },
        [IncidentState.Ended] = new() { [IncidentMove.Review] = IncidentState.Reviewed },
        [IncidentState.Reviewed] = new() { [IncidentMove.Close] = IncidentState.Closed },
    };

    /// <summary>Where it stands; what was opened before steps were kept is reported.</summary>
    public static IncidentState StateOf(Incident incident) => incident.Steps.Count == 0 ? IncidentState.Reported : incident.Steps[^1].State;

    /// <summary>Whether something is still to be done.</summary>
    public static bool IsOpen(Incident incident) => StateOf(incident) is not (IncidentState.Dismissed or IncidentState.Closed);

    /// <summary>What may be done now.</summary>
    public static IReadOnlyList<IncidentMove> Allowed(IncidentState state) => Moves.TryGetValue(state, out var moves) ? [.. moves.Keys.Order()] : [];

    /// <summary>Where a move leads; null where the state does not allow it.</summary>
    public static IncidentState? After(IncidentState state, IncidentMove move) =>
        Moves.TryGetValue(state, out var moves) && moves.TryGetValue(move, out var after) ? after : null;

    /// <summary>Since when it stands where it stands.</summary>
    public static DateTimeOffset Since(Incident incident)
    {
        var state = StateOf(incident);
        return incident.Steps.Reverse().TakeWhile(step => step.State == state).LastOrDefault()?.At ?? incident.OpenedAt;
    }

    /// <summary>By when the next step is due; null where no limit runs.</summary>
    internal static DateTimeOffset? Due(Incident incident, IncidentRules rules) =>
        rules.HoursIn.TryGetValue(StateOf(incident), out var hours) ? Since(incident).AddHours(hours) : null;

    /// <summary>Who must be told by when, and when they were.</summary>
    internal static IReadOnlyList<Notification> Notifications(Incident incident, IncidentRules rules, DateTimeOffset now)
    {
        var starts = incident.Steps.Where(step => step.Level is not null).ToList();
        return [.. rules.PartiesAt(starts.Count == 0 ? null : starts.Max(step => step.Level)).Select(party =>
        {
            // The clock runs from the first start at a level at which the party has to be told.
            var due = starts.First(step => rules.PartiesAt(step.Level).Contains(party)).At.AddHours(party.Hours);
            var told = incident.Steps.FirstOrDefault(step => step.Party == party.Party)?.ToldAt;
            return new Notification(party.Party, party.Zh, party.En, due, told, (told ?? now) > due);
        })];
    }
}

/// <summary>Somebody who must be told.</summary>
/// <param name="Party">Stable key.</param>
/// <param name="Zh">Chinese name.</param>
/// <param name="En">English name.</param>
/// <param name="Due">By when.</param>
/// <param name="ToldAt">When they were; null while they were not.</param>
/// <param name="Overdue">Not told in time.</param>
public sealed record Notification(string Party, string Zh, string En, DateTimeOffset Due, DateTimeOffset? ToldAt, bool Overdue);
