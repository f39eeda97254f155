using Bishui.Contracts.Tasks;
using Bishui.Tests.Support;
using Xunit;

namespace Bishui.Tests.Functional.Tasks;

public sealed class PlanVersionTests : IAsyncLifetime
{
    private TaskService _service = null!;

    public async Task InitializeAsync() => _service = await TaskService.StartAsync();

    public Task DisposeAsync() => _service.DisposeAsync().AsTask();

    [Fact]
    public async Task A_renumbered_task_keeps_its_ledger_and_a_removed_one_takes_nothing_more()
    {
        var kept = await _service.RecordAsync(29, TaskService.Entry("第一版时登记"));
        var plan = TestPlans.For(TaskService.Name, version: 2, content: "每月监测两次");
        // 29 and 30 exchange their numbers; 31 is gone.
        await _service.AdoptAsync(plan with
        {
            Tasks =
            [
                plan.Tasks[1] with { Number = 29, Key = "t30", Content = "原第三十项" },
                plan.Tasks[0] with { Number = 30, Key = "t29" },
            ],
        });

        var (_, moved) = await _service.Lead.ReadAsync($"{TaskService.Base}/tasks/30/entries");
        var (_, exchanged) = await _service.Lead.ReadAsync($"{TaskService.Base}/tasks/29/entries");
        Assert.Equal(kept.Text("id"), Assert.Single(moved.GetProperty("items").EnumerateArray()).Text("id"));
        Assert.Empty(exchanged.GetProperty("items").EnumerateArray());
        Assert.Equal(404, (await _service.Committee.PostAsync($"{TaskService.Base}/tasks/31/entries", TaskService.Entry("已删去"))).Status);
        Assert.Equal(2, (await _service.Lead.ReadAsync($"{TaskService.Base}/tasks")).Body.Count("items"));
    }

    [Fact]
    public async Task An_older_version_changes_nothing_and_is_answered()
    {
        await _service.AdoptAsync(TestPlans.For(TaskService.Name, version: 2, content: "每月监测两次"));
        var answers = await _service.Service.ListenAsync<LedgersOpened>();

        await _service.Service.TellAsync(TestPlans.For(TaskService.Name));

        await Eventually.HoldsAsync(() => Task.FromResult(!answers.IsEmpty));
        Assert.Equal("每月监测两次", (await _service.Lead.ReadAsync($"{TaskService.Base}/tasks/29")).Body.Text("content"));
    }

    [Fact]
    public async Task The_next_years_plan_opens_new_ledgers_and_the_old_chain_goes_on()
    {
        var last = await _service.RecordAsync(29, TaskService.Entry("上一年"));
        _service.Service.Clock.SetUtcNow(new(2022, 3, 2, 12, 0, 0, TimeSpan.FromHours(8)));
        await _service.AdoptAsync(TestPlans.For(TaskService.Name, content: "下一年") with { PlanId = "test-2022", Year = 2022, IssuedOn = new(2022, 3, 1) });

        Assert.Empty((await _service.Lead.ReadAsync($"{TaskService.Base}/tasks/29/entries")).Body.GetProperty("items").EnumerateArray());
        var first = await _service.RecordAsync(29, TaskService.Entry("新一年"));
        Assert.Equal(last.Text("hash"), first.Text("previousHash"));
        Assert.Equal("test-2022", first.Text("planId"));
    }
}
