using Bishui.Contracts.Plans;

namespace Bishui.Features.Obligations;

/// <summary>The objects that a plan names itself: the zones of annex 3 and the drinking-water sources of annex 2.</summary>
internal static class PlanObjects
{
    public const string Zone = "zone";
    public const string Source = "source";

    public static IEnumerable<HeldObject> Of(PlanAdopted plan, DateTimeOffset now)
    {
        // The annex says what there is in the plan's year, not since when.
        ObjectRow[] rows = [new() { From = new(plan.Year, 1, 1), Attributes = new Dictionary<string, string>(), Unit = "", RecordedAt = now }];
        foreach (var zone in plan.WaterFunctionZones) yield return new() { Kind = Zone, Id = zone.Code, Name = zone.Name, Rows = rows };
        foreach (var source in plan.DrinkingWaterSources)
            yield return new() { Kind = Source, Id = FormattableString.Invariant($"source-{source.Number}"), Name = source.Name, Rows = rows };
    }
}
