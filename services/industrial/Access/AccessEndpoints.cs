using Bishui.Contracts.Tasks;
using Bishui.Features.Registers;
using Bishui.Features.Requests;
using Bishui.Features.Tasks;
using Bishui.Hosting;
using Bishui.Hosting.Errors;
using Bishui.Hosting.Identity;
using Bishui.Hosting.Json;
using Bishui.Hosting.Time;
using Bishui.Rules.Standards;
using Bishui.Rules.Time;
using Bishui.Storage.Documents;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Bishui.Industrial.Access;

/// <summary>A project to check.</summary>
/// <param name="Project">Number of the project.</param>
/// <param name="Name">Its name.</param>
/// <param name="Industry">Its industry.</param>
/// <param name="Place">Id or name of a row of receiving waters; or the section is named.</param>
/// <param name="Section">Id of the receiving section.</param>
/// <param name="Pollutants">What it adds, in t/a; a parameter may have any name of it.</param>
internal sealed record AccessRequest(
    string? Project = null, string? Name = null, string? Industry = null, string? Place = null, string? Section = null, IReadOnlyList<AddedLoad>? Pollutants = null);

/// <summary>What a person decides: allow or refuse where too little is known; on a re-check whether the project may go on.</summary>
internal sealed record RulingRequest(AccessOutcome? Outcome = null, [LongText] string? Reason = null);

/// <summary>The gate before a project's approval (环境准入, task 14).</summary>
internal static class AccessEndpoints
{
    private const string Topic = "environmental-access";

    public static IServiceCollection AddAccess(this IServiceCollection services) =>
        services.AddCollection(AccessCollections.Checks).AddScoped<AccessRechecks>();

    public static void MapAccess(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/access-checks").WithTags("环境准入校核 Access checks");
        group.MapPost("/", Check).Produces<AccessCheck>(StatusCodes.Status201Created)
            .WithSummary("校核建设项目：准入、禁止、须有削减方案或无法判定，附断面、指标、时段和监测数据 / Check a project against what its water can take");
        group.MapGet("/", List).WithSummary("环境准入校核，新的在前 / Access checks, newest first");
        group.MapGet("/{id}", Get).WithSummary("一次校核及其复核 / One check with its re-checks");
        group.MapPost("/{id}/ruling", Rule).Produces<AccessCheck>().WithSummary("数据不足无法判定时由人判定并说明理由 / Decide where too little is known, with a reason");
        group.MapPost("/{id}/rechecks/settlement", Settle).Produces<AccessCheck>().WithSummary("断面变化后的复核由人处理并说明 / Say what is done since the section changed");
    }

    private static async Task<IResult> Check(
        AccessRequest request, HttpContext http, IdempotentWrites writes, TaskEntries entries, RegisterBook book, StandardLibrary standards, RequestClock clock,
        CancellationToken cancel)
    {
        var (caller, now) = (http.User.Caller(), clock.Now);
        var day = ChinaTime.DayOf(now);
        var answer = await writes.WriteAsync(http, request, async (reader, commit) =>
        {
            if (await TaskEntries.RefusalAsync(reader, caller, IndustrialTopics.AccessControl, TaskAction.SetBasis, clock.Today(), cancel) is { } refusal) return refusal;
            var errors = new List<RowError>();
            foreach (var (field, text) in new[] { ("project", request.Project), ("name", request.Name), ("industry", request.Industry) })
                if (string.IsNullOrWhiteSpace(text)) errors.Add(new(null, field, "missing", $"{field} 不能为空 / is required"));
                else if (text.Length > 200) errors.Add(new(null, field, "too-long", $"{field} 不得超过 200 字 / at most 200 characters"));
            var loads = LoadsOf(request.Pollutants, standards, errors);
            var section = await SectionOfAsync(request, reader, book, day, errors, cancel);
            if (errors.Count > 0) return Refusals.Invalid(errors);

            var finding = await AccessFacts.DecideAsync(reader, book, section!, loads, day, null, cancel);
            var entry = await entries.AppendAsync(reader, commit, IndustrialTopics.AccessControl, caller, now, "evidence",
                $"环境准入校核 {request.Project} {request.Name}：{Zh(finding.Outcome)}（断面 {section}，{finding.From:yyyy-MM} 至 {finding.To:yyyy-MM}）",
                RecordOf(request.Project!, day, finding.Outcome),
                [.. finding.Items.SelectMany(item => item.Plans).Select(plan => new EntryLink { Kind = plan.Kind, Id = plan.Id })], cancel);
            var check = new AccessCheck
            {
                Id = Guid.CreateVersion7(now).ToString("N"),
                Project = request.Project!,
                Name = request.Name!,
                Industry = request.Industry!,
                Place = request.Place,
                Section = section!,
                Pollutants = loads,
                Finding = finding,
                Unit = caller.Unit,
                By = caller.ClientId,
                At = now,
                EntryId = entry.Id,
            };
            commit.Insert(AccessCollections.Checks, check.Id, check);
            return Answer.Created($"/api/industrial/access-checks/{check.Id}", check);
        }, cancel);
        book.Changed();
        return answer;
    }

    private static async Task<Results<Ok<ListAnswer<AccessCheck>>, ProblemHttpResult>> List(
        IDocumentReader store, RequestClock clock, HttpContext http, string? project, string? after, int? limit, CancellationToken cancel)
    {
        if (await TaskEntries.RefusalAsync(store, http.User.Caller(), IndustrialTopics.AccessControl, TaskAction.Read, clock.Today(), cancel) is { } refusal) return refusal;
        return TypedResults.Ok(ListAnswer.Of(await store.FilterAsync(AccessCollections.Checks,
            new() { Index = AccessCollections.ByTime, After = after, Limit = Paging.Limit(limit), Descending = true },
            check => project is null || check.Body.Project == project, cancel)));
    }

    private static async Task<Results<Ok<AccessCheck>, ProblemHttpResult>> Get(string id, IDocumentReader store, RequestClock clock, HttpContext http, CancellationToken cancel)
    {
        if (await TaskEntries.RefusalAsync(store, http.User.Caller(), IndustrialTopics.AccessControl, TaskAction.Read, clock.Today(), cancel) is { } refusal) return refusal;
        return await store.FindAsync(AccessCollections.Checks, id, cancel) is { } held ? TypedResults.Ok(held.Body) : Unknown(id);
    }

    private static Task<IResult> Rule(
        string id, RulingRequest request, HttpContext http, IdempotentWrites writes, TaskEntries entries, RegisterBook book, RequestClock clock, CancellationToken cancel) =>
        RuleAsync(id, request, http, writes, entries, book, clock,
            check => check is { Finding.Outcome: AccessOutcome.Undetermined, Ruling: null } ? null
                : Problems.Of(StatusCodes.Status409Conflict, "not-undetermined", "该校核已有结论", "the check has been decided"),
            (check, ruling) => check with { Ruling = ruling }, cancel);

    private static Task<IResult> Settle(
        string id, RulingRequest request, HttpContext http, IdempotentWrites writes, TaskEntries entries, RegisterBook book, RequestClock clock, CancellationToken cancel) =>
        RuleAsync(id, request, http, writes, entries, book, clock,
            check => check.Rechecks.Any(recheck => recheck.Settled is null) ? null
                : Problems.Of(StatusCodes.Status409Conflict, "nothing-to-settle", "没有待处理的复核", "no re-check is waiting"),
            (check, ruling) => check with { Rechecks = [.. check.Rechecks.Select(recheck => recheck.Settled is null ? recheck with { Settled = ruling } : recheck)] }, cancel);

    private static async Task<IResult> RuleAsync(
        string id, RulingRequest request, HttpContext http, IdempotentWrites writes, TaskEntries entries, RegisterBook book, RequestClock clock,
        Func<AccessCheck, ProblemHttpResult?> refuses, Func<AccessCheck, AccessRuling, AccessCheck> rule, CancellationToken cancel)
    {
        var (caller, now) = (http.User.Caller(), clock.Now);
        var answer = await writes.WriteAsync(http, request, async (reader, commit) =>
        {
            if (await TaskEntries.RefusalAsync(reader, caller, IndustrialTopics.AccessControl, TaskAction.SetBasis, clock.Today(), cancel) is { } refusal) return refusal;
            if (await reader.FindAsync(AccessCollections.Checks, id, cancel) is not { } held) return Unknown(id);
            if (refuses(held.Body) is { } conflict) return conflict;
            var errors = new List<RowError>();
            if (request.Outcome is not (AccessOutcome.Allow or AccessOutcome.Refuse))
                errors.Add(new(null, "outcome", "unknown-outcome", "应为 / must be allow 或 / or refuse"));
            if (string.IsNullOrWhiteSpace(request.Reason)) errors.Add(new(null, "reason", "missing", "须说明理由 / say why"));
            if (errors.Count > 0) return Refusals.Invalid(errors);
            var entry = await entries.AppendAsync(reader, commit, IndustrialTopics.AccessControl, caller, now, "evidence",
                $"环境准入判定 {held.Body.Project} {held.Body.Name}：{Zh(request.Outcome!.Value)}，{request.Reason}",
                RecordOf(held.Body.Project, ChinaTime.DayOf(now), request.Outcome.Value), [new() { Kind = "entry", Id = held.Body.EntryId }], cancel);
            var check = rule(held.Body, new(request.Outcome.Value, request.Reason!, caller.Unit, caller.ClientId, now, entry.Id));
            commit.Update(AccessCollections.Checks, held.Id, held.Version, check);
            return Answer.Ok(check);
        }, cancel);
        book.Changed();
        return answer;
    }

    private static List<AddedLoad> LoadsOf(IReadOnlyList<AddedLoad>? stated, StandardLibrary standards, List<RowError> errors)
    {
        var loads = new List<AddedLoad>();
        if (stated is not { Count: > 0 }) errors.Add(new(null, "pollutants", "missing", "至少填一项污染物，不新增的填 0 / name the pollutants; 0 for one that is not added to"));
        foreach (var (load, i) in (stated ?? []).Select((load, i) => (load, i)))
            if (standards.Parameters.Find(load.Parameter ?? "") is not { } parameter)
                errors.Add(new(i, "pollutants", "unknown-parameter", $"没有监测指标 {load.Parameter} / there is no such parameter"));
            else if (load.Load < 0) errors.Add(new(i, "pollutants", "out-of-range", "新增量不得小于 0 / a load is not negative"));
            else loads.Add(new(parameter.Key, load.Load));
        return loads;
    }

    private static async ValueTask<string?> SectionOfAsync(
        AccessRequest request, IDocumentReader reader, RegisterBook book, DateOnly day, List<RowError> errors, CancellationToken cancel)
    {
        if (!string.IsNullOrWhiteSpace(request.Section)) return request.Section;
        if (string.IsNullOrWhiteSpace(request.Place))
        {
            errors.Add(new(null, "section", "missing", "须填地点或受纳断面 / name the place or the receiving section"));
            return null;
        }
        var found = (await book.ListAsync<ReceivingWater>(reader, day, cancel)).Where(row => row.Id == request.Place || row.Values.Name == request.Place)
            .Select(row => row.Values.Section).Distinct().ToList();
        if (found is [var section]) return section;
        errors.Add(new(null, "place", "unknown-place", "该地点未登记唯一的受纳断面 / the register names no one receiving section for the place"));
        return null;
    }

    private static LedgerRecord RecordOf(string project, DateOnly day, AccessOutcome outcome) => new()
    {
        Type = "gate-check",
        Topic = Topic,
        On = day,
        ObjectId = project,
        Outcome = outcome == AccessOutcome.Allow ? "passed" : "failed",
    };

    private static string Zh(AccessOutcome outcome) => outcome switch
    {
        AccessOutcome.Allow => "准入",
        AccessOutcome.Refuse => "禁止新增",
        AccessOutcome.ReductionPlanNeeded => "须先有水污染物削减方案",
        _ => "数据不足，无法判定",
    };

    private static ProblemHttpResult Unknown(string id) =>
        Problems.Of(StatusCodes.Status404NotFound, "unknown-check", $"没有环境准入校核 {id}", $"there is no access check {id}");
}
