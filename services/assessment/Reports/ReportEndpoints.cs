using System.Security.Claims;
using Bishui.Assessment.Common;
using Bishui.Assessment.Reports.Documents;
using Bishui.Assessment.Reports.Drafting;
using Bishui.Assessment.Scores;
using Bishui.Features.Attachments;
using Bishui.Features.Registers;
using Bishui.Features.Requests;
using Bishui.Hosting;
using Bishui.Hosting.Errors;
using Bishui.Hosting.Identity;
using Bishui.Hosting.Json;
using Bishui.Hosting.Load;
using Bishui.Hosting.Time;
using Bishui.Rules.Obligations;
using Bishui.Rules.Standards;
using Bishui.Storage.Documents;
using Bishui.Storage.Files;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;

namespace Bishui.Assessment.Reports;

/// <summary>Half-year and annual reports (工作总结, task 45): drafted from facts, finished by people, approved by another unit, issued for good.</summary>
internal static class ReportEndpoints
{
    private const int LongestText = 20_000;
    private const int MostParagraphs = 200;

    public static IServiceCollection AddReports(this IServiceCollection services) =>
        services.AddCollection(ReportCollections.Reports).AddCollection(ReportCollections.Series).AddSingleton<ReportIssue>()
            .AddSingleton<IFileOwner, IssuedFiles>();

    public static void MapReports(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/reports").WithTags("Reports");
        group.MapGet("/", List).WithSummary("工作总结，新的在前：本单位的；审核单位另见报送来的；督查人员见全部 / Reports, newest first");
        group.MapGet("/due", DueReports.List).WithSummary("报送日历：谁已报送，谁逾期 / Who owes a report by when, and who has sent it");
        group.MapPost("/", Draft).IsCostly().Produces<ReportView>(StatusCodes.Status201Created).WithSummary("由事实起草半年或全年工作总结 / Draft a report from the facts")
            .WithDescription("kind: half-year or annual; scope: a unit's key or district; period: 2021-H1 or 2021. " + QueryInstants.Help);
        group.MapGet("/{id}", Get).WithSummary("一份工作总结，逐段带依据 / One report, each figure with its sources");
        group.MapGet("/{id}.docx", Docx).IsCostly().Produces(StatusCodes.Status200OK, contentType: ReportDocument.Type).WithSummary("公文格式 DOCX / As an official document");
        group.MapGet("/{id}.xlsx", Xlsx).IsCostly().Produces(StatusCodes.Status200OK, contentType: Sheets.Type).WithSummary("台账和指标附表 XLSX / Its tables as a workbook");
        group.MapGet("/{id}/verification", Verify).WithSummary("核对签发文件的哈希 / Whether the issued file is the one that was issued");
        group.MapPut("/{id}/sections/{key}", Edit).Produces<ReportView>().WithSummary("填写一段的文字，旧版保留 / Write a section's words; older ones are kept");
        group.MapPost("/{id}/steps", Take).Produces<ReportView>().WithSummary("报送、审定、退回、签发、撤回 / Submit, approve, return, issue, withdraw");
    }

    private static async Task<Ok<ListAnswer<ReportHead>>> List(
        IDocumentReader store, ClaimsPrincipal user, string? scope, string? period, ReportState? state, string? after, int? limit, CancellationToken cancel)
    {
        var caller = user.Caller();
        var page = await store.FilterAsync(ReportCollections.Reports,
            new() { Index = ReportCollections.ByDrafted, Descending = true, After = after, Limit = Paging.Limit(limit) },
            held => ReportLife.MayRead(caller, held.Body) && (scope is null || held.Body.Scope == scope) && (period is null || held.Body.Period == period)
                && (state is null || held.Body.State == state), cancel);
        return TypedResults.Ok(new ListAnswer<ReportHead>([.. page.Items.Select(item => ReportHead.Of(item.Body))], page.Next));
    }

    private static async Task<IResult> Draft(
        DraftRequest request, HttpContext http, IdempotentWrites writes, ScoreBook book, StandardLibrary standards, RequestClock clock, CancellationToken cancel)
    {
        var (caller, now) = (http.User.Caller(), clock.Now);
        if (!QueryInstants.TryRead(request.At, clock, out var at)) return QueryInstants.Bad();
        var errors = new List<RowError>();
        if (at > now) errors.Add(new(null, "at", "future-time", "不得晚于现在 / must not be in the future"));
        if (request.Kind is null) errors.Add(new(null, "kind", "missing", "应为 half-year 或 annual / must be half-year or annual"));
        var wanted = request.Kind == ReportKind.Annual ? PeriodKind.Year : PeriodKind.HalfYear;
        if (!Period.TryParse(request.Period, out var span) || !CivilYears.Hold(span.Year) || span.Kind != wanted)
            errors.Add(new(null, "period", "bad-period", "半年应如 2021-H1，全年应如 2021 / must be like 2021-H1 for a half-year, 2021 for a year"));
        if (string.IsNullOrEmpty(request.Scope)) errors.Add(new(null, "scope", "missing", "应为单位代码或 district / must be a unit's key or district"));
        if (errors.Count > 0) return Refusals.Invalid(errors);
        if (ReportLife.ToDraft(caller, request.Scope!) is { } refused) return refused;

        var (draft, fault) = await book.AskAsync(new(at, now), (Report?, string?) (page) => page switch
        {
            _ when page.Document.Plan.Year != span!.Year => (null, "period"),
            _ when request.Scope != Report.District && page.Document.Plan.Units.All(unit => unit.Key != request.Scope) => (null, "scope"),
            _ => (ReportDraft.Of(page, request.Kind!.Value, request.Scope!, span, caller, now, standards), null),
        }, cancel);
        if (draft is null)
            return Refusals.Invalid([fault == "period"
                ? new(null, "period", "not-of-the-plan", "期间不在计划年度内 / is not of the plan's year")
                : new(null, "scope", "unknown-unit", "计划中没有这个单位 / the plan names no such unit")]);
        return await writes.WriteAsync(http, request, async (reader, commit) =>
        {
            if (await reader.FindByAsync(ReportCollections.Reports, ReportCollections.ByOpen, ReportCollections.PlaceOf(draft.Scope, draft.Period), cancel) is { } open)
                return Problems.Of(StatusCodes.Status409Conflict, "report-exists", "该期工作总结正在办理", "a report of this period is being worked on", detail: open.Id);
            var issued = await reader.IssuedAsync(draft.Scope, draft.Period, cancel);
            if (issued?.Id != request.Corrects)
                return Problems.Of(StatusCodes.Status409Conflict, "report-issued", issued is null ? "没有可更正的工作总结" : "该期工作总结已签发，更正须指明原件",
                    issued is null ? "there is no such report to correct" : "a report of this period was issued; a correction names it", [new(null, "corrects", "report-issued", issued?.Id ?? "")]);
            var report = draft with { Corrects = request.Corrects };
            commit.Insert(ReportCollections.Reports, report.Id, report);
            http.Response.SetETag(1);
            return Answer.Created($"/api/assessment/reports/{report.Id}", ReportView.Of(report));
        }, cancel);
    }

    private static async Task<Results<Ok<ReportView>, ProblemHttpResult>> Get(string id, IDocumentReader store, HttpContext http, CancellationToken cancel)
    {
        var (held, refusal) = await ReadAsync(store, http.User.Caller(), id, cancel);
        if (held is null) return refusal!;
        http.Response.SetETag(held.Version);
        return TypedResults.Ok(ReportView.Of(held.Body));
    }

    private static async Task<IResult> Docx(string id, IDocumentReader store, IFileStore files, HttpContext http, CancellationToken cancel)
    {
        var (held, refusal) = await ReadAsync(store, http.User.Caller(), id, cancel);
        if (held is null) return refusal!;
        if (held.Body.Sha256 is not { } sha256)
            return TypedResults.File(ReportDocument.Of(held.Body), ReportDocument.Type, $"{held.Body.Title}（草稿）.docx");
        return await files.OpenFileAsync(sha256, cancel) is { } content
            ? TypedResults.Stream(content, ReportDocument.Type, $"{held.Body.Title}.docx", entityTag: new EntityTagHeaderValue($"\"{sha256}\""))
            : throw new InvalidOperationException($"Report {id} was issued, and its file is not there.");
    }

    private static async Task<IResult> Xlsx(string id, IDocumentReader store, HttpContext http, CancellationToken cancel)
    {
        var (held, refusal) = await ReadAsync(store, http.User.Caller(), id, cancel);
        if (held is null) return refusal!;
        return TypedResults.File(ReportWorkbook.Of(held.Body), Sheets.Type, $"{held.Body.Title}附表.xlsx");
    }

    private static async Task<Results<Ok<ReportVerification>, ProblemHttpResult>> Verify(
        string id, IDocumentReader store, ReportIssue issue, HttpContext http, CancellationToken cancel)
    {
        var (held, refusal) = await ReadAsync(store, http.User.Caller(), id, cancel);
        if (held is null) return refusal!;
        return held.Body.Sha256 is null
            ? Problems.Of(StatusCodes.Status409Conflict, "not-issued", "工作总结尚未签发", "the report is not issued yet")
            : TypedResults.Ok(await issue.VerifyAsync(held.Body, cancel));
    }

    private static async Task<IResult> Edit(
        string id, string key, WordsRequest request, HttpContext http, IdempotentWrites writes, RequestClock clock, CancellationToken cancel)
    {
        var (caller, now) = (http.User.Caller(), clock.Now);
        return await writes.WriteAsync(http, request, async (reader, commit) =>
        {
            var (held, refusal) = await ReadAsync(reader, caller, id, cancel);
            if (held is null) return refusal!;
            var report = held.Body;
            if (ReportLife.ToEdit(caller, report) is { } notYours) return notYours;
            if (http.Request.Refusal(held.Version) is { } stale) return stale;
            if (!ReportLife.IsOpen(report.State))
                return Problems.Of(StatusCodes.Status409Conflict, "not-editable", "报送后不能修改，退回后可以", "only a draft or a returned report can be changed");
            if (report.Sections.All(section => section.Key != key))
                return Problems.Of(StatusCodes.Status404NotFound, "unknown-section", $"没有部分 {key}", $"there is no section {key}",
                    detail: string.Join(", ", report.Sections.Select(section => section.Key)));
            if (Faults(request, report) is { Count: > 0 } errors) return Refusals.Invalid(errors);
            var next = report with
            {
                Sections = [.. report.Sections.Select(section => section.Key != key ? section : section with
                {
                    Edits =
                    [
                        .. section.Edits,
                        new() { Version = section.Edits.Count + 1, Text = [.. request.Text!.Select(text => text.Trim())], Unit = caller.Unit, By = caller.ClientId, At = now },
                    ],
                })],
            };
            commit.Update(ReportCollections.Reports, id, held.Version, next);
            http.Response.SetETag(held.Version + 1);
            return Answer.Ok(ReportView.Of(next));
        }, cancel);
    }

    private static async Task<IResult> Take(
        string id, MoveRequest request, HttpContext http, IdempotentWrites writes, IDocumentReader store, ReportIssue issue, RegisterBook book, RequestClock clock,
        CancellationToken cancel)
    {
        var (caller, now) = (http.User.Caller(), clock.Now);
        if (request.Move is not { } move)
            return Refusals.Invalid([new(null, "move", "missing", "应为 / must be one of: " + string.Join(", ", Enum.GetValues<ReportMove>().Select(Words.Of)))]);
        while (true)
        {
            // The file has to be there before the commit that names it; one of a number that another issue took is not named by any.
            var file = move == ReportMove.Issue && await store.FindAsync(ReportCollections.Reports, id, cancel) is { Body.State: ReportState.Approved } approved
                && ReportLife.To(caller, approved.Body, move) is null
                ? await issue.PrepareAsync(approved, now, cancel)
                : null;
            var again = false;
            var answer = await writes.WriteAsync(http, request, async (reader, commit) =>
            {
                var (held, refusal) = await ReadAsync(reader, caller, id, cancel);
                if (held is null) return refusal!;
                if (ReportLife.To(caller, held.Body, move) is { } notYours) return notYours;
                if (http.Request.Refusal(held.Version) is { } stale) return stale;
                if (ReportLife.After(held.Body.State, move) is not { } state) return ReportLife.IllegalMove(held.Body.State);
                if (move is ReportMove.Return or ReportMove.Withdraw && string.IsNullOrWhiteSpace(request.Reason))
                    return Refusals.Invalid([new(null, "reason", "missing", "须写明理由 / say why")]);
                if (request.Reason is { Length: > LongestText }) return Refusals.Invalid([new(null, "reason", "too-long", $"不得超过 {LongestText} 字 / at most {LongestText} characters")]);
                var next = held.Body with
                {
                    State = state,
                    Steps = [.. held.Body.Steps, new(move, caller.Unit, caller.ClientId, now, request.Reason?.Trim())],
                };
                if (move == ReportMove.Issue)
                {
                    again = file is null || !await ReportIssue.IsCurrentAsync(reader, file, held, cancel);
                    if (again) return TypedResults.Problem(statusCode: StatusCodes.Status409Conflict);
                    if (await ReportIssue.TaskAsync(reader, next, cancel) is not { } task)
                        return Problems.Of(StatusCodes.Status409Conflict, "no-report-task", "计划中没有报送工作总结的任务", "no task of the plan asks for reports");
                    next = await issue.IssueAsync(reader, commit, task, file!, next, caller, now, cancel);
                }
                commit.Update(ReportCollections.Reports, id, held.Version, next);
                http.Response.SetETag(held.Version + 1);
                return Answer.Ok(ReportView.Of(next));
            }, cancel);
            if (again) continue;
            // The duty looks at its ledger at once, not at the next round.
            if (move == ReportMove.Issue) book.Changed();
            return answer;
        }
    }

    private static async ValueTask<(Stored<Report>? Report, ProblemHttpResult? Refusal)> ReadAsync(
        IDocumentReader reader, Caller caller, string id, CancellationToken cancel) =>
        await reader.FindAsync(ReportCollections.Reports, id, cancel) is not { } held
            ? (null, Problems.Of(StatusCodes.Status404NotFound, "unknown-report", $"没有工作总结 {id}", $"there is no report {id}"))
            : ReportLife.MayRead(caller, held.Body) ? (held, null)
            : (null, Problems.Of(StatusCodes.Status403Forbidden, "not-your-report", "其他单位的工作总结", "the report is another unit's"));

    private static List<RowError> Faults(WordsRequest request, Report report)
    {
        if (request.Text is not { Count: > 0 and <= MostParagraphs } text)
            return [new(null, "text", "missing", $"须有 1 到 {MostParagraphs} 段 / needs 1 to {MostParagraphs} paragraphs")];
        var errors = new List<RowError>();
        foreach (var (paragraph, i) in text.Select((paragraph, i) => (paragraph, i)))
        {
            if (string.IsNullOrWhiteSpace(paragraph)) errors.Add(new(i, "text", "missing", "段落不能为空 / is empty"));
            else if (paragraph.Length > LongestText) errors.Add(new(i, "text", "too-long", $"不得超过 {LongestText} 字 / at most {LongestText} characters"));
            else if (Citations.In(paragraph).Where(number => number < 1 || number > report.Sources.Count).ToList() is { Count: > 0 } unknown)
                errors.Add(new(i, "text", "unknown-source", $"没有来源 / there is no source {string.Join(", ", unknown)}"));
        }
        return errors;
    }
}

/// <summary>What a draft is asked for.</summary>
/// <param name="Kind">half-year or annual.</param>
/// <param name="Scope">A unit's key, or district.</param>
/// <param name="Period">2021-H1, 2021-H2 or 2021.</param>
/// <param name="At">From the facts as of then; null for now.</param>
/// <param name="Corrects">Id of the issued report that it corrects; null for a first one.</param>
internal sealed record DraftRequest(ReportKind? Kind = null, string? Scope = null, string? Period = null, string? At = null, string? Corrects = null);

/// <param name="Text">Paragraphs; [n] cites the report's source n.</param>
internal sealed record WordsRequest([LongText] IReadOnlyList<string>? Text = null);

/// <param name="Move">submit, approve, return, issue or withdraw.</param>
/// <param name="Reason">Needed for a return and a withdrawal.</param>
internal sealed record MoveRequest(ReportMove? Move = null, [LongText] string? Reason = null);
