using Bishui.Features.RuleFiles;

namespace Bishui.Industrial.Enterprises;

/// <summary>The steps that each decision takes. They are data: a change of the steps is a change of the file.</summary>
internal sealed record EnterpriseRules
{
    public static readonly EnterpriseRules Carried = RuleFile.Read<EnterpriseRules>("enterprise-rules.json");

    public required string Title { get; init; }

    public required string Source { get; init; }

    public required string Confidence { get; init; }

    /// <summary>The wanted steps by decision.</summary>
    public required IReadOnlyDictionary<EnterpriseDecision, IReadOnlyList<StepKind>> Steps { get; init; }
}
