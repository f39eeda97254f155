using System.Globalization;
using System.Text.Json.Serialization;
using Bishui.Hosting.Errors;
using Bishui.Hosting.Time;
using Bishui.Rules.Time;

namespace Bishui.Ecological.Evaluations;

/// <summary>How far a figure can be trusted.</summary>
public enum FigureState
{
    /// <summary>Nothing was measured, or too little: there is no figure.</summary>
    NoData,

    /// <summary>Samples that the period requires are not in, or the period is not over.</summary>
    Provisional,

    /// <summary>Everything is in.</summary>
    Final,
}

/// <summary>The time an evaluation is about, both days included.</summary>
/// <param name="From">First civil day.</param>
/// <param name="To">Last civil day.</param>
/// <param name="Period">The calendar's name for it, for example 2021-Q3; null where it has none.</param>
/// <param name="Now">When it was asked for: what is not over then is provisional.</param>
public sealed record EvaluatedPeriod(DateOnly From, DateOnly To, string? Period, [property: JsonIgnore] DateTimeOffset Now);

/// <summary>The time as asked for: <c>?period=2021-Q3</c> (or 2021-09, 2021), or <c>?from=2021-01-01&amp;to=2021-06-30</c>; this year where nothing is said.</summary>
internal sealed record PeriodQuery(string? Period, string? From, string? To)
{
    /// <summary>Reads the time; what is wrong with it is added to the errors, and the answer is then null.</summary>
    public EvaluatedPeriod? Read(RequestClock clock, List<RowError> errors)
    {
        if (Period is not null && (From ?? To) is not null)
            errors.Add(new(null, "period", "one-or-the-other", "period 与 from、to 只能选用其一 / give either period, or from and to"));
        else if (Period is null && From is null != To is null)
            errors.Add(new(null, From is null ? "from" : "to", "missing", "from 和 to 须同时给出 / give both from and to"));
        else if (From is not null)
            return Between(clock.Now, errors);
        else if (Rules.Obligations.Period.TryParse(Period ?? $"{ChinaTime.DayOf(clock.Now).Year:0000}", out var period))
            return new(period.First, period.Last, period.Id, clock.Now);
        else
            errors.Add(new(null, "period", "bad-period", "period 如 2021、2021-Q3、2021-09 / period is such as 2021, 2021-Q3 or 2021-09"));
        return null;
    }

    private EvaluatedPeriod? Between(DateTimeOffset now, List<RowError> errors)
    {
        if (Day(From!) is not { } first || Day(To!) is not { } last)
            errors.Add(new(null, Day(From!) is null ? "from" : "to", "bad-day", "应为日期，如 2021-04-01 / must be a day such as 2021-04-01"));
        else if (last < first)
            errors.Add(new(null, "to", "out-of-range", "to 不应早于 from / to must not be before from"));
        else
            return new(first, last, Rules.Obligations.Period.Between(first, last)?.Id, now);
        return null;
    }

    private static DateOnly? Day(string text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day < DateOnly.MaxValue ? day : null;
}
