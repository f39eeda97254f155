using Bishui.Features.RuleFiles;

namespace Bishui.Risk.HealthRisks;

/// <summary>The inputs of <c>Data/health-risk.json</c>.</summary>
internal sealed record HealthRiskInputs
{
    /// <summary>The inputs as they are built in.</summary>
    public static HealthRiskInputs Carried { get; } = RuleFile.Read<HealthRiskInputs>("health-risk.json");

    public required string Title { get; init; }
    public required string Source { get; init; }
    public required string Confidence { get; init; }
    public required Exposure Exposure { get; init; }
    public required RiskLevels Levels { get; init; }
    public required IReadOnlyList<Toxicity> Substances { get; init; }

    /// <summary>Parameters that are no chemical substance of their own. Any other that is measured shows, with or without toxicity.</summary>
    public required IReadOnlyList<string> NotSubstances { get; init; }
}
