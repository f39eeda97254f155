namespace Bishui.Features.Readings;

/// <summary>Knows what people decided about measured values.</summary>
internal interface IReadingVerdicts
{
    /// <summary>The verdicts on readings of a site taken from (inclusive) to (exclusive); for one parameter, or all when null. Oldest first.</summary>
    ValueTask<IReadOnlyList<ReadingVerdict>> OfAsync(string site, string? parameter, DateTimeOffset from, DateTimeOffset to, CancellationToken cancel);
}

/// <summary>A person's word (人工认定) on the readings of one parameter over a time.</summary>
internal sealed record ReadingVerdict
{
    /// <summary>Key of the parameter.</summary>
    public required string Parameter { get; init; }

    /// <summary>First instant.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>The instant after the last.</summary>
    public required DateTimeOffset To { get; init; }

    /// <summary>genuine, not-genuine or device-fault.</summary>
    public required string Verdict { get; init; }

    /// <summary>Id of the case in which it was given.</summary>
    public required string CaseId { get; init; }

    /// <summary>When it was given.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Whether the readings no longer count in means, classes and rates; they stay visible.</summary>
    public bool Excludes => Verdict != "genuine";
}
