namespace Bishui.Assessment.Intake;

/// <summary>One event as it was told, kept for good. What it says is in <see cref="Body"/>; the rest is for finding it.</summary>
internal sealed record Fact
{
    /// <summary>Follows from what the event is about, so that a repeat has the same.</summary>
    public required string Id { get; init; }

    /// <summary>One of <see cref="FactTypes"/>.</summary>
    public required string Type { get; init; }

    /// <summary>The service that told it.</summary>
    public required string Service { get; init; }

    /// <summary>Numbers of the tasks it is about.</summary>
    public required IReadOnlyList<int> Tasks { get; init; }

    /// <summary>Key of the unit it is about, or null.</summary>
    public string? Unit { get; init; }

    /// <summary>Keys of the units it is about where these may be several; null where there is at most <see cref="Unit"/>.</summary>
    public IReadOnlyList<string>? Units { get; init; }

    /// <summary>Id of the site it is about, or null.</summary>
    public string? Site { get; init; }

    /// <summary>From when on it is true; a score at an earlier instant leaves it out.</summary>
    public required DateTimeOffset OccurredAt { get; init; }

    /// <summary>When it was recorded where it happened.</summary>
    public required DateTimeOffset RecordedAt { get; init; }

    /// <summary>The event as JSON.</summary>
    public required string Body { get; init; }

    /// <summary>Whether it is about a unit, alone or with others.</summary>
    public bool IsAbout(string unit) => Unit == unit || Units?.Contains(unit) == true;
}

/// <summary>A fact on file.</summary>
internal sealed record StoredFact
{
    /// <summary>Place among all facts, from 1 without gaps, in the order they were received.</summary>
    public required long Sequence { get; init; }

    public required Fact Fact { get; init; }

    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>The broker's id of the first message that told it.</summary>
    public required Guid MessageId { get; init; }

    /// <summary>The trace in which it was received, or null.</summary>
    public string? TraceId { get; init; }
}
