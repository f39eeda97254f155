using Bishui.Features.Requests;
using Bishui.Features.Sites;
using Bishui.Hosting.Errors;
using Bishui.Hosting.Time;
using Bishui.Rules.Time;
using Bishui.Storage.Readings;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Bishui.Features.Readings;

/// <summary>Holds what arrived against what a site owes. Silence is missing data: it never counts as anything else.</summary>
internal static class CompletenessEndpoints
{
    private const int MostDays = 366;

    public static async Task<Results<Ok<SiteCompleteness>, ProblemHttpResult>> Completeness(
        string id, SiteDirectory sites, IReadingStore readings, CountedReadings counted, RequestClock clock,
        string? from, string? to, string? every, CancellationToken cancel)
    {
        if ((await sites.CurrentAsync(cancel)).GetValueOrDefault(id) is not { } site) return SiteEndpoints.UnknownSite(id);
        var errors = new List<RowError>();
        if (every is not (null or "day" or "month")) errors.Add(new(null, "every", "unknown-period", "every: day, month"));
        var now = clock.Now;
        var end = Instants.Read(to, "to", isEnd: true, errors) ?? now;
        var start = Instants.Read(from, "from", isEnd: false, errors) ?? end.AddDays(-31);
        if (start >= end) errors.Add(new(null, "to", "out-of-range", "to 应晚于 from / to must be after from"));
        if (end - start > TimeSpan.FromDays(MostDays)) errors.Add(new(null, "from", "out-of-range", $"一次最多 {MostDays} 天 / at most {MostDays} days a call"));
        if (errors.Count > 0) return Refusals.Invalid(errors);

        var period = Cadence.Find(every == "day" ? "P1D" : "P1M")!;
        var series = new List<SeriesCompleteness>();
        foreach (var expected in site.Site.Expected)
            foreach (var parameter in expected.Parameters.Count == 0 ? [null] : expected.Parameters.Cast<string?>())
                series.Add(await OfAsync(expected, parameter));
        return TypedResults.Ok(new SiteCompleteness(site.Site.Id, start.ToOffset(ChinaTime.Offset), end.ToOffset(ChinaTime.Offset), series));

        async ValueTask<SeriesCompleteness> OfAsync(ExpectedReadings expected, string? parameter)
        {
            var cadence = Cadence.Find(expected.Every)!;
            var range = new ReadingRange
            {
                Site = site.Site.Id,
                Parameter = parameter,
                Kind = Enum.Parse<ReadingKind>(expected.Kind, ignoreCase: true),
                From = start,
                To = end,
            };
            var verdicts = await counted.VerdictsAsync(range, cancel);
            var arrived = new Dictionary<DateTimeOffset, List<bool>>();
            await foreach (var reading in readings.StreamAsync(range, cancel))
            {
                var turn = cadence.StartOf(reading.Time);
                if (!arrived.TryGetValue(turn, out var counts)) arrived.Add(turn, counts = []);
                counts.Add(verdicts.Counts(reading));
            }
            // A turn that is not over owes nothing yet.
            var turns = cadence.Turns(start, end).Where(turn => turn.To <= now).Select(turn => new Turn(turn.From, turn.To, arrived.GetValueOrDefault(turn.From) ?? [])).ToList();
            return new()
            {
                Kind = expected.Kind,
                Every = expected.Every,
                Parameter = parameter,
                Total = Counted(turns, start, end),
                Periods = [.. turns.GroupBy(turn => PeriodOf(turn, period)).Select(group => Counted([.. group], group.Key.From, group.Key.To))],
                Missing = Missing(turns),
            };
        }
    }

    // What is owed more seldom than the period has a period of its own.
    private static (DateTimeOffset From, DateTimeOffset To) PeriodOf(Turn turn, Cadence period)
    {
        var from = period.StartOf(turn.From);
        return period.After(from) < turn.To ? (turn.From, turn.To) : (from, period.After(from));
    }

    private static CompletenessCount Counted(List<Turn> turns, DateTimeOffset from, DateTimeOffset to)
    {
        var valid = turns.Count(turn => turn.Counts.Contains(true));
        return new()
        {
            From = from.ToOffset(ChinaTime.Offset),
            To = to.ToOffset(ChinaTime.Offset),
            Expected = turns.Count,
            Received = turns.Count(turn => turn.Counts.Count > 0),
            Valid = valid,
            Share = turns.Count == 0 ? null : (decimal)valid / turns.Count,
        };
    }

    private static List<MissingSpan> Missing(List<Turn> turns)
    {
        var spans = new List<MissingSpan>();
        foreach (var turn in turns.Where(turn => turn.Counts.Count == 0))
            if (spans is [.., var last] && last.To == turn.From) spans[^1] = last with { To = turn.To, Count = last.Count + 1 };
            else spans.Add(new(turn.From, turn.To, 1));
        return spans;
    }

    /// <summary>A turn in which a reading is owed; of each reading that arrived, whether it counts.</summary>
    private sealed record Turn(DateTimeOffset From, DateTimeOffset To, List<bool> Counts);
}

/// <summary>What a site owes and what arrived.</summary>
/// <param name="Site">Id of the site.</param>
/// <param name="From">First instant.</param>
/// <param name="To">The instant after the last.</param>
/// <param name="Series">One entry a kind and parameter that is owed; empty where nothing is.</param>
public sealed record SiteCompleteness(string Site, DateTimeOffset From, DateTimeOffset To, IReadOnlyList<SeriesCompleteness> Series);

/// <summary>One series that is owed.</summary>
public sealed record SeriesCompleteness
{
    /// <summary>Kind of the readings.</summary>
    public required string Kind { get; init; }

    /// <summary>How often, as an ISO 8601 duration.</summary>
    public required string Every { get; init; }

    /// <summary>Key of the parameter; null where any one will do.</summary>
    public string? Parameter { get; init; }

    /// <summary>The whole time.</summary>
    public required CompletenessCount Total { get; init; }

    /// <summary>By day or month, the oldest first; what is owed more seldom stands by its own length.</summary>
    public required IReadOnlyList<CompletenessCount> Periods { get; init; }

    /// <summary>When nothing arrived at all, the oldest first.</summary>
    public required IReadOnlyList<MissingSpan> Missing { get; init; }
}

/// <summary>What was owed in a time, and what arrived. A turn, four hours for example, is counted once however much arrived in it.</summary>
public sealed record CompletenessCount
{
    /// <summary>First instant.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>The instant after the last.</summary>
    public required DateTimeOffset To { get; init; }

    /// <summary>Turns that are over.</summary>
    public required int Expected { get; init; }

    /// <summary>Turns in which anything arrived, whatever its mark.</summary>
    public required int Received { get; init; }

    /// <summary>Turns in which a reading arrived that counts.</summary>
    public required int Valid { get; init; }

    /// <summary>Valid of expected; null where nothing was owed yet.</summary>
    public decimal? Share { get; init; }
}

/// <summary>A time in which nothing arrived.</summary>
/// <param name="From">First instant.</param>
/// <param name="To">The instant after the last.</param>
/// <param name="Count">How many turns it covers.</param>
public sealed record MissingSpan(DateTimeOffset From, DateTimeOffset To, int Count);
