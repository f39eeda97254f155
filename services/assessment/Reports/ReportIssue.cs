using System.Security.Cryptography;
using Bishui.Assessment.Plan;
using Bishui.Assessment.Reports.Documents;
using Bishui.Contracts.Plans;
using Bishui.Contracts.Tasks;
using Bishui.Features.Tasks;
using Bishui.Hosting.Identity;
using Bishui.Rules.Obligations;
using Bishui.Rules.Time;
using Bishui.Storage.Documents;
using Bishui.Storage.Files;

namespace Bishui.Assessment.Reports;

/// <summary>A document that waits to be issued.</summary>
/// <param name="Version">Of the report it was made from.</param>
/// <param name="Series">Id of the series that its number is of.</param>
/// <param name="Number">Its place there.</param>
/// <param name="DocumentNumber">As it is written.</param>
/// <param name="Sha256">Of the file.</param>
internal sealed record PreparedIssue(long Version, string Series, int Number, string DocumentNumber, string Sha256);

/// <summary>Gives a report its number and its final file, and records it in the ledger, in one commit.</summary>
internal sealed class ReportIssue(IDocumentReader store, IFileStore files, TaskEntries entries)
{
    private const string RecordType = "report";
    private const string Topic = "half-year-summary";

    private const long Largest = 64L << 20;

    /// <summary>Whether a duty asks for these reports: told by what closes it, as a later version may give its task (45) another number.</summary>
    public static bool Asks(PlanDuty duty) => duty.Evidence == $"record {RecordType} {Topic}";

    /// <summary>The task of the plan in force that asks for these reports; null where none does.</summary>
    public static async ValueTask<PlanTask?> TaskAsync(IDocumentReader reader, Report report, CancellationToken cancel) =>
        (await PlanStore.FindAsync(reader, plan => plan.PlanId == report.PlanId, cancel))?.Plan.Tasks.FirstOrDefault(task => task.Duties?.Any(Asks) == true);

    /// <summary>Makes the document under the next number of the unit and keeps its file.</summary>
    public async Task<PreparedIssue> PrepareAsync(Stored<Report> held, DateTimeOffset now, CancellationToken cancel)
    {
        var year = ChinaTime.DayOf(now).Year;
        var series = ReportCollections.SeriesOf(held.Body.Unit, year);
        var number = await NextAsync(store, series, cancel);
        var name = FormattableString.Invariant($"{ReportRules.Carried.SeriesOf(held.Body)}〔{year}〕{number}号");
        using var content = new MemoryStream(ReportDocument.Of(held.Body with { DocumentNumber = name, IssuedAt = now }));
        return new(held.Version, series, number, name, (await files.PutFileAsync(content, Largest, cancel)).Sha256);
    }

    /// <summary>Whether neither the report nor the number was taken on meanwhile.</summary>
    public static async ValueTask<bool> IsCurrentAsync(IDocumentReader reader, PreparedIssue issue, Stored<Report> held, CancellationToken cancel) =>
        held.Version == issue.Version && await NextAsync(reader, issue.Series, cancel) == issue.Number;

    /// <summary>Adds number, file and ledger entry to the commit; the report as it is then.</summary>
    public async ValueTask<Report> IssueAsync(
        IDocumentReader reader, Commit commit, PlanTask task, PreparedIssue issue, Report report, Caller caller, DateTimeOffset now, CancellationToken cancel)
    {
        if (await reader.FindAsync(ReportCollections.Series, issue.Series, cancel) is { } held)
            commit.Update(ReportCollections.Series, held.Id, held.Version, new() { Last = issue.Number });
        else commit.Insert(ReportCollections.Series, issue.Series, new() { Last = issue.Number });
        var entry = await entries.AppendToTaskAsync(reader, commit, report.PlanId, TaskKeys.Of(task), caller, now, "evidence",
            $"签发《{report.Title}》，文号{issue.DocumentNumber}，DOCX 文件 SHA-256 {issue.Sha256}{(report.Corrects is { } old ? $"，更正 {old}" : "")}。",
            Record(task, report, issue), [], cancel);
        return report with { DocumentNumber = issue.DocumentNumber, Sha256 = issue.Sha256, IssuedAt = now, EntryId = entry.Id };
    }

    /// <summary>Reads the kept file again.</summary>
    public async Task<ReportVerification> VerifyAsync(Report report, CancellationToken cancel)
    {
        string? found = null;
        if (await files.OpenFileAsync(report.Sha256!, cancel) is { } content)
            await using (content)
                found = Convert.ToHexStringLower(await SHA256.HashDataAsync(content, cancel));
        return new(report.DocumentNumber!, report.Sha256!, found, found == report.Sha256, report.IssuedAt!.Value.ToOffset(ChinaTime.Offset), report.EntryId);
    }

    /// <summary>
    /// The typed result of a unit that the task binds. The summary of the first half answers its first half-year, the summary of the year its
    /// second; a report of the second half alone is neither, and closes nothing. It was sent on the day it was submitted: how long the review
    /// takes is not the unit's doing.
    /// </summary>
    private static LedgerRecord? Record(PlanTask task, Report report, PreparedIssue issue)
    {
        if (report.Scope == Report.District || !task.LeadUnits.Contains(report.Unit)) return null;
        return ClosedBy(report) is not { } period ? null : new()
        {
            Type = RecordType,
            Topic = Topic,
            On = ChinaTime.DayOf(report.SubmittedAt!.Value),
            Period = period,
            Document = issue.DocumentNumber,
        };
    }

    /// <summary>The half-year whose duty a report answers; null for none.</summary>
    private static string? ClosedBy(Report report) => (report.Kind, report.Span.Number) switch
    {
        (ReportKind.Annual, _) => Period.Of(PeriodKind.HalfYear, report.Span.Last).Id,
        (ReportKind.HalfYear, 1) => report.Period,
        _ => null,
    };

    private static async ValueTask<int> NextAsync(IDocumentReader reader, string series, CancellationToken cancel) =>
        ((await reader.FindAsync(ReportCollections.Series, series, cancel))?.Body.Last ?? 0) + 1;
}
