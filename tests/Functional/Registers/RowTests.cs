using System.Text.Json;
using Bishui.Contracts.Registers;
using Bishui.Tests.Support;
using Xunit;
using static Bishui.Tests.Functional.Registers.RegisterService;

namespace Bishui.Tests.Functional.Registers;

public sealed class RowTests : IAsyncLifetime
{
    private RegisterService _works = null!;

    public async Task InitializeAsync() => _works = await RegisterService.StartAsync();

    public Task DisposeAsync() => _works.DisposeAsync().AsTask();

    [Fact]
    public async Task Rows_are_found_by_every_kind_of_field()
    {
        await PutAllAsync();

        foreach (var query in new[] { "?name=城西厂", "?capacity=2500.50", "?load=12.5", "?sets=3", "?monitored=false", "?commissionedOn=2020-01-05", "?state=in-operation",
            "?processes=SBR", "?past=building", "?permit=AB1234", "?parent=a", "?text=城西", "?text=sbr", "?capacity=2500.5&state=in-operation" })
            Assert.Equal(["b"], await _works.IdsAsync(query));
        Assert.Equal(["a", "c"], await _works.IdsAsync("?load="));
        Assert.Empty(await _works.IdsAsync("?state=stopped"));
        Assert.Equal(["a", "b", "c"], await _works.IdsAsync($"?unit={TestPlans.Lead}"));
        Assert.Equal((422, "unknown-field"), Error(await _works.GetAsync("?colour=red")));
        Assert.Equal((422, "bad-day"), Error(await _works.GetAsync("?at=soon")));
        var (_, page) = await _works.GetAsync("?limit=2");
        Assert.Equal(["c"], await _works.IdsAsync($"?limit=2&after={page.Text("next")}"));
    }

    [Fact]
    public async Task A_row_is_what_it_is_from_a_day_on_and_what_it_was_stays()
    {
        await _works.PutAsync("a", Row("旧名"), "2021-10-01");
        await _works.PutAsync("a", Row("新名"), "2021-12-01");
        var asKnown = _works.Service.Clock.GetUtcNow();
        _works.Service.Clock.Advance(TimeSpan.FromHours(1));
        await _works.PutAsync("a", Row("更正"), "2021-10-01");

        Assert.Equal("更正", (await _works.GetAsync("/a")).Body.Text("name"));
        Assert.Equal("新名", (await _works.GetAsync("/a?at=2021-12-01")).Body.Text("name"));
        Assert.Equal("旧名", (await _works.GetAsync($"/a?knownAt={Uri.EscapeDataString(asKnown.ToString("O"))}")).Body.Text("name"));
        Assert.Equal((404, "unknown-row"), Code(await _works.GetAsync("/a?at=2021-09-30")));
        Assert.Equal(["a"], await _works.IdsAsync("?text=新名"));
        var history = (await _works.GetAsync("/a/history")).Body.GetProperty("items").EnumerateArray().ToList();
        Assert.Equal([(3, "2021-10-01", "2021-11-30"), (2, "2021-12-01", null), (1, "2021-10-01", "2021-09-30")],
            history.Select(v => (v.Count("version"), v.Text("from"), v.TryGetProperty("to", out var to) ? to.GetString() : null)));
    }

    [Fact]
    public async Task A_repeat_changes_nothing_and_a_stale_or_second_writer_is_told()
    {
        var (created, first) = await _works.PutAsync("a", Row(), key: "k1");
        var replayed = await _works.PutAsync("a", Row(), key: "k1");
        var (again, same) = await _works.PutAsync("a", Row(), "2021-11-05");
        var missing = await _works.PutAsync("a", Row("新"), ifMatch: "\"7\"");
        var matched = await _works.PutAsync("a", Row("新"), ifMatch: "\"1\"");

        Assert.Equal((201, 1, 201, 200, 1), (created, first.Count("version"), replayed.Status, again, same.Count("version")));
        Assert.Equal((412, 200), (missing.Status, matched.Status));
        using var client = _works.Service.As(TestPlans.Lead);
        Assert.Equal(422, (await client.SendAsync(HttpMethod.Put, Route + "/x", new { from = "2021-11-02" }, "k2")).Status);
        var both = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => _works.PutAsync("a", Row($"名{i}"), ifMatch: "\"2\"")));
        Assert.Equal([200, 412, 412, 412, 412, 412, 412, 412], both.Select(answer => answer.Status).Order());
    }

    [Fact]
    public async Task A_row_taken_off_can_come_back()
    {
        await _works.PutAsync("a", Row(), "2021-10-01");
        using var client = _works.Service.As(TestPlans.Lead);
        Assert.Equal(422, (await client.SendAsync(HttpMethod.Delete, Route + "/a?on=2021-11-01")).Status);
        Assert.Equal(200, (await client.SendAsync(HttpMethod.Delete, Route + "/a?on=2021-11-01&reason=x")).Status);

        Assert.Empty(await _works.IdsAsync());
        Assert.Equal(["a"], await _works.IdsAsync("?retired=true"));
        Assert.Equal(["a"], await _works.IdsAsync("?at=2021-10-31"));
        await _works.PutAsync("a", Row(), "2021-11-02");
        Assert.Equal(["a"], await _works.IdsAsync());
        Assert.Empty(await _works.IdsAsync("?at=2021-11-01"));
    }

    [Fact]
    public async Task A_row_is_checked_against_what_it_was_on_that_day()
    {
        await _works.PutAsync("a", Row(more: [("state", "stopped"), ("commissionedOn", "2020-01-01")]));

        Assert.Equal((422, "no-way-back"), Error(await _works.PutAsync("a", Row(), "2021-11-03")));
        Assert.Equal(200, (await _works.PutAsync("a", Row(), "2021-10-01")).Status);
        Assert.Equal((422, "bad-id"), Error(await _works.PutAsync("a%20b", Row())));
        Assert.Equal((422, "out-of-range"), Error(await _works.PutAsync("z", Row(), "0001-01-01")));
    }

    [Fact]
    public async Task Leads_write_all_rows_cooperating_units_their_own_and_strangers_none()
    {
        await _works.PutAsync("a", Row());
        await _works.PutAsync("b", Row(), unit: TestPlans.Cooperating);

        Assert.Equal((403, "not-your-row"), Code(await _works.PutAsync("a", Row("x"), unit: TestPlans.Cooperating)));
        Assert.Equal(200, (await _works.PutAsync("b", Row("x"), unit: TestPlans.Cooperating)).Status);
        Assert.Equal(200, (await _works.PutAsync("b", Row("y"))).Status);
        Assert.Equal((403, "not-your-register"), Code(await _works.PutAsync("c", Row(), unit: TestPlans.Stranger)));
        Assert.Equal((403, "not-your-register"), Code(await _works.GetAsync("", TestPlans.Stranger)));
        Assert.Equal((403, "not-your-register"), Code(await _works.GetAsync(".xlsx", TestPlans.Stranger)));
        Assert.Equal((403, "not-your-register"), Code(await _works.PostAsync("编号\n", unit: TestPlans.Stranger)));
    }

    [Fact]
    public async Task Personal_data_is_for_those_who_write_the_register_and_changes_are_told_once_without_it()
    {
        var told = await _works.Service.ListenAsync<RegisterRowsChanged>();
        await _works.PutAsync("a", Row(more: [("contact", "张三"), ("load", 12.50m), ("processes", new[] { "AAO", "MBR" })]));
        await _works.PutAsync("a", Row(more: [("contact", "张三"), ("load", 12.5m), ("processes", new[] { "AAO", "MBR" })]));
        await _works.PutAsync("a", Row("改名"));

        // The committee reviews the task: it reads, and does not write.
        Assert.False((await _works.GetAsync("/a?at=2021-11-02", TestPlans.Committee)).Body.GetProperty("values").TryGetProperty("contact", out _));
        Assert.DoesNotContain("张三", (await _works.GetAsync("/a/history", TestPlans.Committee)).Body.ToString(), StringComparison.Ordinal);
        Assert.Contains("张**", (await _works.GetAsync("/a/history")).Body.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("张三", (await _works.GetAsync("/a/history")).Body.ToString(), StringComparison.Ordinal);
        Assert.Equal((422, "unknown-field"), Error(await _works.GetAsync("?contact=张三")));
        Assert.Equal((422, "unknown-field"), Error(await _works.GetAsync("?contact=张三", TestPlans.Committee)));
        Assert.Empty(await _works.IdsAsync("?text=张三"));
        Assert.DoesNotContain("联系人", RegisterService.Cells(await _works.FileAsync(".xlsx", TestPlans.Committee))[0]);
        Assert.Contains("联系人", RegisterService.Cells(await _works.FileAsync(".xlsx"))[0]);
        await Eventually.HoldsAsync(() => Task.FromResult(told.Count >= 2));
        Assert.Equal([1, 2], told.SelectMany(message => message.Rows).Select(row => row.Version).Order());
        Assert.DoesNotContain("张三", JsonSerializer.Serialize(told), StringComparison.Ordinal);
        Assert.Contains("AAO,MBR", told.SelectMany(message => message.Rows).Single(row => row.Version == 1).Values["processes"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_entry_of_a_ledger_may_link_to_a_row()
    {
        await _works.PutAsync("a", Row());
        using var client = _works.Service.As(TestPlans.Lead);

        Assert.Equal(201, (await client.PostAsync("/api/sample/tasks/29/entries", Linked("works/a"))).Status);
        Assert.Equal(422, (await client.PostAsync("/api/sample/tasks/29/entries", Linked("works/b"))).Status);

        static object Linked(string id) => new { kind = "progress", occurredOn = "2021-11-01", text = "设施登记", links = new[] { new { kind = "register-row", id } } };
    }

    private async Task PutAllAsync()
    {
        await _works.PutAsync("a", Row());
        await _works.PutAsync("b", Row("城西厂", 2500.5m, ("load", 12.5m), ("sets", 3), ("monitored", false), ("commissionedOn", "2020-01-05"), ("state", "in-operation"),
            ("processes", new[] { "AAO", "SBR" }), ("past", new[] { "building" }), ("permit", "AB1234"), ("parent", "a"), ("contact", "张三")));
        await _works.PutAsync("c", Row("城南厂"));
    }

    private static (int, string) Code((int Status, JsonElement Body) answer) => (answer.Status, answer.Body.Text("code"));

    private static (int, string) Error((int Status, JsonElement Body) answer) => (answer.Status, answer.Body.GetProperty("errors")[0].Text("code"));
}
