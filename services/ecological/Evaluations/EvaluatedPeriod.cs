using System.Text.Json.Serialization;
using Bishui.Features.Requests;
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
        else if (Instants.Period(Period ?? $"{ChinaTime.DayOf(clock.Now).Year:0000}", "period", errors) is { } period)
            return new(period.First, period.Last, period.Id, clock.Now);
        return null;
    }

    private EvaluatedPeriod? Between(DateTimeOffset now, List<RowError> errors)
    {
        var (first, last) = (Instants.Day(From, "from", errors), Instants.Day(To, "to", errors));
        if (last < first) errors.Add(new(null, "to", "out-of-range", "to 不应早于 from / to must not be before from"));
        return first is not { } start || last is not { } end || end < start ? null : new(start, end, Rules.Obligations.Period.Between(start, end)?.Id, now);
    }
}
