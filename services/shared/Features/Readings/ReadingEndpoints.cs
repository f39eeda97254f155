using System.ComponentModel.DataAnnotations;
using Bishui.Features.Obligations;
using Bishui.Features.Readings.Uploads;
using Bishui.Features.Requests;
using Bishui.Features.Sites;
using Bishui.Hosting;
using Bishui.Hosting.Errors;
using Bishui.Hosting.Identity;
using Bishui.Hosting.Json;
using Bishui.Hosting.Limits;
using Bishui.Hosting.Load;
using Bishui.Storage.Readings;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Bishui.Features.Readings;

internal static class ReadingEndpoints
{
    public static IServiceCollection AddReadings(this IServiceCollection services) => services
        .AddCollection(SectionCollections.Due)
        .AddCollection(SectionCollections.Months)
        .AddSingleton<MonthlyReadings>()
        .AddSingleton<SectionCalculator>()
        .AddSingleton<MeasuredConditions>()
        .AddSingleton<ReadingJudging>()
        .AddSingleton(provider => new SiteFigures(
            provider.GetRequiredService<SiteDirectory>(), provider.GetRequiredService<SectionCalculator>(),
            provider.GetRequiredService<CountedReadings>(), provider.GetRequiredService<IReadingStore>(),
            provider.GetRequiredService<ReadingJudging>()))
        .AddSingleton<CountedReadings>()
        .AddScoped<ReadingIngest>()
        .AddSingleton<IEvidenceSource, ReadingEvidence>()
        .AddSingleton<SectionRounds>()
        .AddHostedService(provider => provider.GetRequiredService<SectionRounds>());

    public static void MapReadings(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/readings").WithTags("监测数据 Readings");
        group.MapPost("/", Take)
            .Accepts<ReadingBatch>("application/json", "application/x-ndjson")
            .Produces<IngestAnswer>().ProducesProblem(StatusCodes.Status422UnprocessableEntity)
            .WithSummary("提交监测数据，一次最多一万条 / Post up to ten thousand readings");
        group.MapUploads();
        group.MapGet("/flags", Flags).WithSummary("数据标记及其含义 / Marks of readings and what they mean");
        routes.MapSiteReadings();
        var site = routes.MapGroup("/sites/{id}").WithTags("监测数据 Readings");
        site.MapGet("/completeness", CompletenessEndpoints.Completeness).IsCostly().WithSummary("应报与实报 / What is owed, what arrived and what is missing");
        site.MapGet("/compliance", ComplianceEndpoints.Compliance).IsCostly()
            .WithSummary("逐次达标情况：达标、超标、无适用限值、不能比较 / Readings held against their limits, by every rule set");
    }

    private static Ok<ListAnswer<ReadingFlag>> Flags() => TypedResults.Ok(new ListAnswer<ReadingFlag>(ReadingFlags.All));

    private static async Task<IResult> Take(HttpContext http, ReadingIngest ingest, CancellationToken cancel)
    {
        ParsedBatch batch;
        try
        {
            using var body = new MemoryStream((int)Math.Clamp(http.Request.ContentLength ?? 0, 4096, RequestLimits.Batch));
            await http.Request.Body.CopyToAsync(body, cancel);
            var bytes = body.GetBuffer().AsSpan(0, (int)body.Length);
            batch = http.Request.ContentType?.StartsWith("application/x-ndjson", StringComparison.OrdinalIgnoreCase) == true
                ? ReadingBatchParser.ParseLines(bytes)
                : ReadingBatchParser.ParseJson(bytes);
        }
        catch (BatchRefusedException refused)
        {
            return Problems.Of(refused.Status, refused.Code, refused.Zh, refused.En);
        }

        var (answer, forbidden) = await ingest.TakeAsync(batch, http.User.Caller(), cancel);
        if (answer.Accepted + answer.Duplicates + answer.Corrected > 0 || answer.Rejected.Count == 0) return TypedResults.Ok(answer);
        return NothingTaken(answer, forbidden);
    }

    /// <summary>No row was good: a problem, which carries the same members as the answer so that one reader serves both.</summary>
    private static ProblemHttpResult NothingTaken(IngestAnswer answer, bool forbidden)
    {
        var errors = answer.Rejected.Select(r => new RowError(r.Index, r.Field, r.Code, r.Detail)).ToList();
        var problem = forbidden
            ? Problems.Of(StatusCodes.Status403Forbidden, "not-your-site", "本单位不负责所报的监测点位", "Your unit answers for none of these sites", errors)
            : Problems.Of(StatusCodes.Status422UnprocessableEntity, "no-reading-taken", "没有一条监测数据可以接收", "Not one reading could be taken", errors);
        var members = problem.ProblemDetails.Extensions;
        members["accepted"] = 0;
        members["duplicates"] = 0;
        members["corrected"] = 0;
        members["rejected"] = answer.Rejected;
        members["exceedances"] = 0;
        return problem;
    }
}

/// <summary>Readings to record: also accepted as <c>application/x-ndjson</c>, one reading a line.</summary>
public sealed record ReadingBatch
{
    /// <summary>1 to 10,000 readings.</summary>
    [MaxLength(ReadingBatchParser.MostRows)]
    public required IReadOnlyList<SentReading> Readings { get; init; }
}

/// <summary>A reading as sent.</summary>
public sealed record SentReading
{
    /// <summary>Id or name of the site.</summary>
    public required string Site { get; init; }

    /// <summary>Key, name, alias, HJ 525 or HJ 212 code of the parameter.</summary>
    public required string Parameter { get; init; }

    /// <summary>When it was taken, with an offset; not in the future.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>realtime, minute, hour, day or manual.</summary>
    public required string Kind { get; init; }

    /// <summary>The value; null or absent only with a detection limit, or with a flag that says why.</summary>
    public decimal? Value { get; init; }

    /// <summary>The detection limit (检出限) of a result below it; the row then has no value.</summary>
    public decimal? DetectionLimit { get; init; }

    /// <summary>HJ 212's letter, or its Chinese name; N (normal) when absent, and no other is taken. Only N takes part in means; <c>/readings/flags</c> says what each stands for.</summary>
    public string? Flag { get; init; }

    /// <summary>Unit of value and detection limit; the parameter's own when absent. Converted before judging.</summary>
    public string? Unit { get; init; }

    /// <summary>Number of the laboratory's report.</summary>
    public string? LabReport { get; init; }

    /// <summary>
    /// Why an earlier value is corrected. Required for the kind <c>manual</c> when another value is held for the same site, parameter and time;
    /// a device's correction without one is recorded as resent by the device.
    /// </summary>
    [LongText(Texts.Address)]
    public string? Reason { get; init; }

    /// <summary>Where the value comes from, when not from the sender itself.</summary>
    [MaxLength(Texts.Address)]
    public string? Source { get; init; }
}
