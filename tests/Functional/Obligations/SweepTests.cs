using Bishui.Contracts.Obligations;
using Bishui.Features.Obligations;
using Bishui.Tests.Functional.Tasks;
using Bishui.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Bishui.Tests.Functional.Obligations;

public sealed class SweepTests
{
    [Fact]
    public async Task Two_rounds_at_once_make_each_duty_and_each_reminder_once()
    {
        await using var service = await TaskService.StartAsync(DutyPlans.For(TaskService.Name), now: At(2021, 12, 24));
        var changed = await service.Service.ListenAsync<ObligationsChanged>();
        var reminded = await service.Service.ListenAsync<ObligationsReminded>();
        var sweep = service.Service.Services.GetRequiredService<ObligationSweep>();
        await sweep.RunAsync(default);
        changed.Clear();
        reminded.Clear();

        service.Service.Clock.Advance(TimeSpan.FromDays(6));    // 30 December: one day before the year's end, the day of the reports
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => sweep.RunAsync(default))));

        List<(string ObligationId, string Step)> sent = [];
        await Eventually.HoldsAsync(() => Task.FromResult(
            (sent = [.. reminded.SelectMany(told => told.Reminders).Select(reminder => (reminder.ObligationId, reminder.Step))])
            .Count(reminder => reminder.Step == "on-the-day") >= 2));
        await Task.Delay(500);                                  // what is told twice would be told by now
        sent = [.. reminded.SelectMany(told => told.Reminders).Select(reminder => (reminder.ObligationId, reminder.Step))];
        Assert.Equal(sent.Distinct().Count(), sent.Count);
        Assert.Equal(2, sent.Count(reminder => reminder.Step == "on-the-day"));
        Assert.Contains(sent, reminder => reminder.Step == "one-day-before" && reminder.ObligationId.Contains(".year.", StringComparison.Ordinal));
        var told = changed.SelectMany(each => each.Obligations).Select(each => (each.Id, each.Revision)).ToList();
        Assert.Equal(told.Distinct().Count(), told.Count);
        Assert.Equal(0, await sweep.RunAsync(default));
    }

    [Fact]
    public async Task A_year_is_lived_through_day_by_day_over_a_leap_day_and_a_new_version()
    {
        var year = new Func<int, int, DateTimeOffset>((month, day) => At(2024, month, day));
        var plan = DutyPlans.For(TaskService.Name) with { PlanId = "test-2024", Year = 2024, IssuedOn = new(2024, 1, 1) };
        await using var service = await TaskService.StartAsync(plan, now: year(1, 1));
        var reminded = await service.Service.ListenAsync<ObligationsReminded>();
        var sweep = service.Service.Services.GetRequiredService<ObligationSweep>();
        for (var day = 0; day < 366 + 25; day++)
        {
            if (day == 200)
                await service.AdoptAsync(DutyPlans.For(TaskService.Name, 2, DutyPlans.Duty("new", "by 2024-12-30", "record report late-addition"))
                    with
                { PlanId = "test-2024", Year = 2024, IssuedOn = new(2024, 1, 1) });
            await sweep.RunAsync(default);
            service.Service.Clock.Advance(TimeSpan.FromDays(1));
        }

        var (_, listed) = await service.Lead.ReadAsync($"{TaskService.Base}/obligations?limit=1000");
        var duties = listed.GetProperty("items").EnumerateArray().ToList();
        Assert.Equal("2024-02-29", duties.Single(each => each.Text("rule") == "zone" && each.Text("period") == "2024-02").Text("due"));
        Assert.All(duties.Where(each => each.Text("rule") is "disclosure" or "report" or "zone" or "new"), each => Assert.Equal("missed", each.Text("state")));
        Assert.Equal(22, duties.Count(each => each.Text("rule") is "disclosure" or "report" or "zone" or "new") + 1);
        var (_, summary) = await service.Lead.ReadAsync($"{TaskService.Base}/obligations/summary");
        Assert.Equal(duties.Count(each => each.Text("state") == "missed" && each.Text("nature") == "breach"), summary.Count("breaches"));
        // Each duty climbed the whole ladder, each step once.
        var climbing = duties.Count(each => each.Text("state") == "missed");
        await Eventually.HoldsAsync(() => Task.FromResult(Ladders().Count(duty => duty.Count() == 4) == climbing));
        foreach (var duty in Ladders())
            Assert.Equal(["seven-days-before", "one-day-before", "on-the-day", "after"], duty.OrderBy(each => each.SentAt).Select(each => each.Step));

        IEnumerable<IGrouping<string, ObligationReminder>> Ladders() => reminded.SelectMany(each => each.Reminders).GroupBy(each => each.ObligationId);
    }

    [Fact]
    public async Task The_years_last_second_is_in_time_and_the_next_is_not()
    {
        await using var service = await TaskService.StartAsync(DutyPlans.For(TaskService.Name), now: new(2021, 12, 31, 23, 59, 59, TimeSpan.FromHours(8)));
        var sweep = service.Service.Services.GetRequiredService<ObligationSweep>();
        await sweep.RunAsync(default);
        Assert.Equal("open", await StateAsync());

        service.Service.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("missed", await StateAsync());

        async Task<string> StateAsync() =>
            (await service.Lead.ReadAsync($"{TaskService.Base}/obligations?rule=year")).Body.GetProperty("items")[0].Text("state");
    }

    [Fact]
    public async Task What_a_new_version_no_longer_asks_lapses_and_what_it_moves_moves()
    {
        await using var service = await TaskService.StartAsync(DutyPlans.For(TaskService.Name, 1, DutyPlans.Duty("moved", "by 2021-11-30", "completion")));
        var sweep = service.Service.Services.GetRequiredService<ObligationSweep>();
        await sweep.RunAsync(default);
        var plan = DutyPlans.For(TaskService.Name, 2, DutyPlans.Duty("moved", "by 2021-12-15", "completion"));
        await service.AdoptAsync(plan with
        {
            Tasks = [plan.Tasks[0] with { Duties = [.. plan.Tasks[0].Duties!.Where(duty => duty.Key != "strive")] }, .. plan.Tasks.Skip(1)],
        });
        await sweep.RunAsync(default);

        var (_, listed) = await service.Lead.ReadAsync($"{TaskService.Base}/obligations?limit=1000");
        var duties = listed.GetProperty("items").EnumerateArray().ToList();
        Assert.Equal("lapsed", duties.Single(each => each.Text("rule") == "strive").Text("state"));
        Assert.Equal("2021-12-15", duties.Single(each => each.Text("rule") == "moved").Text("due"));
    }

    private static DateTimeOffset At(int year, int month, int day) => new(year, month, day, 9, 0, 0, TimeSpan.FromHours(8));
}
