using Xunit;

namespace Bishui.Tests.Functional.Exceedances;

public sealed class CaseRightsTests : IAsyncLifetime
{
    private CaseService _cases = null!;

    public async Task InitializeAsync() => _cases = await CaseService.StartAsync();

    public Task DisposeAsync() => _cases.DisposeAsync().AsTask();

    [Fact]
    public async Task Nobody_judges_or_closes_the_work_of_the_own_unit()
    {
        var id = await _cases.OpenAsync();
        await _cases.StepAsync(_cases.Reviewer, id, new { step = "assign", to = TestPlans.Lead });
        await _cases.StepAsync(_cases.Reviewer, id, new { step = "accept" });
        Assert.Equal("403 own-work", await _cases.CodeAsync(_cases.Reviewer, id, new { step = "verdict", verdict = "not-genuine", reason = "自己认定" }));
        await _cases.StepAsync(_cases.Supervisor, id, new { step = "verdict", verdict = "not-genuine", reason = "采样有误" });
        await _cases.StepAsync(_cases.Reviewer, id, new { step = "finish", reason = "采样有误" });
        Assert.Equal("403 own-work", await _cases.CodeAsync(_cases.Reviewer, id, new { step = "archive" }));
        Assert.Equal("403 own-work", await _cases.CodeAsync(_cases.Reviewer, id, new { step = "send-back", reason = "自审" }));
        Assert.Equal("archived", (await _cases.StepAsync(_cases.Supervisor, id, new { step = "archive" })).Text("state"));
    }

    [Fact]
    public async Task A_case_is_seen_by_those_who_have_a_part_in_it()
    {
        var id = await _cases.OpenAsync();

        foreach (var client in new[] { _cases.Reviewer, _cases.Site, _cases.Tasks.Committee, _cases.Supervisor, _cases.Service.As("platform", "admin") })
            Assert.Equal([id], (await _cases.ListAsync(by: client)).Select(each => each.Text("id")));
        foreach (var client in new[] { _cases.Tasks.OtherLead, _cases.Tasks.Stranger, _cases.Service.As("", "public") })
        {
            Assert.Empty(await _cases.ListAsync(by: client));
            Assert.Equal(0, (await client.ReadAsync($"{CaseService.Base}/exceedances/summary")).Body.Count("open"));
            Assert.Equal((403, "not-your-case"), await client.ReadAsync($"{CaseService.Base}/exceedances/{id}") is var (status, body) ? (status, body.Text("code")) : default);
            Assert.Equal("403 not-your-case", await _cases.CodeAsync(client, id, new { step = "assign", to = TestPlans.Lead }));
        }
        Assert.Equal(401, (await _cases.Service.Anonymous().ReadAsync($"{CaseService.Base}/exceedances")).Status);

        await _cases.StepAsync(_cases.Reviewer, id, new { step = "assign", to = TestPlans.OtherLead });
        Assert.Single(await _cases.ListAsync(by: _cases.Tasks.OtherLead));
        await _cases.StepAsync(_cases.Tasks.OtherLead, id, new { step = "refuse", reason = "不属本单位" });
        Assert.Single(await _cases.ListAsync(by: _cases.Tasks.OtherLead));
    }

    [Fact]
    public async Task Lists_are_filtered_and_paged_and_the_summary_counts_the_same()
    {
        await _cases.PutSiteAsync("source-1", "drinking-water-source");
        await _cases.PutSiteAsync("outlet-2");
        var minor = await _cases.OpenAsync();
        _cases.Service.Clock.Advance(TimeSpan.FromMinutes(1));
        var serious = await _cases.OpenAsync(site: "source-1");
        _cases.Service.Clock.Advance(TimeSpan.FromMinutes(1));
        var severe = await _cases.OpenAsync(4.2m, site: "outlet-2");
        await _cases.ReachAsync(minor, "archived");
        await _cases.StepAsync(_cases.Reviewer, serious, new { step = "assign", to = TestPlans.OtherLead });
        await _cases.Sweep.RunAsync(default);

        Assert.Equal([severe, serious, minor], await IdsAsync(""));
        Assert.Equal([severe, serious], await IdsAsync("open=true"));
        Assert.Equal([minor], await IdsAsync("open=false"));
        Assert.Equal([severe], await IdsAsync("severity=severe"));
        Assert.Equal([severe, serious], await IdsAsync("severity=severe,serious"));
        Assert.Equal([serious], await IdsAsync("state=assigned"));
        Assert.Equal([serious], await IdsAsync("site=source-1"));
        Assert.Equal([serious], await IdsAsync($"unit={TestPlans.OtherLead}"));
        Assert.Empty(await IdsAsync("kind=silence"));
        Assert.Equal(422, (await _cases.Reviewer.ReadAsync($"{CaseService.Base}/exceedances?state=lost")).Status);
        var (_, first) = await _cases.Reviewer.ReadAsync($"{CaseService.Base}/exceedances?limit=2");
        var (_, second) = await _cases.Reviewer.ReadAsync($"{CaseService.Base}/exceedances?limit=2&after={Uri.EscapeDataString(first.Text("next"))}");
        Assert.Equal((2, 1), (first.Count("items"), second.Count("items")));

        var (_, summary) = await _cases.Reviewer.ReadAsync($"{CaseService.Base}/exceedances/summary");
        Assert.Equal((2, 1), (summary.Count("open"), summary.Count("escalated")));
        Assert.Equal((1, 1, 0), (summary.GetProperty("states").Count("archived"), summary.GetProperty("states").Count("assigned"), summary.GetProperty("states").Count("sent-back")));
        Assert.Equal((0, 1, 1), (summary.GetProperty("severities").Count("minor"), summary.GetProperty("severities").Count("serious"), summary.GetProperty("severities").Count("severe")));
    }

    private async Task<IEnumerable<string>> IdsAsync(string query) => (await _cases.ListAsync(query)).Select(each => each.Text("id"));
}
