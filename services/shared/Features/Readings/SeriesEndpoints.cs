using System.Text.Json.Serialization;
using Bishui.Features.Requests;
using Bishui.Features.Sites;
using Bishui.Hosting.Errors;
using Bishui.Rules.Standards;
using Bishui.Rules.Time;
using Bishui.Storage.Readings;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Bishui.Features.Readings;

internal static class SeriesEndpoints
{
    private const int MostItems = 10_000;
    private static readonly string[] Periods = ["raw", "hour", "day", "month"];

    /// <summary>A site's series of one parameter: raw readings, or means of hours, days or months with how many readings each rests on.</summary>
    public static async Task<Results<Ok<SeriesAnswer>, ProblemHttpResult>> Series(
        string id, SiteDirectory sites, IReadingStore readings, StandardLibrary standards, TimeProvider clock,
        string? parameter, string? kind, string? from, string? to, string? every, string? knownAt, bool? versions, CancellationToken cancel)
    {
        if ((await sites.CurrentAsync(cancel)).GetValueOrDefault(id) is not { } site) return SiteEndpoints.UnknownSite(id);
        var errors = new List<RowError>();
        var measured = parameter is null ? null : standards.Parameters.Find(parameter);
        if (measured is null)
            errors.Add(new(null, "parameter", parameter is null ? "missing" : "unknown-parameter", "须指明一个监测指标 / name one parameter"));
        ReadingKind? only = null;
        if (kind is not null)
        {
            if (Enum.TryParse<ReadingKind>(kind, ignoreCase: true, out var parsed) && Enum.IsDefined(parsed)) only = parsed;
            else errors.Add(new(null, "kind", "unknown-kind", "kind: " + string.Join(", ", Enum.GetValues<ReadingKind>().Select(ReadingId.KindName))));
        }
        if (!Periods.Contains(every ?? "raw")) errors.Add(new(null, "every", "unknown-period", "every: " + string.Join(", ", Periods)));
        var end = Instants.Read(to, "to", isEnd: true, errors) ?? clock.GetUtcNow();
        var start = Instants.Read(from, "from", isEnd: false, errors);
        var known = Instants.Read(knownAt, "knownAt", isEnd: true, errors);
        if (errors.Count > 0) return Refusals.Invalid(errors);

        var range = new ReadingRange
        {
            Site = site.Site.Id,
            Parameter = measured!.Key,
            Kind = only,
            From = start ?? end.AddDays(-31),
            To = end,
            KnownAt = known,
            AllVersions = versions ?? false,
        };
        IEnumerable<SeriesItem> items = every is null or "raw"
            ? (await readings.ReadAsync(range, cancel)).Select(r => new SeriesItem
            {
                Time = r.Time.ToOffset(ChinaTime.Offset),
                Kind = ReadingId.KindName(r.Kind),
                Value = r.Value,
                Flag = r.Flag,
                Version = r.Version,
                Source = r.Source,
                RecordedAt = r.RecordedAt.ToOffset(ChinaTime.Offset),
                Reason = r.Reason,
            })
            : (await readings.AggregateAsync(range, Enum.Parse<AggregatePeriod>(every, ignoreCase: true), ReadingFlags.Valid, cancel))
                .Select(a => new SeriesItem
                {
                    Time = a.From.ToOffset(ChinaTime.Offset),
                    Kind = ReadingId.KindName(a.Kind),
                    Value = a.Sum / a.Count,
                    Count = a.Count,
                    Least = a.Least,
                    Greatest = a.Greatest,
                });
        var page = items.OrderBy(i => i.Time).Take(MostItems + 1).ToList();
        return TypedResults.Ok(new SeriesAnswer
        {
            Site = site.Site.Id,
            Parameter = measured.Key,
            Name = measured.NameZh,
            Unit = measured.Unit,
            Every = every ?? "raw",
            Limit = LimitOf(site, measured, ChinaTime.DayOf(end.AddTicks(-1))),
            Items = page.Count > MostItems ? page[..MostItems] : page,
            Next = page.Count > MostItems ? page[MostItems].Time : null,
        });
    }

    /// <summary>The limit that readings of the site are judged by on a day, in the parameter's unit.</summary>
    private static SeriesLimit? LimitOf(SiteEntry site, Parameter parameter, DateOnly day)
    {
        if (site.District(day).Limits is not { } limits) return null;
        var judged = limits.Judge(parameter.Key, 0m, parameter.Unit, day);
        return judged.Limit is { } value && judged.Unit == parameter.Unit
            ? new(value, judged.LimitText!, limits.Standard.Code, limits.Grade)
            : null;
    }
}

/// <summary>A series of one parameter at one site, oldest first.</summary>
public sealed record SeriesAnswer
{
    /// <summary>Id of the site.</summary>
    public required string Site { get; init; }

    /// <summary>Key of the parameter.</summary>
    public required string Parameter { get; init; }

    /// <summary>Chinese name of the parameter.</summary>
    public required string Name { get; init; }

    /// <summary>Unit of the values.</summary>
    public required string Unit { get; init; }

    /// <summary>raw, or the length of the means' periods: hour, day or month of China Standard Time.</summary>
    public required string Every { get; init; }

    /// <summary>The limit in force for the site; null where there is none or it is in another unit.</summary>
    public SeriesLimit? Limit { get; init; }

    /// <summary>Readings or means; a period without a valid reading is not there.</summary>
    public required IReadOnlyList<SeriesItem> Items { get; init; }

    /// <summary>Ask again from here: more than ten thousand were found. Null when all are here.</summary>
    public DateTimeOffset? Next { get; init; }
}

/// <summary>A limit to draw beside a series.</summary>
/// <param name="Value">The limit; for a range the lower end.</param>
/// <param name="Text">In print, for example <c>≤ 1.0</c>.</param>
/// <param name="Standard">Its standard.</param>
/// <param name="Grade">Its grade or class.</param>
public sealed record SeriesLimit(decimal Value, string Text, string Standard, string Grade);

/// <summary>One reading, or one period's mean.</summary>
public sealed record SeriesItem
{
    /// <summary>When it was taken, or the period's first instant.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>Kind of the readings.</summary>
    public required string Kind { get; init; }

    /// <summary>The value or the mean; null where the flag says that there is none.</summary>
    public decimal? Value { get; init; }

    /// <summary>Mark of the reading.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Flag { get; init; }

    /// <summary>Version of the reading.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Version { get; init; }

    /// <summary>Who sent the reading.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Source { get; init; }

    /// <summary>When the reading was recorded.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? RecordedAt { get; init; }

    /// <summary>Why it corrects an earlier version.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Reason { get; init; }

    /// <summary>Valid readings the mean rests on.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Count { get; init; }

    /// <summary>Least value of the period.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public decimal? Least { get; init; }

    /// <summary>Greatest value of the period.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public decimal? Greatest { get; init; }
}
