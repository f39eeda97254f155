using Ical.Net;
using Xunit;

namespace Bishui.Tests.Functional.Assessment;

public sealed class CalendarTests
{
    private const string Feeds = "/api/assessment/calendars";

    [Fact]
    public async Task A_units_duties_are_read_behind_a_token_until_it_is_replaced_or_revoked()
    {
        await using var app = await AssessmentApp.StartAsync();
        await app.TellAsync(AssessmentApp.Duties(
            AssessmentApp.Duty("d1", 1, "open", new(2021, 12, 20), "ecology-bureau"),
            AssessmentApp.Duty("d2", 1, "open", new(2021, 12, 21), "finance-bureau"),
            AssessmentApp.Duty("d3", 1, "waived", new(2021, 12, 22), "ecology-bureau", "health-bureau")));
        await app.FactsAsync("obligation-told", 3);
        using var bureau = app.Service.As("ecology-bureau");
        using var nobody = app.Service.Anonymous();
        var first = await IssueAsync(bureau);

        var calendar = await ReadAsync(nobody, first);

        Assert.Equal([new DateOnly(2021, 12, 20), new DateOnly(2021, 12, 22)],
            calendar.Events.Where(each => each.Uid!.Contains("@ecological", StringComparison.Ordinal)).Select(each => each.Start!.Date).Order());
        var duty = calendar.Events.Single(each => each.Uid == "d1@ecological.bishui");
        Assert.True(duty.IsAllDay);
        Assert.StartsWith("【待办】", duty.Summary, StringComparison.Ordinal);
        Assert.Equal(2, duty.Alarms.Count);

        var second = await IssueAsync(bureau);
        Assert.Equal(404, (await nobody.ReadAsync(first)).Status);
        Assert.NotEmpty((await ReadAsync(nobody, second)).Events);
        Assert.DoesNotContain(second.Split('=')[1], (await bureau.ReadAsync(Feeds)).Body.ToString(), StringComparison.Ordinal);
        Assert.Equal(404, (await app.Service.As("finance-bureau").SendAsync(HttpMethod.Delete, $"{Feeds}/phone")).Status);
        Assert.Equal(204, (await bureau.SendAsync(HttpMethod.Delete, $"{Feeds}/phone")).Status);
        Assert.Equal(204, (await bureau.SendAsync(HttpMethod.Delete, $"{Feeds}/phone")).Status);
        Assert.Equal(404, (await nobody.ReadAsync(second)).Status);
        Assert.Equal(404, (await nobody.ReadAsync("/api/public/calendar")).Status);
        Assert.Equal(401, (await nobody.SendAsync(HttpMethod.Put, $"{Feeds}/phone")).Status);
        Assert.Equal(422, (await bureau.SendAsync(HttpMethod.Put, $"{Feeds}/My%20phone")).Status);
    }

    private static async Task<string> IssueAsync(HttpClient bureau)
    {
        var (status, feed) = await bureau.SendAsync(HttpMethod.Put, $"{Feeds}/phone");
        Assert.Equal(200, status);
        return feed.Text("address");
    }

    private static async Task<Calendar> ReadAsync(HttpClient client, string address)
    {
        using var response = await client.GetAsync(address);
        Assert.Equal("text/calendar", response.Content.Headers.ContentType?.MediaType);
        return Calendar.Load(await response.Content.ReadAsStringAsync())!;
    }
}
