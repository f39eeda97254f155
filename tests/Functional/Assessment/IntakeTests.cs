using System.Text.Json.Nodes;
using Bishui.Tests.Support;
using Xunit;

namespace Bishui.Tests.Functional.Assessment;

public sealed class IntakeTests(SharedAssessment fixture) : IClassFixture<SharedAssessment>
{
    [Fact]
    public async Task Every_event_becomes_a_fact_with_its_body_as_told()
    {
        await using var app = await AssessmentApp.StartAsync();
        await app.TellAsync(AssessmentApp.Opened("industrial"));
        await app.TellAsync(AssessmentApp.Entry(3));
        await app.TellAsync(AssessmentApp.Submitted(3));
        await app.TellAsync(AssessmentApp.Reviewed(3, "accepted"));
        await app.TellAsync(AssessmentApp.Classified("II"));
        var message = await app.TellAsync(AssessmentApp.Exceeded("x1", "x2", "x3"));

        foreach (var type in new[] { "plan-adopted", "ledger-entry-recorded", "completion-submitted", "completion-reviewed", "section-classified" })
            Assert.Single(await app.FactsAsync(type, 1));
        // The assessment opens ledgers of its own and tells so.
        Assert.Equal(["assessment", "industrial"], (await app.FactsAsync("ledgers-opened", 2)).Select(opened => (string)opened!["service"]!).Order());
        var exceedances = await app.FactsAsync("limit-exceeded", 3);
        Assert.Equal(3, exceedances.Count);
        // What one message tells is received at one instant: nobody asks for half of it by knownAt.
        Assert.Single(exceedances.Select(told => (string)told!["receivedAt"]!).Distinct());
        var fact = exceedances[0]!;
        Assert.Equal("limit-exceeded:ecological:x1", (string)fact["id"]!);
        Assert.Equal(("ecology-bureau", "lutang", "ecological"), ((string)fact["unit"]!, (string)fact["site"]!, (string)fact["service"]!));
        Assert.Equal(message, (Guid)fact["messageId"]!);
        Assert.Equal("0.3100", fact["body"]!["value"]!.ToJsonString());
        Assert.Equal("2021-11-01T12:00:00+08:00", fact["body"]!["takenAt"]!.GetValue<string>());
        var alone = await app.GetAsync($"/api/assessment/facts/{Uri.EscapeDataString((string)fact["id"]!)}");
        Assert.Equal(fact.ToJsonString(), alone.ToJsonString());
    }

    [Fact]
    public async Task An_event_told_again_changes_nothing()
    {
        await using var app = await AssessmentApp.StartAsync();
        var first = await app.TellAsync(AssessmentApp.Exceeded("x1", "x2"));
        await app.FactsAsync("limit-exceeded", 2);
        await app.TellAsync(AssessmentApp.Exceeded("x1", "x2"), first);        // redelivered
        await app.TellAsync(AssessmentApp.Exceeded("x2", "x3", "x3"));         // another batch that repeats a case
        await app.TellAsync(AssessmentApp.Entry(3));
        await app.TellAsync(AssessmentApp.Entry(3));
        await app.TellAsync(AssessmentApp.Entry(4));
        Assert.Equal(2, (await app.FactsAsync("ledger-entry-recorded", 2)).Count);

        Assert.Equal(["limit-exceeded:ecological:x1", "limit-exceeded:ecological:x2", "limit-exceeded:ecological:x3"],
            (await app.FactsAsync("limit-exceeded", 3)).Select(fact => (string)fact!["id"]!));
        var all = (await app.GetAsync("/api/assessment/facts?limit=1000"))["items"]!.AsArray();
        Assert.Equal(Enumerable.Range(1, all.Count).Select(place => (long)place), all.Select(fact => (long)fact!["sequence"]!));
    }

    [Fact]
    public async Task Duties_demands_and_withdrawals_become_facts_once()
    {
        await using var app = await AssessmentApp.StartAsync();
        for (var time = 1; time <= 2; time++)
        {
            await app.TellAsync(AssessmentApp.Duties(
                AssessmentApp.Duty("d1", 1, "open", new(2021, 11, 9), "ecology-bureau"), AssessmentApp.Duty("d1", 2, "met", new(2021, 11, 9), "ecology-bureau"),
                AssessmentApp.Duty("d2", 1, "open", new(2021, 11, 9), "ecology-bureau", "health-bureau")));
            await app.TellAsync(AssessmentApp.Reminded("d1", "seven-days-before", "ecology-bureau"));
            await app.TellAsync(AssessmentApp.Urged("u1", new(2021, 11, 5), "ecology-bureau"));
            await app.TellAsync(AssessmentApp.Answered("u1", "ecology-bureau"));
            await app.TellAsync(AssessmentApp.Withdrawn(3));
        }
        await app.TellAsync(AssessmentApp.Reminded("d1", "one-day-before", "ecology-bureau"));
        await app.TellAsync(AssessmentApp.Answered("u1", "health-bureau"));

        Assert.Equal(["obligation-told:ecological:d1:1", "obligation-told:ecological:d1:2", "obligation-told:ecological:d2:1"], await IdsAsync("obligation-told", 3));
        Assert.Equal(["obligation-reminded:ecological:d1:seven-days-before:2021-11-09", "obligation-reminded:ecological:d1:one-day-before:2021-11-09"],
            (await IdsAsync("obligation-reminded", 2)).OrderDescending(StringComparer.Ordinal));
        Assert.Equal(["obligation-urged:ecological:u1"], await IdsAsync("obligation-urged", 1));
        Assert.Equal(2, (await IdsAsync("urging-answered", 2)).Count);
        Assert.Equal(["completion-withdrawn:industrial:c-3"], await IdsAsync("completion-withdrawn", 1));

        // A duty that several units owe is open to each of them, and to nobody else.
        var shared = await app.GetAsync("/api/assessment/facts/obligation-told:ecological:d2:1", "health-bureau", "reporter");
        Assert.Equal(["ecology-bureau", "health-bureau"], shared["units"]!.AsArray().Select(unit => (string)unit!));
        Assert.Equal(404, (await app.RefusedAsync("/api/assessment/facts/obligation-told:ecological:d2:1", "towns", "reporter")).Status);

        // The assessment has duties of its own, which it tells of like any service.
        async Task<List<string>> IdsAsync(string type, int count) => await Eventually.FindAsync(async () =>
            (await app.GetAsync($"/api/assessment/facts?type={type}&limit=1000"))["items"]!.AsArray()
                .Where(fact => (string)fact!["service"]! != "assessment").Select(fact => (string)fact!["id"]!).ToList() is { } ids && ids.Count >= count ? ids : null);
    }

    [Fact]
    public async Task Daily_roots_are_kept_and_a_second_hash_for_one_day_shows_as_a_conflict()
    {
        await using var app = await AssessmentApp.StartAsync();
        await app.TellAsync(AssessmentApp.Root("risk", 'a'));
        await app.TellAsync(AssessmentApp.Root("risk", 'a'));
        await app.TellAsync(AssessmentApp.Root("domestic", 'c'));
        await app.FactsAsync("ledger-root-taken", 2);
        var roots = (await app.GetAsync("/api/assessment/ledger-roots?service=risk", "health-bureau", "reporter"))["items"]!.AsArray();
        var root = Assert.Single(roots)!;
        Assert.Equal(("risk", "2021-11-01", 7, false), ((string)root["service"]!, (string)root["day"]!, (int)root["sequence"]!, (bool)root["conflict"]!));

        await app.TellAsync(AssessmentApp.Root("risk", 'b'));
        await app.FactsAsync("ledger-root-taken", 3);
        roots = (await app.GetAsync("/api/assessment/ledger-roots"))["items"]!.AsArray();
        Assert.Equal([("domestic", false), ("risk", true), ("risk", true)], roots.Select(each => ((string)each!["service"]!, (bool)each["conflict"]!)));
        Assert.Equal((string)roots[2]!["fact"]!, (string)roots[1]!["conflicts"]![0]!);
        Assert.Equal(401, (await app.RefusedAsync("/api/assessment/ledger-roots", null)).Status);
        Assert.Equal(403, (await app.RefusedAsync("/api/assessment/ledger-roots", "", "public")).Status);
    }

    [Fact]
    public async Task Facts_told_at_once_are_all_kept_in_one_gapless_order()
    {
        await using var app = await AssessmentApp.StartAsync();
        await Task.WhenAll(Enumerable.Range(0, 60).Select(number => app.TellAsync(AssessmentApp.Exceeded($"x{number}", $"y{number}", "same"))));
        Assert.Equal(121, (await WaitAsync(app, 121)).Count);

        static async Task<JsonArray> WaitAsync(AssessmentApp app, int count)
        {
            JsonArray facts = [];
            await Support.Eventually.HoldsAsync(async () =>
                (facts = (await app.GetAsync("/api/assessment/facts?type=limit-exceeded&limit=1000"))["items"]!.AsArray()).Count >= count);
            return facts;
        }
    }

    [Fact]
    public async Task Facts_are_paged_in_the_order_they_were_received()
    {
        await using var app = await AssessmentApp.StartAsync();
        await app.TellAsync(AssessmentApp.Exceeded("x1", "x2", "x3", "x4", "x5"));
        await app.FactsAsync("limit-exceeded", 5);

        List<string> seen = [];
        string? after = null;
        do
        {
            var page = await app.GetAsync($"/api/assessment/facts?type=limit-exceeded&limit=2{(after is null ? "" : $"&after={after}")}");
            seen.AddRange(page["items"]!.AsArray().Select(fact => (string)fact!["body"]!["exceedanceId"]!));
            after = (string?)page["next"];
        }
        while (after is not null);
        Assert.Equal(["x1", "x2", "x3", "x4", "x5"], seen);
    }

    [Fact]
    public async Task A_unit_sees_the_facts_about_itself_and_a_supervisor_all()
    {
        await using var app = await AssessmentApp.StartAsync();
        await app.TellAsync(AssessmentApp.Submitted(3, "ecology-bureau"));
        await app.TellAsync(AssessmentApp.Submitted(4, "housing-construction-bureau"));
        await app.FactsAsync("completion-submitted", 2);
        await app.FactsAsync("plan-adopted", 1);

        var own = (await app.GetAsync("/api/assessment/facts", "housing-construction-bureau", "reporter"))["items"]!.AsArray();
        Assert.DoesNotContain(own, each => (string?)each!["unit"] is { } unit && unit != "housing-construction-bureau");
        var fact = Assert.Single(own, each => (string)each!["service"]! != "assessment");
        Assert.Equal("housing-construction-bureau", (string)fact!["unit"]!);
        Assert.Single((await app.GetAsync("/api/assessment/facts?type=completion-submitted", "ecology-bureau", "reporter"))["items"]!.AsArray());
        Assert.Empty((await app.GetAsync("/api/assessment/facts?type=limit-exceeded", "ecology-bureau", "reporter"))["items"]!.AsArray());
        Assert.Equal(2, (await app.GetAsync("/api/assessment/facts?type=completion-submitted", "", "admin"))["items"]!.AsArray().Count);

        Assert.Equal(404, (await app.RefusedAsync("/api/assessment/facts/completion-submitted:industrial:c-3", "housing-construction-bureau", "reporter")).Status);
        Assert.Equal(403, (await app.RefusedAsync("/api/assessment/facts", "", "reporter")).Status);
        Assert.Equal(401, (await app.RefusedAsync("/api/assessment/facts", null)).Status);
    }

    [Theory]
    [InlineData("type=rumour", "type", "unknown-type")]
    [InlineData("limit=0", "limit", "bad-limit")]
    [InlineData("limit=1001", "limit", "bad-limit")]
    [InlineData("limit=many", "limit", "bad-limit")]
    [InlineData("after=-1", "after", "bad-position")]
    [InlineData("after=9223372036854775807", "after", "bad-position")]
    public async Task A_query_that_makes_no_sense_is_refused_with_its_field(string query, string field, string code)
    {
        var app = fixture.App;
        var (status, problem) = await app.RefusedAsync($"/api/assessment/facts?{query}");
        Assert.Equal((422, field, code), (status, (string)problem["errors"]![0]!["field"]!, (string)problem["errors"]![0]!["code"]!));
    }
}
