using System.Security.Claims;
using Bishui.Features.Readings;
using Bishui.Features.Registers;
using Bishui.Features.Requests;
using Bishui.Features.Tasks;
using Bishui.Hosting;
using Bishui.Hosting.Errors;
using Bishui.Hosting.Identity;
using Bishui.Hosting.Time;
using Bishui.Risk.Alerts;
using Bishui.Storage.Documents;
using MassTransit;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Bishui.Risk.Incidents;

internal static class IncidentEndpoints
{
    public static IServiceCollection AddIncidents(this IServiceCollection services) => services.AddCollection(IncidentCollections.Incidents);

    public static void AddIncidents(this IBusRegistrationConfigurator bus) => bus.AddConsumer<FollowCasesConsumer>();

    public static void MapIncidents(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/incidents").WithTags("突发水环境事件 Incidents");
        group.MapGet("/", List).WithSummary("突发水环境事件，新的在前；drill=true 只列演练 / Incidents, newest first; drill=true for drills, which are never among them");
        group.MapGet("/{id}", Get).WithSummary("一个突发水环境事件，附上游点位和通报名单 / One incident, with what lies upstream and who must be told");
        group.MapPost("/", Report).Produces<IncidentView>(StatusCodes.Status201Created).WithSummary("报告突发水环境事件或开始演练 / Report an incident, or begin a drill");
        group.MapPost("/{id}/steps", Take).Produces<IncidentView>()
            .WithSummary("核实、排除、启动响应、控制、监测、通报、终止、评估、结案 / Take a step of the response");
    }

    private static async Task<Ok<ListAnswer<IncidentView>>> List(
        IDocumentReader store, ClaimsPrincipal user, RequestClock clock, bool? drill, string? after, int? limit, CancellationToken cancel)
    {
        var caller = user.Caller();
        var all = await caller.HasTaskAsync(store, clock.Today(), cancel);
        var page = await store.FilterAsync(IncidentCollections.Incidents, new()
        {
            Index = IncidentCollections.ByOpened,
            After = after,
            Limit = Paging.Limit(limit),
            Descending = true,
        }, incident => incident.Body.Drill == (drill ?? false) && (all || Concerns(incident.Body, caller)), cancel);
        return TypedResults.Ok(new ListAnswer<IncidentView>([.. page.Items.Select(item => IncidentView.Of(item.Body, clock.Now))], page.Next));
    }

    private static async Task<Results<Ok<IncidentView>, ProblemHttpResult>> Get(
        string id, IDocumentReader store, ServiceName service, SiteFigures figures, HttpContext http, RequestClock clock, CancellationToken cancel)
    {
        if (await store.FindAsync(IncidentCollections.Incidents, id, cancel) is not { } stored) return Unknown(id);
        var caller = http.User.Caller();
        if (!Concerns(stored.Body, caller) && !await caller.HasTaskAsync(store, clock.Today(), cancel)) return NotYours();
        var incident = stored.Body;
        SiteName[] places =
        [
            .. incident.Case is { } told ? [new SiteName(incident.Service!, told.Site)] : Array.Empty<SiteName>(),
            .. incident.Spread.Select(one => new SiteName(one.Service, one.Case.Site)),
            .. incident.Site is { } site ? [new SiteName(service.Name, site)] : Array.Empty<SiteName>(),
        ];
        var upstream = Upstream.Of(places, await figures.SitesAsync(each => each.Links.Count > 0, cancel), service.Name);
        var cases = new List<CaseStanding>();
        await foreach (var standing in store.StreamAsync(AlertCollections.Standings, new() { Index = AlertCollections.ByParameter, Limit = 1000 }, cancel))
            if (upstream.Any(each => each.Distance > 0 && each.Service == standing.Body.Service && each.Site == standing.Body.Case.Site)) cases.Add(standing.Body);
        http.Response.SetETag(stored.Version);
        return TypedResults.Ok(IncidentView.Of(incident, clock.Now) with { Upstream = upstream, UpstreamCases = incident.Drill ? [] : [.. cases.Select(one => one.Case)] });
    }

    private static async Task<IResult> Report(
        ReportRequest request, HttpContext http, IdempotentWrites writes, SiteFigures figures, RequestClock clock, CancellationToken cancel)
    {
        var (caller, now) = (http.User.Caller(), clock.Now);
        var sites = await figures.SitesAsync(site => site.Id == request.Site, cancel);
        return await writes.WriteAsync(http, request, async (reader, commit) =>
        {
            if (await IncidentRights.RefusalAsync(reader, caller, IncidentMove.Report, null, clock.Today(), cancel) is { } refusal) return refusal;
            var errors = new List<RowError>();
            if (string.IsNullOrWhiteSpace(request.What)) errors.Add(new(null, "what", "missing", "须写明发生了什么 / say what happened"));
            if (string.IsNullOrWhiteSpace(request.Place)) errors.Add(new(null, "place", "missing", "须写明地点 / say where"));
            if (request.OccurredAt is null) errors.Add(new(null, "occurredAt", "missing", "须写明时间 / say when"));
            if (request.OccurredAt > now) errors.Add(new(null, "occurredAt", "future-time", "不得晚于现在 / must not be in the future"));
            if (request.Site is not null && sites.Count == 0) errors.Add(new(null, "site", "unknown-site", $"没有监测点位 / there is no site {request.Site}"));
            if (errors.Count > 0) return Refusals.Invalid(errors);
            var incident = new Incident
            {
                Id = Guid.CreateVersion7(now).ToString("N"),
                Origin = IncidentOrigin.Report,
                Drill = request.Drill,
                OpenedAt = now,
                ReceivedAt = now,
                What = request.What!.Trim(),
                Place = request.Place!.Trim(),
                Site = request.Site,
                OccurredAt = request.OccurredAt,
                ReportedBy = caller.Unit,
                Steps = [new() { Move = IncidentMove.Report, Unit = caller.Unit, By = caller.ClientId, At = now, State = IncidentState.Reported, Text = request.What.Trim() }],
            };
            commit.Insert(IncidentCollections.Incidents, incident.Id, incident);
            return Answer.Created($"/api/risk/incidents/{incident.Id}", IncidentView.Of(incident, now));
        }, cancel);
    }

    private static async Task<IResult> Take(
        string id, StepRequest request, HttpContext http, IdempotentWrites writes, TaskEntries entries, RegisterBook book, RequestClock clock, CancellationToken cancel)
    {
        var (caller, now) = (http.User.Caller(), clock.Now);
        var answer = await writes.WriteAsync(http, request, async (reader, commit) =>
        {
            if (await reader.FindAsync(IncidentCollections.Incidents, id, cancel) is not { Body: var incident } held) return Unknown(id);
            if (!IncidentSteps.ByWord.TryGetValue(request.Move ?? "", out var move))
                return Refusals.Invalid([new(null, "move", "unknown-move", "应为 / must be one of: " + string.Join(", ", IncidentSteps.ByWord.Keys))]);
            if (await IncidentRights.RefusalAsync(reader, caller, move, incident, clock.Today(), cancel) is { } refusal) return refusal;
            if (http.Request.Refusal(held.Version) is { } stale) return stale;
            var state = IncidentCourse.StateOf(incident);
            if (IncidentCourse.After(state, move) is not { } after)
            {
                var allowed = string.Join(", ", IncidentCourse.Allowed(state).Select(Words.Of));
                return Problems.Of(StatusCodes.Status409Conflict, "illegal-move", "事件现状不允许此步骤", "The incident's state does not allow this step",
                    [new(null, "move", "illegal-move", $"{Words.Of(state)}：可为 / allowed: {allowed}")], allowed);
            }
            if (IncidentSteps.Faults(request, move, now) is { Count: > 0 } errors) return Refusals.Invalid(errors);
            var due = IncidentCourse.Due(incident, IncidentRules.Carried);
            var next = incident with
            {
                Steps =
                [
                    .. incident.Steps, new()
                    {
                        Move = move, Unit = caller.Unit, By = caller.ClientId, At = now, State = after, Text = request.Text!.Trim(), Level = request.Level,
                        Party = request.Party, ToldAt = request.ToldAt, Evidence = request.Evidence ?? [], Late = due < now,
                    },
                ],
            };
            commit.Update(IncidentCollections.Incidents, id, held.Version, next);
            // What was real and is over stands in the ledger of the task; a drill stands in its register.
            if (move == IncidentMove.Close && !incident.Drill)
                await entries.AppendAsync(reader, commit, RiskTopics.EmergencyPlans, caller, now, "progress", $"突发水环境事件 {id} 结案：{request.Text}", null, [], cancel);
            http.Response.SetETag(held.Version + 1);
            return Answer.Ok(IncidentView.Of(next, now));
        }, cancel);
        book.Changed();
        return answer;
    }

    private static ProblemHttpResult Unknown(string id) =>
        Problems.Of(StatusCodes.Status404NotFound, "unknown-incident", $"没有突发水环境事件 {id}", $"there is no incident {id}");

    private static ProblemHttpResult NotYours() =>
        Problems.Of(StatusCodes.Status403Forbidden, "not-your-incident", "本单位与该事件无关", "the incident does not concern your unit");

    internal static bool Concerns(Incident incident, Caller caller) => incident.ReportedBy == caller.Unit
        || incident.Spread.Select(one => one.Case).Append(incident.Case).OfType<Contracts.Exceedances.CaseTold>().Any(told => told.Unit == caller.Unit || told.Holder == caller.Unit);
}
