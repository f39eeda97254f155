using System.Globalization;
using Bishui.Features.Requests;
using Bishui.Features.Tasks;
using Bishui.Hosting.Errors;
using Bishui.Hosting.Identity;
using Bishui.Hosting.Time;
using Bishui.Rules.Obligations;
using Bishui.Storage.Documents;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Bishui.Features.Obligations;

/// <summary>What is owed, by whom, until when, and how it stands.</summary>
internal static class ObligationEndpoints
{
    public static void MapLists(this RouteGroupBuilder group)
    {
        group.MapGet("/", List).WithSummary("应办事项，按期限排列 / Dated duties, by due day");
        group.MapGet("/rules", Rules).WithSummary("责任事项规则：计划中的原定义 / The rules that make the duties");
        group.MapGet("/summary", Summary).WithSummary("应办事项统计，含延期和免除 / Counts by state, extensions and waivers among them");
        group.MapGet("/{id}", Get).WithSummary("一个应办事项 / One duty");
    }

    private static async Task<Results<Ok<ListAnswer<ObligationView>>, ProblemHttpResult>> List(
        IDocumentReader store, RequestClock clock, HttpContext http, string? from, string? to, string? unit, string? state, string? plan, int? task, string? rule,
        string? @object, string? at, string? after, int? limit, CancellationToken cancel)
    {
        var wanted = new List<DutyState>();
        foreach (var word in state?.Split(',') ?? [])
        {
            if (Enum.GetValues<DutyState>().Where(each => Words.Of(each) == word).ToList() is not [var known])
                return Refusals.Invalid([new(null, "state", "unknown-state",
                    "应为 / must be of: " + string.Join(", ", Enum.GetValues<DutyState>().Select(Words.Of)))]);
            wanted.Add(known);
        }
        var errors = new List<RowError>();
        var (first, last, day) = (Instants.Day(from, "from", errors), Instants.Day(to, "to", errors), Instants.Day(at, "at", clock, errors));
        if (errors.Count > 0) return Refusals.Invalid(errors);
        var readable = await Readable.OfAsync(store, http.User.Caller(), cancel);
        var page = await store.FilterAsync(ObligationCollections.Obligations, new()
        {
            Index = ObligationCollections.ByDue,
            From = first?.ToString("O", CultureInfo.InvariantCulture),
            Before = last?.AddDays(1).ToString("O", CultureInfo.InvariantCulture),
            After = after,
            Limit = Paging.Limit(limit),
        }, held => (unit is null || held.Body.Units.Contains(unit)) && (plan is null || held.Body.PlanId == plan) && (task is null || held.Body.Task == task) && (rule is null || held.Body.Rule == rule)
            && (@object is null || held.Body.ObjectId == @object) && readable.Holds(held.Body.LedgerId, held.Body.Units)
            && (wanted.Count == 0 || wanted.Contains(held.Body.At(day).State)), cancel);
        return TypedResults.Ok(new ListAnswer<ObligationView>([.. page.Items.Select(item => ObligationView.Of(item.Body, day))], page.Next));
    }

    private static async Task<Results<Ok<ObligationView>, ProblemHttpResult>> Get(
        string id, IDocumentReader store, RequestClock clock, HttpContext http, string? at, CancellationToken cancel)
    {
        var errors = new List<RowError>();
        var day = Instants.Day(at, "at", clock, errors);
        if (errors.Count > 0) return Refusals.Invalid(errors);
        if (await store.FindAsync(ObligationCollections.Obligations, id, cancel) is not { } held) return Unknown(id);
        if (!(await Readable.OfAsync(store, http.User.Caller(), cancel)).Holds(held.Body.LedgerId, held.Body.Units))
            return TaskRights.Refuse("not-your-task", "本单位在该任务中没有职责", "your unit has no role in the task");
        http.Response.SetETag(held.Version);
        return TypedResults.Ok(ObligationView.Of(held.Body, day));
    }

    private static async Task<Ok<ListAnswer<DutyRuleView>>> Rules(IDocumentReader store, RequestClock clock, string? plan, int? task, CancellationToken cancel) =>
        TypedResults.Ok(new ListAnswer<DutyRuleView>([.. (plan is null ? await store.TasksAsync(clock.Today(), cancel) : await store.TasksOfAsync(plan, cancel))
            .Where(each => task is null || each.Number == task)
            .SelectMany(each => each.Duties.Select(duty => new DutyRuleView
            {
                Key = duty.Key,
                Task = each.Number,
                Title = duty.Title,
                Schedule = duty.Schedule,
                Each = duty.Each,
                Condition = duty.If,
                Units = duty.Units ?? each.LeadUnits,
                PerUnit = duty.PerUnit,
                Evidence = duty.Evidence,
                Nature = duty.Nature,
                Optional = duty.Optional,
                Confidence = duty.Confidence,
                Note = duty.Note,
            }))]));

    private static async Task<Results<Ok<ObligationSummary>, ProblemHttpResult>> Summary(
        IDocumentReader store, RequestClock clock, HttpContext http, string? unit, string? at, CancellationToken cancel)
    {
        var errors = new List<RowError>();
        var day = Instants.Day(at, "at", clock, errors);
        if (errors.Count > 0) return Refusals.Invalid(errors);
        var readable = await Readable.OfAsync(store, http.User.Caller(), cancel);
        var states = Enum.GetValues<DutyState>().ToDictionary(Words.Of, _ => 0);
        var (breaches, extended, waived) = (0, 0, 0);
        await foreach (var held in store.StreamAsync(ObligationCollections.Obligations, new() { Limit = 1000 }, cancel))
        {
            if (!readable.Holds(held.Body.LedgerId, held.Body.Units) || (unit is not null && !held.Body.Units.Contains(unit))) continue;
            var status = held.Body.At(day);
            states[Words.Of(status.State)]++;
            if (status is { BeforeIssue: false, State: DutyState.Missed or DutyState.MetLate } && held.Body.Nature == DutyNature.Breach) breaches++;
            if (held.Body.Extensions.Count > 0) extended++;
            if (held.Body.Waiver is not null) waived++;
        }
        var urgings = 0;
        await foreach (var held in store.StreamAsync(ObligationCollections.Urgings,
                           new() { Index = ObligationCollections.Waiting, From = "", Limit = 1000 }, cancel))
            if (readable.Holds(held.Body.LedgerId) && (unit is null || held.Body.Urging.Waiting().Contains(unit))) urgings++;
        return TypedResults.Ok(new ObligationSummary
        {
            On = day,
            Unit = unit,
            States = states,
            Breaches = breaches,
            Extended = extended,
            Waived = waived,
            OpenUrgings = urgings,
        });
    }

    public static ProblemHttpResult Unknown(string id) =>
        Problems.Of(StatusCodes.Status404NotFound, "unknown-obligation", $"没有应办事项 {id}", $"there is no duty {id}");
}
