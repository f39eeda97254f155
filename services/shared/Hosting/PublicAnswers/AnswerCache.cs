using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Threading.RateLimiting;
using Bishui.Hosting.Load;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace Bishui.Hosting.PublicAnswers;

/// <summary>An answer as it goes to everybody.</summary>
internal sealed record Answer(string Version, int Status, string? ContentType, byte[] Body)
{
    /// <summary>Follows from the content alone: two replicas, or a restart, give the same content the same tag.</summary>
    public string ETag { get; } = $"\"{Base64Url.EncodeToString(SHA256.HashData([.. Encoding.UTF8.GetBytes(ContentType ?? ""), 0, .. Body]).AsSpan(0, 16))}\"";
}

/// <summary>The answers that were made, and those that are being made.</summary>
internal sealed class AnswerCache : IDisposable
{
    // Whoever keeps an answer asks whether it still holds before it is shown: a new reading shows at once.
    private const string Freshness = "public, max-age=0, must-revalidate";
    private static readonly TimeSpan Unasked = TimeSpan.FromMinutes(10);

    private readonly IAnswerVersion _versions;
    private readonly PublicAnswerOptions _options;
    private readonly MemoryCache _kept;
    private readonly ConcurrencyLimiter _turns;
    private readonly ConcurrentDictionary<(string Question, string Version), Task<Answer?>> _running = [];

    public AnswerCache(IAnswerVersion versions, IOptions<PublicAnswerOptions> options)
    {
        (_versions, _options) = (versions, options.Value);
        _kept = new(new MemoryCacheOptions { SizeLimit = _options.MostBytes });
        _turns = new(new() { PermitLimit = _options.AtOnce, QueueLimit = _options.Queue, QueueProcessingOrder = QueueProcessingOrder.OldestFirst });
    }

    public async Task AnswerAsync(HttpContext http, RequestDelegate next)
    {
        var question = http.Request.PathBase + http.Request.Path + http.Request.QueryString.Value;
        var version = await _versions.CurrentAsync(http.RequestAborted);
        var answer = _kept.TryGetValue(question, out Answer? kept) && kept!.Version == version ? kept : await TogetherAsync(http, next, question, version);
        if (answer is not null) await WriteAsync(http, answer);
        else await CostlyWork.Busy(http).ExecuteAsync(http);
    }

    public void Dispose()
    {
        _kept.Dispose();
        _turns.Dispose();
    }

    /// <summary>The first to ask works for all who ask the same meanwhile. Null when there was no turn or no time for it.</summary>
    private async Task<Answer?> TogetherAsync(HttpContext http, RequestDelegate next, string question, string version)
    {
        var made = new TaskCompletionSource<Answer?>(TaskCreationOptions.RunContinuationsAsynchronously);
        var running = _running.GetOrAdd((question, version), made.Task);
        if (running != made.Task) return await running.WaitAsync(http.RequestAborted);
        try
        {
            var answer = await MakeAsync(http, next, version);
            if (answer is { Status: StatusCodes.Status200OK })
                _kept.Set(question, answer, new MemoryCacheEntryOptions { Size = answer.Body.Length + (question.Length * 2) + 200, SlidingExpiration = Unasked });
            made.SetResult(answer);
            return answer;
        }
        catch (Exception failure)
        {
            made.SetException(failure);
            _ = made.Task.Exception;                            // seen: nobody else may have waited
            throw;
        }
        finally
        {
            _running.TryRemove((question, version), out _);
        }
    }

    private async Task<Answer?> MakeAsync(HttpContext http, RequestDelegate next, string version)
    {
        using var patience = new CancellationTokenSource(_options.Patience);
        var (caller, sent) = (http.RequestAborted, http.Features.GetRequiredFeature<IHttpResponseBodyFeature>());
        using var body = new MemoryStream();
        try
        {
            using var turn = await _turns.AcquireAsync(1, patience.Token);
            if (!turn.IsAcquired) return null;

            // Whoever asked first may leave: the others still wait for the answer.
            http.RequestAborted = patience.Token;
            var written = new StreamResponseBodyFeature(body);
            http.Features.Set<IHttpResponseBodyFeature>(written);
            await next(http);
            await written.CompleteAsync();
            return new(version, http.Response.StatusCode, http.Response.ContentType, body.ToArray());
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested)
        {
            return null;
        }
        finally
        {
            http.RequestAborted = caller;
            http.Features.Set(sent);
        }
    }

    private static async Task WriteAsync(HttpContext http, Answer answer)
    {
        var response = http.Response;
        if (response.ContentLength is not null) response.ContentLength = null;
        response.StatusCode = answer.Status;
        if (answer.Status == StatusCodes.Status200OK)
        {
            (response.Headers.ETag, response.Headers.CacheControl) = (answer.ETag, Freshness);
            if (IsKnown(http.Request.Headers.IfNoneMatch, answer.ETag))
            {
                (response.StatusCode, response.ContentType) = (StatusCodes.Status304NotModified, null);
                return;
            }
        }
        response.ContentType = answer.ContentType;
        // A refusal without a body is given one further out.
        if (answer.Body.Length == 0) return;
        response.ContentLength = answer.Body.Length;
        await response.Body.WriteAsync(answer.Body, http.RequestAborted);
    }

    /// <summary>Whether the caller holds this very answer. What cannot be read as tags is taken for no condition.</summary>
    private static bool IsKnown(Microsoft.Extensions.Primitives.StringValues asked, string etag) =>
        asked.Count > 0 && EntityTagHeaderValue.TryParseList([.. asked.OfType<string>()], out var tags)
        && tags.Any(tag => tag.Equals(EntityTagHeaderValue.Any) || tag.Tag.Equals(etag, StringComparison.Ordinal));
}
