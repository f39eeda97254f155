using Bishui.Hosting.Errors;
using Bishui.Hosting.Identity;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using RabbitMQ.Client.Exceptions;

namespace Bishui.Hosting.Messages;

/// <summary>What a replay asks for.</summary>
/// <param name="MessageIds">Which messages; null for all.</param>
public sealed record ParkedReplayRequest(IReadOnlyList<string>? MessageIds);

/// <summary>What a replay did.</summary>
/// <param name="Replayed">Messages sent back to their queues.</param>
public sealed record ReplayAnswer(int Replayed);

/// <summary>Parked messages of the service.</summary>
/// <param name="Items">At most a hundred a queue.</param>
/// <param name="Next">Always null: what is beyond the first hundred shows once they are replayed.</param>
public sealed record ParkedMessages(IReadOnlyList<ParkedMessage> Items, string? Next);

/// <summary>The name that <c>AddBus</c> was given.</summary>
internal sealed record BusName(string Service);

internal static class ErrorEndpoints
{
    private const int LongestList = 100;

    public static void MapErrorQueues(this IEndpointRouteBuilder routes, string service)
    {
        var group = routes.MapGroup($"/api/{service}/operations/errors").WithTags("Operations").RequireAuthorization(Roles.Admin);
        group.MapGet("/", List).WithSummary("处理失败而搁置的消息 / Messages parked after their last attempt failed");
        group.MapPost("/replay", Replay).WithSummary("重新投递搁置的消息 / Send parked messages back to their queues");
    }

    private static async Task<Results<Ok<ParkedMessages>, ProblemHttpResult>> List(ErrorQueues queues, CancellationToken cancel)
    {
        try
        {
            return TypedResults.Ok(new ParkedMessages(await queues.ListAsync(LongestList, cancel), null));
        }
        catch (BrokerUnreachableException)
        {
            return Unreachable();
        }
    }

    private static async Task<Results<Ok<ReplayAnswer>, ProblemHttpResult>> Replay(
        [FromBody] ParkedReplayRequest? request, ErrorQueues queues, HttpContext http, ILogger<ErrorQueues> log, CancellationToken cancel)
    {
        try
        {
            var replayed = await queues.ReplayAsync(request?.MessageIds?.ToHashSet(StringComparer.OrdinalIgnoreCase), cancel);
            log.LogInformation("{Caller} replayed {Count} parked messages", http.User.Caller().ClientId, replayed);
            return TypedResults.Ok(new ReplayAnswer(replayed));
        }
        catch (BrokerUnreachableException)
        {
            return Unreachable();
        }
    }

    private static ProblemHttpResult Unreachable() => Problems.Of(503, "broker-unavailable", "消息服务暂不可用", "The broker cannot be reached");
}
