using Bishui.Assessment.Intake;
using Bishui.Contracts.Plans;
using Bishui.Contracts.Tasks;

namespace Bishui.Assessment.Scoring;

/// <summary>Everything on file about one number of the plan in force, kept up fact by fact.</summary>
internal sealed class TaskBook
{
    private readonly HashSet<string> _seen = [];
    private readonly HashSet<string> _reporting = [];
    private readonly Ordered<object> _course = new((one, other) => string.CompareOrdinal(IdOf(one), IdOf(other)));
    private readonly Dictionary<string, DutyTally> _tallies = [];
    private (DateTimeOffset At, string Id, string Service)? _first;
    private (long Stamp, TaskFile File)? _file;
    private (long Stamp, IReadOnlyList<DutyFile> Duties)? _sorted;

    /// <summary>When anything of it changed last, by the count of <see cref="Evidence"/>.</summary>
    public long Stamp { get; set; }

    public Ordered<LedgerEntryRecorded> Entries { get; } =
        new((one, other) => (one.OccurredOn, one.Service, one.EntryId) == (other.OccurredOn, other.Service, other.EntryId) ? 0
            : one.OccurredOn != other.OccurredOn ? one.OccurredOn.CompareTo(other.OccurredOn)
            : string.CompareOrdinal($"{one.Service}:{one.EntryId}", $"{other.Service}:{other.EntryId}"));

    public Dictionary<string, DutyFile> DutiesById { get; } = [];

    public Dictionary<(string Service, string Key), IndicatorFile> Indicators { get; } = [];

    /// <summary>The duties, the earliest due first.</summary>
    public IReadOnlyList<DutyFile> Duties
    {
        get
        {
            if (_sorted is not { } held || held.Stamp != Stamp)
                _sorted = held = (Stamp, [.. DutiesById.Values.OrderBy(duty => duty.Told.Due ?? DateOnly.MaxValue).ThenBy(duty => duty.Told.Id, StringComparer.Ordinal)]);
            return held.Duties;
        }
    }

    /// <summary>How the duties of a unit stand or, when null, all.</summary>
    public DutyTally TallyOf(string? unit) => _tallies.GetValueOrDefault(unit ?? "") ?? new();

    public bool Owes(string unit) => _tallies.TryGetValue(unit, out var tally) && !tally.IsEmpty;

    public void Add(KnownFact fact, LedgerEntryRecorded entry)
    {
        if (!_seen.Add(fact.Id)) return;
        Entries.Add(entry);
        _reporting.Add(entry.Unit);
        Met(fact, entry.Service);
    }

    /// <summary>A completion was submitted, withdrawn or reviewed.</summary>
    public void Add(KnownFact fact, object step, string service)
    {
        if (!_seen.Add(fact.Id)) return;
        _course.Add(step);
        Met(fact, service);
    }

    public void Put(DutyFile duty)
    {
        Remove(duty.Told.Id);
        DutiesById[duty.Told.Id] = duty;
        Count(duty, 1);
    }

    public void Remove(string id)
    {
        if (DutiesById.Remove(id, out var before)) Count(before, -1);
    }

    public TaskFile FileOf(PlanTask task)
    {
        if (_file is not { } held || held.Stamp != Stamp)
            _file = held = (Stamp, TaskFile.Of(task, [.. _course], _reporting, Entries.Count, _first?.Service));
        return held.File;
    }

    private void Count(DutyFile duty, int times)
    {
        foreach (var unit in duty.Told.Units.Append(""))
        {
            if (!_tallies.TryGetValue(unit, out var tally)) _tallies[unit] = tally = new();
            tally.Add(duty, times);
        }
    }

    private void Met(KnownFact fact, string service)
    {
        if (_first is not { } first || (fact.OccurredAt, fact.Id).CompareTo((first.At, first.Id)) < 0) _first = (fact.OccurredAt, fact.Id, service);
    }

    private static string IdOf(object step) => step switch
    {
        CompletionSubmitted submitted => $"{submitted.Service}:{submitted.CompletionId}:1",
        CompletionReviewed reviewed => $"{reviewed.Service}:{reviewed.CompletionId}:2",
        CompletionWithdrawn withdrawn => $"{withdrawn.Service}:{withdrawn.CompletionId}:3",
        _ => throw new ArgumentException($"{step.GetType().Name} is no step of a completion", nameof(step)),
    };
}
