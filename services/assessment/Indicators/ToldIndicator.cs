using Bishui.Assessment.Scoring;

namespace Bishui.Assessment.Indicators;

/// <summary>An indicator (考核指标) as the service that measures it last told it.</summary>
internal sealed record ToldIndicator
{
    public required string Service { get; init; }

    /// <summary>Unique within the service.</summary>
    public required string Key { get; init; }

    public required int Task { get; init; }

    public required string Title { get; init; }

    /// <summary>Null where there is nothing to measure.</summary>
    public required decimal? Value { get; init; }

    /// <summary>Unit of measure.</summary>
    public required string Unit { get; init; }

    /// <summary>Null where there is none, or while it has not been entered.</summary>
    public required decimal? Target { get; init; }

    /// <summary><c>at-least</c> or <c>at-most</c>; null without a target.</summary>
    public required string? TargetSide { get; init; }

    /// <summary>met, missed, pending-target, provisional, no-data or no-target.</summary>
    public required string State { get; init; }

    public required DateOnly AsOf { get; init; }

    /// <summary>How many rows, readings and entries it rests on.</summary>
    public required int EvidenceCount { get; init; }

    /// <summary>Id of the fact that tells it.</summary>
    public required string Fact { get; init; }

    /// <summary>Opens the indicator with all that it rests on, as of the day, at the service that measures it.</summary>
    public required string Href { get; init; }

    public static ToldIndicator Of(IndicatorFile file) => new()
    {
        Service = file.Service,
        Key = file.Told.Key,
        Task = file.Told.Task,
        Title = file.Told.Title,
        Value = file.Told.Value,
        Unit = file.Told.Unit,
        Target = file.Told.Target,
        TargetSide = file.Told.TargetSide,
        State = file.Told.State,
        AsOf = file.Told.AsOf,
        EvidenceCount = file.Told.EvidenceCount,
        Fact = file.Fact,
        Href = FormattableString.Invariant($"/api/{file.Service}/indicators/{file.Told.Key}?at={file.Told.AsOf:yyyy-MM-dd}"),
    };
}
