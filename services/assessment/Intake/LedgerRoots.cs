using Bishui.Contracts.Tasks;

namespace Bishui.Assessment.Intake;

/// <summary>A daily root as it was told, kept apart from the service whose ledger it is.</summary>
/// <param name="Service">The service.</param>
/// <param name="Day">The civil day that closed.</param>
/// <param name="Sequence">Sequence of the day's last entry.</param>
/// <param name="Hash">Hash of that entry.</param>
/// <param name="TakenAt">When it was taken.</param>
/// <param name="Fact">Id of the fact.</param>
/// <param name="Conflicts">Ids of the facts that contradict it; empty when nothing does.</param>
internal sealed record LedgerRoot(
    string Service, DateOnly Day, long Sequence, string Hash, DateTimeOffset TakenAt, string Fact, IReadOnlyList<string> Conflicts)
{
    /// <summary>Somebody told otherwise: the ledger was rewritten, or one of the two is false.</summary>
    public bool Conflict => Conflicts.Count > 0;
}

/// <summary>Holds the roots against each other. An append-only chain has one root a day and one hash a sequence, and never grows shorter.</summary>
internal static class LedgerRoots
{
    /// <summary>The roots of one service, or of all when it is null, by service and day.</summary>
    public static IReadOnlyList<LedgerRoot> Of(IEnumerable<KnownFact> facts, string? service) =>
    [
        .. facts
            .Where(fact => fact.Event is LedgerRootTaken && (service is null || fact.Service == service))
            .Select(fact => (fact.Id, Told: (LedgerRootTaken)fact.Event))
            .GroupBy(root => root.Told.Service)
            .OrderBy(roots => roots.Key, StringComparer.Ordinal)
            .SelectMany(OfService),
    ];

    private static IEnumerable<LedgerRoot> OfService(IEnumerable<(string Id, LedgerRootTaken Told)> facts)
    {
        var roots = facts.OrderBy(root => root.Told.Day).ThenBy(root => root.Told.Sequence).ThenBy(root => root.Id, StringComparer.Ordinal).ToList();
        var conflicts = roots.ToDictionary(root => root.Id, _ => new SortedSet<string>(StringComparer.Ordinal));
        foreach (var same in roots.GroupBy(root => root.Told.Day).Select(day => day.ToList())) Oppose(same);
        foreach (var same in roots.GroupBy(root => root.Told.Sequence).Select(place => place.ToList())) Oppose(same);
        (string Id, LedgerRootTaken Told)? longest = null;
        foreach (var root in roots)
        {
            if (longest is { } before && root.Told.Sequence < before.Told.Sequence) Oppose([before, root]);
            else longest = root;
        }
        return roots.Select(root => new LedgerRoot(
            root.Told.Service, root.Told.Day, root.Told.Sequence, root.Told.Hash, root.Told.TakenAt, root.Id, [.. conflicts[root.Id]]));

        void Oppose(List<(string Id, LedgerRootTaken Told)> told)
        {
            foreach (var one in told)
                foreach (var other in told.Where(other => (other.Told.Sequence, other.Told.Hash) != (one.Told.Sequence, one.Told.Hash)))
                    conflicts[one.Id].Add(other.Id);
        }
    }
}
