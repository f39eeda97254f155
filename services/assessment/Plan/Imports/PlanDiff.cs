using System.Text.Json;
using System.Text.Json.Nodes;
using Bishui.Contracts.Plans;
using Bishui.Hosting.Json;

namespace Bishui.Assessment.Plan.Imports;

/// <summary>What a version would change, compared with the one in force.</summary>
internal sealed record PlanDiff
{
    /// <summary>The version compared with; null for a plan of another year, which is new as a whole.</summary>
    public required string? From { get; init; }

    public required string To { get; init; }

    /// <summary>Title, document number and the other things that a plan has once.</summary>
    public required IReadOnlyList<FieldChange> Head { get; init; }

    /// <summary>By the key that a task keeps over the versions.</summary>
    public required ListDiff Tasks { get; init; }

    public required ListDiff Units { get; init; }

    public required ListDiff Objectives { get; init; }

    public required ListDiff Sources { get; init; }

    public required ListDiff Zones { get; init; }

    public bool IsEmpty => Head.Count == 0 && new[] { Tasks, Units, Objectives, Sources, Zones }.All(list => list.IsEmpty);

    public static PlanDiff Of(PlanAdopted? before, PlanAdopted after)
    {
        // Keys are told for one plan: the tasks of another year are other tasks.
        if (before?.PlanId != after.PlanId) before = null;
        return new()
        {
            From = before is null ? null : $"{before.PlanId}/{before.Version}",
            To = $"{after.PlanId}/{after.Version}",
            Head = before is null ? [] : ListDiff.Fields(HeadOf(before), HeadOf(after)),
            Tasks = ListDiff.Of(before?.Tasks, after.Tasks, TaskKeys.Of, task => $"{task.Number}. {task.Title}", FieldsOf),
            Units = ListDiff.Of(before?.Units, after.Units, unit => unit.Key, unit => unit.Name, unit => new() { ["name"] = unit.Name, ["kind"] = unit.Kind }),
            Objectives = ListDiff.Of(before?.Objectives, after.Objectives, objective => $"{objective.Number}", objective => objective.Text, Json),
            Sources = ListDiff.Of(before?.DrinkingWaterSources, after.DrinkingWaterSources, source => source.Name, source => source.Name, Json),
            Zones = ListDiff.Of(before?.WaterFunctionZones, after.WaterFunctionZones, zone => zone.Code, zone => zone.Name, Json),
        };
    }

    private static JsonObject HeadOf(PlanAdopted plan) => new()
    {
        ["documentNumber"] = plan.DocumentNumber,
        ["title"] = plan.Title,
        ["area"] = plan.Area,
        ["year"] = plan.Year,
        ["issuedOn"] = JsonSerializer.SerializeToNode(plan.IssuedOn, JsonDefaults.Options),
    };

    private static JsonObject FieldsOf(PlanTask task)
    {
        var fields = Json(task);
        // The key is what is compared by.
        fields.Remove("key");
        return fields;
    }

    private static JsonObject Json<T>(T value) => JsonSerializer.SerializeToNode(value, JsonDefaults.Options)!.AsObject();
}

/// <summary>What changed in a list.</summary>
internal sealed record ListDiff(IReadOnlyList<DiffItem> Added, IReadOnlyList<DiffItem> Removed, IReadOnlyList<DiffItem> Changed, int Unchanged)
{
    public bool IsEmpty => Added.Count == 0 && Removed.Count == 0 && Changed.Count == 0;

    public static ListDiff Of<T>(
        IReadOnlyList<T>? before, IReadOnlyList<T> after, Func<T, string> keyOf, Func<T, string> nameOf, Func<T, JsonObject> fieldsOf)
    {
        // Keys of lists that an import may repeat: the first counts.
        var old = (before ?? []).DistinctBy(keyOf).ToDictionary(keyOf);
        var now = after.Select(keyOf).ToHashSet();
        var kept = after.Where(item => old.ContainsKey(keyOf(item))).ToList();
        List<DiffItem> changed =
        [
            .. kept
                .Select(item => new DiffItem(keyOf(item), nameOf(item), Fields(fieldsOf(old[keyOf(item)]), fieldsOf(item))))
                .Where(item => item.Fields.Count > 0),
        ];
        return new(
            [.. after.Where(item => !old.ContainsKey(keyOf(item))).Select(item => new DiffItem(keyOf(item), nameOf(item), []))],
            [.. old.Values.Where(item => !now.Contains(keyOf(item))).Select(item => new DiffItem(keyOf(item), nameOf(item), []))],
            changed,
            kept.Count - changed.Count);
    }

    /// <summary>The members that differ; a member that one of the two lacks is null there.</summary>
    public static IReadOnlyList<FieldChange> Fields(JsonObject before, JsonObject after) =>
    [
        .. before.Select(member => member.Key).Union(after.Select(member => member.Key))
            .Where(name => !JsonNode.DeepEquals(before[name], after[name]))
            .Select(name => new FieldChange(name, before[name]?.DeepClone(), after[name]?.DeepClone())),
    ];
}

/// <summary>One thing that was added, removed or changed.</summary>
/// <param name="Key">What it is known by in both versions.</param>
/// <param name="Name">For a reader.</param>
/// <param name="Fields">What changed; empty where it was added or removed.</param>
internal sealed record DiffItem(string Key, string Name, IReadOnlyList<FieldChange> Fields);

/// <summary>A member before and after.</summary>
internal sealed record FieldChange(string Field, JsonNode? Before, JsonNode? After);
