using System.Collections.Immutable;
using Bishui.Assessment.Scoring;

namespace Bishui.Assessment.Intake;

/// <summary>The facts in memory, for scoring: facts never change, so only those received since the last call are read.</summary>
internal sealed class FactBase(FactLog log) : IDisposable
{
    private const int PageSize = 5000;
    private readonly SemaphoreSlim _turn = new(1);
    private ImmutableArray<KnownFact> _known = [];
    private long _last;

    /// <summary>Every fact on file at the time of the call.</summary>
    public async Task<ImmutableArray<KnownFact>> ReadAsync(CancellationToken cancel)
    {
        await _turn.WaitAsync(cancel);
        try
        {
            while (true)
            {
                var page = await log.ReadAsync(null, null, _last, PageSize, cancel);
                if (page.Count == 0) return _known;
                _known = _known.AddRange(page.Select(stored => KnownFact.Of(stored)));
                _last = page[^1].Sequence;
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();
}
