using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Text;
using System.Text.Json;
using Bishui.Contracts.Tasks;
using Bishui.Storage.Documents;
using Bishui.Tests.Support;
using Bishui.Tests.Support.Hosting;
using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Bishui.Tests.Broker.Messages;

[CollectionDefinition("rabbit")]
public sealed class RabbitCollection : ICollectionFixture<SharedRabbit>;

[Collection("rabbit")]
public sealed class Delivery(SharedRabbit rabbit) : IDisposable
{
    private readonly TempFolder _data = new();

    public void Dispose() => _data.Dispose();

    [RabbitFact]
    public async Task An_event_reaches_every_service_though_their_consumers_are_of_one_class()
    {
        await using var teller = await StartAsync("industrial", consumes: false);
        await using var first = await StartAsync("risk");
        await using var second = await StartAsync("assessment");

        await teller.TellAsync(TallyService.Reviewed("c1"));

        Assert.Equal(1, (await Eventually.FindAsync(() => first.TallyAsync("c1"))).Count);
        Assert.Equal(1, (await Eventually.FindAsync(() => second.TallyAsync("c1"))).Count);
        await Eventually.HoldsAsync(async () => (await teller.Store().PendingAsync(1)).Count == 0);
    }

    [RabbitFact]
    public async Task A_second_delivery_changes_nothing()
    {
        await using var service = await StartAsync("twice");
        var bus = service.Services.GetRequiredService<IBus>();
        var id = Guid.CreateVersion7();

        for (var delivery = 0; delivery < 3; delivery++)
            await bus.Publish(TallyService.Reviewed("c1"), context => context.MessageId = id);
        await bus.Publish(TallyService.Reviewed("c2"));
        await Eventually.FindAsync(() => service.TallyAsync("c2"));
        await QueueIsEmptyAsync("twice-tally");

        Assert.Equal(1, (await service.TallyAsync("c1"))!.Count);
    }

    [RabbitFact]
    public async Task What_keeps_failing_is_retried_then_parked_whole_and_others_go_on()
    {
        await using var service = await StartAsync("failing");
        var failing = TallyService.Reviewed("c-fails", "fails");

        await service.TellAsync(failing, TallyService.Reviewed("c-good"));

        await Eventually.FindAsync(() => service.TallyAsync("c-good"));
        var parked = await Eventually.FindAsync(() => TakeAsync("failing-tally_error"));
        Assert.Equal(3, TallyConsumer.Failures["c-fails"]);       // once, and twice again
        var message = JsonDocument.Parse(parked.Body).RootElement.GetProperty("message").Deserialize<CompletionReviewed>(JsonSerializerOptions.Web);
        Assert.Equal(failing, message);
        Assert.Equal("This one always fails", Encoding.UTF8.GetString((byte[])parked.BasicProperties.Headers!["MT-Fault-Message"]!));
    }

    [RabbitFact]
    public async Task An_operator_sees_what_is_parked_and_sends_it_back()
    {
        await using var issuer = await TokenIssuer.StartAsync();
        await using var service = await StartAsync("operated", authority: issuer.Address);
        const string Errors = "/api/operated/operations/errors";
        var admin = issuer.Token("admin", roles: ["admin"]);
        TallyConsumer.Broken["c-broken"] = true;
        await service.TellAsync(TallyService.Reviewed("c-broken"), TallyService.Reviewed("c-forever", "fails"));

        var items = await Eventually.FindAsync(async () => await ParkedAsync() is { Length: 2 } all ? all : null);
        var broken = items.Single(item => item.GetProperty("message").GetProperty("completionId").GetString() == "c-broken");
        Assert.Equal("operated-tally", broken.GetProperty("queue").GetString());
        Assert.Equal("Bishui.Contracts.Tasks.CompletionReviewed", broken.GetProperty("type").GetString());
        Assert.Equal("This one is broken", broken.GetProperty("detail").GetString());
        Assert.Equal(2, (await ParkedAsync()).Length);             // looking takes nothing away

        TallyConsumer.Broken["c-broken"] = false;
        var named = new StringContent($$"""{"messageIds":["{{broken.GetProperty("messageId").GetString()}}"]}""", Encoding.UTF8, "application/json");
        using var replay = await service.SendAsync(HttpMethod.Post, Errors + "/replay", admin, named);
        Assert.Equal("""{"replayed":1}""", await replay.Content.ReadAsStringAsync());
        Assert.Equal(1, (await Eventually.FindAsync(() => service.TallyAsync("c-broken"))).Count);
        Assert.Equal("c-forever", Assert.Single(await ParkedAsync()).GetProperty("message").GetProperty("completionId").GetString());

        using var refused = await service.SendAsync(HttpMethod.Get, Errors, issuer.Token());
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);

        async Task<JsonElement[]> ParkedAsync()
        {
            using var answer = await service.SendAsync(HttpMethod.Get, Errors, admin);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            return [.. JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.GetProperty("items").EnumerateArray()];
        }
    }

    [RabbitFact]
    public async Task An_old_shape_and_a_newer_one_are_both_read()
    {
        await using var service = await StartAsync("shapes");
        var message = JsonSerializer.SerializeToNode(TallyService.Reviewed("c-old"), JsonSerializerOptions.Web)!.AsObject();
        message.Remove("reason");                                  // written before the member was added
        message["weather"] = "rain";                               // written after a member we do not know was added
        var envelope = new { messageId = Guid.CreateVersion7(), messageType = new[] { "urn:message:Bishui.Contracts.Tasks:CompletionReviewed" }, message, mood = 1 };

        await WithChannelAsync(async channel =>
        {
            var properties = new BasicProperties { ContentType = "application/vnd.masstransit+json", DeliveryMode = DeliveryModes.Persistent };
            await channel.BasicPublishAsync("Bishui.Contracts.Tasks:CompletionReviewed", "", true, properties, JsonSerializer.SerializeToUtf8Bytes(envelope));
            return true;
        });

        Assert.Null((await Eventually.FindAsync(() => service.TallyAsync("c-old"))).Reason);
    }

    [RabbitFact]
    public async Task Queues_are_quorum_queues_named_by_the_service()
    {
        const string Queue = "water-saving-tally";
        await using var service = await StartAsync("water-saving");

        var quorum = new Dictionary<string, object?> { ["x-queue-type"] = "quorum" };
        Assert.Equal(1u, (await WithChannelAsync(channel => channel.QueueDeclareAsync(Queue, true, false, false, quorum))).ConsumerCount);
        var refusal = await Assert.ThrowsAsync<OperationInterruptedException>(
            () => WithChannelAsync(channel => channel.QueueDeclareAsync(Queue, true, false, false)));
        Assert.Equal(406, refusal.ShutdownReason!.ReplyCode);
    }

    [RabbitFact]
    public async Task A_trace_goes_on_from_the_request_to_the_consumer()
    {
        var stopped = new ConcurrentBag<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = _ => true,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = stopped.Add,
        };
        ActivitySource.AddActivityListener(listener);
        await using var teller = await StartAsync("traced", consumes: false, map: app => app.MapPost("/tell", (IDocumentStore store) =>
            store.CommitAsync(new Commit().Publish(TallyService.Reviewed("c-traced")))).AllowAnonymous());
        await using var hearer = await StartAsync("tracing");

        // Begun after the services, so that it reaches them in the request's header and no other way.
        using var user = new Activity("user").Start();
        using var answer = await teller.Http.PostAsync("/tell", null);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        await Eventually.FindAsync(() => hearer.TallyAsync("c-traced"));
        await Eventually.HoldsAsync(() => Task.FromResult(stopped.Any(activity => activity.TraceId == user.TraceId && activity.Kind == ActivityKind.Consumer)));
        Assert.Contains(stopped, activity => activity.TraceId == user.TraceId && activity.OperationName == "outbox publish");
    }

    [RabbitFact]
    public async Task An_event_that_cannot_be_sent_is_kept_and_told_and_blocks_nobody()
    {
        await using var service = await StartAsync("poisoned");

        await service.TellAsync(new Unheard("of"), TallyService.Reviewed("c-after"));

        await Eventually.FindAsync(() => service.TallyAsync("c-after"));
        await Eventually.HoldsAsync(async () => (await service.Store().PendingAsync(10)).Count == 1);
        using var ready = await service.SendAsync(HttpMethod.Get, "/health/ready");
        Assert.Equal(HttpStatusCode.OK, ready.StatusCode);
        Assert.Contains("1 cannot be sent: Bishui.Tests.Broker.Messages.Delivery", await ready.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Matches("(?m)^bishui_outbox_unreadable[^\n]* 1$", await service.MetricsAsync());
    }

    [RabbitFact]
    public async Task All_events_arrive_though_the_relay_is_restarted_on_the_way()
    {
        await using var hearer = await StartAsync("complete");
        var ids = Enumerable.Range(1, 500).Select(number => $"c{number}").ToArray();
        for (var part = 0; part < 5; part++)
        {
            await using var teller = await StartAsync("restarted", consumes: false, connected: part % 2 == 0);
            await teller.TellAsync(ids.Skip(part * 100).Take(100).Select(id => TallyService.Reviewed(id)));
        }
        await using var last = await StartAsync("restarted", consumes: false);

        await Eventually.HoldsAsync(async () => (await hearer.Store().ListAsync(Tally.Tallies, new() { Limit = 1000 })).Items.Count == ids.Length, TimeSpan.FromSeconds(30));
        await QueueIsEmptyAsync("complete-tally");
        var tallies = (await hearer.Store().ListAsync(Tally.Tallies, new() { Limit = 1000 })).Items;
        Assert.Equal(ids.Order(StringComparer.Ordinal), tallies.Select(tally => tally.Id));
        Assert.All(tallies, tally => Assert.Equal(1, tally.Body.Count));
    }

    private async Task<SmallService> StartAsync(
        string name, bool consumes = true, bool connected = true, string authority = "http://127.0.0.1:1", Action<WebApplication>? map = null)
    {
        var service = await TallyService.StartAsync(name, rabbit.Address, _data.Path, consumes, authority, map);
        if (connected) await service.ConnectedAsync();
        return service;
    }

    private Task QueueIsEmptyAsync(string queue) => Eventually.HoldsAsync(() => WithChannelAsync(async channel =>
        (await channel.QueueDeclarePassiveAsync(queue)).MessageCount == 0));

    private Task<BasicGetResult?> TakeAsync(string queue) => WithChannelAsync(async channel =>
    {
        try
        {
            return await channel.BasicGetAsync(queue, autoAck: true);
        }
        catch (OperationInterruptedException)
        {
            return null;        // there is no such queue before the first message is parked
        }
    });

    private async Task<T> WithChannelAsync<T>(Func<IChannel, Task<T>> use)
    {
        await using var connection = await new ConnectionFactory { Uri = new(rabbit.Address) }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();
        return await use(channel);
    }

    private sealed record Unheard(string Of);
}
