using Bishui.Features.RuleFiles;

namespace Bishui.Assessment.Results;

/// <summary>What <c>Data/result-rules.json</c> says.</summary>
internal sealed record ResultRules
{
    /// <summary>The rules as they are built in.</summary>
    public static ResultRules Carried { get; } = RuleFile.Read<ResultRules>("Data/result-rules.json");

    public required string Title { get; init; }

    public required string Source { get; init; }

    public required string Confidence { get; init; }

    /// <summary>Workdays after publication within which a unit may object.</summary>
    public required int ObjectionWorkdays { get; init; }

    /// <summary>Workdays after an objection within which it is ruled on.</summary>
    public required int RulingWorkdays { get; init; }

    public required IReadOnlyDictionary<string, string> Notes { get; init; }
}
