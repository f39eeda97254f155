using System.Text.Json;
using System.Text.Json.Serialization;
using Bishui.Storage;

namespace Bishui.Risk;

/// <summary>Reads the rules that the service carries as data: each file states its source and how sure it is.</summary>
internal static class RiskData
{
    private static readonly JsonSerializerOptions Strict = new(StorageJson.Options) { UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow };

    public static T Read<T>(string file)
    {
        using var stream = typeof(RiskData).Assembly.GetManifestResourceStream(file) ?? throw new InvalidOperationException($"There is no {file}.");
        return JsonSerializer.Deserialize<T>(stream, Strict) ?? throw new InvalidDataException($"{file} is empty.");
    }
}
