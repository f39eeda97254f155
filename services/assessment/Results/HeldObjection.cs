using Bishui.Storage.Documents;

namespace Bishui.Assessment.Results;

/// <summary>An assessed unit objects to a published score (申诉). What it says never changes; the ruling and the restatement are added.</summary>
internal sealed record HeldObjection
{
    public const string Upheld = "upheld";
    public const string Rejected = "rejected";
    public const string ByPeriod = "period";

    public static readonly Collection<HeldObjection> Objections = new("objections",
        new DocumentIndex<HeldObjection>(ByPeriod, objection => $"{objection.Period}|{objection.Id}", unique: true));

    /// <summary>Made from its time.</summary>
    public required string Id { get; init; }

    public required string Period { get; init; }

    /// <summary>The revision of the result that it is about.</summary>
    public required int Revision { get; init; }

    /// <summary>Key of the unit.</summary>
    public required string Unit { get; init; }

    /// <summary>Key of the node in its published explanation.</summary>
    public required string Node { get; init; }

    public required string Text { get; init; }

    /// <summary>What it rests on: addresses within the platform.</summary>
    public required IReadOnlyList<string> Links { get; init; }

    public required DateTimeOffset FiledAt { get; init; }

    /// <summary>Last day for the ruling; null where the calendar of a year is not known.</summary>
    public DateOnly? RuleBy { get; init; }

    public Ruling? Ruling { get; init; }

    /// <summary>Revision of the result that answers it; null while there is none.</summary>
    public int? RestatedIn { get; init; }
}

/// <summary>What was decided (裁定).</summary>
/// <param name="Decision">upheld or rejected.</param>
/// <param name="Reason">Why.</param>
/// <param name="Effect">What has to be done about it; null where nothing.</param>
/// <param name="By">Key of the unit that ruled.</param>
/// <param name="At">When.</param>
internal sealed record Ruling(string Decision, string Reason, string? Effect, string By, DateTimeOffset At);
