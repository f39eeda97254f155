using System.Text.Json;
using Bishui.Features.Obligations;
using Bishui.Features.Registers.Imports;
using Bishui.Features.Registers.Workbooks;
using Bishui.Features.Requests;
using Bishui.Features.Tasks;
using Bishui.Hosting;
using Bishui.Hosting.Errors;
using Bishui.Hosting.Identity;
using Bishui.Hosting.Time;
using Bishui.Rules.Time;
using Bishui.Storage.Documents;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Bishui.Features.Registers;

/// <summary>The registers of a service, as their declarations make them.</summary>
internal static class RegisterEndpoints
{
    public static IServiceCollection AddRegisters(this IServiceCollection services) => services
        .AddCollection(RegisterCollections.Rows)
        .AddCollection(PersonalLooks.Looks)
        .AddImports()
        .AddSingleton<ILinkTarget, RegisterLinks>()
        .AddSingleton<IDutyObjects, RegisterObjects>()
        .AddSingleton(provider => new RegisterBook(
            provider.GetRequiredService<ServiceName>(), provider.GetRequiredService<RegisterCatalogue>(), provider.GetServices<ILinkTarget>(),
            // Later: those who watch read rows themselves.
            provider.GetServices<IWatchesRecords>));

    public static void MapRegisters(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/registers").WithTags("名录 Registers");
        group.MapGet("/", Registers).WithSummary("本服务的名录 / The registers of this service");
        group.MapGet("/{register}", List).Produces<ListAnswer<RowView>>()
            .WithSummary("名录条目，可按任一字段筛选，at 为某日的情况 / Rows as of a day, filtered by any field: ?decision=upgrade");
        group.MapWorkbooks();
        group.MapImports();
        group.MapLooks();
        group.MapGet("/{register}/{id}", Get).WithSummary("一个条目 / One row as of a day");
        group.MapGet("/{register}/{id}/history", History).WithSummary("条目的历次登记 / All versions of a row, the newest first");
        group.MapPut("/{register}/{id}", Put).Produces<RowView>().Produces<RowView>(StatusCodes.Status201Created)
            .WithSummary("登记条目自某日起的情况，旧情况保留 / State what a row is from a day on; what it was stays");
        group.MapDelete("/{register}/{id}", Retire).WithSummary("自某日起移出名录，历史保留 / Take a row off the register from a day on; its history stays");
    }

    private static async Task<Ok<ListAnswer<RegisterView>>> Registers(
        ServiceName service, RegisterBook book, IDocumentReader store, RequestClock clock, CancellationToken cancel)
    {
        var tasks = await TopicTasks.OfAsync(store, clock.Today(), cancel);
        return TypedResults.Ok(new ListAnswer<RegisterView>([.. book.All.Select(each => new RegisterView(
            each.Key, each.Declared.TitleZh, each.Declared.TitleEn, each.Declared.HelpZh, each.Declared.Topics, tasks.NumbersOf(each.Declared.Topics),
            each.Declared.DutyObject, $"/api/{service.Name}/registers/{each.Key}/schema"))]));
    }

    private static async Task<IResult> List(
        string register, HttpContext http, RegisterBook book, IDocumentReader store, RequestClock clock, string? at, string? knownAt, bool? retired,
        string? text, string? unit, string? after, int? limit, CancellationToken cancel)
    {
        if (book.Find(register) is not { } declared) return Unknown(register);
        var rights = await RegisterRights.OfAsync(http.User.Caller(), declared, store, clock.Today(), cancel);
        if (rights.ToRead() is { } refusal) return refusal;
        var errors = new List<RowError>();
        var (day, known) = (Instants.Day(at, "at", clock, errors), Instants.Read(knownAt, "knownAt", isEnd: true, errors));
        var wanted = new List<(RegisterField Field, string Value)>();
        foreach (var (name, values) in http.Request.Query)
        {
            if (Register.Asked.Contains(name)) continue;
            // To filter by a telephone would be to look at it unseen.
            if (declared.Field(name) is not { Declared.Personal: false } field)
                errors.Add(new(null, name, "unknown-field", "名录没有此字段 / the register has no such field"));
            else wanted.AddRange(values.Select(value => (field, value ?? "")));
        }
        if (errors.Count > 0) return Refusals.Invalid(errors);

        var page = await store.FilterAsync(RegisterCollections.Rows, new()
        {
            From = declared.Key + "|",
            Before = declared.Key + "}",
            Text = string.IsNullOrWhiteSpace(text) ? null : text,
            After = after,
            Limit = Paging.Limit(limit),
        }, held => held.Body.On(day, known) is { } span && (retired == true || !span.Version.Retired)
            && (unit is null || span.Version.Unit == unit) && wanted.TrueForAll(each => Has(span.Version.Values, each.Field, each.Value)), cancel);
        return TypedResults.Ok(new ListAnswer<RowView>([.. page.Items.Select(item => View(declared, item.Body, item.Body.On(day, known)!, rights))], page.Next));
    }

    private static async Task<IResult> Get(
        string register, string id, HttpContext http, RegisterBook book, IDocumentReader store, RequestClock clock, string? at, string? knownAt,
        CancellationToken cancel)
    {
        if (book.Find(register) is not { } declared) return Unknown(register);
        var rights = await RegisterRights.OfAsync(http.User.Caller(), declared, store, clock.Today(), cancel);
        if (rights.ToRead() is { } refusal) return refusal;
        var errors = new List<RowError>();
        var (day, known) = (Instants.Day(at, "at", clock, errors), Instants.Read(knownAt, "knownAt", isEnd: true, errors));
        if (errors.Count > 0) return Refusals.Invalid(errors);
        var held = await store.FindAsync(RegisterCollections.Rows, RegisterCollections.IdOf(declared.Key, id), cancel);
        if (held?.Body.On(day, known) is not { } span) return UnknownRow(declared, id);
        http.Response.SetETag(held.Version);
        return TypedResults.Ok(View(declared, held.Body, span, rights));
    }

    private static async Task<Results<Ok<ListAnswer<RowView>>, ProblemHttpResult>> History(
        string register, string id, HttpContext http, RegisterBook book, IDocumentReader store, RequestClock clock, CancellationToken cancel)
    {
        if (book.Find(register) is not { } declared) return Unknown(register);
        var rights = await RegisterRights.OfAsync(http.User.Caller(), declared, store, clock.Today(), cancel);
        if (rights.ToRead() is { } refusal) return refusal;
        if (await store.FindAsync(RegisterCollections.Rows, RegisterCollections.IdOf(declared.Key, id), cancel) is not { } held) return UnknownRow(declared, id);
        var ends = held.Body.Spans().ToDictionary(span => span.Version.Version, span => span.To);
        return TypedResults.Ok(new ListAnswer<RowView>([.. held.Body.Versions.Reverse()
            // A version that a later one from the same day replaced held on no day.
            .Select(version => RowView.Of(declared, held.Body, version, ends.TryGetValue(version.Version, out var to) ? to : version.From.AddDays(-1), rights))]));
    }

    private static async Task<IResult> Put(
        string register, string id, RowRequest request, HttpContext http, IdempotentWrites writes, RegisterBook book, ServiceName service, RequestClock clock,
        CancellationToken cancel)
    {
        if (book.Find(register) is not { } declared) return Unknown(register);
        var caller = http.User.Caller();
        var from = request.From ?? ChinaTime.DayOf(clock.Now);
        var answer = await writes.WriteAsync(http, new Aggregate("register", register), request, async (reader, commit) =>
        {
            var rights = await RegisterRights.OfAsync(caller, declared, reader, clock.Today(), cancel);
            var held = await reader.FindAsync(RegisterCollections.Rows, RegisterCollections.IdOf(declared.Key, id), cancel);
            if ((rights.ToWrite(held?.Body.Versions[0].Unit) ?? http.Request.Refusal(held?.Version)) is { } refusal) return refusal;
            var written = await book.PutAsync(reader, commit, declared, id, request.Values ?? default, new(from, clock.Now, caller.Unit, caller.ClientId, request.Reason), new() { Held = held }, cancel);
            if (written.Errors.Count > 0) return Refusals.Invalid(written.Errors);
            var (version, row) = written.Changed ? RegisterBook.Written(commit) : (held!.Version, held.Body);
            http.Response.SetETag(version);
            var view = View(declared, row, row.On(from)!, rights);
            return held is null ? Answer.Created($"/api/{service.Name}/registers/{declared.Key}/{id}", view) : Answer.Ok(view);
        }, cancel);
        book.Changed();
        return answer;
    }

    private static async Task<IResult> Retire(
        string register, string id, HttpContext http, IdempotentWrites writes, RegisterBook book, RequestClock clock, string? on, string? reason,
        CancellationToken cancel)
    {
        if (book.Find(register) is not { } declared) return Unknown(register);
        var errors = new List<RowError>();
        var day = Instants.Day(on, "on", clock, errors);
        if (string.IsNullOrWhiteSpace(reason)) errors.Add(new(null, "reason", "missing", "须写明移出名录的理由 / say why it is taken off the register"));
        if (errors.Count > 0) return Refusals.Invalid(errors);
        var caller = http.User.Caller();
        var answer = await writes.WriteAsync(http, new Aggregate("register", register), new { register, id, on, reason }, async (reader, commit) =>
        {
            var rights = await RegisterRights.OfAsync(caller, declared, reader, clock.Today(), cancel);
            if (await reader.FindAsync(RegisterCollections.Rows, RegisterCollections.IdOf(declared.Key, id), cancel) is not { } held)
                return rights.ToRead() ?? UnknownRow(declared, id);
            if ((rights.ToWrite(held.Body.Versions[0].Unit) ?? http.Request.Refusal(held.Version)) is { } refusal) return refusal;
            var written = await book.RetireAsync(reader, commit, declared, id, new(day, clock.Now, caller.Unit, caller.ClientId, reason), cancel);
            if (written.Errors.Count > 0) return Refusals.Invalid(written.Errors);
            var (version, row) = written.Changed ? RegisterBook.Written(commit) : (held.Version, held.Body);
            http.Response.SetETag(version);
            return Answer.Ok(View(declared, row, row.On(day)!, rights));
        }, cancel);
        book.Changed();
        return answer;
    }

    private static bool Has(JsonElement values, RegisterField field, string wanted) => values.TryGetProperty(field.Key, out var value)
        ? field.IsList ? value.EnumerateArray().Any(item => field.Is(item, wanted)) : field.Is(value, wanted)
        : wanted.Length == 0;

    private static RowView View(Register register, HeldRow row, RowSpan span, RegisterRights rights) => RowView.Of(register, row, span.Version, span.To, rights);

    public static ProblemHttpResult Unknown(string register) =>
        Problems.Of(StatusCodes.Status404NotFound, "unknown-register", $"本服务没有名录 {register}", $"this service has no register {register}");

    public static ProblemHttpResult UnknownRow(Register register, string id) =>
        Problems.Of(StatusCodes.Status404NotFound, "unknown-row", $"{register.Declared.TitleZh}名录没有条目 {id}", $"the register {register.Key} has no row {id}");
}

/// <summary>Entries may link to rows, as <c>register/id</c>.</summary>
internal sealed class RegisterLinks : ILinkTarget
{
    public string Kind => "register-row";

    public async ValueTask<bool> ExistsAsync(IDocumentReader reader, string id, CancellationToken cancel) =>
        id.Split('/') is [var register, var row] && await reader.FindAsync(RegisterCollections.Rows, RegisterCollections.IdOf(register, row), cancel) is not null;
}
