using System.Text.Json;
using Bishui.Contracts.Indicators;
using Bishui.Features;
using Bishui.Features.Indicators;
using Bishui.Features.Obligations;
using Bishui.Tests.Functional.Obligations;
using Bishui.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Bishui.Tests.Functional.Indicators;

/// <summary>What every service's indicators, findings and duties of registered objects do alike.</summary>
public sealed class IndicatorTests
{
    private const string Base = "/api/industrial";

    [Fact]
    public async Task A_value_names_the_versions_it_rests_on_and_can_be_asked_as_of_any_day_and_as_known_then()
    {
        await using var service = await StartAsync();
        await PutAsync(service, "w1", "2021-03-01", new { name = "一号", scaleAbove = true, onlineMonitor = false });
        await PutAsync(service, "w2", "2021-03-01", new { name = "二号", scaleAbove = true, onlineMonitor = true });
        var known = service.Clock.GetUtcNow();
        service.Clock.Advance(TimeSpan.FromHours(1));
        await PutAsync(service, "w1", "2021-10-01", new { name = "一号", scaleAbove = true, onlineMonitor = true });

        var now = await IndicatorAsync(service, "monitored");
        Assert.Equal((100m, 2m, 2m, 50m, "at-least", "met"), (Number(now, "value"), Number(now, "numerator"), Number(now, "denominator"), Number(now, "target"), now.Text("targetSide"), now.Text("state")));
        Assert.Equal([("register-row", "outfalls/w1", 2), ("register-row", "outfalls/w2", 1)],
            now.GetProperty("evidence").EnumerateArray().Select(each => (each.Text("kind"), each.Text("id"), each.GetProperty("version").GetInt32())));
        Assert.Equal([TestPlans.Lead], now.GetProperty("units").EnumerateArray().Select(unit => unit.GetString()));

        Assert.Equal(50m, Number(await IndicatorAsync(service, "monitored", "?at=2021-09-30"), "value"));
        Assert.Equal(50m, Number(await IndicatorAsync(service, "monitored", $"?knownAt={Uri.EscapeDataString(known.ToString("O"))}"), "value"));
        var before = await IndicatorAsync(service, "monitored", "?at=2021-02-28");
        Assert.Equal((JsonValueKind.Null, "no-data"), (before.GetProperty("value").ValueKind, before.Text("state")));
        Assert.Equal("bad-day", (await service.As(TestPlans.Lead).ReadAsync($"{Base}/indicators/monitored?at=today")).Body.GetProperty("errors")[0].Text("code"));
    }

    [Fact]
    public async Task A_list_shows_the_first_of_much_evidence_and_the_indicator_itself_all_of_it()
    {
        await using var service = await StartAsync();
        for (var i = 0; i < 101; i++) await PutAsync(service, $"w{i:D3}", "2021-03-01", new { name = "排口", scaleAbove = false, onlineMonitor = true });
        var whole = await IndicatorAsync(service, "monitored");
        Assert.Equal((101, 101), (whole.GetProperty("evidenceCount").GetInt32(), whole.Count("evidence")));
        var (_, list) = await service.As(TestPlans.Lead).ReadAsync($"{Base}/indicators?task=29");
        var listed = list.GetProperty("items").EnumerateArray().Single(each => each.Text("key") == "monitored");
        Assert.Equal((101, 100), (listed.GetProperty("evidenceCount").GetInt32(), listed.Count("evidence")));
    }

    [Fact]
    public async Task A_figure_from_above_counts_from_the_day_it_is_given_and_without_one_nothing_is_compared()
    {
        await using var service = await StartAsync();
        await PutAsync(service, "w1", "2021-03-01", new { name = "一号", scaleAbove = true, onlineMonitor = true });
        Assert.Equal("pending-target", (await IndicatorAsync(service, "monitored-pending")).Text("state"));
        Assert.Equal("no-target", (await IndicatorAsync(service, "monitored-shown")).Text("state"));

        var (status, entry) = await service.As(TestPlans.Lead).PostAsync($"{Base}/tasks/29/entries", new
        {
            kind = "evidence",
            occurredOn = "2021-10-15",
            text = "下达指标",
            record = new { type = "target", topic = "annual-water-use", value = 100.5m, document = "市发〔2021〕9号" },
        });
        Assert.True(status == 201, entry.ToString());
        var given = await IndicatorAsync(service, "monitored-pending");
        Assert.Equal((100.5m, "missed"), (Number(given, "target"), given.Text("state")));
        Assert.Contains(given.GetProperty("evidence").EnumerateArray(), each => each.Text("kind") == "entry" && each.Text("id") == entry.Text("id"));
        Assert.Equal("pending-target", (await IndicatorAsync(service, "monitored-pending", "?at=2021-10-14")).Text("state"));
    }

    [Fact]
    public async Task A_change_is_told_once_with_its_revision_and_stays_on_file()
    {
        await using var service = await StartAsync();
        var told = await service.ListenAsync<IndicatorsMeasured>();
        var rounds = service.Services.GetRequiredService<IndicatorRounds>();
        await PutAsync(service, "w1", "2021-03-01", new { name = "一号", scaleAbove = true, onlineMonitor = false });
        await Eventually.HoldsAsync(() => Task.FromResult(Of(told, "monitored").Any(each => each.State == "missed")));

        // The same facts say the same, in this round, in one beside it, and tomorrow.
        await Task.WhenAll(rounds.RunAsync(default), rounds.RunAsync(default));
        service.Clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal(0, await rounds.RunAsync(default));
        await PutAsync(service, "w1", "2021-11-01", new { name = "一号", scaleAbove = true, onlineMonitor = true });
        await Eventually.HoldsAsync(() => Task.FromResult(Of(told, "monitored").Any(each => each.State == "met")));

        var newest = Of(told, "monitored").MaxBy(each => each.Revision)!;
        Assert.Equal((100m, 1, "register-row:outfalls/w1@2"), (newest.Value, newest.EvidenceCount, newest.Evidence.Single()));
        Assert.Equal(Of(told, "monitored").Select(each => each.Revision).Distinct().Count(), Of(told, "monitored").Count);
        var (_, history) = await service.As(TestPlans.Lead).ReadAsync($"{Base}/indicators/monitored/history");
        var states = history.GetProperty("items").EnumerateArray().Select(each => each.Text("state")).ToList();
        Assert.Equal(["met", "missed"], states.Take(2));
        Assert.Equal(newest.Revision, states.Count);
    }

    [Fact]
    public async Task When_the_year_is_over_its_last_day_stands()
    {
        await using var service = await StartAsync();
        await PutAsync(service, "w1", "2021-03-01", new { name = "一号", scaleAbove = true, onlineMonitor = false });
        await PutAsync(service, "w1", "2022-01-01", new { name = "一号", scaleAbove = true, onlineMonitor = true });
        var told = await service.ListenAsync<IndicatorsMeasured>();
        service.Clock.Advance(TimeSpan.FromDays(90));
        await service.Services.GetRequiredService<IndicatorRounds>().RunAsync(default);

        var (_, history) = await service.As(TestPlans.Lead).ReadAsync($"{Base}/indicators/monitored/history");
        Assert.Equal("missed", history.GetProperty("items")[0].Text("state"));
        Assert.DoesNotContain(Of(told, "monitored"), each => each.State == "met");
        Assert.Equal("met", (await IndicatorAsync(service, "monitored")).Text("state"));
    }

    [Fact]
    public async Task Findings_and_indicators_are_for_those_with_a_role_in_the_task()
    {
        await using var service = await StartAsync();
        await PutAsync(service, "w1", "2021-03-01", new { name = "一号", scaleAbove = true, onlineMonitor = false });
        var (_, found) = await service.As(TestPlans.Cooperating).ReadAsync($"{Base}/findings");
        var finding = Assert.Single(found.GetProperty("items").EnumerateArray());
        Assert.Equal(("unmonitored", "w1", "2021-03-01", "outfalls/w1"), (finding.Text("rule"), finding.Text("objectId"), finding.Text("since"), finding.GetProperty("evidence")[0].Text("id")));
        Assert.Equal(0, (await service.As(TestPlans.Cooperating).ReadAsync($"{Base}/findings?at=2021-02-01")).Body.Count("items"));

        using var stranger = service.As(TestPlans.Stranger);
        Assert.Equal(0, (await stranger.ReadAsync($"{Base}/findings")).Body.Count("items"));
        Assert.Equal(0, (await stranger.ReadAsync($"{Base}/indicators")).Body.Count("items"));
        Assert.Equal(403, (await stranger.ReadAsync($"{Base}/indicators/monitored")).Status);
        Assert.Equal(403, (await stranger.ReadAsync($"{Base}/indicators/monitored/history")).Status);
        Assert.Equal(401, (await service.Anonymous().ReadAsync($"{Base}/indicators")).Status);
        Assert.Equal(404, (await service.As(TestPlans.Lead).ReadAsync($"{Base}/indicators/unheard-of")).Status);
    }

    [Fact]
    public async Task A_duty_follows_the_row_that_is_valid_on_its_day()
    {
        await using var service = await StartAsync();
        await PutAsync(service, "w1", "2021-01-01", new { name = "一号", scaleAbove = true, onlineMonitor = false });
        await PutAsync(service, "w2", "2021-01-01", new { name = "二号", scaleAbove = true, onlineMonitor = false });
        await PutAsync(service, "w1", "2021-09-01", new { name = "一号", scaleAbove = true, onlineMonitor = true });
        var (retired, _) = await service.As(TestPlans.Lead).SendAsync(HttpMethod.Delete, $"{Base}/registers/outfalls/w2?on=2021-10-01&reason=封堵");
        Assert.Equal(200, retired);

        // The first half-year's are owed; on the last day of the second one has a device by then, and the other is gone.
        var duties = await DutiesAsync(service, "sampling");
        Assert.Equal([("w1", "2021-H1"), ("w2", "2021-H1")], duties.Select(duty => (duty.Text("object"), duty.Text("period"))).Order());

        var (_, objects) = await service.As(TestPlans.Lead).ReadAsync($"{Base}/obligations/objects?kind=outfall");
        Assert.Equal(["w1", "w2"], objects.GetProperty("items").EnumerateArray().Select(each => each.Text("id")));
        Assert.True(objects.GetProperty("items")[1].GetProperty("rows")[1].GetProperty("ended").GetBoolean());
        var (status, problem) = await service.As(TestPlans.Lead).SendAsync(HttpMethod.Put, $"{Base}/obligations/objects/outfall/w3", new { name = "三号" });
        Assert.Equal((409, "kept-in-register"), (status, problem.Text("code")));
        Assert.Equal(200, (await service.As(TestPlans.Lead).ReadAsync($"{Base}/obligations/objects/outfall/w1")).Status);
    }

    [Fact]
    public async Task A_result_that_the_service_works_out_closes_the_duty_that_asks_for_it()
    {
        await using var service = await StartAsync();
        await PutAsync(service, "w1", "2021-01-01", new { name = "一号", scaleAbove = true, onlineMonitor = true, gradedOn = "2021-06-15", grade = 59.9m });
        Assert.Equal("missed", await StateAsync());
        await PutAsync(service, "w1", "2021-01-01", new { name = "一号", scaleAbove = true, onlineMonitor = true, gradedOn = "2021-06-15", grade = 60 });

        var duty = Assert.Single(await DutiesAsync(service, "graded"));
        Assert.Equal(("met", "register-row", "outfalls/w1"), (duty.Text("state"), duty.GetProperty("evidence")[0].Text("kind"), duty.GetProperty("evidence")[0].Text("id")));
        // A provisional figure closes nothing.
        await PutAsync(service, "w1", "2021-01-01", new { name = "一号", scaleAbove = true, onlineMonitor = true, gradedOn = "2021-12-15", grade = 60 });
        Assert.Equal("missed", await StateAsync());

        async Task<string> StateAsync() => Assert.Single(await DutiesAsync(service, "graded")).Text("state");
    }

    private static async Task<TestService> StartAsync()
    {
        var service = await TestService.StartAsync(CategoryService.Build<SampleCategory>);
        var plan = DutyPlans.For("industrial", 1, DutyPlans.Duty("graded", "by 2021-09-30", "record result grade", each: "outfall"));
        await service.TellAsync(plan with { IssuedOn = new(2021, 1, 1) });
        using var lead = service.As(TestPlans.Lead);
        await Eventually.HoldsAsync(async () => (await lead.ReadAsync($"{Base}/tasks/29")).Status == 200);
        return service;
    }

    private static async Task PutAsync(TestService service, string id, string from, object values)
    {
        using var lead = service.As(TestPlans.Lead);
        var (status, body) = await lead.SendAsync(HttpMethod.Put, $"{Base}/registers/outfalls/{id}", new { from, values });
        Assert.True(status is 200 or 201, body.ToString());
    }

    private static async Task<JsonElement> IndicatorAsync(TestService service, string key, string query = "")
    {
        using var lead = service.As(TestPlans.Lead);
        var (status, body) = await lead.ReadAsync($"{Base}/indicators/{key}{query}");
        Assert.True(status == 200, body.ToString());
        return body;
    }

    private static async Task<List<JsonElement>> DutiesAsync(TestService service, string rule)
    {
        await service.Services.GetRequiredService<ObligationSweep>().RunAsync(default);
        using var lead = service.As(TestPlans.Lead);
        var (_, body) = await lead.ReadAsync($"{Base}/obligations?limit=1000&rule={rule}");
        return [.. body.GetProperty("items").EnumerateArray().Where(duty => duty.Text("state") != "lapsed")];
    }

    private static List<IndicatorMeasured> Of(IEnumerable<IndicatorsMeasured> told, string key) => [.. told.SelectMany(each => each.Indicators).Where(each => each.Key == key)];

    private static decimal Number(JsonElement element, string name) => element.GetProperty(name).GetDecimal();
}
