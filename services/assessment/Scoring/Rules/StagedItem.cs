using System.Text.Json.Nodes;

namespace Bishui.Assessment.Scoring.Rules;

/// <summary>Points by the stage that an indicator's value has reached.</summary>
internal sealed record StagedItem : IndicatorItem
{
    public const string Name = "staged";

    /// <summary>From the best to the worst; below the last nothing is earned.</summary>
    public required IReadOnlyList<Stage> Stages { get; init; }

    public override string Rule => $"{Name}/1";

    public override IEnumerable<string> Faults()
    {
        foreach (var fault in base.Faults()) yield return fault;
        if (Stages.Count == 0) yield return "stages: there are none";
        foreach (var stage in Stages.Where(stage => !IsShare(stage.Share))) yield return $"stages: share: {stage.Share} is not between 0 and 1";
        foreach (var (better, worse) in Stages.Zip(Stages.Skip(1)))
            if (worse.AtLeast >= better.AtLeast || worse.Share >= better.Share) yield return $"stages: {worse.AtLeast} for {worse.Share} does not come after {better.AtLeast} for {better.Share}";
    }

    protected override bool NeedsTarget => false;

    protected override decimal ShareOf(decimal value, decimal? target, bool atLeast) => Stages.FirstOrDefault(stage => value >= stage.AtLeast)?.Share ?? 0;

    protected override void Describe(JsonObject inputs) => inputs["stages"] =
        new JsonArray([.. Stages.Select(stage => (JsonNode)new JsonObject { ["atLeast"] = stage.AtLeast, ["share"] = stage.Share })]);
}

/// <summary>A stage.</summary>
internal sealed record Stage
{
    /// <summary>In the indicator's unit.</summary>
    public required decimal AtLeast { get; init; }

    /// <summary>What it earns, 0 to 1.</summary>
    public required decimal Share { get; init; }
}
