using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Bishui.Tests.Support;

namespace Bishui.Tests.Functional.Hostile;

/// <summary>
/// Finds a call of an operation that is accepted: path parameters from what the services list, bodies from <c>examples.json</c> or from the
/// description, and the unit that may. What nobody is allowed or the state of things forbids is walked all the same, with the call that came nearest.
/// </summary>
internal sealed class ValidCalls(WalkedPlatform platform, IReadOnlyList<Operation> operations)
{
    private static readonly JsonObject Examples = JsonNode.Parse(File.ReadAllText(Repository.Path("tests/Functional/Hostile/examples.json")))!.AsObject();
    private static readonly string[] NamesOfKeys = ["id", "key", "number", "name", "trackingNumber", "sha256"];
    private static readonly string[] Forms = ["walk-1", "2021-10", "2021-Q3", "2021", "1", "a", "91450200MA5K0B0X0X", "450204", "13800000000", "A1"];

    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly Dictionary<string, string> _units = [];

    /// <summary>The call, with the status and the JSON of its answer.</summary>
    public async Task<(Call Call, int Status, JsonNode? Answer)> FindAsync(Operation operation)
    {
        var call = new Call
        {
            Operation = operation,
            Query = Examples["queries"]![operation.Key]?.ToString().Replace("{task}", platform.TaskOf(operation.Service), StringComparison.Ordinal) ?? string.Join('&', operation.Parameters.Where(parameter => !parameter.InPath && parameter.Required)
                .Select(parameter => $"{parameter.Name}={Uri.EscapeDataString(Example(parameter.Schema, parameter.Name)?.ToString() ?? "x")}")),
            Body = BodyOf(operation) is { } body ? Encoding.UTF8.GetBytes(body) : null,
            MediaType = operation.MediaType == "*/*" ? "text/plain" : operation.MediaType,
        };
        var values = new Dictionary<string, string>();
        foreach (var parameter in operation.Parameters.Where(parameter => parameter.InPath))
            values[parameter.Name] = Uri.EscapeDataString(await HarvestAsync(call with { Path = values }, parameter));
        return await TryAsync(call with { Path = values });
    }

    /// <summary>The call without the members that its refusal names, as long as there are such: a generated body says more than goes together.</summary>
    public async Task<(Call Call, int Status, JsonNode? Answer)> MendedAsync((Call Call, int Status, JsonNode? Answer) found)
    {
        for (var i = 0; i < 5 && found is { Status: 400 or 422, Call.Body: { } bytes } && found.Call.Operation.MediaType == "application/json"; i++)
        {
            var body = JsonNode.Parse(bytes);
            var removed = false;
            foreach (var field in (found.Answer?["errors"] as JsonArray ?? []).Where(error => error?["code"]?.ToString() != "missing").Select(error => error?["field"]?.ToString().Split('.', '[')[^1] ?? ""))
                removed |= (body as JsonObject)?.Remove(field) == true || (body?["values"] as JsonObject)?.Remove(field) == true;
            if (!removed) break;
            found = await TryAsync(found.Call with { Body = Encoding.UTF8.GetBytes(body!.ToJsonString(Readable)) });
        }
        return found;
    }

    /// <summary>A JSON body that the operation takes; null where it takes none.</summary>
    private static JsonNode? JsonOf(Operation operation)
    {
        if (operation.MediaType is not ("application/json" or "application/x-ndjson")) return null;
        if ((Examples["bodies"]![$"{operation.Key} {operation.MediaType}"] ?? Examples["bodies"]![operation.Key]) is { } given) return given.DeepClone();
        return operation.Schema is null ? new JsonObject() : Example(operation.Schema, "");
    }

    /// <summary>The header and one row of a table that the operation takes; null where it takes none.</summary>
    public static (IReadOnlyList<string> Header, IReadOnlyList<string> Row)? TableOf(Operation operation)
    {
        if (operation.MediaType != "text/csv") return null;
        if (Examples["tables"]![operation.Key]?.AsObject() is { } given)
            return ([.. given.Select(cell => cell.Key)], [.. given.Select(cell => cell.Value!.ToString())]);
        var fields = operation.Schema?["properties"]?.AsObject() ?? [];
        return (["编号", "生效日期", .. fields.Select(field => field.Value!["title"]!.ToString())],
            ["walk-9", "2021-11-01", .. fields.Select(field => Example(field.Value!.AsObject(), field.Key)?.ToString() ?? "")]);
    }

    public static JsonNode? Example(JsonObject schema, string name)
    {
        if (Examples["values"]!.AsObject().TryGetPropertyValue(name, out var known)) return known?.DeepClone();
        if (schema["x-refers"] is not null) return "walk-1";
        if (schema["enum"] is JsonArray { Count: > 0 } words) return words[0]?.DeepClone();
        var type = schema["type"] is JsonArray types ? types.Select(one => one!.ToString()).First(one => one != "null") : schema["type"]?.ToString();
        return type switch
        {
            "object" => new JsonObject((schema["properties"]?.AsObject() ?? []).Select(member =>
                KeyValuePair.Create(member.Key, member.Value is JsonObject form ? Example(form, member.Key) : null))),
            "array" => new JsonArray(schema["items"] is JsonObject items ? Example(items, name) : null),
            "integer" or "number" => schema["minimum"] is { } least && least.GetValue<decimal>() > 1 ? least.DeepClone() : 1,
            "boolean" => true,
            "string" => schema["format"]?.ToString() switch
            {
                "date" => "2021-10-20",
                "date-time" => "2021-10-20T08:00:00+08:00",
                _ => schema["pattern"]?.ToString() is { } pattern ? Forms.FirstOrDefault(form => Regex.IsMatch(form, pattern)) ?? "1" : "walk-1",
            },
            _ => new JsonObject(),
        };
    }

    private static string? BodyOf(Operation operation) => TableOf(operation) is { } table
        ? $"{string.Join(',', table.Header)}\n{string.Join(',', table.Row)}\n"
        : JsonOf(operation)?.ToJsonString(Readable) ?? (operation.MediaType is null ? null : "walk");

    /// <summary>A value that exists: out of the list before the parameter, or made by the operation that adds to that list, or as the examples say.</summary>
    private async Task<string> HarvestAsync(Call call, Parameter parameter)
    {
        var before = call.Operation.Path[..call.Operation.Path.IndexOf($"/{{{parameter.Name}}}", StringComparison.Ordinal)];
        var about = $"{parameter.Name} of {before.Replace($"/api/{call.Operation.Service}", "", StringComparison.Ordinal)}";
        var isNew = call.Operation.Method == HttpMethod.Put && call.Operation.Path.EndsWith($"{{{parameter.Name}}}", StringComparison.Ordinal);
        if (isNew && Examples["paths"]![about] is { } given) return given.ToString();
        if (Examples["lists"]![about] is { } elsewhere
            && (await platform.GetAsync(call.Operation.Service, $"/api/{call.Operation.Service}{elsewhere["path"]}"))?["items"] is JsonArray listed
            && listed.Select(item => item?[elsewhere["member"]!.ToString()]?.ToString()).FirstOrDefault(value => value is not null) is { } one) return one;
        foreach (var list in operations.Where(one => one.Path == before && one.Service == call.Operation.Service && one.Method == HttpMethod.Get))
            if ((await TryAsync(call with { Operation = list, Body = null, MediaType = null })).Answer is JsonObject page
                && page["items"] is JsonArray { Count: > 0 } items && Named(items[0], parameter.Name) is { } found) return found;
        foreach (var maker in operations.Where(one => one.Path == before && one.Service == call.Operation.Service && one.Method == HttpMethod.Post)
            .OrderBy(one => one.MediaType is "application/json" or "text/csv" ? 0 : 1).Take(1))
            if ((await TryAsync(call with
            {
                Operation = maker,
                Body = BodyOf(maker) is { } body ? Encoding.UTF8.GetBytes(body) : null,
                MediaType = maker.MediaType == "*/*" ? "text/plain" : maker.MediaType,
            })).Answer is JsonObject made && Named(made, parameter.Name) is { } id) return id;
        return (Examples["paths"]![about] ?? Examples["paths"]![parameter.Name] ?? "walk-1").ToString();
    }

    private static string? Named(JsonNode? item, string name) =>
        NamesOfKeys.Prepend(name).Select(key => (item as JsonObject)?[key]?.ToString()).FirstOrDefault(value => value is { Length: > 0 });

    /// <summary>Tries one unit after the other, the one that succeeded with such a path before everybody else.</summary>
    private async Task<(Call Call, int Status, JsonNode? Answer)> TryAsync(Call call)
    {
        var kind = string.Join('/', call.Operation.Path.Split('/').Take(4));
        (Call Call, int Status, JsonNode? Answer)? nearest = null;
        foreach (var unit in platform.Units.OrderBy(unit => _units.GetValueOrDefault(kind) == unit ? 0 : 1))
        {
            var tried = call with { Unit = unit };
            using var request = tried.ToRequest(platform.Services[call.Operation.Service].Address);
            using var answer = await platform.SendAsync(request, unit);
            var text = await answer.Content.ReadAsStringAsync();
            var status = (int)answer.StatusCode;
            nearest ??= (tried, status, null);
            if (status is 401 or 403) continue;
            if (status < 300) _units[kind] = unit;
            return (tried, status, answer.Content.Headers.ContentType?.MediaType is "application/json" or "application/problem+json" ? JsonNode.Parse(text) : null);
        }
        return nearest!.Value;
    }
}
