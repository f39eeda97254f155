using System.Text.Json;
using System.Text.RegularExpressions;
using Bishui.Features.Requests;
using Bishui.Features.Tasks;
using Bishui.Hosting.Errors;
using Bishui.Hosting.Identity;
using Bishui.Hosting.Time;
using Bishui.Rules.Time;
using Bishui.Storage.Documents;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Bishui.Features.Obligations;

/// <summary>The objects that owe duties of their own (责任对象), each with what it was from which day on.</summary>
internal static partial class ObjectEndpoints
{
    public static void MapObjects(this RouteGroupBuilder group)
    {
        group.MapGet("/objects", List).WithSummary("责任对象 / Objects that owe duties");
        group.MapGet("/objects/{kind}/{id}", Get).WithSummary("一个责任对象及其历史 / One object and its history");
        group.MapPut("/objects/{kind}/{id}", Put).Produces<ObjectView>()
            .WithSummary("登记责任对象自某日起的情况，旧情况保留 / State what an object is from a day on; what it was stays");
    }

    private static async Task<Ok<ListAnswer<ObjectView>>> List(
        IDocumentReader store, IEnumerable<IDutyObjects> keepers, string? kind, string? after, int? limit, CancellationToken cancel)
    {
        if (kind is not null && keepers.FirstOrDefault(keeper => keeper.Keeps(kind)) is { } kept)
        {
            var views = new List<ObjectView>();
            await foreach (var one in kept.ListAsync(cancel))
                if (one.Kind == kind) views.Add(ObjectView.Of(one));
            return TypedResults.Ok(new ListAnswer<ObjectView>(views));
        }
        var page = await store.ListAsync(ObligationCollections.Objects, new()
        {
            From = kind is null ? null : kind + "|",
            Before = kind is null ? null : kind + "}",
            After = after,
            Limit = Paging.Limit(limit),
        }, cancel);
        return TypedResults.Ok(new ListAnswer<ObjectView>([.. page.Items.Select(item => ObjectView.Of(item.Body))], page.Next));
    }

    private static async Task<Results<Ok<ObjectView>, ProblemHttpResult>> Get(
        string kind, string id, IDocumentReader store, IEnumerable<IDutyObjects> keepers, HttpContext http, CancellationToken cancel)
    {
        if (keepers.FirstOrDefault(keeper => keeper.Keeps(kind)) is { } kept)
            await foreach (var one in kept.ListAsync(cancel))
                if (one.Kind == kind && one.Id == id) return TypedResults.Ok(ObjectView.Of(one));
        if (await store.FindAsync(ObligationCollections.Objects, ObligationCollections.ObjectId(kind, id), cancel) is not { } held)
            return Problems.Of(StatusCodes.Status404NotFound, "unknown-object", $"没有责任对象 {kind}/{id}", $"there is no object {kind}/{id}");
        http.Response.SetETag(held.Version);
        return TypedResults.Ok(ObjectView.Of(held.Body));
    }

    private static async Task<IResult> Put(
        string kind, string id, ObjectRequest request, HttpContext http, IdempotentWrites writes, ObligationSweep sweep, IEnumerable<IDutyObjects> keepers,
        RequestClock clock, CancellationToken cancel)
    {
        if (keepers.Any(keeper => keeper.Keeps(kind)))
            return Problems.Of(StatusCodes.Status409Conflict, "kept-in-register", $"“{kind}”类责任对象在名录中登记，请用 PUT …/registers",
                $"objects of the kind {kind} are kept in a register: PUT …/registers");
        var caller = http.User.Caller();
        var now = clock.Now;
        var answer = await writes.WriteAsync(http, request, async (reader, commit) =>
        {
            var tasks = (await reader.TasksAsync(ChinaTime.DayOf(now), cancel)).Where(task => DutyBook.Of(task).Any(rule => rule.Each == kind)).ToList();
            if (tasks.Count == 0)
                return Problems.Of(StatusCodes.Status404NotFound, "unknown-kind", $"本服务的任务没有“{kind}”类责任对象", $"no task of this service owes duties for a {kind}");
            if (!caller.Is(Roles.Admin) && tasks.TrueForAll(task => caller.To(TaskAction.SetBasis, task) is not null))
                return TaskRights.Refuse("not-your-task", "只有相关任务的牵头单位可以登记责任对象", "only a unit that leads a task with such objects may state them");
            var held = await reader.FindAsync(ObligationCollections.Objects, ObligationCollections.ObjectId(kind, id), cancel);
            if (http.Request.Refusal(held?.Version) is { } stale) return stale;
            if (Check(id, request) is { Count: > 0 } errors) return Refusals.Invalid(errors);

            var row = new ObjectRow
            {
                From = request.From ?? ChinaTime.DayOf(now),
                Attributes = (request.Attributes ?? new Dictionary<string, JsonElement>()).ToDictionary(pair => pair.Key, pair => TextOf(pair.Value)),
                Unit = caller.Unit,
                RecordedAt = now,
            };
            var stated = new HeldObject { Kind = kind, Id = id, Name = request.Name!.Trim(), Site = request.Site, Rows = [.. held?.Body.Rows ?? [], row] };
            if (held is null) commit.Insert(ObligationCollections.Objects, ObligationCollections.ObjectId(kind, id), stated);
            else commit.Update(ObligationCollections.Objects, ObligationCollections.ObjectId(kind, id), held.Version, stated);
            return Answer.Ok(ObjectView.Of(stated));
        }, cancel);
        sweep.Wake();
        return answer;
    }

    private static List<RowError> Check(string id, ObjectRequest request)
    {
        var errors = new List<RowError>();
        if (!ObjectId().IsMatch(id)) errors.Add(new(null, "id", "bad-id", "只能用字母、数字、点和连字符 / letters, digits, dots and hyphens only"));
        if (string.IsNullOrWhiteSpace(request.Name)) errors.Add(new(null, "name", "missing", "须填名称 / a name is required"));
        foreach (var (name, value) in request.Attributes ?? new Dictionary<string, JsonElement>())
            if (!AttributeName().IsMatch(name) || value.ValueKind is JsonValueKind.Object or JsonValueKind.Array or JsonValueKind.Null)
                errors.Add(new(null, $"attributes.{name}", "bad-attribute", "应为数字、真假、日期或文字 / must be a number, true or false, a day or a word"));
        return errors;
    }

    // A number keeps its own digits.
    private static string TextOf(JsonElement value) => value.ValueKind is JsonValueKind.String ? value.GetString()! : value.GetRawText();

    [GeneratedRegex("^[A-Za-z0-9][A-Za-z0-9.-]{0,63}$")]
    private static partial Regex ObjectId();

    [GeneratedRegex("^[a-z][A-Za-z0-9]{0,63}$")]
    private static partial Regex AttributeName();
}
