using System.Diagnostics;
using System.Net;
using System.Text.Json;
using Bishui.Tests.Support;
using Bishui.Tests.Support.Hosting;
using Xunit.Abstractions;

namespace Bishui.Tests.Broker.Messages;

public sealed class Outages(ITestOutputHelper output) : IDisposable
{
    private readonly TempFolder _data = new();

    public void Dispose() => _data.Dispose();

    [RabbitFact]
    public async Task What_is_committed_while_the_broker_is_away_arrives_when_it_is_back()
    {
        await using var node = await RabbitNode.StartNewAsync();
        await using var service = await TallyService.StartAsync("industrial", node.Address, _data.Path);
        await service.ConnectedAsync();
        await service.TellAsync(TallyService.Reviewed("before"));
        await Eventually.FindAsync(() => service.TallyAsync("before"));

        await node.StopAsync();
        var answered = Stopwatch.StartNew();
        await service.TellAsync(TallyService.Reviewed("during"));
        Assert.True(answered.Elapsed < TimeSpan.FromSeconds(1), "A commit does not wait for the broker");
        Assert.Equal("unhealthy", await BrokerAsync(service, HttpStatusCode.ServiceUnavailable));
        await Task.Delay(TimeSpan.FromSeconds(10));
        Assert.Null(await service.TallyAsync("during"));

        await node.StartAsync();
        var back = Stopwatch.StartNew();
        await Eventually.FindAsync(() => service.TallyAsync("during"));
        output.WriteLine($"Arrived {back.Elapsed.TotalSeconds:0.0} s after the broker was back");
        Assert.Equal("healthy", await BrokerAsync(service, HttpStatusCode.OK));
    }

    [RabbitFact]
    public async Task A_service_starts_and_takes_work_before_the_broker_is_there()
    {
        await using var node = await RabbitNode.StartNewAsync();
        await node.StopAsync();
        await using var service = await TallyService.StartAsync("industrial", node.Address, _data.Path);

        Assert.Equal("unhealthy", await BrokerAsync(service, HttpStatusCode.ServiceUnavailable));
        await service.TellAsync(TallyService.Reviewed("early"));
        await node.StartAsync();
        await service.ConnectedAsync();
        await service.TellAsync(TallyService.Reviewed("late"));

        await Eventually.FindAsync(() => service.TallyAsync("late"), TimeSpan.FromSeconds(45));
        await Eventually.FindAsync(() => service.TallyAsync("early"), TimeSpan.FromSeconds(45));
        await Eventually.HoldsAsync(async () => (await service.Store().PendingAsync(1)).Count == 0);
        Assert.Equal("healthy", await BrokerAsync(service, HttpStatusCode.OK));
    }

    private static async Task<string?> BrokerAsync(SmallService service, HttpStatusCode expected)
    {
        string? status = null;
        await Eventually.HoldsAsync(async () =>
        {
            using var answer = await service.SendAsync(HttpMethod.Get, "/health/ready");
            var checks = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.GetProperty("checks");
            status = checks.EnumerateArray().Single(check => check.GetProperty("name").GetString() == "broker").GetProperty("status").GetString();
            return answer.StatusCode == expected;
        });
        return status;
    }
}
