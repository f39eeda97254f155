using System.Collections.Concurrent;
using Bishui.Assessment.Scoring;
using Bishui.Contracts.Plans;

namespace Bishui.Assessment.Schemes;

/// <summary>The scoring schemes, and which of them is in force when.</summary>
internal sealed class SchemeBook
{
    private readonly ConcurrentDictionary<(string PlanId, int Version), Scheme> _shipped = new();

    /// <summary>The scheme in force at an instant, carried over to the version of the plan that is asked about.</summary>
    public ValueTask<Scheme> InForceAtAsync(PlanAdopted plan, DateTimeOffset at, CancellationToken cancel) =>
        ValueTask.FromResult(_shipped.GetOrAdd((plan.PlanId, plan.Version), _ => SchemeFiles.LoadFor(plan)));

    /// <summary>A scheme by its key and version, <c>liunan-2021/1</c>; null where there is none.</summary>
    public ValueTask<Scheme?> FindAsync(string name, PlanAdopted plan, CancellationToken cancel) => ValueTask.FromResult(
        SchemeFiles.All.Select(file => SchemeFiles.Load(file, plan)).FirstOrDefault(scheme => FormattableString.Invariant($"{scheme.Key}/{scheme.Version}") == name));
}
