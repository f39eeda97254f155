using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Bishui.Hosting.Json;

/// <summary>How the platform writes and reads JSON over HTTP.</summary>
public static class JsonDefaults
{
    /// <summary>The options as a read-only instance, for JSON that does not pass through an endpoint's binding.</summary>
    public static JsonSerializerOptions Options { get; } = Frozen();

    /// <summary>
    /// camelCase members, kebab-case enum names (never numbers), Chinese as it is, numbers only as numbers, null only where a type allows it,
    /// no member twice.
    /// </summary>
    public static void Apply(JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
        options.DictionaryKeyPolicy = null;
        options.PropertyNameCaseInsensitive = true;
        options.NumberHandling = JsonNumberHandling.Strict;
        options.RespectNullableAnnotations = true;
        options.RespectRequiredConstructorParameters = true;
        options.AllowDuplicateProperties = false;
        options.MaxDepth = 32;
        // Answers are application/json, never spliced into HTML, so the characters that only HTML fears stay readable.
        options.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false));
    }

    private static JsonSerializerOptions Frozen()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web);
        Apply(options);
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }
}
