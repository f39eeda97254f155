using System.Diagnostics;
using System.Globalization;
using Bishui.Hosting.Messages;
using Bishui.Storage.Documents;
using MassTransit;

namespace Bishui.Assessment.Intake;

/// <summary>All facts on file: told once, kept for good, read in the order they were received.</summary>
internal sealed class FactLog(IDocumentStore store)
{
    public static readonly Collection<StoredFact> Facts = new("facts",
        new DocumentIndex<StoredFact>("sequence", fact => Place(fact.Sequence), unique: true),
        new DocumentIndex<StoredFact>("type", fact => $"{fact.Fact.Type}|{Place(fact.Sequence)}"),
        new DocumentIndex<StoredFact>("unit", fact => fact.Fact.Unit is { } unit ? $"{unit}|{Place(fact.Sequence)}" : null),
        new DocumentIndex<StoredFact>("unit-type", fact => fact.Fact.Unit is { } unit ? $"{unit}|{fact.Fact.Type}|{Place(fact.Sequence)}" : null));

    /// <summary>Stores what a message tells, all of it received at one instant. A fact that is on file already, and a message that was answered already, change nothing.</summary>
    public Task RecordAsync(IReadOnlyList<Fact> told, DateTimeOffset now, ConsumeContext context, Type consumer) =>
        store.DecideAsync(new Aggregate("facts"), async reader =>
        {
            var commit = new Commit();
            var sequence = await LastAsync(reader);
            foreach (var fact in told.DistinctBy(fact => fact.Id))
            {
                if (await reader.FindAsync(Facts, fact.Id) is not null) continue;
                commit.Insert(Facts, fact.Id, new()
                {
                    Sequence = ++sequence,
                    Fact = fact,
                    ReceivedAt = now,
                    MessageId = context.MessageId ?? throw new InvalidOperationException("The message has no id"),
                    TraceId = Activity.Current?.TraceId.ToHexString(),
                });
            }
            return new Decision<bool>(commit.Answering(context, consumer), true);
        }, context.CancellationToken);

    /// <summary>A page of facts received after a place; of one type or about one unit where these are given.</summary>
    public async Task<IReadOnlyList<StoredFact>> ReadAsync(string? type, string? unit, long after, int limit, CancellationToken cancel)
    {
        var (index, prefix) = (type, unit) switch
        {
            (null, null) => ("sequence", ""),
            (_, null) => ("type", $"{type}|"),
            (null, _) => ("unit", $"{unit}|"),
            _ => ("unit-type", $"{unit}|{type}|"),
        };
        var page = await store.ListAsync(Facts, new()
        {
            Index = index,
            From = prefix + Place(after + 1),
            Before = prefix + ":",                              // the character after the digits
            Limit = limit,
        }, cancel);
        return [.. page.Items.Select(item => item.Body)];
    }

    public async Task<StoredFact?> FindAsync(string id, CancellationToken cancel) => (await store.FindAsync(Facts, id, cancel))?.Body;

    private static async ValueTask<long> LastAsync(IDocumentReader reader)
    {
        var page = await reader.ListAsync(Facts, new() { Index = "sequence", Descending = true, Limit = 1 });
        return page.Items.Count == 0 ? 0 : page.Items[0].Body.Sequence;
    }

    // Index values compare as text.
    private static string Place(long sequence) => sequence.ToString("D19", CultureInfo.InvariantCulture);
}
