using Bishui.Features.RuleFiles;
using Bishui.Rules.Cases;

namespace Bishui.Features.Exceedances;

/// <summary>The rules for cases that the platform carries, of <c>Data/case-rules.json</c>.</summary>
internal static class CaseRuleFile
{
    private static readonly Lazy<CaseRules> Built = new(() => RuleFile.Read<CaseRules>("case-rules.json", typeof(CaseRuleFile).Assembly));

    /// <summary>The rules as they are built in.</summary>
    public static CaseRules Carried => Built.Value;
}
