using System.Security.Claims;
using System.Text.RegularExpressions;
using Bishui.Assessment.Scores;
using Bishui.Hosting;
using Bishui.Hosting.Errors;
using Bishui.Hosting.Identity;
using Bishui.Hosting.Time;
using Bishui.Rules.Time;
using Bishui.Storage.Documents;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Bishui.Assessment.Calendars;

/// <summary>Subscriptions of a unit's calendar programs to its duties, which cannot send a bearer token: the address holds a revocable one.</summary>
internal static partial class CalendarEndpoints
{
    public static IServiceCollection AddCalendars(this IServiceCollection services) => services.AddCollection(CalendarFeed.Feeds);

    public static void MapCalendars(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/calendars").WithTags("Tasks");
        group.MapGet("/", List).WithSummary("本单位的日历订阅");
        group.MapPut("/{name}", Issue).WithSummary("开通或更换日历订阅地址：令牌只显示这一次，旧地址随即失效");
        group.MapDelete("/{name}", Revoke).WithSummary("撤销日历订阅");
    }

    public static void MapPublicCalendar(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/public/calendar", Read).WithTags("Public").AllowAnonymous().Produces<string>(200, "text/calendar")
            .WithSummary("凭订阅令牌读取单位应办事项日历（iCalendar）");

    private static async Task<Results<Ok<FeedPage>, ProblemHttpResult>> List(ClaimsPrincipal user, IDocumentReader store, CancellationToken cancel)
    {
        if (user.Caller() is not { Unit.Length: > 0 } caller) return NoUnit();
        var page = await store.ListAsync(CalendarFeed.Feeds, new() { From = caller.Unit + "|", Before = caller.Unit + "}", Limit = 100 }, cancel);
        return TypedResults.Ok(new FeedPage([.. page.Items.Select(item => FeedView.Of(item.Body, null))], null));
    }

    private static async Task<Results<Ok<FeedView>, ProblemHttpResult>> Issue(
        string name, ClaimsPrincipal user, IDocumentStore store, RequestClock clock, CancellationToken cancel)
    {
        if (user.Caller() is not { Unit.Length: > 0 } caller) return NoUnit();
        if (!FeedName().IsMatch(name))
            return Problems.Of(422, "invalid-request", "提交内容有误", "The request has errors",
                [new(null, "name", "bad-name", "只能用小写字母、数字和连字符 / lower-case letters, digits and hyphens only")]);
        var token = CalendarFeed.NewToken();
        var feed = new CalendarFeed { Unit = caller.Unit, Name = name, TokenHash = CalendarFeed.HashOf(token), IssuedAt = clock.Now };
        await store.DecideAsync(async reader =>
        {
            var (id, commit) = (CalendarFeed.IdOf(caller.Unit, name), new Commit());
            if (await reader.FindAsync(CalendarFeed.Feeds, id, cancel) is { } held) commit.Update(CalendarFeed.Feeds, id, held.Version, feed);
            else commit.Insert(CalendarFeed.Feeds, id, feed);
            return new Decision<bool>(commit, true);
        }, cancel);
        return TypedResults.Ok(FeedView.Of(feed, $"/api/public/calendar?token={token}"));
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> Revoke(
        string name, ClaimsPrincipal user, IDocumentStore store, RequestClock clock, CancellationToken cancel)
    {
        if (user.Caller() is not { Unit.Length: > 0 } caller) return NoUnit();
        var known = await store.DecideAsync(async reader =>
        {
            var (id, commit) = (CalendarFeed.IdOf(caller.Unit, name), new Commit());
            var held = await reader.FindAsync(CalendarFeed.Feeds, id, cancel);
            if (held is { Body.RevokedAt: null }) commit.Update(CalendarFeed.Feeds, id, held.Version, held.Body with { RevokedAt = clock.Now });
            return new Decision<bool>(commit, held is not null);
        }, cancel);
        return known ? TypedResults.NoContent() : Problems.Of(404, "unknown-calendar", "没有这个日历订阅", "There is no such subscription");
    }

    private static async Task<Results<ContentHttpResult, ProblemHttpResult>> Read(
        string? token, IDocumentReader store, ScoreBook book, RequestClock clock, HttpResponse response, CancellationToken cancel)
    {
        var calendar = await CalendarFeed.FindAsync(store, token, cancel) is { } feed
            ? await book.AskAsync(new(clock.Now), page => page.Document.Plan.Units.FirstOrDefault(each => each.Key == feed.Unit) is { } unit ? DutyCalendar.Of(page.Facts, page.Document.Plan, unit) : null, cancel)
            : null;
        if (calendar is null)
            return Problems.Of(404, "unknown-calendar", "订阅地址无效或已撤销", "The address is not valid, or was revoked");
        response.Headers.CacheControl = "private, max-age=300";
        return TypedResults.Text(calendar, "text/calendar; charset=utf-8");
    }

    private static ProblemHttpResult NoUnit() => Problems.Of(403, "forbidden", "日历订阅属于单位", "A subscription belongs to a unit");

    [GeneratedRegex("^[a-z0-9][a-z0-9-]{0,63}$")]
    private static partial Regex FeedName();
}

internal sealed record FeedPage(IReadOnlyList<FeedView> Items, string? Next);

/// <summary>A subscription.</summary>
/// <param name="Name">What the unit calls it.</param>
/// <param name="Unit">Key of the unit.</param>
/// <param name="IssuedAt">When its token was issued.</param>
/// <param name="RevokedAt">When it was revoked; null while it is good.</param>
/// <param name="Address">Where a calendar program reads it; shown once, when it is issued.</param>
internal sealed record FeedView(string Name, string Unit, DateTimeOffset IssuedAt, DateTimeOffset? RevokedAt, string? Address)
{
    public static FeedView Of(CalendarFeed feed, string? address) =>
        new(feed.Name, feed.Unit, feed.IssuedAt.ToOffset(ChinaTime.Offset), feed.RevokedAt?.ToOffset(ChinaTime.Offset), address);
}
