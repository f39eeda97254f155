using Bishui.Assessment.Intake;
using Bishui.Assessment.Plan;
using Bishui.Assessment.SchemeStore;
using Bishui.Assessment.Scoring;

namespace Bishui.Assessment.Scores;

/// <summary>What a score is asked for.</summary>
/// <param name="At">What was true then counts.</param>
/// <param name="KnownAt">Only what the assessment had received by then counts; null: everything received up to now.</param>
/// <param name="Plan">Id of the plan that is scored; null for the one in force then.</param>
internal readonly record struct Moment(DateTimeOffset At, DateTimeOffset? KnownAt = null, string? Plan = null)
{
    public bool Counts(KnownFact fact) => KnownAt is not { } known || fact.ReceivedAt <= known;
}

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

/// <summary>
/// Brings together what a score is a function of: the facts on file, the scheme, the plan in force and an instant. Pages that were opened
/// lately are kept and kept up: a new fact is added to them, and time passes on the one that stands at now.
/// </summary>
internal sealed class ScoreBook(PlanStore plans, FactBase facts, SchemeBook schemes, TimeProvider clock) : IDisposable
{
    private const int MostPages = 4;
    private static readonly TimeSpan Lately = TimeSpan.FromMinutes(1);
    private readonly SemaphoreSlim _turn = new(1);

    // The one asked for last comes first.
    private readonly List<LivePage> _pages = [];

    /// <summary>How many facts are on file.</summary>
    public async Task<int> CountAsync(CancellationToken cancel) => (await facts.ReadAsync(cancel)).Count;

    /// <summary>
    /// Opens the book at a moment, by the version of the plan and of the scheme that were in force then. The page is the asker's only until
    /// <paramref name="ask"/> returns: what is needed of it has to be taken there.
    /// </summary>
    /// <param name="moment">What counts.</param>
    /// <param name="ask">Takes what is needed from the page; must not wait.</param>
    /// <param name="cancel">Stops the work.</param>
    /// <param name="scheme">Score by this scheme instead of the one in force then.</param>
    public async Task<T> AskAsync<T>(Moment moment, Func<ScorePage, T> ask, CancellationToken cancel, Scheme? scheme = null)
    {
        var document = await PlanAsync(moment, cancel);
        var wanted = scheme ?? await schemes.InForceAtAsync(document.Plan, moment.At, cancel);
        await _turn.WaitAsync(cancel);
        try
        {
            var known = await facts.ReadAsync(cancel);
            var page = _pages.Find(each => each.Serves(moment, document));
            if (page is null) page = await OpenAsync(moment, document, cancel);
            else _pages.Remove(page);
            page.KeepUp(moment, known);
            _pages.Insert(0, page);
            if (_pages.Count > MostPages) _pages.RemoveAt(MostPages);
            return ask(page.Open(document, wanted));
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Opens the book as it would be if something were otherwise. Nothing of it is kept.</summary>
    public async Task<T> SupposeAsync<T>(Moment moment, Supposition supposed, Func<ScorePage, T> ask, CancellationToken cancel)
    {
        var replaced = supposed.Added.Select(fact => fact.Id).ToHashSet();
        var known = (await facts.ReadAsync(cancel))
            .Where(fact => moment.Counts(fact) && !supposed.Removed.Contains(fact.Id) && !replaced.Contains(fact.Id))
            .Concat(supposed.Added.Select(fact => KnownFact.Of(fact, fact.RecordedAt)));
        var document = await PlanAsync(moment, cancel);
        return ask(new(document, supposed.Scheme ?? await schemes.InForceAtAsync(document.Plan, moment.At, cancel),
            new([.. known], await plans.HistoryAsync(document.Plan, cancel), moment.At)));
    }

    /// <summary>Opens the book at one instant after the other. Each fact is looked at once, however many instants there are.</summary>
    /// <param name="instants">When; they ascend.</param>
    /// <param name="asKnown">At each instant only what had been received by then counts; otherwise everything received up to now.</param>
    /// <param name="turn">Called with each page, in order; the page is good until it returns.</param>
    /// <param name="cancel">Stops the work.</param>
    /// <param name="scheme">Score by this scheme instead of the one in force at each instant.</param>
    /// <param name="first">Only the first so many facts on file count; null: all of them.</param>
    public async Task WalkAsync(
        IEnumerable<DateTimeOffset> instants, bool asKnown, Func<ScorePage, ValueTask> turn, CancellationToken cancel, Scheme? scheme = null, int? first = null)
    {
        var known = await facts.ReadAsync(cancel);
        if (first < known.Count) known = known[..first.Value];
        var since = known.Select(fact => (asKnown && fact.ReceivedAt > fact.OccurredAt ? fact.ReceivedAt : fact.OccurredAt).UtcTicks).ToArray();
        var order = Enumerable.Range(0, since.Length).ToArray();
        Array.Sort((long[])since.Clone(), order);
        LivePage? page = null;
        var next = 0;
        foreach (var at in instants)
        {
            cancel.ThrowIfCancellationRequested();
            var document = await plans.InForceAtAsync(at, cancel);
            if (page?.IsOf(document) != true)
            {
                // Another version of the plan: what was read by the former is read anew.
                page = new(new(at), document, new([], await plans.HistoryAsync(document.Plan, cancel), at), moves: true);
                next = 0;
            }
            page.Facts.MoveTo(at);
            for (; next < order.Length && since[order[next]] <= at.UtcTicks; next++) page.Facts.Add(known[order[next]]);
            if (page.Facts.IsStale) page.Renew(order.Take(next).Select(index => known[index]).ToList());
            await turn(page.Open(document, scheme ?? await schemes.InForceAtAsync(document.Plan, at, cancel)));
        }
    }

    /// <summary>The plan that is scored.</summary>
    /// <exception cref="InvalidOperationException">The moment names a plan that was never adopted.</exception>
    private async Task<PlanDocument> PlanAsync(Moment moment, CancellationToken cancel) => moment.Plan is not { } plan
        ? await plans.InForceAtAsync(moment.At, cancel)
        : await plans.OfAsync(plan, moment.At, cancel) ?? throw new InvalidOperationException($"There is no plan {plan}.");

    public void Dispose() => _turn.Dispose();

    private async Task<LivePage> OpenAsync(Moment moment, PlanDocument document, CancellationToken cancel) => new(
        moment, document, new([], await plans.HistoryAsync(document.Plan, cancel), moment.At), moves: moment.KnownAt is null && moment.At >= clock.GetUtcNow() - Lately);
}

/// <summary>A page that is kept open.</summary>
/// <param name="moment">What it was opened for.</param>
/// <param name="document">The plan in force.</param>
/// <param name="facts">What counts, arranged.</param>
/// <param name="moves">It stands at now, and moves on with time.</param>
internal sealed class LivePage(Moment moment, PlanDocument document, Evidence facts, bool moves)
{
    private int _seen;
    private (Scheme Scheme, Scorer Scorer)? _scorer;

    public Evidence Facts { get; private set; } = facts;

    public bool IsOf(PlanDocument other) => (document.Plan.PlanId, document.Plan.Version) == (other.Plan.PlanId, other.Plan.Version);

    public bool Serves(Moment asked, PlanDocument inForce) =>
        IsOf(inForce) && moment.KnownAt == asked.KnownAt && (Facts.At == asked.At || (moves && Facts.At < asked.At));

    /// <summary>Looks at the facts that came since.</summary>
    public void KeepUp(Moment asked, ArraySegment<KnownFact> known)
    {
        Facts.MoveTo(asked.At);
        for (; _seen < known.Count; _seen++)
            if (asked.Counts(known[_seen])) Facts.Add(known[_seen]);
        if (Facts.IsStale) Renew(known.Where(asked.Counts).ToList());
    }

    /// <summary>Arranges everything anew.</summary>
    public void Renew(IReadOnlyList<KnownFact> known)
    {
        Facts = new(known, Facts.Versions, Facts.At);
        _scorer = null;
    }

    public ScorePage Open(PlanDocument inForce, Scheme scheme)
    {
        // What was judged already is remembered as long as it is judged by the same scheme.
        if (_scorer is not { } held || !ReferenceEquals(held.Scheme, scheme)) _scorer = held = (scheme, new(Facts, scheme, inForce.Plan));
        return new(inForce, scheme, Facts, held.Scorer);
    }
}

/// <summary>One opening of the book: ask it for any unit, or for the district with null.</summary>
internal sealed record ScorePage(PlanDocument Document, Scheme Scheme, Evidence Facts, Scorer Scorer)
{
    public ScorePage(PlanDocument document, Scheme scheme, Evidence facts) : this(document, scheme, facts, new(facts, scheme, document.Plan))
    {
    }

    public Score Of(string? unit) => Scorer.Of(unit);
}
