using Bishui.Tests.Support;
using Bishui.Tests.Support.Hosting;

namespace Bishui.Tests.Broker.Messages;

public sealed class Loopback : IDisposable
{
    private readonly TempFolder _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task Services_of_one_process_hear_each_other_without_a_broker()
    {
        await using var first = await TallyService.StartAsync("industrial", "loopback://one", _data.Path);
        await using var second = await TallyService.StartAsync("assessment", "loopback://one", _data.Path);
        await using var stranger = await TallyService.StartAsync("risk", "loopback://two", _data.Path);

        await first.TellAsync(TallyService.Reviewed("c1"));

        Assert.Equal(1, (await Eventually.FindAsync(() => first.TallyAsync("c1"))).Count);
        Assert.Equal(1, (await Eventually.FindAsync(() => second.TallyAsync("c1"))).Count);
        Assert.Null(await stranger.TallyAsync("c1"));
    }
}
