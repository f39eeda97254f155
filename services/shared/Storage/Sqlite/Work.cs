namespace Bishui.Storage.Sqlite;

/// <summary>One caller's part of a shared transaction. It runs on the writer's thread and answers only when the transaction's fate is known.</summary>
internal abstract class Work(int weight, CancellationToken cancel)
{
    /// <summary>How much there is to write: documents, events and readings.</summary>
    public int Weight => weight;

    /// <summary>Whether the caller gave up before the work was begun; after that it runs to its end.</summary>
    public bool IsCancelled => cancel.IsCancellationRequested;

    protected CancellationToken Cancel => cancel;

    /// <summary>Does the work inside a savepoint and says whether it is to stay; what it throws is kept for the caller.</summary>
    public abstract bool Run();

    /// <summary>Keeps a failure of this part for the caller.</summary>
    public abstract void Refuse(Exception failure);

    /// <summary>Answers the caller with what <see cref="Run"/> or <see cref="Refuse"/> left.</summary>
    public abstract void Complete();

    /// <summary>Answers the caller that the transaction came to nothing.</summary>
    public abstract void Fail(Exception failure);

    /// <summary>Answers the caller that it had cancelled.</summary>
    public abstract void Drop();
}

/// <inheritdoc cref="Work"/>
/// <param name="body">Gives the caller's answer, and whether what it wrote stays.</param>
/// <param name="weight">How much there is to write.</param>
/// <param name="cancel">The caller's.</param>
internal sealed class Work<TResult>(Func<(TResult Result, bool Keep)> body, int weight, CancellationToken cancel) : Work(weight, cancel)
{
    // Without this the caller's continuation would run on the writer's thread and hold up everyone.
    private readonly TaskCompletionSource<TResult> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TResult _result = default!;
    private Exception? _refusal;

    public Task<TResult> Answer => _answer.Task;

    public override bool Run()
    {
        (_result, var keep) = body();
        return keep;
    }

    public override void Refuse(Exception failure) => _refusal = failure;

    public override void Complete()
    {
        if (_refusal is null) _answer.TrySetResult(_result);
        else _answer.TrySetException(_refusal);
    }

    public override void Fail(Exception failure) => _answer.TrySetException(failure);

    public override void Drop() => _answer.TrySetCanceled(Cancel);
}
