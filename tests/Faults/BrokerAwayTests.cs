using Xunit;
using Xunit.Abstractions;

namespace Bishui.Tests.Faults;

[Collection(PlatformFixture.Name)]
public sealed class BrokerAwayTests(PlatformFixture platform, ITestOutputHelper output)
{
    private static readonly TimeSpan Away = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Writing = TimeSpan.FromSeconds(8);

    [Fact]
    public async Task While_RabbitMQ_is_away_writes_are_taken_and_their_events_arrive_after_it_is_back()
    {
        var broker = platform.Platform.Broker!;
        var since = TimeProvider.System.GetTimestamp();
        await broker.StopAsync();
        await using var traffic = await Traffic.StartAsync(platform);
        await Task.Delay(Writing);
        await traffic.StopAsync();
        output.WriteLine($"{traffic.Acknowledged} writes acknowledged without a broker, the slowest after {traffic.Slowest.TotalMilliseconds:0} ms");
        Assert.False(broker.Process.IsRunning);
        Assert.InRange(traffic.Slowest, TimeSpan.Zero, TimeSpan.FromSeconds(5));

        var rest = Away - TimeProvider.System.GetElapsedTime(since);
        if (rest > TimeSpan.Zero)
            await Task.Delay(rest);
        await broker.StartAsync();

        await traffic.ProveAsync();
    }
}
