using System.Text.Json;
using System.Text.Json.Serialization;
using Bishui.Storage;

namespace Bishui.Agricultural;

/// <summary>Reads the rules that the service carries in <c>Data/</c>. A member that nobody reads is an error.</summary>
internal static class RuleFile
{
    private static readonly JsonSerializerOptions Strict = new(StorageJson.Options) { UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow };

    public static T Read<T>(string name)
    {
        using var stream = typeof(RuleFile).Assembly.GetManifestResourceStream(name)!;
        return JsonSerializer.Deserialize<T>(stream, Strict)!;
    }
}
