using Bishui.Features.RuleFiles;

namespace Bishui.Agricultural.Checks;

/// <summary>Time limits of farm checks, in days; see <c>Data/farm-rules.json</c>.</summary>
internal sealed record CheckRules
{
    private static readonly Lazy<CheckRules> Read = new(() => RuleFile.Read<CheckRules>("farm-rules.json"));

    /// <summary>The rules as they are built in.</summary>
    public static CheckRules Carried => Read.Value;

    public required string Title { get; init; }

    /// <summary>Where the figures come from.</summary>
    public required string Source { get; init; }

    /// <summary>How sure they are.</summary>
    public required string Confidence { get; init; }

    /// <summary>A farm is checked within so many days after its section was found below standard.</summary>
    public required int CheckWithinDays { get; init; }

    /// <summary>What a check finds is treated within so many days.</summary>
    public required int TreatWithinDays { get; init; }
}
