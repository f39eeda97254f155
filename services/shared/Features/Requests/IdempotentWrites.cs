using System.ComponentModel.DataAnnotations;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Bishui.Hosting;
using Bishui.Hosting.Errors;
using Bishui.Hosting.Identity;
using Bishui.Hosting.Time;
using Bishui.Storage.Documents;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Bishui.Features.Requests;

/// <summary>What a write decided to answer: a value with its status, or a refusal.</summary>
public sealed record Answer
{
    internal int Status { get; init; }
    internal object? Body { get; init; }
    internal string? Location { get; init; }
    internal ProblemHttpResult? Refusal { get; init; }

    /// <summary>Done.</summary>
    public static Answer Ok(object body) => new() { Status = StatusCodes.Status200OK, Body = body };

    /// <summary>Made, and found at the location from now on.</summary>
    public static Answer Created(string location, object body) => new() { Status = StatusCodes.Status201Created, Body = body, Location = location };

    /// <summary>Taken, and worked on from now; the location tells how far it is.</summary>
    public static Answer Accepted(string location, object body) => new() { Status = StatusCodes.Status202Accepted, Body = body, Location = location };

    /// <summary>Refused; nothing is written.</summary>
    public static implicit operator Answer(ProblemHttpResult refusal) => FromProblem(refusal);

    /// <summary>Refused; nothing is written.</summary>
    public static Answer FromProblem(ProblemHttpResult refusal) => new() { Refusal = refusal };
}

/// <summary>The answer given to an <c>Idempotency-Key</c>, kept with the write it answered.</summary>
internal sealed record KeptAnswer
{
    public required string RequestHash { get; init; }
    public required int Status { get; init; }
    public required string Body { get; init; }
    public string? Location { get; init; }
    public required DateTimeOffset At { get; init; }

    /// <summary>Until when a repeat gets it; null for as long as it is on file.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }
}

/// <summary>
/// Runs a write once for each <c>Idempotency-Key</c>: the answer is committed with the write, so a retry after a lost answer,
/// even after the process died, gets the first answer and changes nothing.
/// <para>
/// A key belongs to the client that signed in. Nobody signed in is no client: two strangers may choose one key, and the answer may be the only
/// key to what one of them told. An anonymous key therefore counts together with the address and the whole request, for a few minutes, and has
/// to be long enough that nobody guesses it; anything else is another request.
/// </para>
/// </summary>
public sealed class IdempotentWrites(IDocumentStore store, RequestClock clock, IOptions<JsonOptions> json)
{
    internal const string ByExpiry = "expires", ByTime = "at";

    internal static readonly Collection<KeptAnswer> Answers = new("idempotency",
        new DocumentIndex<KeptAnswer>(ByTime, a => a.At.UtcDateTime.ToString("O")),
        new DocumentIndex<KeptAnswer>(ByExpiry, a => a.ExpiresAt?.UtcDateTime.ToString("O")));

    /// <summary>For how long an anonymous key gets the first answer: a retry comes within moments.</summary>
    private static readonly TimeSpan AnonymousMemory = TimeSpan.FromMinutes(10);

    /// <summary>128 bits in base64 have 22 characters.</summary>
    private const int ShortestAnonymousKey = 22, FewestAnonymousSigns = 8;

    /// <summary>Decides and answers, about the service as a whole.</summary>
    public Task<IResult> WriteAsync(
        HttpContext http, object request, Func<IDocumentReader, Commit, ValueTask<Answer>> decide, CancellationToken cancel) =>
        WriteAsync(http, Aggregate.Service, request, decide, cancel);

    /// <summary>Decides about an aggregate and answers. <paramref name="decide"/> fills the commit it is given; a refusal writes nothing and is not kept.</summary>
    public async Task<IResult> WriteAsync(
        HttpContext http, Aggregate about, object request, Func<IDocumentReader, Commit, ValueTask<Answer>> decide, CancellationToken cancel)
    {
        if (!http.Request.TryIdempotencyKey(out var key, out var malformed)) return malformed!;

        var caller = http.User.Caller().ClientId;
        if (key is not null && caller.Length == 0 && (key.Length < ShortestAnonymousKey || key.Distinct().Count() < FewestAnonymousSigns)) return Guessable();
        var now = clock.Now;
        var requestHash = key is null ? "" : Hash(JsonSerializer.Serialize(request, request.GetType(), json.Value.SerializerOptions));
        var owner = caller.Length > 0 ? caller : $"anonymous\n{http.CountedAddress()}\n{requestHash}";
        var id = key is null ? null : Hash($"{owner}\n{http.Request.Method}\n{http.Request.Path}\n{key}");
        return await store.DecideAsync(about, async reader =>
        {
            var commit = new Commit();
            var kept = id is null ? null : await reader.FindAsync(Answers, id, cancel);
            if (kept is not null && !(kept.Body.ExpiresAt <= now)) return new Decision<IResult>(commit, Replay(kept.Body, requestHash));

            var answer = await decide(reader, commit);
            if (answer.Refusal is not null) return new Decision<IResult>(new Commit(), answer.Refusal);

            var body = JsonSerializer.Serialize(answer.Body, json.Value.SerializerOptions);
            if (id is not null)
            {
                var keeping = new KeptAnswer
                {
                    RequestHash = requestHash,
                    Status = answer.Status,
                    Body = body,
                    Location = answer.Location,
                    At = now,
                    ExpiresAt = caller.Length == 0 ? now + AnonymousMemory : null,
                };
                if (kept is null) commit.Insert(Answers, id, keeping);
                else commit.Update(Answers, id, kept.Version, keeping);
            }
            return new Decision<IResult>(commit, new WrittenResult(answer.Status, body, answer.Location, Replayed: false));
        }, cancel);
    }

    private static IResult Replay(KeptAnswer kept, string requestHash) =>
        kept.RequestHash == requestHash
            ? new WrittenResult(kept.Status, kept.Body, kept.Location, Replayed: true)
            : Problems.Of(StatusCodes.Status422UnprocessableEntity, "idempotency-key-reused",
                "同一 Idempotency-Key 已用于另一请求", "this Idempotency-Key was used for another request");

    private static ProblemHttpResult Guessable() => Problems.Of(StatusCodes.Status422UnprocessableEntity, "weak-idempotency-key",
        "未登录时 Idempotency-Key 须为不可猜测的随机值，例如 UUID", "without a token an Idempotency-Key has to be random, such as a UUID",
        [new(null, "Idempotency-Key", "weak-idempotency-key", $"至少 {ShortestAnonymousKey} 个字符 / at least {ShortestAnonymousKey} characters")]);

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private sealed class WrittenResult(int status, string body, string? location, bool Replayed) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            var response = httpContext.Response;
            response.StatusCode = status;
            response.ContentType = "application/json; charset=utf-8";
            if (location is not null) response.Headers.Location = location;
            if (Replayed) response.Headers["Idempotent-Replayed"] = "true";
            return response.WriteAsync(body, httpContext.RequestAborted);
        }
    }
}

/// <summary>Registers the memory of answered writes.</summary>
public static class IdempotentWritesRegistration
{
    /// <summary>Registers it.</summary>
    public static IServiceCollection AddIdempotentWrites(this IServiceCollection services)
    {
        services.AddOptions<IdempotencyOptions>().BindConfiguration("Idempotency").ValidateDataAnnotations().ValidateOnStart();
        return services.AddCollection(IdempotentWrites.Answers).AddScoped<IdempotentWrites>();
    }
}

/// <summary>For how long the answers to keys are kept.</summary>
public sealed class IdempotencyOptions
{
    /// <summary>Days; a request that comes again after that, under the same key, is a new one.</summary>
    [Range(1, 3650)]
    public int KeepDays { get; set; } = 7;
}
