using System.Collections.Concurrent;
using Bishui.Assessment.Intake;
using Bishui.Assessment.Plan;
using Bishui.Assessment.Scoring;

namespace Bishui.Assessment.Scores;

/// <summary>Brings together what a score is a function of: the facts on file, the scheme, the plan in force and an instant.</summary>
internal sealed class ScoreBook(PlanStore plans, FactBase facts, TimeProvider clock)
{
    private readonly ConcurrentDictionary<(string PlanId, int Version), Scheme> _schemes = new();

    public Task<ScorePage> NowAsync(CancellationToken cancel) => AtAsync(clock.GetUtcNow(), cancel);

    /// <summary>Everything that was true at an instant, as far as it is on file now, by the version of the plan that was in force then.</summary>
    public async Task<ScorePage> AtAsync(DateTimeOffset at, CancellationToken cancel)
    {
        var document = await plans.InForceAtAsync(at, cancel);
        var scheme = _schemes.GetOrAdd((document.Plan.PlanId, document.Plan.Version), _ => SchemeFiles.LoadFor(document.Plan));
        return new(document, scheme, new(await facts.ReadAsync(cancel), await plans.HistoryAsync(document.Plan, cancel), at));
    }
}

/// <summary>One opening of the book: ask it for any unit, or for the district with null.</summary>
internal sealed record ScorePage(PlanDocument Document, Scheme Scheme, Evidence Facts)
{
    public Score Of(string? unit) => Scorer.Of(Facts, Scheme, Document.Plan, unit);
}
