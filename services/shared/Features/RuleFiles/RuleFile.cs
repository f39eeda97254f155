using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using Bishui.Storage;

namespace Bishui.Features.RuleFiles;

/// <summary>Reads the rules that a service carries as data: figures that the plan does not print, each with its source and how sure it is.</summary>
public static class RuleFile
{
    private static readonly JsonSerializerOptions Strict = new(StorageJson.Options) { UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow };

    /// <summary>Reads a file that is built into the assembly of the rules' type.</summary>
    /// <param name="name">Its resource's name, for example <c>case-rules.json</c>.</param>
    /// <exception cref="JsonException">A member is missing, or one that nobody reads is there.</exception>
    public static T Read<T>(string name) => Read<T>(name, typeof(T).Assembly);

    internal static T Read<T>(string name, Assembly assembly)
    {
        using var stream = assembly.GetManifestResourceStream(name) ?? throw new FileNotFoundException($"{assembly.GetName().Name} carries no {name}.");
        return JsonSerializer.Deserialize<T>(stream, Strict) ?? throw new InvalidDataException($"{name} is null.");
    }
}
