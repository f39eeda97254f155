using Bishui.Features.Requests;
using Bishui.Storage.Documents;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Bishui.Features.Rounds;

/// <summary>Registers the rounds that every service makes.</summary>
internal static class RoundsRegistration
{
    public static IServiceCollection AddRounds(this IServiceCollection services) =>
        services.AddSingleton<KeptAnswerRounds>().AddHostedService(provider => provider.GetRequiredService<KeptAnswerRounds>());
}

/// <summary>Forgets old answers, and those to anonymous keys when their time is over: they hold what only one person was told.</summary>
internal sealed class KeptAnswerRounds(IDocumentStore store, IOptions<IdempotencyOptions> options, TimeProvider clock, ILogger<KeptAnswerRounds> log) : PeriodicRounds(clock, log)
{
    protected override string Subject => "Answers to idempotency keys";

    protected override TimeSpan Pause => TimeSpan.FromMinutes(10);

    /// <inheritdoc/>
    protected override async Task<int> RunAsync(DateTimeOffset now, CancellationToken cancel)
    {
        var oldest = now.AddDays(-options.Value.KeepDays);
        var ids = new HashSet<string>(StringComparer.Ordinal);
        foreach (var query in new DocumentQuery[]
        {
            new() { Index = IdempotentWrites.ByExpiry, Before = $"{now.UtcDateTime:O}", Limit = 1000 },
            new() { Index = IdempotentWrites.ByTime, Before = $"{oldest.UtcDateTime:O}", Limit = 1000 },
        })
            await foreach (var kept in store.StreamAsync(IdempotentWrites.Answers, query, cancel)) ids.Add(kept.Id);
        foreach (var some in ids.Chunk(100))
            await store.DecideAsync(async reader =>
            {
                var commit = new Commit();
                foreach (var id in some)
                    if (await reader.FindAsync(IdempotentWrites.Answers, id, cancel) is { } kept && (kept.Body.ExpiresAt <= now || kept.Body.At < oldest))
                        commit.Delete(IdempotentWrites.Answers, id, kept.Version);
                return new Decision<bool>(commit, true);
            }, cancel);
        return ids.Count;
    }
}
