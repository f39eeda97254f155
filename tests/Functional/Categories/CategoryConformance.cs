using System.Text.Json;
using Bishui.Contracts.Exceedances;
using Bishui.Contracts.Tasks;
using Bishui.Features;
using Bishui.Tests.Support;
using Xunit;

namespace Bishui.Tests.Functional.Categories;

/// <summary>What every category service does alike, asked of each through its HTTP interface and its messages.</summary>
public abstract class CategoryConformance<T>(string name) : IAsyncLifetime where T : ICategory
{
    private TestService _service = null!;
    private HttpClient _lead = null!;

    private string Tasks => $"/api/{name}/tasks";

    public async Task InitializeAsync()
    {
        _service = await TestService.StartAsync(CategoryService.Build<T>);
        _lead = _service.As(TestPlans.Lead);
        await AdoptAsync(TestPlans.For(name));
    }

    public Task DisposeAsync() => _service.DisposeAsync().AsTask();

    [Fact]
    public async Task A_plan_opens_the_ledgers_of_the_tasks_routed_here_and_no_others()
    {
        var (status, body) = await _lead.ReadAsync(Tasks);

        Assert.Equal(200, status);
        Assert.Equal([29, 30, 31], body.GetProperty("items").EnumerateArray().Select(t => t.GetProperty("number").GetInt32()));
        Assert.Equal(404, (await _lead.ReadAsync($"{Tasks}/44")).Status);
    }

    [Fact]
    public async Task A_plan_told_again_is_answered_again_and_a_new_version_keeps_how_far_a_task_is()
    {
        var answers = await _service.ListenAsync<LedgersOpened>();
        await SubmitAsync(29);

        await AdoptAsync(TestPlans.For(name));
        await AdoptAsync(TestPlans.For(name, version: 2, content: "每月监测两次"));

        await Eventually.HoldsAsync(() => Task.FromResult(answers.Count >= 2));
        var (_, task) = await _lead.ReadAsync($"{Tasks}/29");
        Assert.Equal("每月监测两次", task.Text("content"));
        Assert.Equal("submitted", task.Text("state"));
    }

    [Fact]
    public async Task Entries_form_a_chain_without_gaps()
    {
        var first = await RecordAsync(29, "布设监测断面");
        var second = await RecordAsync(30, "完成采样");

        Assert.Equal(first.GetProperty("sequence").GetInt64() + 1, second.GetProperty("sequence").GetInt64());
        Assert.Equal(first.Text("hash"), second.Text("previousHash"));
        Assert.Equal(64, second.Text("hash").Length);
        var (_, listed) = await _lead.ReadAsync($"{Tasks}/29/entries");
        Assert.Equal(first.Text("id"), Assert.Single(listed.GetProperty("items").EnumerateArray()).Text("id"));
    }

    [Fact]
    public async Task Parallel_entries_are_all_kept_each_at_its_own_place()
    {
        var entries = await Task.WhenAll(Enumerable.Range(0, 40).Select(i => RecordAsync(29, $"第 {i} 次巡查")));

        Assert.Equal(Enumerable.Range(1, 40).Select(i => (long)i), entries.Select(e => e.GetProperty("sequence").GetInt64()).Order());
        var hashes = entries.OrderBy(e => e.GetProperty("sequence").GetInt64()).ToList();
        Assert.All(hashes.Zip(hashes.Skip(1)), pair => Assert.Equal(pair.First.Text("hash"), pair.Second.Text("previousHash")));
    }

    [Fact]
    public async Task A_retry_with_the_same_key_gets_the_first_answer_and_changes_nothing()
    {
        var (status, first) = await _lead.PostAsync($"{Tasks}/29/entries", Entry("巡河一次"), "retry-1");
        var (again, second) = await _lead.PostAsync($"{Tasks}/29/entries", Entry("巡河一次"), "retry-1");
        var (other, problem) = await _lead.PostAsync($"{Tasks}/29/entries", Entry("巡河两次"), "retry-1");

        Assert.Equal((201, 201, 422), (status, again, other));
        Assert.Equal(first.Text("id"), second.Text("id"));
        Assert.Equal("idempotency-key-reused", problem.Text("code"));
        Assert.Single((await _lead.ReadAsync($"{Tasks}/29/entries")).Body.GetProperty("items").EnumerateArray());
    }

    [Fact]
    public async Task An_entry_survives_a_restart()
    {
        var kept = await RecordAsync(29, "重启前登记");
        var folder = Directory.CreateTempSubdirectory("bishui-restart-").FullName;
        await using (var first = await TestService.StartAsync(CategoryService.Build<T>, folder))
        {
            await first.TellAsync(TestPlans.For(name));
            await Eventually.HoldsAsync(async () => (await first.As(TestPlans.Lead).ReadAsync($"{Tasks}/29")).Status == 200);
            (_, kept) = await first.As(TestPlans.Lead).PostAsync($"{Tasks}/29/entries", Entry("重启前登记"));
        }
        await using (var second = await TestService.StartAsync(CategoryService.Build<T>, folder))
        {
            var (_, listed) = await second.As(TestPlans.Lead).ReadAsync($"{Tasks}/29/entries");
            Assert.Equal(kept.Text("hash"), listed.GetProperty("items")[0].Text("hash"));
        }
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Only_units_with_a_role_write_and_read_a_ledger()
    {
        Assert.Equal(201, (await _service.As(TestPlans.Cooperating).PostAsync($"{Tasks}/29/entries", Entry("配合"))).Status);
        Assert.Equal(403, (await _service.As(TestPlans.Stranger).PostAsync($"{Tasks}/29/entries", Entry("无关"))).Status);
        Assert.Equal(403, (await _service.As(TestPlans.Stranger).ReadAsync($"{Tasks}/29/entries")).Status);
        Assert.Equal(200, (await _service.As(TestPlans.Committee).ReadAsync($"{Tasks}/29/entries")).Status);
        Assert.Equal(403, (await _service.As(TestPlans.Committee).PostAsync($"{Tasks}/29/entries", Entry("审核单位不填报"))).Status);
        Assert.Equal(401, (await _service.Anonymous().PostAsync($"{Tasks}/29/entries", Entry("无令牌"))).Status);
        Assert.Equal(401, (await _service.Anonymous().ReadAsync(Tasks)).Status);
    }

    [Fact]
    public async Task A_completion_is_submitted_returned_submitted_again_and_accepted()
    {
        var submitted = await _service.ListenAsync<CompletionSubmitted>();
        var reviewed = await _service.ListenAsync<CompletionReviewed>();
        var committee = _service.As(TestPlans.Committee);

        Assert.Equal("submitted", (await SubmitAsync(29)).Text("state"));
        Assert.Equal(409, (await _lead.PostAsync($"{Tasks}/29/completion", new { text = "再报一次" })).Status);
        Assert.Equal(422, (await committee.PostAsync($"{Tasks}/29/completion/review", new { decision = "returned" })).Status);
        Assert.Equal(422, (await committee.PostAsync($"{Tasks}/29/completion/review", new { decision = "maybe" })).Status);
        var (_, returned) = await committee.PostAsync($"{Tasks}/29/completion/review", new { decision = "returned", reason = "缺 12 月数据" });
        Assert.Equal("returned", returned.Text("state"));
        await SubmitAsync(29);
        var (_, done) = await committee.PostAsync($"{Tasks}/29/completion/review", new { decision = "accepted" });

        Assert.Equal("done", done.Text("state"));
        Assert.Equal(409, (await committee.PostAsync($"{Tasks}/29/completion/review", new { decision = "accepted" })).Status);
        Assert.Equal(409, (await _lead.PostAsync($"{Tasks}/29/completion", new { text = "已办结" })).Status);
        await Eventually.HoldsAsync(() => Task.FromResult(submitted.Count == 2 && reviewed.Count == 2));
        Assert.Equal(["returned", "accepted"], reviewed.OrderBy(r => r.Decision == "accepted").Select(r => r.Decision));
        var (_, entries) = await _lead.ReadAsync($"{Tasks}/29/entries");
        Assert.Equal(4, entries.Count("items"));
    }

    [Fact]
    public async Task Nobody_reviews_their_own_work_and_only_a_lead_submits()
    {
        await SubmitAsync(30);

        Assert.Equal("own-work", (await _lead.PostAsync($"{Tasks}/30/completion/review", new { decision = "accepted" })).Body.Text("code"));
        Assert.Equal(403, (await _service.As(TestPlans.OtherLead).PostAsync($"{Tasks}/30/completion/review", new { decision = "accepted" })).Status);
        Assert.Equal(403, (await _service.As(TestPlans.Cooperating).PostAsync($"{Tasks}/29/completion", new { text = "配合单位" })).Status);
        Assert.Equal(200, (await _service.As(TestPlans.Committee).PostAsync($"{Tasks}/30/completion/review", new { decision = "accepted" })).Status);
    }

    [Fact]
    public async Task A_site_is_added_changed_by_its_version_and_found()
    {
        var path = $"/api/{name}/sites/outlet-1";
        Assert.Equal(201, (await _lead.SendAsync(HttpMethod.Put, path, Site("一号排口"))).Status);
        Assert.Equal(200, (await _lead.SendAsync(HttpMethod.Put, path, Site("一号排放口"), ifMatch: "\"1\"")).Status);
        Assert.Equal(412, (await _lead.SendAsync(HttpMethod.Put, path, Site("旧版本"), ifMatch: "\"1\"")).Status);
        Assert.Equal(403, (await _service.As(TestPlans.Stranger).SendAsync(HttpMethod.Put, path, Site("别人的"))).Status);
        Assert.Equal("一号排放口", (await _lead.ReadAsync(path)).Body.Text("name"));
        Assert.Equal(404, (await _lead.ReadAsync($"/api/{name}/sites/none")).Status);
    }

    [Fact]
    public async Task A_reading_beyond_its_limit_opens_one_case_and_tells_of_it_once()
    {
        var told = await _service.ListenAsync<LimitsExceeded>();
        await _lead.SendAsync(HttpMethod.Put, $"/api/{name}/sites/outlet-1", Site("一号排口"));
        var batch = new { readings = new[] { Reading("2021-11-02T08:00:00+08:00", 1.01m), Reading("2021-11-02T09:00:00+08:00", 1.00m), Reading("2021-11-02T10:00:00+08:00", 1.6m) } };

        var (status, answer) = await _lead.PostAsync($"/api/{name}/readings", batch);
        var (_, again) = await _lead.PostAsync($"/api/{name}/readings", batch);

        Assert.Equal(200, status);
        Assert.Equal((3, 2, 1), (answer.Count("accepted"), answer.Count("exceedances"), answer.Count("cases")));
        Assert.Equal((0, 3, 0), (again.Count("accepted"), again.Count("duplicates"), again.Count("exceedances")));
        var (_, cases) = await _lead.ReadAsync($"/api/{name}/exceedances");
        var opened = Assert.Single(cases.GetProperty("items").EnumerateArray());
        Assert.Equal(1.01m, opened.GetProperty("value").GetDecimal());
        Assert.Equal(0.01m, opened.GetProperty("multiple").GetDecimal());
        Assert.Equal(2, opened.Count("readings"));
        await Eventually.HoldsAsync(() => Task.FromResult(!told.IsEmpty));
        await Task.Delay(200);
        Assert.Equal(opened.Text("id"), Assert.Single(Assert.Single(told).Exceedances).ExceedanceId);
    }

    private async Task AdoptAsync(Contracts.Plans.PlanAdopted plan)
    {
        await _service.TellAsync(plan);
        await Eventually.HoldsAsync(async () =>
            await _lead.ReadAsync($"{Tasks}/29") is { Status: 200 } held && held.Body.Text("content") == plan.Tasks[0].Content);
    }

    private async Task<JsonElement> SubmitAsync(int task)
    {
        var (status, body) = await _lead.PostAsync($"{Tasks}/{task}/completion", new { text = "本年度任务完成" });
        Assert.Equal(200, status);
        return body;
    }

    private async Task<JsonElement> RecordAsync(int task, string text)
    {
        var (status, body) = await _lead.PostAsync($"{Tasks}/{task}/entries", Entry(text));
        Assert.Equal(201, status);
        return body;
    }

    private static object Entry(string text) => new { kind = "progress", occurredOn = "2021-11-01", text, percent = 30 };

    private static object Site(string label) => new
    {
        id = "outlet-1",
        name = label,
        kind = "outlet",
        unit = TestPlans.Lead,
        tasks = new[] { 29 },
        waterBody = "river",
        standard = "GB 3838-2002",
        grade = "III",
    };

    private static object Reading(string time, decimal value) => new { site = "outlet-1", parameter = "ammonia-nitrogen", time, kind = "hour", value, flag = "N" };
}
