using Bishui.Contracts.Readings;
using Bishui.Features.Registers;
using Bishui.Rules.Indicators;
using Bishui.Rules.SurfaceWater;

namespace Bishui.Industrial.Access;

/// <summary>What a check answers.</summary>
public enum AccessOutcome
{
    /// <summary>Nothing that is known stands against it, and enough is known.</summary>
    Allow,

    /// <summary>It would add to what the water does not stably comply in.</summary>
    Refuse,

    /// <summary>The area is beyond its capacity and has no reduction plan in force.</summary>
    ReductionPlanNeeded,

    /// <summary>Too little is known: a person decides, with a reason.</summary>
    Undetermined,
}

/// <summary>How the water stands in one parameter.</summary>
public enum WaterState
{
    /// <summary>It complies stably.</summary>
    Stable,

    /// <summary>It does not comply stably.</summary>
    Unstable,

    /// <summary>It is beyond its capacity, and does not comply stably either.</summary>
    Overloaded,

    /// <summary>Too few months are known.</summary>
    Unknown,
}

/// <summary>A pollutant that a project would discharge.</summary>
/// <param name="Parameter">Key of the parameter; in a request any name of it.</param>
/// <param name="Load">Load in t/a that it adds; 0 where it adds none.</param>
public sealed record AddedLoad(string Parameter, decimal Load);

/// <summary>A month of a parameter.</summary>
/// <param name="Month">yyyy-MM.</param>
/// <param name="Mean">Mean in the unit.</param>
/// <param name="Unit">Unit of the mean.</param>
/// <param name="Count">Readings it rests on.</param>
/// <param name="Class">Class of the parameter alone; null where the standard sets no limit.</param>
/// <param name="Target">Target of the section; null where it has none.</param>
/// <param name="Beyond">Whether it misses the target; null where that cannot be said.</param>
/// <param name="Href">Opens the readings at the service that measures.</param>
public sealed record ParameterMonth(string Month, decimal Mean, string Unit, int Count, string? Class, string? Target, bool? Beyond, string Href);

/// <summary>What a check found of one parameter.</summary>
public sealed record AccessItem
{
    public required string Parameter { get; init; }

    /// <summary>Load that the project adds, t/a; null for a parameter that only the area's state brings in.</summary>
    public decimal? Load { get; init; }

    /// <summary>What is left of the load when the reductions in force are taken off, t/a; null without a load.</summary>
    public decimal? NetLoad { get; init; }

    public required WaterState State { get; init; }

    /// <summary>Months whose class is known.</summary>
    public required int Known { get; init; }

    /// <summary>Months beyond the target.</summary>
    public required int Beyond { get; init; }

    /// <summary>The reduction plans in force.</summary>
    public required IReadOnlyList<EvidenceId> Plans { get; init; }

    public required AccessOutcome Outcome { get; init; }

    /// <summary>The months it rests on, with their means and the readings behind them.</summary>
    public required IReadOnlyList<ParameterMonth> Months { get; init; }
}

/// <summary>What a check answers, and what it rests on.</summary>
public sealed record AccessFinding(AccessOutcome Outcome, DateOnly From, DateOnly To, IReadOnlyList<AccessItem> Items, string Rule);

/// <summary>Decides on access from what is known of a section. Pure.</summary>
internal static class AccessDecision
{
    public const string Rule = "environmental-access/1";

    /// <param name="day">The civil day of the decision; the whole months before its own are looked at.</param>
    /// <param name="loads">What the project adds, by parameter key.</param>
    /// <param name="months">What was told of the section's months.</param>
    /// <param name="plans">Reduction plans on the register for the section.</param>
    /// <param name="rules">The figures that the plan does not print.</param>
    public static AccessFinding Decide(
        DateOnly day, IReadOnlyList<AddedLoad> loads, IReadOnlyList<SectionClassified> months, IReadOnlyList<Row<ReductionPlan>> plans, AccessRules rules)
    {
        var to = new DateOnly(day.Year, day.Month, 1);
        var from = to.AddMonths(-rules.Months);
        var seen = months.Where(month => month.From >= from && month.From < to).OrderBy(month => month.From).ToList();
        var added = loads.GroupBy(load => load.Parameter).ToDictionary(same => same.Key, same => same.Sum(load => load.Load));
        var items = added.Keys.Order(StringComparer.Ordinal).Select(Item).ToList();
        // An area beyond its capacity in anything needs its reduction plan, whatever the project itself discharges.
        items.AddRange(seen.SelectMany(month => month.Means).Select(mean => mean.Parameter).Distinct().Where(key => !added.ContainsKey(key))
            .Order(StringComparer.Ordinal).Select(Item).Where(item => item.State == WaterState.Overloaded));
        return new(Together(items), from, to.AddDays(-1), items, Rule);

        AccessItem Item(string parameter)
        {
            var held = seen.SelectMany(month => month.Means.Where(mean => mean.Parameter == parameter).Select(mean => Month(month, mean))).ToList();
            var (known, beyond) = (held.Count(month => month.Beyond is not null), held.Count(month => month.Beyond == true));
            // What is bad is known from the months at hand; what is good only from enough of them.
            var state = beyond >= rules.OverloadedMonths ? WaterState.Overloaded
                : beyond >= rules.UnstableMonths ? WaterState.Unstable
                : known < rules.LeastMonths ? WaterState.Unknown
                : WaterState.Stable;
            var inForce = plans.Where(plan => plan.Values.Parameter == parameter && plan.Values.IsInForce(day)).ToList();
            decimal? load = added.TryGetValue(parameter, out var own) ? own : null;
            var net = load is null ? (decimal?)null : Math.Max(0, load.Value - inForce.Sum(plan => plan.Values.Reduction));
            return new()
            {
                Parameter = parameter,
                Load = load,
                NetLoad = net,
                State = state,
                Known = known,
                Beyond = beyond,
                Plans = [.. inForce.Select(plan => plan.Evidence)],
                Outcome = Of(state, load, net, inForce.Count > 0),
                Months = held,
            };
        }
    }

    private static AccessOutcome Of(WaterState state, decimal? load, decimal? net, bool hasPlan) => state switch
    {
        WaterState.Overloaded when !hasPlan => AccessOutcome.ReductionPlanNeeded,
        WaterState.Unstable or WaterState.Overloaded when net > 0 => AccessOutcome.Refuse,
        WaterState.Unknown when load > 0 => AccessOutcome.Undetermined,
        _ => AccessOutcome.Allow,
    };

    // What is known to stand against it comes first: a person decides only where nothing does.
    private static AccessOutcome Together(List<AccessItem> items) =>
        new[] { AccessOutcome.Refuse, AccessOutcome.ReductionPlanNeeded, AccessOutcome.Undetermined }
            .FirstOrDefault(outcome => items.Exists(item => item.Outcome == outcome), AccessOutcome.Allow);

    private static ParameterMonth Month(SectionClassified told, ParameterMean mean) => new(
        FormattableString.Invariant($"{told.From:yyyy-MM}"), mean.Mean, mean.Unit, mean.Count, mean.Class, told.Target,
        mean.Class is { } reached && told.Target is { } wanted && WaterClasses.Find(reached) is { } has && WaterClasses.Find(wanted) is { } target ? has > target : null,
        FormattableString.Invariant($"/api/{told.Service}/sites/{told.Site}/readings?parameter={mean.Parameter}&from={told.From:yyyy-MM-dd}&to={told.To:yyyy-MM-dd}"));
}
