using System.Globalization;
using System.Security.Claims;
using Bishui.Assessment.Common;
using Bishui.Assessment.Intake;
using Bishui.Assessment.Scores;
using Bishui.Assessment.Scoring;
using Bishui.Contracts.Plans;
using Bishui.Contracts.Tasks;
using Bishui.Features.Requests;
using Bishui.Hosting.Errors;
using Bishui.Hosting.Identity;
using Bishui.Hosting.Load;
using Bishui.Hosting.Time;
using Bishui.Rules.Time;

namespace Bishui.Assessment.Organisation.Ledgers;

/// <summary>
/// The ledgers of task 44 (重点工作台账) as one view over all services, and as one workbook. The clause names eight; shipping, which it leaves
/// out, is the ninth and says so.
/// </summary>
internal static class LedgerViewEndpoints
{
    public static void MapLedgerViews(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/ledgers").WithTags("Ledgers");
        group.MapGet("/", List).WithSummary("八类（另加船舶港口）重点工作台账：任务、记录数、最新记录和缺口 / The ledgers of task 44 with their gaps").WithDescription(QueryInstants.Help);
        group.MapGet("/{ledger}", Entries).WithSummary("一类台账的全部记录，更正与被更正的相互注明 / All entries of one ledger").WithDescription(QueryInstants.Help);
        routes.MapGet("/ledgers.xlsx", Export).IsCostly().WithTags("Ledgers").Produces(StatusCodes.Status200OK, contentType: Sheets.Type)
            .WithSummary("重点工作台账工作簿，每类一张表 / The ledgers as a workbook, one sheet each");
    }

    private static async Task<IResult> List(string? at, ClaimsPrincipal user, ScoreBook book, RequestClock clock, CancellationToken cancel) =>
        QueryInstants.TryRead(at, clock, out var instant)
            ? TypedResults.Ok(new ListAnswer<LedgerView>(await book.AskAsync(new(instant), page => Views(page, user.Caller()), cancel)))
            : QueryInstants.Bad();

    private static async Task<IResult> Entries(
        string ledger, string? at, int? after, int? limit, ClaimsPrincipal user, ScoreBook book, RequestClock clock, CancellationToken cancel)
    {
        if (!QueryInstants.TryRead(at, clock, out var instant)) return QueryInstants.Bad();
        if (OrganisationRules.Carried.Ledgers.FirstOrDefault(each => each.Key == ledger) is not { } kind)
            return Problems.Of(404, "unknown-ledger", "没有这类台账", "There is no such ledger");
        var rows = await book.AskAsync(new(instant), page => Rows(page, kind, user.Caller()), cancel);
        var (from, most) = (Math.Max(after ?? 0, 0), Paging.Limit(limit));
        return TypedResults.Ok(new ListAnswer<LedgerRow>([.. rows.Skip(from).Take(most)], rows.Count - from > most ? (from + most).ToString(CultureInfo.InvariantCulture) : null));
    }

    private static async Task<IResult> Export(string? at, ClaimsPrincipal user, ScoreBook book, RequestClock clock, CancellationToken cancel)
    {
        if (!QueryInstants.TryRead(at, clock, out var instant)) return QueryInstants.Bad();
        var sheets = await book.AskAsync(new(instant), page => OrganisationRules.Carried.Ledgers.Select(kind => Sheet(kind.Title, Rows(page, kind, user.Caller()))).ToList(), cancel);
        return TypedResults.File(Sheets.Write(sheets), Sheets.Type, $"ledgers-{ChinaTime.DayOf(instant):yyyy-MM-dd}.xlsx");
    }

    private static List<LedgerView> Views(ScorePage page, Caller caller)
    {
        var quiet = ChinaTime.DayOf(page.Facts.At).AddDays(-OrganisationRules.Carried.LedgerQuietDays);
        return [.. OrganisationRules.Carried.Ledgers.Select(kind =>
        {
            var tasks = TasksOf(page, kind, caller).Select(task => (Task: task, Entries: page.Facts.EntriesOf(task))).ToList();
            return new LedgerView(kind.Key, kind.Title, kind.Named, [.. tasks.Select(each => each.Task.Number)], tasks.Sum(each => each.Entries.Count),
                tasks.SelectMany(each => each.Entries).Select(entry => (DateTimeOffset?)entry.RecordedAt).Max()?.ToOffset(ChinaTime.Offset),
                [.. tasks.Where(each => each.Entries.Count == 0 || each.Entries[^1].OccurredOn < quiet)
                    .Select(each => new LedgerGap(each.Task.Number, each.Task.Title, each.Entries.Count == 0 ? null : each.Entries[^1].OccurredOn))]);
        })];
    }

    private static List<LedgerRow> Rows(ScorePage page, LedgerKind kind, Caller caller) =>
    [
        .. from task in TasksOf(page, kind, caller)
           let entries = page.Facts.EntriesOf(task)
           let corrections = entries.Where(entry => entry.Corrects is not null).ToLookup(entry => entry.Corrects!, entry => entry.EntryId)
           from entry in entries
           select LedgerRow.Of(task, entry, page.Document.Plan.Units.FirstOrDefault(unit => unit.Key == entry.Unit)?.Name ?? entry.Unit, [.. corrections[entry.EntryId]]),
    ];

    /// <summary>A unit sees the tasks that it has a part in; who supervises sees all.</summary>
    private static IEnumerable<PlanTask> TasksOf(ScorePage page, LedgerKind kind, Caller caller) => page.Document.Plan.Tasks
        .Where(task => task.Category.Contains(kind.Category, StringComparison.Ordinal))
        .Where(caller.Sees);

    private static (string Title, IReadOnlyList<string> Columns, IEnumerable<object?[]> Rows) Sheet(string title, IEnumerable<LedgerRow> rows) =>
        (title, ["序号", "任务", "单位", "发生日期", "记录时间", "类别", "内容", "进度（%）", "成果", "更正", "被更正", "记录编号", "校验值"], rows.Select((row, index) => new object?[]
        {
            index + 1, $"{row.Task}. {row.TaskTitle}", row.UnitName, row.OccurredOn.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            row.RecordedAt.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture), row.Kind, row.Text, row.Percent, row.Record, row.Corrects, string.Join("、", row.CorrectedBy), row.Id, row.Hash,
        }));
}

/// <summary>One ledger.</summary>
/// <param name="Ledger">Its key.</param>
/// <param name="Title">As the clause names it.</param>
/// <param name="Named">Whether the clause names it.</param>
/// <param name="Tasks">Numbers of its tasks.</param>
/// <param name="Entries">How many entries there are.</param>
/// <param name="Newest">When the newest was recorded; null without any.</param>
/// <param name="Gaps">Tasks without an entry, or without a recent one.</param>
internal sealed record LedgerView(string Ledger, string Title, bool Named, IReadOnlyList<int> Tasks, int Entries, DateTimeOffset? Newest, IReadOnlyList<LedgerGap> Gaps);

/// <summary>A task whose ledger is empty (last null) or has been quiet for long.</summary>
internal sealed record LedgerGap(int Task, string Title, DateOnly? Last);

/// <summary>One entry.</summary>
internal sealed record LedgerRow(
    int Task, string TaskTitle, string Service, string Id, string Unit, string UnitName, DateOnly OccurredOn, DateTimeOffset RecordedAt, string Kind, string? Text, decimal? Percent,
    string? Record, string? Corrects, IReadOnlyList<string> CorrectedBy, string Hash, string Fact, string Href)
{
    public static LedgerRow Of(PlanTask task, LedgerEntryRecorded entry, string unit, IReadOnlyList<string> correctedBy) => new(
        task.Number, task.Title, entry.Service, entry.EntryId, entry.Unit, unit, entry.OccurredOn, entry.RecordedAt.ToOffset(ChinaTime.Offset), entry.Kind, entry.Text, entry.Percent,
        entry.Record is { } record ? $"{record.Type} {record.Topic}" : null, entry.Corrects, correctedBy, entry.Hash, FactTypes.Of(entry).Id, ScoreLinks.Entry(entry)[0].Href);
}
