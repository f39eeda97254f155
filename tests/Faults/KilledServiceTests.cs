using Bishui.Launcher;
using Xunit;
using Xunit.Abstractions;

namespace Bishui.Tests.Faults;

[Collection(PlatformFixture.Name)]
public sealed class KilledServiceTests(PlatformFixture platform, ITestOutputHelper output)
{
    private static readonly TimeSpan Before = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Down = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan After = TimeSpan.FromSeconds(1);

    public static TheoryData<string> Programs => [.. Part.Services.Append(Part.Gateway).Select(p => p.Name)];

    [Theory]
    [MemberData(nameof(Programs))]
    public async Task What_was_acknowledged_is_there_once_after_a_kill(string name)
    {
        var program = platform.Platform.Programs.Single(p => p.Part.Name == name);
        await using var traffic = await Traffic.StartAsync(platform);
        await Task.Delay(Before);
        await program.Process.KillAsync();
        Assert.False(program.Process.IsRunning);
        await Task.Delay(Down);
        var since = TimeProvider.System.GetTimestamp();
        await program.StartAsync();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        await program.WaitUntilReadyAsync(patience.Token);
        output.WriteLine($"{name} ready again after {TimeProvider.System.GetElapsedTime(since).TotalSeconds:0.0} s");
        await Task.Delay(After);
        await traffic.StopAsync();
        output.WriteLine($"{traffic.Acknowledged} writes acknowledged");

        await traffic.ProveAsync();
    }
}
