using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;

namespace Bishui.Assessment.Scoring;

/// <summary>The form of a scheme as JSON Schema, made from the types that read it, so that the two cannot differ.</summary>
internal static class SchemeSchema
{
    public const string Address = "/api/assessment/schemes/schema";

    private static readonly JsonSchemaExporterOptions Options = new() { TreatNullObliviousAsNonNullable = true };

    public static JsonObject Of(JsonSerializerOptions reading, Type file, Type part, IReadOnlyDictionary<string, Type> rules)
    {
        var schema = reading.GetJsonSchemaAsNode(file, Options).AsObject();
        var parts = reading.GetJsonSchemaAsNode(part, Options).AsObject();
        parts["properties"]!["items"] = new JsonObject
        {
            ["type"] = "array",
            ["items"] = new JsonObject { ["oneOf"] = new JsonArray([.. rules.Keys.Select(rule => (JsonNode)new JsonObject { ["$ref"] = $"#/$defs/{rule}" })]) },
        };
        schema["properties"]!["parts"] = new JsonObject { ["type"] = "array", ["items"] = parts };
        var definitions = new JsonObject();
        foreach (var (rule, type) in rules)
        {
            var item = reading.GetJsonSchemaAsNode(type, Options).AsObject();
            var members = item["properties"]!.AsObject();
            // Read-only members of the type are nothing that a file says.
            members.Remove("weighs");
            members["rule"] = new JsonObject { ["const"] = rule };
            item["required"]!.AsArray().Add("rule");
            definitions[rule] = item;
        }
        return new()
        {
            ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
            ["$id"] = Address,
            ["title"] = "评分方案 / Scoring scheme",
            ["type"] = "object",
            ["properties"] = schema["properties"]!.DeepClone(),
            ["required"] = schema["required"]!.DeepClone(),
            ["additionalProperties"] = false,
            ["$defs"] = definitions,
        };
    }
}
