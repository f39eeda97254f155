using Bishui.Assessment.Intake;
using Bishui.Assessment.Plan;
using Bishui.Assessment.Schemes;
using Bishui.Assessment.Scoring;

namespace Bishui.Assessment.Scores;

/// <summary>What a score is asked for.</summary>
/// <param name="At">What was true then counts.</param>
/// <param name="KnownAt">Only what the assessment had received by then counts; null: everything received up to now.</param>
internal readonly record struct Moment(DateTimeOffset At, DateTimeOffset? KnownAt = null);

/// <summary>What is otherwise than on file, in a what-if.</summary>
internal sealed record Supposition
{
    /// <summary>Facts that are not on file; one with the id of a fact on file stands in its place.</summary>
    public IReadOnlyList<Fact> Added { get; init; } = [];

    /// <summary>Ids of facts that are left out.</summary>
    public IReadOnlySet<string> Removed { get; init; } = new HashSet<string>();

    /// <summary>Another scheme; null for the one in force.</summary>
    public Scheme? Scheme { get; init; }
}

/// <summary>Brings together what a score is a function of: the facts on file, the scheme, the plan in force and an instant.</summary>
internal sealed class ScoreBook(PlanStore plans, FactBase facts, SchemeBook schemes, TimeProvider clock)
{
    public Task<T> NowAsync<T>(Func<ScorePage, T> ask, CancellationToken cancel) => AskAsync(new(clock.GetUtcNow()), ask, cancel);

    /// <summary>
    /// Opens the book at a moment, by the version of the plan and of the scheme that were in force then. The page is the asker's only until
    /// <paramref name="ask"/> returns: what is needed of it has to be taken there.
    /// </summary>
    /// <param name="moment">What counts.</param>
    /// <param name="ask">Takes what is needed from the page; must not wait.</param>
    /// <param name="cancel">Stops the work.</param>
    /// <param name="scheme">Score by this scheme instead of the one in force then.</param>
    public async Task<T> AskAsync<T>(Moment moment, Func<ScorePage, T> ask, CancellationToken cancel, Scheme? scheme = null) =>
        ask(await OpenAsync(moment, [.. (await facts.ReadAsync(cancel)).Where(fact => moment.KnownAt is not { } known || fact.ReceivedAt <= known)], scheme, cancel));

    /// <summary>Opens the book as it would be if something were otherwise. Nothing of it is kept.</summary>
    public async Task<T> SupposeAsync<T>(Moment moment, Supposition supposed, Func<ScorePage, T> ask, CancellationToken cancel)
    {
        var replaced = supposed.Added.Select(fact => fact.Id).ToHashSet();
        var known = (await facts.ReadAsync(cancel))
            .Where(fact => (moment.KnownAt is not { } asOf || fact.ReceivedAt <= asOf) && !supposed.Removed.Contains(fact.Id) && !replaced.Contains(fact.Id))
            .Concat(supposed.Added.Select(fact => KnownFact.Of(fact, fact.RecordedAt)));
        return ask(await OpenAsync(moment, [.. known], supposed.Scheme, cancel));
    }

    /// <summary>Opens the book at one instant after the other; the instants ascend.</summary>
    /// <param name="instants">When.</param>
    /// <param name="asKnown">At each instant only what had been received by then counts; otherwise everything received up to now.</param>
    /// <param name="turn">Called with each page, in order.</param>
    /// <param name="cancel">Stops the work.</param>
    /// <param name="scheme">Score by this scheme instead of the one in force at each instant.</param>
    public async Task WalkAsync(
        IEnumerable<DateTimeOffset> instants, bool asKnown, Func<ScorePage, ValueTask> turn, CancellationToken cancel, Scheme? scheme = null)
    {
        foreach (var at in instants) await turn(await AskAsync(new(at, asKnown ? at : null), page => page, cancel, scheme));
    }

    private async Task<ScorePage> OpenAsync(Moment moment, IReadOnlyList<KnownFact> known, Scheme? scheme, CancellationToken cancel)
    {
        var document = await plans.InForceAtAsync(moment.At, cancel);
        return new(document, scheme ?? await schemes.InForceAtAsync(document.Plan, moment.At, cancel),
            new(known, await plans.HistoryAsync(document.Plan, cancel), moment.At));
    }
}

/// <summary>One opening of the book: ask it for any unit, or for the district with null.</summary>
internal sealed record ScorePage(PlanDocument Document, Scheme Scheme, Evidence Facts)
{
    public Score Of(string? unit) => Scorer.Of(Facts, Scheme, Document.Plan, unit);
}
