namespace Bishui.Assessment.Intake;

/// <summary>The facts in memory, for scoring: facts never change, so only those received since the last call are read.</summary>
internal sealed class FactBase(FactLog log) : IDisposable
{
    private const int PageSize = 5000;
    private readonly SemaphoreSlim _turn = new(1);
    private KnownFact[] _known = [];
    private int _count;

    /// <summary>Every fact on file at the time of the call, in the order they were received.</summary>
    public async Task<ArraySegment<KnownFact>> ReadAsync(CancellationToken cancel)
    {
        await _turn.WaitAsync(cancel);
        try
        {
            while (true)
            {
                // Sequences have no gaps: so many facts, that the last one's number.
                var page = await log.ReadAsync(null, null, _count, PageSize, cancel);
                if (page.Count == 0) return new(_known, 0, _count);
                // Whoever holds an earlier segment keeps it: what is filled never changes, and a larger array is a copy.
                if (_known.Length < _count + page.Count) Array.Resize(ref _known, Math.Max(_known.Length * 2, _count + page.Count));
                var (known, start) = (_known, _count);
                if (page.Count < Few) for (var index = 0; index < page.Count; index++) known[start + index] = KnownFact.Of(page[index]);
                else Parallel.For(0, page.Count, index => known[start + index] = KnownFact.Of(page[index]));
                _count += page.Count;
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();

    private const int Few = 64;
}
