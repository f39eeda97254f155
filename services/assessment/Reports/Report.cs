using System.Text.Json.Serialization;
using Bishui.Features.Attachments;
using Bishui.Rules.Obligations;
using Bishui.Storage.Documents;

namespace Bishui.Assessment.Reports;

/// <summary>How long a time a report is about.</summary>
internal enum ReportKind
{
    /// <summary>半年工作总结.</summary>
    HalfYear,

    /// <summary>全年工作总结.</summary>
    Annual,
}

/// <summary>Where a report stands.</summary>
internal enum ReportState
{
    /// <summary>Being written (草稿).</summary>
    Draft,

    /// <summary>Sent for approval (已报送).</summary>
    Submitted,

    /// <summary>Sent back with a reason, to be written on (退回).</summary>
    Returned,

    /// <summary>Approved, to be issued (已审定).</summary>
    Approved,

    /// <summary>Issued under a number; for good (已签发).</summary>
    Issued,

    /// <summary>Given up before it was issued (已撤回).</summary>
    Withdrawn,
}

/// <summary>What is done with a report.</summary>
internal enum ReportMove
{
    Submit,
    Approve,
    Return,
    Issue,
    Withdraw,
}

/// <summary>A step in a report's life. Steps are added, never changed.</summary>
/// <param name="Move">What was done.</param>
/// <param name="Unit">Key of the unit that did it.</param>
/// <param name="By">Client that did it.</param>
/// <param name="At">When.</param>
/// <param name="Reason">Why; always given when returned or withdrawn.</param>
internal sealed record ReportStep(ReportMove Move, string Unit, string By, DateTimeOffset At, string? Reason);

/// <summary>A half-year or annual report (工作总结) of a unit or of the district: drafted from facts at an instant, finished by people.</summary>
internal sealed record Report
{
    /// <summary>The scope of a report about all units.</summary>
    public const string District = "district";

    public required string Id { get; init; }

    public required ReportKind Kind { get; init; }

    /// <summary>Key of the unit it is about, or <see cref="District"/>.</summary>
    public required string Scope { get; init; }

    /// <summary>2021-H1, 2021-H2 or 2021.</summary>
    public required string Period { get; init; }

    /// <summary>Key of the unit that writes it.</summary>
    public required string Unit { get; init; }

    public required string UnitName { get; init; }

    public required string Title { get; init; }

    /// <summary>What was true then is in it.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>What was known then is in it: when it was drafted.</summary>
    public required DateTimeOffset KnownAt { get; init; }

    public required string PlanId { get; init; }

    public required int PlanVersion { get; init; }

    public required string Scheme { get; init; }

    public required int SchemeVersion { get; init; }

    public required ReportState State { get; init; }

    /// <summary>Id of the issued report that this one corrects; null for a first one.</summary>
    public string? Corrects { get; init; }

    public required IReadOnlyList<ReportSection> Sections { get; init; }

    public required IReadOnlyList<ReportSource> Sources { get; init; }

    /// <summary>The ledger entries behind the section of tasks, for the workbook.</summary>
    public ReportTable? Entries { get; init; }

    public required string DraftedBy { get; init; }

    public IReadOnlyList<ReportStep> Steps { get; init; } = [];

    /// <summary>For example 柳南财水报〔2021〕1号; null before the issue.</summary>
    public string? DocumentNumber { get; init; }

    public DateTimeOffset? IssuedAt { get; init; }

    /// <summary>Of the issued document, lower-case hexadecimal; null before the issue.</summary>
    public string? Sha256 { get; init; }

    /// <summary>Id of the ledger entry of task 45 that records the issue.</summary>
    public string? EntryId { get; init; }

    [JsonIgnore]
    public Period Span => Rules.Obligations.Period.TryParse(Period, out var span) ? span : throw new InvalidDataException($"Report {Id} names no period.");

    /// <summary>When it was last sent for approval; null when it was not.</summary>
    [JsonIgnore]
    public DateTimeOffset? SubmittedAt => Steps.LastOrDefault(step => step.Move == ReportMove.Submit)?.At;
}

/// <summary>The last document number of a unit in a year. Numbers are given in the commit of the issue, so none is missing.</summary>
internal sealed record ReportSeries
{
    public required int Last { get; init; }
}

internal static class ReportCollections
{
    public const string ByDrafted = "drafted";
    public const string ByPlace = "place";
    public const string ByOpen = "open";
    public const string ByFile = "file";

    public static readonly Collection<Report> Reports = new("reports",
        new DocumentIndex<Report>(ByDrafted, report => $"{report.KnownAt.UtcDateTime:O}|{report.Id}"),
        new DocumentIndex<Report>(ByPlace, report => report.State == ReportState.Issued ? $"{PlaceOf(report.Scope, report.Period)}|{report.IssuedAt?.UtcDateTime:O}" : null),
        // One report of a scope and a period is worked on at a time.
        new DocumentIndex<Report>(ByOpen,
            report => report.State is ReportState.Issued or ReportState.Withdrawn ? null : PlaceOf(report.Scope, report.Period), unique: true),
        new DocumentIndex<Report>(ByFile, report => report.Sha256));

    public static readonly Collection<ReportSeries> Series = new("report-series");

    public static string PlaceOf(string scope, string period) => $"{scope}|{period}";

    public static string SeriesOf(string unit, int year) => FormattableString.Invariant($"{unit}|{year}");

    /// <summary>The newest issued report of a scope and a period; null when there is none.</summary>
    public static async ValueTask<Report?> IssuedAsync(this IDocumentReader reader, string scope, string period, CancellationToken cancel)
    {
        var place = PlaceOf(scope, period) + "|";
        var page = await reader.ListAsync(Reports, new() { Index = ByPlace, From = place, Before = place + "~", Limit = 1, Descending = true }, cancel);
        return page.Items.Count == 0 ? null : page.Items[0].Body;
    }
}

/// <summary>Issued documents stay for good.</summary>
internal sealed class IssuedFiles : IFileOwner
{
    public async ValueTask<bool> OwnsAsync(IDocumentReader reader, string sha256, CancellationToken cancel) =>
        (await reader.ListAsync(ReportCollections.Reports, new() { Index = ReportCollections.ByFile, EqualTo = sha256, Limit = 1 }, cancel)).Items.Count > 0;
}
