using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Bishui.Features.Rounds;
using Bishui.Hosting.Errors;
using Bishui.Hosting.Identity;
using Bishui.Storage.Documents;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace Bishui.Assessment.Complaints;

/// <summary>Bounds of what comes in without signing in; section <c>Complaints</c>.</summary>
internal sealed class ComplaintBounds
{
    /// <summary>Complaints that one address may submit within a clock hour.</summary>
    [Range(1, 100_000)]
    public int AddressPerHour { get; set; } = 5;

    /// <summary>Complaints that all addresses together may submit within a clock hour: the last line against many addresses.</summary>
    [Range(1, 10_000)]
    public int AllPerHour { get; set; } = 200;

    /// <summary>Leading zero bits of the proof of work that a complaint carries; 0 asks for none. 18 take a telephone about a second.</summary>
    [Range(0, 30)]
    public int ChallengeBits { get; set; }

    /// <summary>Minutes for which a challenge is good.</summary>
    [Range(1, 1440)]
    public int ChallengeMinutes { get; set; } = 10;
}

/// <summary>
/// What was submitted within a clock hour. Addresses are personal data: they are kept as hashes under a key that is drawn for the hour and is
/// deleted with it, so that nobody can tell afterwards who called.
/// </summary>
internal sealed record ComplaintHour
{
    public required string Key { get; init; }

    public required int Taken { get; init; }

    /// <summary>How many each address submitted, by its hash.</summary>
    public required IReadOnlyDictionary<string, int> Addresses { get; init; }
}

/// <summary>Counts anonymous complaints, in the commit that takes them: all replicas share the count, and a restart forgets nothing.</summary>
internal sealed class ComplaintQuota(IOptions<ComplaintBounds> bounds)
{
    /// <summary>By the hour in UTC; at most <see cref="ComplaintBounds.AllPerHour"/> addresses in one.</summary>
    public static readonly Collection<ComplaintHour> Hours = new("complaint-hours");

    public static string HourOf(DateTimeOffset instant) => instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH", CultureInfo.InvariantCulture);

    /// <summary>Counts one more in the commit; the refusal when there have been enough, and then nothing is counted.</summary>
    public async ValueTask<ProblemHttpResult?> CountAsync(IDocumentReader reader, Commit commit, HttpContext http, DateTimeOffset now, CancellationToken cancel)
    {
        var hour = HourOf(now);
        var held = await reader.FindAsync(Hours, hour, cancel);
        var counted = held?.Body ?? new() { Key = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)), Taken = 0, Addresses = new Dictionary<string, int>() };
        var address = Convert.ToHexStringLower(HMACSHA256.HashData(Convert.FromBase64String(counted.Key), Encoding.UTF8.GetBytes(http.CountedAddress())));
        var own = counted.Addresses.GetValueOrDefault(address);
        if (own >= bounds.Value.AddressPerHour) return Exceeded(http, now, "address", own, bounds.Value.AddressPerHour);
        if (counted.Taken >= bounds.Value.AllPerHour) return Exceeded(http, now, "all", counted.Taken, bounds.Value.AllPerHour);
        var next = counted with { Taken = counted.Taken + 1, Addresses = new Dictionary<string, int>(counted.Addresses) { [address] = own + 1 } };
        if (held is null) commit.Insert(Hours, hour, next);
        else commit.Update(Hours, hour, held.Version, next);
        return null;
    }

    private static ProblemHttpResult Exceeded(HttpContext http, DateTimeOffset now, string quota, int used, int limit)
    {
        var wait = 3600 - (int)(now.ToUnixTimeSeconds() % 3600);
        http.Response.Headers.RetryAfter = wait.ToString(CultureInfo.InvariantCulture);
        // Whoever has something urgent to report must not be left with a refusal.
        var others = ComplaintRules.Carried.Channels.Where(channel => channel.Telephone is not null).ToList();
        var refusal = Problems.Of(StatusCodes.Status429TooManyRequests, "quota-exceeded", "本小时网上举报已达上限，请稍后再提交，或拨打电话",
            "Enough complaints came in this hour: try again later, or call",
            detail: string.Join("；", others.Select(channel => $"{channel.Zh} / {channel.En}: {channel.Telephone}")));
        refusal.ProblemDetails.Extensions["quota"] = quota;
        refusal.ProblemDetails.Extensions["used"] = used;
        refusal.ProblemDetails.Extensions["limit"] = limit;
        return refusal;
    }
}

/// <summary>Deletes the counts and the spent challenges whose time is over.</summary>
internal sealed class ComplaintQuotaRounds(IDocumentStore store, TimeProvider clock, ILogger<ComplaintQuotaRounds> log) : PeriodicRounds(clock, log)
{
    protected override string Subject => "Counts of complaints";

    protected override TimeSpan Pause => TimeSpan.FromMinutes(30);

    /// <inheritdoc/>
    protected override async Task<int> RunAsync(DateTimeOffset now, CancellationToken cancel)
    {
        return await DeleteAsync(ComplaintQuota.Hours, new() { Before = ComplaintQuota.HourOf(now), Limit = 1000 }, cancel)
            + await DeleteAsync(ComplaintChallenges.Spent, new() { Index = SpentChallenge.ByExpiry, Before = ComplaintCollections.At(now), Limit = 1000 }, cancel);
    }

    private async Task<int> DeleteAsync<T>(Collection<T> collection, DocumentQuery query, CancellationToken cancel) where T : class
    {
        var ids = new List<string>();
        await foreach (var held in store.StreamAsync(collection, query, cancel)) ids.Add(held.Id);
        foreach (var id in ids)
            await store.DecideAsync(async reader =>
            {
                var commit = new Commit();
                if (await reader.FindAsync(collection, id, cancel) is { } held) commit.Delete(collection, id, held.Version);
                return new Decision<bool>(commit, true);
            }, cancel);
        return ids.Count;
    }
}
