using Bishui.Hosting.Time;
using Bishui.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Bishui.Tests.Functional.Categories;

/// <summary>One reading of the clock a request.</summary>
public sealed class RequestClockTests
{
    [Fact]
    public async Task A_request_has_one_now_read_at_its_first_use_and_the_next_has_a_later_one()
    {
        await using var tasks = await Tasks.TaskService.StartAsync();
        using var scope = tasks.Service.Services.CreateScope();
        using var next = tasks.Service.Services.CreateScope();
        var clock = scope.ServiceProvider.GetRequiredService<RequestClock>();
        tasks.Service.Clock.Advance(TimeSpan.FromHours(1));
        var now = clock.Now;
        tasks.Service.Clock.Advance(TimeSpan.FromHours(1));

        Assert.InRange(now, TestService.Start.AddHours(1), TestService.Start.AddHours(2));
        Assert.Equal(now, clock.Now);
        Assert.Equal(now, scope.ServiceProvider.GetRequiredService<RequestClock>().Now);
        Assert.InRange(next.ServiceProvider.GetRequiredService<RequestClock>().Now, now.AddHours(1), now.AddHours(2));
    }

    [Fact]
    public async Task What_outlives_requests_cannot_keep_the_clock_of_one() =>
        await Assert.ThrowsAnyAsync<Exception>(() => Tasks.TaskService.StartAsync(configure: builder => builder.Services.AddSingleton<Keeper>()));

    private sealed class Keeper(RequestClock clock)
    {
        public DateTimeOffset Now => clock.Now;
    }
}
