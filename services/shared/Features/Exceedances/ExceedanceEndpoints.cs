using Bishui.Features.Attachments;
using Bishui.Features.Obligations;
using Bishui.Features.Readings;
using Bishui.Features.Requests;
using Bishui.Features.Silence;
using Bishui.Features.Sites;
using Bishui.Features.Tasks;
using Bishui.Hosting;
using Bishui.Hosting.Errors;
using Bishui.Hosting.Identity;
using Bishui.Hosting.Time;
using Bishui.Rules.Cases;
using Bishui.Storage.Documents;
using Bishui.Storage.Files;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Bishui.Features.Exceedances;

internal static class ExceedanceEndpoints
{
    public static IServiceCollection AddExceedances(this IServiceCollection services) =>
        services.AddCollection(ExceedanceCollections.Cases)
            .AddSingleton<ILinkTarget, ExceedanceLinks>()
            .AddSingleton<IAttachmentSubject, CaseFiles>()
            .AddSingleton<CaseEvidence>()
            .AddSingleton<ISilenceCases, SilenceCases>()
            .AddSingleton<IBreachCases, BreachCases>()
            .AddSingleton<CaseReadings>()
            .AddSingleton<IReadingVerdicts, CaseVerdicts>()
            .AddSingleton<IEvidenceSource>(provider => provider.GetRequiredService<CaseEvidence>())
            .AddSingleton<IDutyCases>(provider => provider.GetRequiredService<CaseEvidence>())
            .AddSingleton<CaseSweep>()
            .AddHostedService(provider => provider.GetRequiredService<CaseSweep>());

    public static void MapExceedances(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/exceedances").WithTags("超标案件 Exceedances");
        group.MapGet("/", List).WithSummary("本单位可查看的案件，新的在前 / The cases that the caller sees, newest first");
        group.MapGet("/summary", Summary).WithSummary("案件统计 / How many there are, by state, severity and kind");
        group.MapGet("/{id}", Get).WithSummary("一个案件及本单位可采取的步骤 / One case, and the steps that the caller may take");
        group.MapGet("/{id}/attachments/{sha256}", Download).Produces(StatusCodes.Status200OK, contentType: "application/octet-stream")
            .WithSummary("案件附件，能查看案件者均可下载 / A file of a case, for whoever sees the case");
        group.MapSteps();
        routes.MapGet("/sites/{id}/tracing", TracingEndpoints.Trace).WithTags("监测点位 Sites")
            .WithSummary("上下游溯源 / What lies upstream or downstream, with its open cases");
    }

    private static async Task<Results<Ok<ListAnswer<Exceedance>>, ProblemHttpResult>> List(
        IDocumentReader store, SiteDirectory sites, RequestClock clock, HttpContext http, string? site, string? state, string? severity, string? kind, string? unit, bool? open,
        string? after, int? limit, CancellationToken cancel)
    {
        var errors = new List<RowError>();
        var states = Wanted<CaseState>(state, "state", errors);
        var severities = Wanted<CaseSeverity>(severity, "severity", errors);
        var kinds = Wanted<CaseKind>(kind, "kind", errors);
        if (errors.Count > 0) return Refusals.Invalid(errors);
        var access = await CaseAccess.OfAsync(store, sites, http.User.Caller(), clock.Today(), cancel);
        return TypedResults.Ok(ListAnswer.Of(await store.FilterAsync(ExceedanceCollections.Cases, new()
        {
            Index = site is not null ? ExceedanceCollections.BySite : open == true ? ExceedanceCollections.Live : ExceedanceCollections.ByOpened,
            From = site is null ? null : site + "|",
            Before = site is null ? null : site + "}",
            After = after,
            Limit = Paging.Limit(limit),
            Descending = true,
        }, held => (open is null || open == (held.Body.State != CaseState.Archived))
            && (states.Count == 0 || states.Contains(held.Body.State))
            && (severities.Count == 0 || (held.Body.Severity is { } grave && severities.Contains(grave)))
            && (kinds.Count == 0 || kinds.Contains(held.Body.Kind))
            && (unit is null || held.Body.Unit == unit || held.Body.Holder == unit)
            && access.Sees(held.Body), cancel)));
    }

    private static async Task<Results<Ok<CaseView>, ProblemHttpResult>> Get(
        string id, IDocumentReader store, SiteDirectory sites, HttpContext http, RequestClock clock, CancellationToken cancel)
    {
        if (await store.FindAsync(ExceedanceCollections.Cases, id, cancel) is not { } stored) return Unknown(id);
        var access = await CaseAccess.OfAsync(store, sites, http.User.Caller(), clock.Today(), cancel);
        if (!access.Sees(stored.Body)) return NotYours();
        http.Response.SetETag(stored.Version);
        return TypedResults.Ok(ViewOf(stored.Body, access, clock.Now));
    }

    /// <summary>A case passes through hands that have no part in the tasks of its site; they see its photos all the same.</summary>
    private static async Task<Results<FileStreamHttpResult, ProblemHttpResult>> Download(
        string id, string sha256, IDocumentReader store, IFileStore files, SiteDirectory sites, RequestClock clock, HttpContext http, CancellationToken cancel)
    {
        if (await store.FindAsync(ExceedanceCollections.Cases, id, cancel) is not { Body: var about }) return Unknown(id);
        var access = await CaseAccess.OfAsync(store, sites, http.User.Caller(), clock.Today(), cancel);
        if (!access.Sees(about)) return NotYours();
        if (about.Steps.SelectMany(step => step.Attachments).FirstOrDefault(file => file.Sha256 == sha256) is not { } cited
            || await AttachmentDirectory.FindAsync(store, sha256, cancel) is not { } attachment)
            return AttachmentDirectory.Unknown(sha256);
        if (await files.OpenFileAsync(sha256, cancel) is not { } content)
            throw new InvalidOperationException($"Attachment {sha256} is on file, and its content is not.");
        http.Response.Headers.XContentTypeOptions = "nosniff";
        return TypedResults.Stream(content, attachment.Type, cited.Name, enableRangeProcessing: true);
    }

    private static async Task<Ok<CaseSummary>> Summary(
        IDocumentReader store, SiteDirectory sites, RequestClock clock, HttpContext http, string? unit, CancellationToken cancel)
    {
        var access = await CaseAccess.OfAsync(store, sites, http.User.Caller(), clock.Today(), cancel);
        var states = Zeros<CaseState>();
        var severities = Zeros<CaseSeverity>();
        var kinds = Zeros<CaseKind>();
        var (open, overdue, escalated, recovered) = (0, 0, 0, 0);
        await foreach (var held in store.StreamAsync(ExceedanceCollections.Cases, new() { Limit = 1000 }, cancel))
        {
            var about = held.Body;
            if (!access.Sees(about) || (unit is not null && about.Unit != unit && about.Holder != unit)) continue;
            states[Words.Of(about.State)]++;
            if (about.State == CaseState.Archived) continue;
            open++;
            kinds[Words.Of(about.Kind)]++;
            if (about.Severity is { } severity) severities[Words.Of(severity)]++;
            if (about.Overdue) overdue++;
            if (about.Escalation is not null) escalated++;
            if (about.RecoveredAt is not null) recovered++;
        }
        return TypedResults.Ok(new CaseSummary
        {
            Open = open,
            Overdue = overdue,
            Escalated = escalated,
            Recovered = recovered,
            States = states,
            Severities = severities,
            Kinds = kinds,
        });
    }

    public static CaseView ViewOf(Exceedance about, CaseAccess access, DateTimeOffset now) =>
        new(about, CaseSteps.Allowed(about, access, now), access.SiteOf(about));

    public static ProblemHttpResult Unknown(string id) =>
        Problems.Of(StatusCodes.Status404NotFound, "unknown-exceedance", $"没有超标案件 {id}", $"there is no case {id}");

    public static ProblemHttpResult NotYours() =>
        TaskRights.Refuse("not-your-case", "本单位与该案件无关，不能查看", "your unit has no part in the case");

    private static List<T> Wanted<T>(string? words, string field, List<RowError> errors) where T : struct, Enum
    {
        var wanted = new List<T>();
        foreach (var word in words?.Split(',') ?? [])
            if (Enum.GetValues<T>().Where(each => Words.Of(each) == word).ToList() is [var known]) wanted.Add(known);
            else errors.Add(new(null, field, $"unknown-{field}", "应为 / must be of: " + string.Join(", ", Enum.GetValues<T>().Select(Words.Of))));
        return wanted;
    }

    private static Dictionary<string, int> Zeros<T>() where T : struct, Enum => Enum.GetValues<T>().ToDictionary(Words.Of, _ => 0);
}
