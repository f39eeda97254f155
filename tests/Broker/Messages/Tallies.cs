using System.Collections.Concurrent;
using Bishui.Contracts.Tasks;
using Bishui.Hosting;
using Bishui.Hosting.Messages;
using Bishui.Storage;
using Bishui.Storage.Documents;
using Bishui.Tests.Support;
using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Bishui.Tests.Broker.Messages;

/// <summary>How often a completion was counted: what a service in these tests does with an event.</summary>
public sealed record Tally
{
    public static Collection<Tally> Tallies { get; } = new("tallies");

    public required int Count { get; init; }

    public string? Reason { get; init; }
}

public sealed class TallyConsumer(IDocumentStore store) : InboxConsumer<CompletionReviewed>(store)
{
    /// <summary>Attempts at what always fails, by completion.</summary>
    public static ConcurrentDictionary<string, int> Failures { get; } = new();

    /// <summary>Completions that fail until they are mended.</summary>
    public static ConcurrentDictionary<string, bool> Broken { get; } = new();

    protected override async ValueTask<Commit> DecideAsync(CompletionReviewed message, IDocumentReader reader)
    {
        if (message.Decision == "fails")
        {
            Failures.AddOrUpdate(message.CompletionId, 1, (_, count) => count + 1);
            throw new InvalidOperationException("This one always fails");
        }
        if (Broken.GetValueOrDefault(message.CompletionId)) throw new InvalidOperationException("This one is broken");
        var held = await reader.FindAsync(Tally.Tallies, message.CompletionId);
        var next = new Tally { Count = (held?.Body.Count ?? 0) + 1, Reason = message.Reason };
        return held is null
            ? new Commit().Insert(Tally.Tallies, message.CompletionId, next)
            : new Commit().Update(Tally.Tallies, message.CompletionId, held.Version, next);
    }
}

internal static class TallyService
{
    public static Task<SmallService> StartAsync(
        string name, string broker, string data, bool consumes = true, string authority = "http://127.0.0.1:1", Action<WebApplication>? map = null) =>
        SmallService.StartAsync(name, authority, map: map,
            build: builder =>
            {
                builder.AddStorage(name);
                builder.Services.AddCollection(Tally.Tallies);
                builder.AddBus(name, bus =>
                {
                    if (consumes) bus.AddConsumer<TallyConsumer>();
                });
            },
            settings: new Dictionary<string, string?>
            {
                ["BISHUI_DATA"] = data,
                ["BISHUI_RABBITMQ"] = broker,
                ["Bus:Retries:0"] = "00:00:00.05",
                ["Bus:Retries:1"] = "00:00:00.05",
            });

    public static CompletionReviewed Reviewed(string id, string decision = "accepted") => new()
    {
        CompletionId = id,
        Service = "industrial",
        PlanId = "liunan-2021",
        Task = 1,
        Unit = "industry-it-bureau",
        Reviewer = "ecology-committee",
        Decision = decision,
        SubmittedAt = new(2021, 11, 30, 9, 0, 0, TimeSpan.FromHours(8)),
        ReviewedAt = new(2021, 12, 1, 9, 0, 0, TimeSpan.FromHours(8)),
        EntryId = "e1",
    };

    public static IDatabase Store(this SmallService service) => service.Services.GetRequiredService<IDatabase>();

    public static Task TellAsync(this SmallService service, params IEnumerable<object> events) =>
        service.Store().CommitAsync(events.Aggregate(new Commit(), (commit, message) => commit.Publish(message)));

    public static async Task<Tally?> TallyAsync(this SmallService service, string id) => (await service.Store().FindAsync(Tally.Tallies, id))?.Body;

    /// <summary>Every queue is bound and consumed; before, a message would pass it by.</summary>
    public static Task ConnectedAsync(this SmallService service) => Eventually.HoldsAsync(
        () => Task.FromResult(service.Services.GetRequiredService<IBusControl>().CheckHealth().Status == BusHealthStatus.Healthy), TimeSpan.FromSeconds(45));
}
