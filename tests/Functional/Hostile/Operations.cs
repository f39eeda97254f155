using System.Text.Json.Nodes;

namespace Bishui.Tests.Functional.Hostile;

/// <summary>A parameter of an operation.</summary>
internal sealed record Parameter(string Name, bool InPath, bool Required, JsonObject Schema);

/// <summary>An operation as a service's description states it.</summary>
/// <param name="Service">The service that answers it.</param>
/// <param name="Method">Its method.</param>
/// <param name="Path">Its path, with the parameters in braces.</param>
/// <param name="Parameters">Those of path and query.</param>
/// <param name="MediaType">What the body is; null where it has none.</param>
/// <param name="Schema">The form of a JSON body, references resolved; null where it is not JSON or is free.</param>
internal sealed record Operation(string Service, HttpMethod Method, string Path, IReadOnlyList<Parameter> Parameters, string? MediaType, JsonObject? Schema)
{
    /// <summary>The path as described, where it stands for several.</summary>
    public string Template { get; init; } = Path;

    /// <summary>The name under which services that do the same share an example: without the service.</summary>
    public string Key => $"{Method} {Template.Replace($"/api/{Service}/", "/", StringComparison.Ordinal)}";

    public override string ToString() => $"{Method} {Path}{(MediaType is null or "application/json" ? "" : $" ({MediaType})")}";
}

/// <summary>Reads OpenAPI descriptions.</summary>
internal static class Operations
{
    // A schema may contain itself.
    private const int Deepest = 6;

    /// <summary>One operation a method, path and media type; a path of registers stands for each register, with the form of its rows.</summary>
    public static async Task<IReadOnlyList<Operation>> OfAsync(string service, HttpClient client)
    {
        var description = (await ReadAsync(client, "/openapi/v1.json"))!.AsObject();
        var operations = (
            from path in description["paths"]!.AsObject()
            from method in path.Value!.AsObject()
            from body in Bodies(method.Value!["requestBody"])
            select new Operation(service, HttpMethod.Parse(method.Key), path.Key,
                [.. (method.Value["parameters"]?.AsArray() ?? []).Select(one => ParameterOf(one!, description))],
                body.MediaType, body.Schema is null ? null : Resolved(body.Schema, description, 0) as JsonObject)).ToList();

        var registers = new List<Operation>();
        foreach (var register in (await ReadAsync(client, $"/api/{service}/registers"))?["items"]?.AsArray() ?? [])
        {
            var key = register!["key"]!.GetValue<string>();
            var row = (await ReadAsync(client, $"/api/{service}/registers/{key}/schema"))!.AsObject();
            registers.AddRange(operations.Where(operation => operation.Path.Contains("{register}", StringComparison.Ordinal)).Select(operation => operation with
            {
                Path = operation.Path.Replace("{register}", key, StringComparison.Ordinal),
                Template = operation.Path,
                Parameters = [.. operation.Parameters.Where(parameter => parameter.Name != "register")],
                Schema = operation.Method == HttpMethod.Put ? RowOf(operation.Schema!, row) : operation.Method == HttpMethod.Post ? row : null,
            }));
        }
        return registers.Count == 0 ? operations : [.. operations.Where(operation => !operation.Path.Contains("{register}", StringComparison.Ordinal)), .. registers];
    }

    private static IEnumerable<(string? MediaType, JsonNode? Schema)> Bodies(JsonNode? body) => body?["content"]?.AsObject() is { Count: > 0 } content
        ? content.Select(each => ((string?)each.Key, each.Value?["schema"]))
        : [(null, null)];

    private static Parameter ParameterOf(JsonNode parameter, JsonObject description) => new(
        parameter["name"]!.GetValue<string>(), parameter["in"]!.GetValue<string>() == "path", parameter["required"]?.GetValue<bool>() == true,
        Resolved(parameter["schema"], description, 0) as JsonObject ?? []);

    private static JsonObject RowOf(JsonObject request, JsonObject row)
    {
        var schema = request.DeepClone().AsObject();
        schema["properties"]!["values"] = row.DeepClone();
        return schema;
    }

    /// <summary>A schema with what it refers to in place, and of several forms the one that is not null.</summary>
    private static JsonNode? Resolved(JsonNode? schema, JsonObject description, int depth)
    {
        if (depth > Deepest || schema is not JsonObject given) return depth > Deepest ? null : schema?.DeepClone();
        if (given["$ref"]?.GetValue<string>() is { } reference)
            return Resolved(description["components"]!["schemas"]![reference.Split('/')[^1]], description, depth);
        if (given["oneOf"]?.AsArray().FirstOrDefault(form => form!["type"]?.ToString() != "null") is { } form)
            return Resolved(form, description, depth);
        var resolved = new JsonObject();
        foreach (var (name, value) in given)
            resolved[name] = name switch
            {
                "properties" => new JsonObject(value!.AsObject().Select(member =>
                    KeyValuePair.Create(member.Key, Resolved(member.Value, description, depth + 1)))),
                "items" or "additionalProperties" => Resolved(value, description, depth + 1),
                _ => value?.DeepClone(),
            };
        return resolved;
    }

    private static async Task<JsonNode?> ReadAsync(HttpClient client, string path)
    {
        using var answer = await client.GetAsync(new Uri(path, UriKind.Relative));
        return answer.IsSuccessStatusCode ? JsonNode.Parse(await answer.Content.ReadAsStringAsync()) : null;
    }
}
