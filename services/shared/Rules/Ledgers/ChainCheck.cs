using System.Text.Json;

namespace Bishui.Rules.Ledgers;

/// <summary>The first place at which a chain does not hold.</summary>
/// <param name="Line">The line of the export, from 1.</param>
/// <param name="Sequence">The place in the chain that the record there claims, or should have.</param>
/// <param name="Id">The record's id, where it can be read.</param>
/// <param name="Fault">
/// <c>unreadable</c>, <c>sequence</c> (a record is missing, inserted or out of order), <c>previous-hash</c> (does not follow from the record
/// before), <c>hash</c> (the record was changed), <c>root</c> (the whole chain was rewritten) or <c>truncated</c> (its end is missing).
/// </param>
/// <param name="Detail">What was found and what was expected.</param>
public sealed record ChainBreak(long Line, long Sequence, string? Id, string Fault, string Detail);

/// <summary>The end of a chain at some moment, kept outside of it.</summary>
/// <param name="Sequence">Sequence of the last record then; 0 before the first.</param>
/// <param name="Hash">Its hash.</param>
public sealed record ChainRoot(long Sequence, string Hash);

/// <summary>
/// Checks a chain record by record, in memory that does not grow with it. A chain shows by itself that a record was changed, removed, added
/// or moved; that it was cut short or rewritten as a whole shows only against roots that were kept elsewhere.
/// </summary>
public sealed class ChainCheck(IEnumerable<ChainRoot>? roots = null)
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    private readonly Queue<ChainRoot> _roots = new((roots ?? []).OrderBy(root => root.Sequence));

    /// <summary>Records that hold so far.</summary>
    public long Sequence { get; private set; }

    /// <summary>Hash of the last of them; the genesis before the first.</summary>
    public string Hash { get; private set; } = HashChain.Genesis;

    /// <summary>Roots that were compared.</summary>
    public int RootsMatched { get; private set; }

    /// <summary>Checks the next record, one line of JSON; null when it holds. After a break nothing more is to be learned.</summary>
    public ChainBreak? Next(string line)
    {
        var expected = Sequence + 1;
        if (MatchRoots() is { } early) return early;
        try
        {
            using var document = JsonDocument.Parse(line, Strict);
            var record = document.RootElement;
            var id = Text(record, "id");
            if (!record.TryGetProperty("sequence", out var place) || !place.TryGetInt64(out var sequence))
                return new(expected, expected, id, "unreadable", "the record has no sequence");
            if (sequence != expected)
                return new(expected, sequence, id, "sequence", $"sequence is {sequence}, expected {expected}");
            if (Text(record, HashChain.PreviousHashMember) is var previous && previous != Hash)
                return new(expected, sequence, id, "previous-hash", $"previousHash is {previous}, the record before has {Hash}");
            var computed = HashChain.Hash(record);
            if (Text(record, HashChain.HashMember) is var carried && carried != computed)
                return new(expected, sequence, id, "hash", $"hash is {carried}, computed is {computed}");
            (Sequence, Hash) = (sequence, computed);
            return null;
        }
        catch (Exception broken) when (broken is JsonException or ArgumentException or InvalidOperationException)
        {
            return new(expected, expected, null, "unreadable", broken.Message);
        }
    }

    /// <summary>Ends the check: a chain that stops before the last root has lost its end.</summary>
    public ChainBreak? End() =>
        MatchRoots() ?? (_roots.TryPeek(out var root)
            ? new(Sequence + 1, Sequence + 1, null, "truncated", $"the chain ends at {Sequence}, a root was taken at {root.Sequence}")
            : null);

    private ChainBreak? MatchRoots()
    {
        while (_roots.TryPeek(out var root) && root.Sequence == Sequence)
        {
            if (root.Hash != Hash) return new(Sequence, Sequence, null, "root", $"the root taken at {Sequence} is {root.Hash}, the chain has {Hash}");
            RootsMatched++;
            _roots.Dequeue();
        }
        return null;
    }

    private static string? Text(JsonElement record, string member) =>
        record.TryGetProperty(member, out var value) && value.ValueKind is JsonValueKind.String ? value.GetString() : null;
}
