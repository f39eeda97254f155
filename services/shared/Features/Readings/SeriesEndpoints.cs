using System.Text.Json.Serialization;
using Bishui.Features.Requests;
using Bishui.Features.Silence;
using Bishui.Features.Sites;
using Bishui.Hosting.Errors;
using Bishui.Hosting.Time;
using Bishui.Rules.Standards;
using Bishui.Rules.Time;
using Bishui.Storage.Documents;
using Bishui.Storage.Readings;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Bishui.Features.Readings;

internal static class SeriesEndpoints
{
    private const int MostItems = 10_000;
    private const string Basis =
        "有效数据（标记 N）的算术平均，各类型分别平均，未检出按检出限的一半计，人工认定不实的不计 / "
        + "arithmetic mean of the valid readings (mark N), each kind by itself; below detection counts as half the detection limit, and what a person "
        + "found not genuine does not count";

    private static readonly string[] Periods = ["raw", "hour", "day", "month"];

    /// <summary>A site's series of one parameter: raw readings, or means of hours, days or months with how many readings each rests on.</summary>
    public static async Task<Results<Ok<SeriesAnswer>, ProblemHttpResult>> Series(
        string id, SiteDirectory sites, IReadingStore readings, CountedReadings counted, IDocumentReader store, StandardLibrary standards, RequestClock clock,
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
        var end = Instants.Read(to, "to", isEnd: true, errors) ?? clock.Now;
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
        var verdicts = await counted.VerdictsAsync(range, cancel);
        IEnumerable<SeriesItem> items = every is null or "raw"
            ? (await readings.ReadAsync(range, cancel)).Select(reading => Item(reading, verdicts))
            : Means(await counted.MeansAsync(range, Enum.Parse<AggregatePeriod>(every, ignoreCase: true), verdicts, cancel));
        var page = items.OrderBy(i => i.Time).Take(MostItems + 1).ToList();
        var day = ChinaTime.DayOf(end.AddTicks(-1));
        var rules = site.On(day);
        var silences = await SilentTimes.WithinAsync(store, site.Site.Id, range.From, range.To, cancel);
        return TypedResults.Ok(new SeriesAnswer
        {
            Site = site.Site.Id,
            Parameter = measured.Key,
            Name = measured.NameZh,
            Unit = measured.Unit,
            Every = every ?? "raw",
            Basis = every is null or "raw" ? null : Basis,
            Limit = LimitOf(rules[0], measured, day),
            Limits = rules.Count < 2 ? null : [.. rules.Select(rule => LimitOf(rule, measured, day)).OfType<SeriesLimit>()],
            Items = page.Count > MostItems ? page[..MostItems] : page,
            Silences = silences.Count == 0 ? null : silences,
            Next = page.Count > MostItems ? page[MostItems].Time : null,
        });

        IEnumerable<SeriesItem> Means(IReadOnlyList<ReadingAggregate> means) => means.Select(mean =>
        {
            var owed = Owed.Within(site.Site, mean, CountedReadings.EndOf(mean.From, Enum.Parse<AggregatePeriod>(every!, ignoreCase: true)), clock.Now);
            return new SeriesItem
            {
                Time = mean.From.ToOffset(ChinaTime.Offset),
                Kind = ReadingId.KindName(mean.Kind),
                Value = mean.Sum / mean.Count,
                Count = mean.Count,
                BelowDetection = mean.BelowDetection,
                Expected = owed,
                Completeness = owed > 0 ? Math.Min(1m, (decimal)mean.Count / owed.Value) : null,
                Least = mean.Least,
                Greatest = mean.Greatest,
            };
        });
    }

    private static SeriesItem Item(Reading reading, GivenVerdicts verdicts) => new()
    {
        Time = reading.Time.ToOffset(ChinaTime.Offset),
        Kind = ReadingId.KindName(reading.Kind),
        Value = reading.Value,
        DetectionLimit = reading.DetectionLimit,
        Flag = reading.Flag,
        Quality = ReadingFlags.QualityOf(reading.Flag),
        Verdict = verdicts.On(reading.Parameter, reading.Time) is { } verdict ? new(verdict.Verdict, verdict.CaseId, verdict.At.ToOffset(ChinaTime.Offset)) : null,
        LabReport = reading.LabReport,
        Version = reading.Version,
        Source = reading.Source,
        RecordedAt = reading.RecordedAt.ToOffset(ChinaTime.Offset),
        Reason = reading.Reason,
    };

    /// <summary>The limit that readings of the site are judged by on a day, in the parameter's unit.</summary>
    private static SeriesLimit? LimitOf(SiteRule rule, Parameter parameter, DateOnly day)
    {
        if (rule.Limits is not { } limits) return null;
        var judged = limits.Judge(parameter.Key, 0m, parameter.Unit, day);
        return judged.Limit is { } value && judged.Unit == parameter.Unit
            ? new(value, judged.LimitText!, limits.Standard.Code, limits.Grade, rule.RuleSet)
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

    /// <summary>What the means are means of, in Chinese and English; null for raw readings.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Basis { get; init; }

    /// <summary>The district's limit in force for the site on the last day; null where there is none or it is in another unit.</summary>
    public SeriesLimit? Limit { get; init; }

    /// <summary>The limits of every rule set, the district's first; null where there is no other set than the district's.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<SeriesLimit>? Limits { get; init; }

    /// <summary>Readings or means; a period without a valid reading is not there.</summary>
    public required IReadOnlyList<SeriesItem> Items { get; init; }

    /// <summary>Times within the series in which the site did not send what it owes; absent where there were none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<SilentTime>? Silences { get; init; }

    /// <summary>Ask again from here: more than ten thousand were found. Null when all are here.</summary>
    public DateTimeOffset? Next { get; init; }
}

/// <summary>A limit to draw beside a series.</summary>
/// <param name="Value">The limit; for a range the lower end.</param>
/// <param name="Text">In print, for example <c>≤ 1.0</c>.</param>
/// <param name="Standard">Its standard.</param>
/// <param name="Grade">Its grade or class.</param>
/// <param name="RuleSet">Whose limit it is: <c>district</c>, or a superior's.</param>
public sealed record SeriesLimit(decimal Value, string Text, string Standard, string Grade, string RuleSet = SitePeriod.District);

/// <summary>What a person decided about a reading. The value stays as it is.</summary>
/// <param name="Verdict">genuine, not-genuine or device-fault.</param>
/// <param name="CaseId">The case in which it was decided.</param>
/// <param name="At">When.</param>
public sealed record SeriesVerdict(string Verdict, string CaseId, DateTimeOffset At);

/// <summary>One reading, or one period's mean.</summary>
public sealed record SeriesItem
{
    /// <summary>When it was taken, or the period's first instant.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>Kind of the readings.</summary>
    public required string Kind { get; init; }

    /// <summary>The value or the mean; null below detection, or where the flag says that there is none.</summary>
    public decimal? Value { get; init; }

    /// <summary>The detection limit of a result below it (未检出); it has no value then.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public decimal? DetectionLimit { get; init; }

    /// <summary>Mark of the reading, as it was sent.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Flag { get; init; }

    /// <summary>What the mark stands for: <c>valid</c>, <c>maintenance</c>, <c>unknown</c> …; see <c>/readings/flags</c>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Quality { get; init; }

    /// <summary>What a person decided about the reading; null where nobody has.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public SeriesVerdict? Verdict { get; init; }

    /// <summary>Number of the laboratory's report.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? LabReport { get; init; }

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

    /// <summary>How many of them were below their detection limit.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? BelowDetection { get; init; }

    /// <summary>Readings the site owed in the period until now; null where it owes none, or fewer than one a period.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Expected { get; init; }

    /// <summary>The share of the owed readings that the mean rests on, at most 1.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public decimal? Completeness { get; init; }

    /// <summary>Least value of the period.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public decimal? Least { get; init; }

    /// <summary>Greatest value of the period.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public decimal? Greatest { get; init; }
}
