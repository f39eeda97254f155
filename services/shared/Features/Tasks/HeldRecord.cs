using Bishui.Contracts.Tasks;
using Bishui.Storage.Documents;
using static System.FormattableString;

namespace Bishui.Features.Tasks;

/// <summary>The typed result of a ledger entry, where it can be found by what it is about.</summary>
internal sealed record HeldRecord
{
    public required string EntryId { get; init; }
    public required string PlanId { get; init; }
    public required string LedgerId { get; init; }
    public required string Unit { get; init; }
    public required LedgerRecord Record { get; init; }
    public required DateTimeOffset RecordedAt { get; init; }

    /// <summary>Id of the entry that corrects it; then it says nothing any more.</summary>
    public string? CorrectedBy { get; init; }
}

internal static class RecordCollections
{
    public const string ByTopic = "topic";

    public static readonly Collection<HeldRecord> Records = new("records", new DocumentIndex<HeldRecord>(ByTopic, held => held.CorrectedBy is null
        ? Invariant($"{TopicOf(held.PlanId, held.Record.Type, held.Record.Topic)}|{held.Record.On:O}")
        : null));

    public static string TopicOf(string planId, string type, string topic) => $"{planId}|{type}|{topic}";
}
