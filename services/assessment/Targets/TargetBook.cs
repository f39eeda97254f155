using Bishui.Assessment.Intake;
using Bishui.Assessment.Scoring;
using Bishui.Contracts.Plans;
using Bishui.Contracts.Tasks;

namespace Bishui.Assessment.Targets;

/// <summary>Whether a figure from above is known.</summary>
internal enum TargetState
{
    Pending,
    Set,
}

/// <summary>A figure that was entered.</summary>
/// <param name="Value">In the target's measure.</param>
/// <param name="Document">Number or title of the document it comes from.</param>
/// <param name="Since">The civil day on which it was given.</param>
/// <param name="By">Key of the unit that recorded it.</param>
/// <param name="RecordedAt">When it was recorded.</param>
/// <param name="Evidence">Id of the fact.</param>
/// <param name="Corrected">Another entry says that it was wrong.</param>
internal sealed record TargetValue(decimal Value, string? Document, DateOnly Since, string By, DateTimeOffset RecordedAt, string Evidence, bool Corrected);

/// <summary>A figure that the plan refers to, as far as it is known.</summary>
internal sealed record TargetView
{
    public required int Task { get; init; }

    public required string Key { get; init; }

    public required string Title { get; init; }

    /// <summary>Unit of measure; null for a plain ratio.</summary>
    public required string? Measure { get; init; }

    public required TargetState State { get; init; }

    public required decimal? Value { get; init; }

    public required string? Document { get; init; }

    public required DateOnly? Since { get; init; }

    public required string? By { get; init; }

    /// <summary>Id of the fact that it rests on.</summary>
    public required string? Evidence { get; init; }

    /// <summary>Figures that were entered before, corrected ones too; the newest first.</summary>
    public required IReadOnlyList<TargetValue> Earlier { get; init; }
}

/// <summary>Finds the plan's pending figures among the ledgers' records.</summary>
internal static class TargetBook
{
    private const string RecordType = "target";

    public static IReadOnlyList<TargetView> Of(PlanAdopted plan, Evidence facts) =>
        [.. plan.Tasks.SelectMany(task => (task.Targets ?? []).Select(target => Of(task, target, [.. facts.EntriesOf(task)])))];

    private static TargetView Of(PlanTask task, PlanTarget target, IReadOnlyList<LedgerEntryRecorded> entries)
    {
        // A correction stands for the entry it names, also when it states no figure: then the figure is taken back.
        var corrected = entries.Select(entry => entry.Corrects).OfType<string>().ToHashSet();
        var values = entries
            .Where(entry => entry.Record is { Type: RecordType, Value: not null } record && record.Topic == target.Key)
            .OrderByDescending(entry => entry.RecordedAt).ThenByDescending(entry => entry.Sequence)
            .Select(entry => new TargetValue(entry.Record!.Value!.Value, entry.Record.Document, entry.Record.On, entry.Unit, entry.RecordedAt,
                FactTypes.Of(entry).Id, corrected.Contains(entry.EntryId)))
            .ToList();
        var now = values.FirstOrDefault(value => !value.Corrected);
        return new()
        {
            Task = task.Number,
            Key = target.Key,
            Title = target.Title,
            Measure = target.Measure,
            State = now is null ? TargetState.Pending : TargetState.Set,
            Value = now?.Value,
            Document = now?.Document,
            Since = now?.Since,
            By = now?.By,
            Evidence = now?.Evidence,
            Earlier = [.. values.Where(value => value != now)],
        };
    }
}
