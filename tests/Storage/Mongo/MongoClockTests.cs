using Bishui.Storage.Mongo;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Bishui.Tests.Storage.Mongo;

public sealed class MongoClockTests
{
    private readonly FakeTimeProvider _time = new(new(2021, 11, 1, 0, 0, 0, TimeSpan.Zero));

    [Fact]
    public void Positions_increase_also_when_the_clock_stands_still_or_goes_back()
    {
        var clock = new MongoClock(3, _time);
        var first = clock.Next(5);
        var second = clock.Next(1);
        Assert.True(MongoClock.After(first, 4) < second);

        Assert.True(new MongoClock(3, new FakeTimeProvider(_time.GetUtcNow().AddMilliseconds(1))).Next(1) > second);
        var behind = new MongoClock(3, new FakeTimeProvider(_time.GetUtcNow().AddDays(-1)));
        Assert.True(behind.Next(1) < first);
        behind.Observe(second);
        Assert.True(behind.Next(1) > second);
    }

    [Fact]
    public void Replicas_never_give_the_same_position_and_never_one_of_the_time_of_turns()
    {
        var positions = Enumerable.Range(0, MongoClock.Replicas).Select(replica => new MongoClock(replica, _time).Next(1)).ToList();
        Assert.Equal(positions.Count, positions.Distinct().Count());
        Assert.All(positions, position => Assert.True(position > 1_000_000_000L << 20));
        Assert.True(new MongoClock(0, new FakeTimeProvider(new(2199, 1, 1, 0, 0, 0, TimeSpan.Zero))).Next(1) > 0);
    }
}
