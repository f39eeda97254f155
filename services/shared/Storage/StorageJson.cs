using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Bishui.Storage;

/// <summary>The one way documents and events are written as JSON: web defaults, decimals exact, enumerations as kebab-case words.</summary>
public static class StorageJson
{
    /// <summary>Use these to read back the body of an <see cref="Messages.OutboxMessage"/>.</summary>
    public static JsonSerializerOptions Options { get; } = Create();

    private static JsonSerializerOptions Create()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web)
        {
            // A number sent as text must not pass for a number in a stored fact.
            NumberHandling = JsonNumberHandling.Strict,
            // Bodies never reach a page unescaped, and Chinese text is a third of the size unescaped.
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        };
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false));
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }
}
