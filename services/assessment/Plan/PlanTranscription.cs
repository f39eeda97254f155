namespace Bishui.Assessment.Plan;

/// <summary>A published plan as it was printed. Only what the platform reads is named here; the file holds more.</summary>
internal sealed record PlanTranscription
{
    public required string Source { get; init; }

    public required string Confidence { get; init; }

    public required NoticeText Notice { get; init; }

    public required PlanText Plan { get; init; }

    public required IReadOnlyList<ObjectiveText> Objectives { get; init; }

    public required TaskTable TaskTable { get; init; }

    public required IReadOnlyList<TaskRow> Tasks { get; init; }

    public required IReadOnlyList<SourceRow> DrinkingWaterSources { get; init; }

    public required IReadOnlyList<ZoneRow> WaterFunctionZones { get; init; }

    /// <summary>各有关单位名单: to whom the notice was sent.</summary>
    public required IReadOnlyList<string> DistributionUnits { get; init; }
}

internal sealed record NoticeText
{
    public required string DocumentNumber { get; init; }

    public required string Issuer { get; init; }

    public required string Title { get; init; }

    public required DateOnly IssueDate { get; init; }
}

internal sealed record PlanText
{
    public required string Title { get; init; }

    public required int Year { get; init; }

    public required string Area { get; init; }

    public required string Preamble { get; init; }

    public required IReadOnlyList<BodyPart> Body { get; init; }
}

internal sealed record BodyPart
{
    public required string No { get; init; }

    public required string Heading { get; init; }

    public required string Text { get; init; }
}

internal sealed record ObjectiveText
{
    public required int Number { get; init; }

    public required string Text { get; init; }
}

internal sealed record TaskTable
{
    public required int TaskCount { get; init; }
}

/// <summary>One row of annex 1. <c>LeadCell</c> and <c>CooperatingCell</c> are the cells as printed, the lists the names in them.</summary>
internal sealed record TaskRow
{
    public required int Number { get; init; }

    public required string Section { get; init; }

    public required string Category { get; init; }

    public required string Title { get; init; }

    public required string Content { get; init; }

    public required IReadOnlyList<string> LeadUnits { get; init; }

    public required IReadOnlyList<string> CooperatingUnits { get; init; }

    public required string Deadline { get; init; }

    public required string LeadCell { get; init; }

    public required string CooperatingCell { get; init; }

    /// <summary>The cell ends in 等: there are units it does not name.</summary>
    public required bool LeadEtc { get; init; }

    /// <inheritdoc cref="LeadEtc"/>
    public required bool CooperatingEtc { get; init; }

    public required IReadOnlyList<string> Notes { get; init; }

    /// <summary>The title cell as printed; null where the transcription does not keep it.</summary>
    public string? TitleCell { get; init; }

    /// <summary>Number of the task whose title this one inherits; null where it has its own.</summary>
    public int? TitleFrom { get; init; }

    /// <summary>Parts that the clause gives leading units of their own; null where it does not.</summary>
    public IReadOnlyList<PartLeads>? PartLeads { get; init; }
}

/// <summary>A part of a clause with the units that lead it.</summary>
internal sealed record PartLeads
{
    public required string Part { get; init; }

    public required IReadOnlyList<string> LeadUnits { get; init; }
}

internal sealed record SourceRow
{
    public required int Number { get; init; }

    public required string Name { get; init; }

    public required string Type { get; init; }

    public required string Longitude { get; init; }

    public required string Latitude { get; init; }

    public required string Target { get; init; }
}

internal sealed record ZoneRow
{
    public required int Number { get; init; }

    public required string RiverOrLake { get; init; }

    public required string Code { get; init; }

    public required string Level2Zone { get; init; }

    public required string Target { get; init; }

    public required string Section { get; init; }

    public required string Longitude { get; init; }

    public required string Latitude { get; init; }
}
