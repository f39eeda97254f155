using System.IO.Pipelines;
using Bishui.Hosting.Load;
using Bishui.Hosting.Time;
using Bishui.Rules.Standards;
using Bishui.Rules.Time;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;

namespace Bishui.Ecological.Judgements;

internal static class JudgementEndpoints
{
    private const string Lines = "application/x-ndjson";
    public static void MapJudgements(this IEndpointRouteBuilder routes) =>
        routes.MapGroup("/judgements").WithTags("水质评价 Evaluations")
            .MapPost("/", Judge).IsCostly()
            .Accepts<SentRow>(Lines)
            .Produces<JudgedRow>(StatusCodes.Status200OK, Lines).ProducesProblem(StatusCodes.Status413PayloadTooLarge)
            .WithSummary("批量评价水质类别，一次最多十万行，不保存 / Classify up to a hundred thousand samples; nothing is stored");

    private static async Task Judge(HttpContext http, StandardLibrary standards, RequestClock clock, CancellationToken cancel)
    {
        var surfaceWater = standards.InForce("surface-water", ChinaTime.DayOf(clock.Now))
            ?? throw new InvalidOperationException("No standard of surface water is in force.");
        http.Response.ContentType = Lines;

        // Many clients send all before they read anything, proxies among them: their answers wait here, or both sides would wait for ever.
        var answers = new Pipe(new(pauseWriterThreshold: 0));
        if (http.Features.Get<IHttpMinResponseDataRateFeature>() is { } rate) rate.MinDataRate = null;
        using var judging = new JudgementLines(new(standards.Parameters, surfaceWater), http.Request.BodyReader, answers.Writer);
        var sending = answers.Reader.CopyToAsync(http.Response.BodyWriter, cancel);
        try
        {
            await judging.RunAsync(cancel);
        }
        catch (BadHttpRequestException broken) when (judging.Rows > 0)
        {
            // Answers are on their way: what went wrong can only be said after them.
            judging.Write(RowJudge.Fault(null, broken.StatusCode == StatusCodes.Status413PayloadTooLarge ? "too-large" : "request-broken",
                "请求在此中断，其余未评价", "the request broke off here: the rest was not judged"));
        }
        finally
        {
            await answers.Writer.CompleteAsync();
            await sending;
        }
    }
}
