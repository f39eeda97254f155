using System.Security.Claims;
using System.Text.Json;
using Bishui.Assessment.Common;
using Bishui.Hosting;
using Bishui.Hosting.Errors;
using Bishui.Hosting.Identity;
using Bishui.Hosting.Time;
using Bishui.Rules.Time;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Bishui.Assessment.Plan.Imports;

/// <summary>A new version or a new year's plan: handed in, looked at, adopted.</summary>
internal static class ImportEndpoints
{
    public static IServiceCollection AddPlanImports(this IServiceCollection services) =>
        services.AddCollection(PlanImport.Imports).AddSingleton<ImportStore>();

    public static void MapPlanImports(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/plan/imports").WithTags("Plan").RequireAuthorization(PlanRights.Deciders);
        group.MapPost("/", Import).Produces<ImportView>(201)
            .WithSummary("导入计划（试算）：逐条列出差错，或给出提示和与现行版本的差异；不改变现行计划")
            .WithDescription("`transcription`, `reading` and, optionally, `duties` in the formats of the shipped files. A dry run: nothing is in force before its adoption.");
        group.MapGet("/{id}", Find).WithSummary("一次导入及其差异");
        group.MapPost("/{id}/adoption", Adopt).WithSummary("采用导入的计划；重复采用不变，现行版本已变的须重新导入");
    }

    private static async Task<Results<Created<ImportView>, ProblemHttpResult>> Import(
        ImportRequest request, ClaimsPrincipal user, PlanStore plans, ImportStore imports, IEnumerable<IPlanCheck> checks, RequestClock clock, CancellationToken cancel)
    {
        var caller = user.Caller();
        var current = await plans.NewestAsync(cancel);
        PlanDocument document;
        try
        {
            document = PlanImporter.Read(request.Transcription, request.Reading, request.Duties, current, checks, clock.Now);
        }
        catch (DataFileException refused)
        {
            return Problems.Of(422, "faulty-plan", "计划有差错，未导入", "The plan has faults and was not imported",
                [.. refused.Faults.Select(fault => new RowError(null, refused.Path is "transcription" or "reading" or "duties" ? refused.Path : null, "plan-fault", fault))]);
        }
        var id = Guid.CreateVersion7(clock.Now).ToString();
        var import = new PlanImport
        {
            Document = document,
            BasePlanId = current.Plan.PlanId,
            BaseVersion = current.Plan.Version,
            MadeAt = clock.Now,
            MadeBy = caller.ClientId,
        };
        await imports.AddAsync(id, import, cancel);
        return TypedResults.Created($"/api/plan/imports/{id}", ImportView.Of(id, import, current, current, checks));
    }

    private static async Task<Results<Ok<ImportView>, ProblemHttpResult>> Find(
        string id, PlanStore plans, ImportStore imports, IEnumerable<IPlanCheck> checks, CancellationToken cancel)
    {
        return await imports.FindAsync(id, cancel) is { } import ? TypedResults.Ok(await ViewAsync(id, import, plans, checks, cancel)) : Unknown();
    }

    private static async Task<Results<Ok<ImportView>, ProblemHttpResult>> Adopt(
        string id, ClaimsPrincipal user, PlanStore plans, ImportStore imports, IEnumerable<IPlanCheck> checks, RequestClock clock, CancellationToken cancel)
    {
        var caller = user.Caller();
        if (await imports.AdoptAsync(id, caller.ClientId, clock.Now, cancel) is not { } import) return Unknown();
        return import.AdoptedAt is null
            ? Problems.Of(409, "stale-import", "导入之后现行计划已经变更，请重新导入", "The plan in force has changed since this import: hand it in anew")
            : TypedResults.Ok(await ViewAsync(id, import, plans, checks, cancel));
    }

    private static async Task<ImportView> ViewAsync(string id, PlanImport import, PlanStore plans, IEnumerable<IPlanCheck> checks, CancellationToken cancel) =>
        ImportView.Of(id, import, (await plans.FindAsync(import.BasePlanId, import.BaseVersion, cancel))!, await plans.NewestAsync(cancel), checks);

    private static ProblemHttpResult Unknown() => Problems.Of(404, "unknown-import", "没有这次导入", "There is no such import");
}

/// <summary>A plan to import.</summary>
internal sealed record ImportRequest
{
    /// <summary>The published text, row by row.</summary>
    public required JsonElement Transcription { get; init; }

    /// <summary>The platform's reading of it.</summary>
    public required JsonElement Reading { get; init; }

    /// <summary>The rules that make dated duties of it; left out, a new version keeps those of the version in force.</summary>
    public JsonElement? Duties { get; init; }
}

/// <summary>An import with what is remarkable about it and what it would change.</summary>
internal sealed record ImportView
{
    public required string Id { get; init; }

    public required ImportState State { get; init; }

    public required string PlanId { get; init; }

    public required int Version { get; init; }

    public required string Title { get; init; }

    public required DateTimeOffset MadeAt { get; init; }

    public required string MadeBy { get; init; }

    public required DateTimeOffset? AdoptedAt { get; init; }

    public required string? AdoptedBy { get; init; }

    /// <summary>What a person should look at; none of it stands in the way.</summary>
    public required IReadOnlyList<PlanFinding> Findings { get; init; }

    public required PlanDiff Diff { get; init; }

    public static ImportView Of(string id, PlanImport import, PlanDocument before, PlanDocument current, IEnumerable<IPlanCheck> checks)
    {
        var plan = import.Document.Plan;
        return new()
        {
            Id = id,
            State = import.AdoptedAt is not null ? ImportState.Adopted : import.IsBasedOn(current) ? ImportState.Ready : ImportState.Stale,
            PlanId = plan.PlanId,
            Version = plan.Version,
            Title = plan.Title,
            MadeAt = import.MadeAt.ToOffset(ChinaTime.Offset),
            MadeBy = import.MadeBy,
            AdoptedAt = import.AdoptedAt?.ToOffset(ChinaTime.Offset),
            AdoptedBy = import.AdoptedBy,
            Findings = [.. PlanFindings.Of(import.Document), .. checks.SelectMany(check => check.Findings(plan))],
            Diff = PlanDiff.Of(before.Plan, plan),
        };
    }
}
