using System.Text.Json;
using Bishui.Contracts.Tasks;
using Bishui.Tests.Support;
using Xunit;

namespace Bishui.Tests.Functional.Tasks;

/// <summary>Task 30 of the test plan has two leading units, one of which also cooperates.</summary>
public sealed class JointCompletionTests : IAsyncLifetime
{
    private const string Path = $"{TaskService.Base}/tasks/30";
    private TaskService _service = null!;

    public async Task InitializeAsync() => _service = await TaskService.StartAsync();

    public Task DisposeAsync() => _service.DisposeAsync().AsTask();

    [Fact]
    public async Task A_task_with_two_leads_is_done_when_both_are_accepted()
    {
        Assert.Equal("submitted", (await SubmitAsync(_service.Lead)).Text("state"));
        Assert.Equal("open", (await ReviewAsync(new { decision = "accepted" })).Text("state"));
        var submitted = await SubmitAsync(_service.OtherLead);
        Assert.Equal("submitted", submitted.Text("state"));
        var done = await ReviewAsync(new { decision = "accepted" });

        Assert.Equal("done", done.Text("state"));
        Assert.Equal(["done", "done"], done.GetProperty("leads").EnumerateArray().Select(lead => lead.Text("state")));
    }

    [Fact]
    public async Task Where_two_wait_the_review_names_one_and_a_return_holds_the_task_back()
    {
        await SubmitAsync(_service.Lead);
        await SubmitAsync(_service.OtherLead);

        var (status, problem) = await _service.Committee.PostAsync($"{Path}/completion/review", new { decision = "accepted" });
        var returned = await ReviewAsync(new { unit = TestPlans.OtherLead, decision = "returned", reason = "缺调查报告" });
        var accepted = await ReviewAsync(new { unit = TestPlans.Lead, decision = "accepted" });

        Assert.Equal((422, "which-unit"), (status, problem.GetProperty("errors")[0].Text("code")));
        Assert.Equal("submitted", returned.Text("state"));
        Assert.Equal("returned", accepted.Text("state"));
    }

    [Fact]
    public async Task A_completion_is_withdrawn_before_its_review_and_not_after()
    {
        var withdrawn = await _service.Service.ListenAsync<CompletionWithdrawn>();
        Assert.Equal(409, (await _service.Lead.PostAsync($"{Path}/completion/withdrawal", new { reason = "没有申请" })).Status);
        await SubmitAsync(_service.Lead);
        Assert.Equal(409, (await _service.OtherLead.PostAsync($"{Path}/completion/withdrawal", new { reason = "不是我的" })).Status);
        Assert.Equal(422, (await _service.Lead.PostAsync($"{Path}/completion/withdrawal", new { })).Status);

        var (status, task) = await _service.Lead.PostAsync($"{Path}/completion/withdrawal", new { reason = "附件有误" });

        Assert.Equal((200, "open"), (status, task.Text("state")));
        Assert.Equal(409, (await _service.Committee.PostAsync($"{Path}/completion/review", new { decision = "accepted" })).Status);
        await Eventually.HoldsAsync(() => Task.FromResult(withdrawn.Count == 1));
        await SubmitAsync(_service.Lead);
        await ReviewAsync(new { decision = "accepted" });
        Assert.Equal(409, (await _service.Lead.PostAsync($"{Path}/completion/withdrawal", new { reason = "太晚" })).Status);
        var (_, entries) = await _service.Lead.ReadAsync($"{Path}/entries");
        Assert.Equal(["accepted", null, "withdrawn", null],
            entries.GetProperty("items").EnumerateArray().Select(e => e.GetProperty("decision").GetString()));
    }

    [Fact]
    public async Task Each_lead_reports_its_own_share_and_the_task_is_no_further_than_the_least()
    {
        await _service.RecordAsync(30, new { kind = "progress", occurredOn = "2021-11-01", text = "牵头", percent = 80 });
        Assert.Equal(JsonValueKind.Null, (await TaskAsync()).GetProperty("percent").ValueKind);
        await _service.RecordAsync(30, new { kind = "progress", occurredOn = "2021-11-01", text = "另一牵头", percent = 37.5 }, _service.OtherLead);

        Assert.Equal(37.5m, (await TaskAsync()).GetProperty("percent").GetDecimal());
    }

    private async Task<JsonElement> TaskAsync() => (await _service.Lead.ReadAsync(Path)).Body;

    private static async Task<JsonElement> SubmitAsync(HttpClient by)
    {
        var (status, body) = await by.PostAsync($"{Path}/completion", new { text = "完成" });
        Assert.True(status == 200, body.ToString());
        return body;
    }

    private async Task<JsonElement> ReviewAsync(object review)
    {
        var (status, body) = await _service.Committee.PostAsync($"{Path}/completion/review", review);
        Assert.True(status == 200, body.ToString());
        return body;
    }
}
