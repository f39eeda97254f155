namespace Bishui.Storage.Sqlite;

/// <summary>What takes part in each shared transaction beside the file: state in memory that must keep step with it.</summary>
internal interface ITransactionParticipant
{
    /// <summary>Everything since the last <see cref="Keep"/> or <see cref="Undo"/> is part of the transaction.</summary>
    void Keep();

    /// <summary>Everything since the last <see cref="Keep"/> or <see cref="Undo"/> did not happen.</summary>
    void Undo();

    /// <summary>All that was kept is committed.</summary>
    void Publish();

    /// <summary>All that was kept since the last <see cref="Publish"/> did not happen either.</summary>
    void Abandon();

    /// <summary>Called between transactions: time for upkeep.</summary>
    void Rest();
}

/// <summary>
/// The one thread that writes. Callers that wait at the same time share a transaction and so one flush of the disk; each has a savepoint
/// of its own, so that a refusal takes nobody else with it.
/// </summary>
internal sealed class SqliteWriter
{
    // Bound how long the first caller of a group waits for those that came after: some tens of milliseconds.
    private const int MostCallers = 512;
    private const int MostWeight = 20_000;
    private readonly SqliteSession _session;
    private readonly ITransactionParticipant _participant;
    private readonly object _gate = new();
    private readonly Thread _thread;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private List<Work> _waiting = [];
    private bool _closing;
    private long _commits;

    public SqliteWriter(SqliteSession session, ITransactionParticipant participant)
    {
        _session = session;
        _participant = participant;
        _thread = new Thread(Loop) { IsBackground = true, Name = "Storage writer" };
        _thread.Start();
    }

    /// <summary>Commits since the database was opened; counted before the callers learn of them.</summary>
    public long Commits => Interlocked.Read(ref _commits);

    public Task<TResult> RunAsync<TResult>(Func<(TResult Result, bool Keep)> body, int weight, CancellationToken cancel)
    {
        // It would wait for itself for ever.
        if (Thread.CurrentThread == _thread)
            throw new InvalidOperationException("A decision may not commit by itself: it answers with the commit that is to be written.");
        var work = new Work<TResult>(body, weight, cancel);
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_closing, typeof(SqliteDatabase));
            _waiting.Add(work);
            if (_waiting.Count == 1) Monitor.Pulse(_gate);
        }
        return work.Answer;
    }

    /// <summary>Takes no more work, finishes what waits, and ends.</summary>
    public Task CloseAsync()
    {
        lock (_gate)
        {
            _closing = true;
            Monitor.Pulse(_gate);
        }
        return _ended.Task;
    }

    private void Loop()
    {
        var group = new List<Work>();
        while (Take(group))
        {
            try
            {
                Transact(group);
                foreach (var work in group) work.Complete();
            }
            catch (Exception failure)
            {
                foreach (var work in group) work.Fail(failure);
            }
            group.Clear();
            _participant.Rest();
        }
        _ended.SetResult();
    }

    private bool Take(List<Work> group)
    {
        List<Work> taken;
        lock (_gate)
        {
            while (_waiting.Count == 0)
            {
                if (_closing) return false;
                Monitor.Wait(_gate);
            }
            var (count, weight) = (0, 0);
            while (count < _waiting.Count && count < MostCallers && weight < MostWeight) weight += _waiting[count++].Weight;
            taken = _waiting[..count];
            _waiting.RemoveRange(0, count);
        }
        foreach (var work in taken)
            if (work.IsCancelled) work.Drop();
            else group.Add(work);
        return true;
    }

    private void Transact(List<Work> group)
    {
        if (group.Count == 0) return;
        try
        {
            _session.Execute("begin immediate");
            foreach (var work in group) Attempt(work);
            _session.Execute("commit");
        }
        catch
        {
            _participant.Abandon();
            if (_session.InTransaction) _session.Execute("rollback");
            throw;
        }
        _participant.Publish();
        Interlocked.Increment(ref _commits);
    }

    private void Attempt(Work work)
    {
        _session.Execute("savepoint caller");
        var keep = false;
        try
        {
            keep = work.Run();
        }
        catch (Exception refusal)
        {
            // A full disk ends the whole transaction, and everyone's part with it.
            if (!_session.InTransaction) throw;
            work.Refuse(refusal);
        }
        if (keep)
        {
            _participant.Keep();
        }
        else
        {
            _participant.Undo();
            _session.Execute("rollback to caller");
        }
        _session.Execute("release caller");
    }
}
