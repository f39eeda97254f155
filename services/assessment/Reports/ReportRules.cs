using Bishui.Features.RuleFiles;

namespace Bishui.Assessment.Reports;

/// <summary>What <c>Data/reports/report-rules.json</c> says of reports beyond the plan.</summary>
internal sealed record ReportRules
{
    /// <summary>The rules as they are built in.</summary>
    public static ReportRules Carried { get; } = RuleFile.Read<ReportRules>("Data/reports/report-rules.json");

    public required string Title { get; init; }

    public required string Source { get; init; }

    public required string Confidence { get; init; }

    /// <summary>Whom reports are sent to, as it is written on them.</summary>
    public required string Addressee { get; init; }

    /// <summary>Key of the unit that approves or returns reports.</summary>
    public required string Reviewer { get; init; }

    /// <summary>Who does where the reviewer is the author: nobody approves a report of its own.</summary>
    public required string ReviewerOfReviewer { get; init; }

    /// <summary>Keys of the units that may write the district's report.</summary>
    public required IReadOnlyList<string> DistrictAuthors { get; init; }

    public required string SeriesNote { get; init; }

    /// <summary>What stands before the year in a unit's document numbers, by key of the unit.</summary>
    public required IReadOnlyDictionary<string, string> Series { get; init; }

    /// <summary>The most ledger entries of a task whose words are quoted; the workbook holds all.</summary>
    public required int EntriesShown { get; init; }

    /// <summary>The most rows of a table in the document; the workbook holds all.</summary>
    public required int RowsShown { get; init; }

    /// <summary>The most fact ids of a source in the document; the workbook holds all.</summary>
    public required int FactsShown { get; init; }

    /// <summary>A unit that a later plan names has its name for a series.</summary>
    public string SeriesOf(Report report) => Series.GetValueOrDefault(report.Unit) ?? $"{report.UnitName}水报";

    public string ReviewerOf(string author) => author == Reviewer ? ReviewerOfReviewer : Reviewer;

    public bool MayWrite(string scope, string unit) => scope == Report.District ? DistrictAuthors.Contains(unit) : scope == unit;
}
