using MongoDB.Bson;
using MongoDB.Driver;

namespace Bishui.Storage.Mongo;

/// <summary>How one caller's part of a group ended.</summary>
internal enum PartOutcome
{
    Committed,
    AlreadyConsumed,

    /// <summary>What it was decided on has changed since; nothing of it was written.</summary>
    Stale,
}

/// <summary>An aggregate as a decision saw it; without a version it is changed whatever it is by now.</summary>
internal readonly record struct SeenAggregate(string Key, long? Version);

/// <summary>One write of a part, and what it means when it does not find what it should.</summary>
/// <param name="Collection">Where.</param>
/// <param name="Model">What.</param>
/// <param name="Expects">Whether it changes or removes a document that must be there; an insert must find none.</param>
/// <param name="Refusal">Says what it means that it could not be written, given the server's failure or null: throws, or names the outcome.</param>
internal sealed record MongoStep(
    IMongoCollection<BsonDocument> Collection, WriteModel<BsonDocument> Model, bool Expects, Func<MongoException?, Task<PartOutcome>> Refusal);

/// <summary>What one caller wants written, ready to be sent; it shares a transaction with others that write other things.</summary>
internal sealed class MongoPart(IReadOnlyList<MongoStep> steps, IReadOnlyList<string> keys)
{
    // Without this the caller's continuation would run in the committer's loop and hold up everyone.
    private readonly TaskCompletionSource<PartOutcome> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public IReadOnlyList<MongoStep> Steps => steps;

    /// <summary>What it writes: no two parts of a group share one.</summary>
    public IReadOnlyList<string> Keys => keys;

    public int Weight => steps.Count + 1;

    public Task<PartOutcome> Answer => _answer.Task;

    public void Complete(PartOutcome outcome) => _answer.TrySetResult(outcome);

    public void Fail(Exception failure) => _answer.TrySetException(failure);
}
