using System.Collections.Concurrent;
using Bishui.Assessment.Plan;
using Bishui.Assessment.Scoring;
using Bishui.Contracts.Plans;
using Bishui.Rules.Time;
using Bishui.Storage.Documents;

namespace Bishui.Assessment.SchemeStore;

/// <summary>The scoring schemes, shipped and posted, and which of them is in force when.</summary>
internal sealed class SchemeBook(IDocumentReader store, PlanStore plans)
{
    private readonly ConcurrentDictionary<(string Name, string PlanId, int PlanVersion), Scheme> _read = new();
    private (int Revision, IReadOnlyList<HeldScheme> Schemes) _adopted = (0, []);

    /// <summary>The scheme in force at an instant, carried over to the version of the plan that is asked about: the one whose first day came last, else the shipped one.</summary>
    public async ValueTask<Scheme> InForceAtAsync(PlanAdopted plan, DateTimeOffset at, CancellationToken cancel)
    {
        var day = ChinaTime.DayOf(at);
        var held = (await AdoptedAsync(cancel)).Where(scheme => scheme.From <= day).MaxBy(scheme => (scheme.From, scheme.AdoptedAt));
        return held is null ? Shipped(SchemeFiles.Shipped, plan) : await ReadAsync(held, plan, cancel);
    }

    /// <summary>A scheme by its key and version, <c>liunan-2021/1</c>; null where there is none.</summary>
    public async ValueTask<Scheme?> FindAsync(string name, PlanAdopted plan, CancellationToken cancel)
    {
        foreach (var file in SchemeFiles.All)
            if (Shipped(file, plan) is var scheme && HeldScheme.IdOf(scheme.Key, scheme.Version) == name) return scheme;
        return await store.FindAsync(HeldScheme.Schemes, name, cancel) is { Body: var held } ? await ReadAsync(held, plan, cancel) : null;
    }

    /// <summary>A posted scheme for a version of the plan.</summary>
    public async ValueTask<Scheme> ReadAsync(HeldScheme held, PlanAdopted plan, CancellationToken cancel)
    {
        var name = HeldScheme.IdOf(held.Key, held.Version);
        if (_read.TryGetValue((name, plan.PlanId, plan.Version), out var read)) return read;
        var written = (await plans.FindAsync(held.PlanId, held.PlanVersion, cancel))?.Plan ?? throw new InvalidOperationException($"The plan that scheme {name} was written for is gone");
        return _read.GetOrAdd((name, plan.PlanId, plan.Version), SchemeFit.To(SchemeFiles.Parse(name, held.Text, written), written, plan));
    }

    private Scheme Shipped(string file, PlanAdopted plan) => _read.GetOrAdd((file, plan.PlanId, plan.Version), _ => SchemeFiles.LoadFor(file, plan));

    private async ValueTask<IReadOnlyList<HeldScheme>> AdoptedAsync(CancellationToken cancel)
    {
        var revision = (await store.FindAsync(SchemeHead.Heads, SchemeHead.Id, cancel))?.Body.Revision ?? 0;
        if (_adopted.Revision == revision) return _adopted.Schemes;
        List<HeldScheme> adopted = [];
        await foreach (var held in store.StreamAsync(HeldScheme.Schemes, new() { Index = HeldScheme.ByName }, cancel))
            if (held.Body.From is not null) adopted.Add(held.Body);
        _adopted = (revision, adopted);
        return adopted;
    }
}
