namespace Bishui.Contracts.Tasks;

/// <summary>
/// A service holds open ledgers (台账) for its tasks of a plan. It answers every <see cref="Plans.PlanAdopted"/> it receives, a repeat
/// too: assessment announces the plan again until each service that owns a task has answered for that version.
/// </summary>
public sealed record LedgersOpened
{
    /// <summary>The service that answers.</summary>
    public required string Service { get; init; }

    /// <summary>The plan the ledgers belong to.</summary>
    public required string PlanId { get; init; }

    /// <summary>The version of the plan that the service holds.</summary>
    public required int Version { get; init; }

    /// <summary>Numbers of the tasks whose ledgers are open at this service; empty where the plan routes none to it.</summary>
    public required IReadOnlyList<int> Tasks { get; init; }

    /// <summary>When the ledgers were opened for this version; a repeat tells the same instant.</summary>
    public required DateTimeOffset OpenedAt { get; init; }
}
