using Bishui.Contracts.Exceedances;
using Bishui.Features.Exceedances;
using Bishui.Features.Readings;
using Bishui.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Bishui.Tests.Functional.Exceedances;

public sealed class CaseContinuationTests : IAsyncLifetime
{
    private CaseService _cases = null!;

    public async Task InitializeAsync() => _cases = await CaseService.StartAsync();

    public Task DisposeAsync() => _cases.DisposeAsync().AsTask();

    [Fact]
    public async Task A_reading_beyond_within_thirty_days_of_the_closing_opens_the_same_case_again()
    {
        var exceeded = await _cases.Service.ListenAsync<LimitsExceeded>();
        var told = await _cases.Service.ListenAsync<CasesChanged>();
        var id = await _cases.OpenAsync();
        await _cases.ReachAsync(id, "archived");
        var closed = await _cases.CaseAsync(id);
        var steps = closed.Count("steps");

        // Taken thirty days after the closing to the instant, which is still within them.
        var taken = CaseService.LastAt(closed).AddDays(30);
        _cases.Service.Clock.Advance(TimeSpan.FromDays(30));
        var answer = await _cases.ReadAsync(1.3m, taken);
        var about = await _cases.CaseAsync(id);

        Assert.Equal(id, answer.GetProperty("cases")[0].GetString());
        Assert.Equal(("registered", steps + 1, 2), (about.Text("state"), about.Count("steps"), about.Count("readingCount")));
        Assert.Equal(("reopen", "platform"), about.GetProperty("steps").EnumerateArray().Last() is var last ? (last.Text("step"), last.Text("actor")) : default);
        await Eventually.HoldsAsync(() => Task.FromResult(told.SelectMany(each => each.Cases).Any(each => each.Revision == about.Count("revision") && each.State == "registered")));
        Assert.Single(exceeded.SelectMany(each => each.Exceedances));
    }

    [Fact]
    public async Task A_reading_beyond_later_than_that_opens_a_case_of_its_own()
    {
        var id = await _cases.OpenAsync();
        await _cases.ReachAsync(id, "archived");
        _cases.Service.Clock.Advance(TimeSpan.FromDays(30) + TimeSpan.FromMinutes(1));
        Assert.NotEqual(id, (await _cases.ReadAsync(1.3m)).GetProperty("cases")[0].GetString());
    }

    [Fact]
    public async Task Evidence_that_comes_late_is_added_to_what_was_closed()
    {
        var id = await _cases.OpenAsync();
        await _cases.ReachAsync(id, "archived");
        var revision = (await _cases.CaseAsync(id)).Count("revision");
        var answer = await _cases.ReadAsync(1.4m, _cases.Now.AddHours(-2).AddMinutes(-30));
        var about = await _cases.CaseAsync(id);

        Assert.Equal(id, answer.GetProperty("cases")[0].GetString());
        Assert.Equal(("archived", 2, revision), (about.Text("state"), about.Count("readingCount"), about.Count("revision")));
    }

    [Fact]
    public async Task After_a_verdict_of_not_genuine_the_next_reading_beyond_is_another_matter()
    {
        var id = await _cases.OpenAsync();
        await _cases.ReachAsync(id, "archived");
        await _cases.StepAsync(_cases.Reviewer, id, new { step = "verdict", verdict = "not-genuine", reason = "样品污染" });
        _cases.Service.Clock.Advance(TimeSpan.FromDays(1));
        Assert.NotEqual(id, (await _cases.ReadAsync(1.3m)).GetProperty("cases")[0].GetString());
        Assert.Equal("archived", (await _cases.CaseAsync(id)).Text("state"));
    }

    [Fact]
    public async Task A_verdict_covers_the_readings_that_were_judged_and_the_newest_one_stands()
    {
        var id = await _cases.OpenAsync();
        var (from, to) = (_cases.OpenedWith, _cases.OpenedWith.AddMinutes(50));
        await _cases.ReadAsync(1.4m, to);
        await _cases.StepAsync(_cases.Reviewer, id, new { step = "verdict", verdict = "device-fault", reason = "探头结垢" });
        await _cases.ReadAsync(1.6m);

        var verdict = Assert.Single(await OfAsync(from.AddDays(-1), from.AddDays(1)));
        Assert.Equal(("device-fault", from, to, true, id), (verdict.Verdict, verdict.From, verdict.To.AddMilliseconds(-1), verdict.Excludes, verdict.CaseId));
        Assert.Single(await OfAsync(to, to.AddHours(1)));
        Assert.Empty(await OfAsync(to.AddMilliseconds(1), to.AddHours(1)));
        Assert.Empty(await OfAsync(from.AddHours(-1), from));
        Assert.Empty(await OfAsync(from, to, "total-phosphorus"));
        Assert.Empty(await OfAsync(from, to, site: "outlet-2"));

        await _cases.StepAsync(_cases.Reviewer, id, new { step = "verdict", verdict = "genuine", reason = "比对监测确认" });
        verdict = Assert.Single(await OfAsync(from, to));
        Assert.Equal(("genuine", false), (verdict.Verdict, verdict.Excludes));
        var earlier = Assert.Single((await _cases.CaseAsync(id)).GetProperty("verdict").GetProperty("earlier").EnumerateArray());
        Assert.Equal("device-fault", earlier.Text("verdict"));
        Assert.Equal("422 invalid-request", await _cases.CodeAsync(_cases.Reviewer, id, new { step = "verdict", verdict = "perhaps", reason = "?" }));

        ValueTask<IReadOnlyList<ReadingVerdict>> OfAsync(DateTimeOffset since, DateTimeOffset until, string? parameter = null, string site = CaseService.Outlet) =>
            _cases.Service.Services.GetRequiredService<IReadingVerdicts>().OfAsync(site, parameter ?? CaseService.Parameter, since, until, default);
    }

    [Fact]
    public async Task Two_rule_sets_over_one_reading_are_two_cases_and_each_follows_its_own_limits()
    {
        await _cases.PutSiteAsync("outlet-2", periods: new[] { new { ruleSet = "city", standard = "GB 3838-2002", grade = "II" } });
        var answer = await _cases.ReadAsync(1.5m, _cases.Now.AddHours(-1), site: "outlet-2");
        Assert.Equal(2, answer.Count("cases"));
        var listed = await _cases.ListAsync("site=outlet-2");
        Assert.Equal(["single-reading/1", "single-reading/1@city"], listed.Select(each => each.Text("rule")).Order());
        Assert.Equal([0.5m, 1.0m], listed.Select(each => each.GetProperty("limit").GetDecimal()).Order());

        var city = listed.Single(each => each.Text("rule").EndsWith("@city", StringComparison.Ordinal)).Text("id");
        await _cases.ReachAsync(city, "handled");
        _cases.Service.Clock.Advance(TimeSpan.FromHours(1));
        await _cases.StepAsync(_cases.Site, city, new { step = "rectify", reason = "整改", doneOn = CaseService.Day(_cases.Now) });
        _cases.Service.Clock.Advance(TimeSpan.FromHours(1));
        await _cases.ReadAsync(0.8m, site: "outlet-2");          // good enough for the district, not for the city
        Assert.Equal("409 cannot-finish", await _cases.CodeAsync(_cases.Site, city, new { step = "finish", reason = "达标" }));
        _cases.Service.Clock.Advance(TimeSpan.FromHours(1));
        await _cases.ReadAsync(0.5m, site: "outlet-2");
        await _cases.StepAsync(_cases.Site, city, new { step = "finish", reason = "达标" });
    }

    [Fact]
    public async Task A_case_shows_where_its_water_comes_from()
    {
        await _cases.PutSiteAsync("section-1", "river-section", links: new[] { new { direction = "upstream", site = CaseService.Outlet, service = "industrial" } });
        var id = await _cases.OpenAsync(site: "section-1");
        var about = await _cases.CaseAsync(id);
        Assert.Equal(CaseService.Outlet, Assert.Single(about.GetProperty("neighbours").EnumerateArray()).Text("site"));
        Assert.Equal("section-1", about.GetProperty("place").Text("name"));
    }

    [Fact]
    public async Task The_description_of_the_service_holds_the_steps_and_the_view_of_a_case()
    {
        var (status, described) = await _cases.Service.Anonymous().ReadAsync("/openapi/v1.json");
        Assert.Equal(200, status);
        Assert.True(described.GetProperty("paths").TryGetProperty($"{CaseService.Base}/exceedances/{{id}}/steps", out _));
        var view = described.GetProperty("components").GetProperty("schemas").GetProperty("CaseView").GetProperty("properties");
        Assert.True(view.TryGetProperty("allowed", out _) && view.TryGetProperty("steps", out _));
    }

    [Fact]
    public void The_rules_say_that_they_are_a_choice_and_hold_together()
    {
        var rules = CaseRuleFile.Carried;
        Assert.Equal("choice", rules.Confidence);
        Assert.Equal(24, rules.Limits.RefuseWithinHours);
        Assert.Subset(new HashSet<string>(["severity", "recovery", "limits", "escalation", "reopening"]), rules.Notes.Keys.ToHashSet());
        var known = Bishui.Standards.StandardFiles.Load().Parameters;
        Assert.All(rules.Severity.Raises.SelectMany(raise => raise.Parameters).Concat(rules.Severity.WithoutMultiple.Keys), key => Assert.Equal(key, known.Find(key)?.Key));
        Assert.All(Enum.GetValues<Bishui.Storage.Readings.ReadingKind>(), kind => Assert.True(rules.Recovery.Readings.ContainsKey(ReadingId.KindName(kind))));
    }
}
