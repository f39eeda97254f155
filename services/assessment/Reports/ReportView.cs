using Bishui.Rules.Time;

namespace Bishui.Assessment.Reports;

/// <summary>A report in a list.</summary>
internal sealed record ReportHead(
    string Id, ReportKind Kind, string Scope, string Period, string Unit, string Title, ReportState State, DateTimeOffset At, string? DocumentNumber,
    DateTimeOffset? SubmittedAt, DateTimeOffset? IssuedAt, string? Corrects)
{
    public static ReportHead Of(Report report) => new(report.Id, report.Kind, report.Scope, report.Period, report.Unit, report.Title, report.State,
        report.At.ToOffset(ChinaTime.Offset), report.DocumentNumber, report.SubmittedAt?.ToOffset(ChinaTime.Offset), report.IssuedAt?.ToOffset(ChinaTime.Offset), report.Corrects);
}

/// <summary>A report whole.</summary>
internal sealed record ReportView
{
    public required ReportHead Head { get; init; }

    /// <summary>What was known then is in it.</summary>
    public required DateTimeOffset KnownAt { get; init; }

    public required string PlanId { get; init; }

    public required int PlanVersion { get; init; }

    public required string Scheme { get; init; }

    public required int SchemeVersion { get; init; }

    /// <summary>Key of the unit that approves or returns it.</summary>
    public required string Reviewer { get; init; }

    public required IReadOnlyList<SectionView> Sections { get; init; }

    public required IReadOnlyList<ReportSource> Sources { get; init; }

    public required IReadOnlyList<ReportStep> Steps { get; init; }

    /// <summary>Of the issued document; null before the issue.</summary>
    public required string? Sha256 { get; init; }

    /// <summary>Id of the entry in the ledger of the task; null before the issue.</summary>
    public required string? EntryId { get; init; }

    public static ReportView Of(Report report) => new()
    {
        Head = ReportHead.Of(report),
        KnownAt = report.KnownAt.ToOffset(ChinaTime.Offset),
        PlanId = report.PlanId,
        PlanVersion = report.PlanVersion,
        Scheme = report.Scheme,
        SchemeVersion = report.SchemeVersion,
        Reviewer = ReportRules.Carried.ReviewerOf(report.Unit),
        Sections = [.. report.Sections.Select(SectionView.Of)],
        Sources = report.Sources,
        Steps = report.Steps,
        Sha256 = report.Sha256,
        EntryId = report.EntryId,
    };
}

/// <summary>A section: what was generated, and apart from it what a person wrote.</summary>
/// <param name="Key">Unique within the report.</param>
/// <param name="Heading">Its heading.</param>
/// <param name="Generated">From the facts; never changed.</param>
/// <param name="Words">The words that stand; empty while nobody wrote any.</param>
/// <param name="ToBeWritten">Left to people, and nobody wrote yet (待填写).</param>
/// <param name="Edits">All versions of the words, the oldest first.</param>
internal sealed record SectionView(
    string Key, string Heading, GeneratedPart Generated, IReadOnlyList<string> Words, bool ToBeWritten, IReadOnlyList<ReportWords> Edits)
{
    public static SectionView Of(ReportSection section) => new(section.Key, section.Heading,
        new(section.Paragraphs, section.Tables, section.Figures, section.Chart), section.Words, section is { ForPeople: true, Edits.Count: 0 },
        section.Edits);
}

internal sealed record GeneratedPart(
    IReadOnlyList<ReportParagraph> Paragraphs, IReadOnlyList<ReportTable> Tables, IReadOnlyList<ReportFigure> Figures, ClassChart? Chart);

/// <summary>The check of an issued document.</summary>
/// <param name="DocumentNumber">Its number.</param>
/// <param name="Sha256">As it was issued.</param>
/// <param name="Found">Of the file as it is kept now; null when it is gone.</param>
/// <param name="Valid">Whether these are the same.</param>
/// <param name="IssuedAt">When it was issued.</param>
/// <param name="EntryId">The ledger entry that holds number and hash in its chain.</param>
internal sealed record ReportVerification(string DocumentNumber, string Sha256, string? Found, bool Valid, DateTimeOffset IssuedAt, string? EntryId);
