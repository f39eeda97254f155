using Bishui.Features.Registers;
using Bishui.Features.Requests;
using Bishui.Hosting;
using Bishui.Hosting.Errors;
using Bishui.Hosting.Identity;
using Bishui.Hosting.Time;
using Bishui.Rules.Time;
using Bishui.Storage.Documents;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Bishui.Assessment.Complaints;

internal static class ComplaintEndpoints
{
    public static IServiceCollection AddComplaints(this IServiceCollection services) => services
        .AddCollection(ComplaintCollections.Complaints)
        .AddCollection(ComplaintContacts.Contacts)
        .AddCollection(ComplaintContacts.Looks)
        .AddCollection(ComplaintQuota.Hours)
        .AddCollection(ComplaintChallenges.Keys)
        .AddCollection(ComplaintChallenges.Spent)
        .AddComplaintBounds()
        .AddScoped<ComplaintIntake>()
        .AddSingleton<ComplaintQuota>()
        .AddSingleton<ComplaintChallenges>()
        .AddSingleton<ComplaintQuotaRounds>()
        .AddHostedService(provider => provider.GetRequiredService<ComplaintQuotaRounds>())
        .AddSingleton<ContactRounds>()
        .AddHostedService(provider => provider.GetRequiredService<ContactRounds>());

    private static IServiceCollection AddComplaintBounds(this IServiceCollection services)
    {
        services.AddOptions<ComplaintBounds>().BindConfiguration("Complaints").ValidateDataAnnotations().ValidateOnStart();
        return services;
    }

    public static void MapComplaints(this IEndpointRouteBuilder routes)
    {
        routes.MapPublicComplaints();
        var group = routes.MapGroup($"/api/{AssessmentService.Name}/complaints").WithTags("信访举报 Complaints");
        group.MapGet("/", List).WithSummary("信访举报，新的在前；办理单位看全部，承办单位看交办给本单位的 / Complaints, newest first: all of them, or those given to the caller's unit");
        group.MapGet("/rules", () => TypedResults.Ok(ComplaintRules.Carried)).WithSummary("渠道、类别与时限及其来源 / Channels, kinds and time limits, with their source");
        group.MapGet("/{id}", Get).WithSummary("一件信访举报及本单位可采取的步骤 / One complaint, and the steps that the caller may take");
        group.MapPost("/", Enter).Produces<ComplaintView>(StatusCodes.Status201Created).WithSummary("登记来信、来访等收到的举报 / Enter a complaint that came by letter, visit or telephone");
        group.MapPost("/{id}/steps", Take).Produces<ComplaintView>()
            .WithSummary("受理、不予受理、交办、转办、答复、退回重办、办结、回访、并案、溯源、催办、备注、准予公开、不予公开 / Take a step with a complaint");
        group.MapContacts();
        group.MapComplaintImports();
    }

    private static async Task<Results<Ok<ListAnswer<ComplaintView>>, ProblemHttpResult>> List(
        IDocumentReader store, HttpContext http, RequestClock clock, string? state, string? channel, string? kind, string? unit, bool? overdue, string? after,
        int? limit, CancellationToken cancel)
    {
        var states = Enum.GetValues<ComplaintState>().ToDictionary(Words.Of);
        if (state is not null && !states.ContainsKey(state))
            return Refusals.Invalid([new(null, "state", "unknown-state", "应为 / must be one of: " + string.Join(", ", states.Keys))]);
        var (access, now) = (await ComplaintAccess.OfAsync(store, http.User.Caller(), clock.Today(), cancel), clock.Now);
        var page = await store.FilterAsync(ComplaintCollections.Complaints, new()
        {
            Index = ComplaintCollections.ByReceived,
            After = after,
            Limit = Paging.Limit(limit),
            Descending = true,
        }, held => access.Sees(held.Body)
            && (state is null || ComplaintCourse.StateOf(held.Body) == states[state])
            && (channel is null || held.Body.Channel == channel)
            && (kind is null || held.Body.Kind == kind)
            && (unit is null || ComplaintCourse.AssigneeOf(held.Body) == unit)
            && (overdue is null || ComplaintCourse.IsOverdue(held.Body, ChinaTime.DayOf(now)) == overdue), cancel);
        return TypedResults.Ok(new ListAnswer<ComplaintView>([.. page.Items.Select(item => ComplaintView.Of(item.Body, access, now))], page.Next));
    }

    private static async Task<Results<Ok<ComplaintView>, ProblemHttpResult>> Get(
        string id, IDocumentReader store, HttpContext http, RequestClock clock, CancellationToken cancel)
    {
        if (await store.FindAsync(ComplaintCollections.Complaints, id, cancel) is not { } held) return Unknown(id);
        var access = await ComplaintAccess.OfAsync(store, http.User.Caller(), clock.Today(), cancel);
        if (!access.Sees(held.Body)) return ComplaintAccess.NotYours();
        var merged = await store.ListAsync(ComplaintCollections.Complaints, new() { Index = ComplaintCollections.ByMain, EqualTo = id, Limit = 1000 }, cancel);
        http.Response.SetETag(held.Version);
        return TypedResults.Ok(ComplaintView.Of(held.Body, access, clock.Now) with { Merged = [.. merged.Items.Select(each => each.Id)] });
    }

    private static async Task<IResult> Enter(
        EnteredComplaint request, HttpContext http, IdempotentWrites writes, ComplaintIntake intake, RegisterBook book, RequestClock clock, CancellationToken cancel)
    {
        var caller = http.User.Caller();
        var answer = await writes.WriteAsync(http, request, async (reader, commit) =>
        {
            var access = await ComplaintAccess.OfAsync(reader, caller, clock.Today(), cancel);
            if (!access.Handles) return ComplaintAccess.NotYours();
            if (intake.Faults(request) is { Count: > 0 } errors) return Refusals.Invalid(errors);
            if (request.Number is { } number
                && await reader.FindByAsync(ComplaintCollections.Complaints, ComplaintCollections.ByNumber, $"{request.Channel}|{number.Trim()}", cancel) is { } held)
                return Problems.Of(StatusCodes.Status409Conflict, "number-taken", "该渠道编号已登记", "The channel's number is on file already", detail: held.Id);
            var complaint = await intake.AddAsync(reader, commit, request, caller.Unit, caller.ClientId, cancel);
            return Answer.Created($"/api/{AssessmentService.Name}/complaints/{complaint.Id}", ComplaintView.Of(complaint, access, clock.Now));
        }, cancel);
        book.Changed();
        return answer;
    }

    private static async Task<IResult> Take(
        string id, ComplaintStepRequest request, HttpContext http, IdempotentWrites writes, RegisterBook book, RequestClock clock, CancellationToken cancel)
    {
        var (caller, now) = (http.User.Caller(), clock.Now);
        var answer = await writes.WriteAsync(http, request, async (reader, commit) =>
        {
            if (await reader.FindAsync(ComplaintCollections.Complaints, id, cancel) is not { Body: var complaint } held) return Unknown(id);
            var access = await ComplaintAccess.OfAsync(reader, caller, clock.Today(), cancel);
            if (!access.Sees(complaint)) return ComplaintAccess.NotYours();
            if (http.Request.Refusal(held.Version) is { } stale) return stale;
            if (!ComplaintSteps.ByWord.TryGetValue(request.Move ?? "", out var move))
                return Refusals.Invalid([new(null, "move", "unknown-move", "应为 / must be one of: " + string.Join(", ", ComplaintSteps.ByWord.Keys))]);
            var state = ComplaintCourse.StateOf(complaint);
            if (ComplaintCourse.After(state, move) is not { } after) return Illegal(state);
            if (!access.May(move, complaint)) return ComplaintAccess.NotYours();
            if (await ComplaintSteps.FaultsAsync(reader, complaint, request, move, clock.Now, cancel) is { Count: > 0 } errors) return Refusals.Invalid(errors);

            var next = ComplaintCourse.With(complaint, await ComplaintSteps.OfAsync(reader, request, move, after, access, now, cancel));
            commit.Update(ComplaintCollections.Complaints, id, held.Version, next);
            http.Response.SetETag(held.Version + 1);
            return Answer.Ok(ComplaintView.Of(next, access, now));
        }, cancel);
        book.Changed();
        return answer;
    }

    /// <summary>The state does not allow the step; the answer names those it does.</summary>
    public static ProblemHttpResult Illegal(ComplaintState state)
    {
        var allowed = string.Join(", ", ComplaintCourse.Allowed(state).Select(Words.Of));
        return Problems.Of(StatusCodes.Status409Conflict, "illegal-move", "信访件现状不允许此步骤", "The complaint's state does not allow this step",
            [new(null, "move", "illegal-move", $"{Words.Of(state)}：可为 / allowed: {allowed}")], allowed);
    }

    public static ProblemHttpResult Unknown(string id) =>
        Problems.Of(StatusCodes.Status404NotFound, "unknown-complaint", $"没有信访件 {id}", $"there is no complaint {id}");
}
