using System.Text.Json;
using System.Text.Json.Serialization;
using Bishui.Rules.Cases;
using Bishui.Storage;

namespace Bishui.Features.Exceedances;

/// <summary>Reads <c>Data/case-rules.json</c>, the rules for cases that the platform carries.</summary>
internal static class CaseRuleFile
{
    private static readonly JsonSerializerOptions Strict = new(StorageJson.Options) { UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow };

    private static readonly Lazy<CaseRules> Built = new(Read);

    /// <summary>The rules as they are built in.</summary>
    public static CaseRules Carried => Built.Value;

    private static CaseRules Read()
    {
        using var stream = typeof(CaseRuleFile).Assembly.GetManifestResourceStream("case-rules.json")!;
        return JsonSerializer.Deserialize<CaseRules>(stream, Strict)!;
    }
}
