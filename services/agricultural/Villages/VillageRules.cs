using Bishui.Agricultural.Rules;
using Bishui.Features.RuleFiles;

namespace Bishui.Agricultural.Villages;

/// <summary>How rural sewage and waste are judged; see <c>Data/village-rules.json</c>.</summary>
internal sealed record VillageRules
{
    private static readonly Lazy<VillageRules> Read = new(() => RuleFile.Read<VillageRules>("village-rules.json"));

    /// <summary>The rules as they are built in.</summary>
    public static VillageRules Carried => Read.Value;

    public required string Title { get; init; }

    public required TreatmentDefinition Treatment { get; init; }

    public required OperationCriteria Operation { get; init; }

    public required ProblemRules FieldProblems { get; init; }
}

/// <summary>Time limits of what is found in villages.</summary>
internal sealed record ProblemRules
{
    /// <summary>It is put right within so many days.</summary>
    public required int RectifyWithinDays { get; init; }

    public required string Source { get; init; }

    public required string Confidence { get; init; }
}
