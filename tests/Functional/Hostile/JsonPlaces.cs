using System.Text.Json;
using System.Text.Json.Nodes;

namespace Bishui.Tests.Functional.Hostile;

/// <summary>Finds the places of a JSON value, and writes it with any text in one of them: also text that is no JSON.</summary>
internal static class JsonPlaces
{
    /// <summary>Every member, nested ones too, and the first item of every list: those that are there, and those that the schema knows besides.</summary>
    public static IEnumerable<(string Place, JsonNode Within)> Of(JsonNode body, JsonObject? schema, Func<JsonObject, string, JsonNode?> example)
    {
        foreach (var place in Below(body, "")) yield return (place, body);
        foreach (var (place, with) in Absent(body, schema, example))
        {
            yield return (place, with);
            foreach (var below in Below(with, "").Where(below => below.StartsWith(place, StringComparison.Ordinal) && below.Length > place.Length)) yield return (below, with);
        }
    }

    /// <summary>The value as text, with the given text at a place.</summary>
    public static string Write(JsonNode? node, string place, string raw, string here = "") => here == place ? raw : node switch
    {
        JsonObject members => $"{{{string.Join(',', members.Select(member => $"{JsonSerializer.Serialize(member.Key)}:{Write(member.Value, place, raw, $"{here}.{member.Key}")}"))}}}",
        JsonArray items => $"[{string.Join(',', items.Select((item, i) => Write(item, place, raw, $"{here}[{i}]")))}]",
        null => "null",
        _ => node.ToJsonString(),
    };

    private static IEnumerable<string> Below(JsonNode? node, string here) => node switch
    {
        JsonObject members => members.SelectMany(member => Below(member.Value, $"{here}.{member.Key}").Prepend($"{here}.{member.Key}")),
        JsonArray { Count: > 0 } items => Below(items[0], $"{here}[0]").Prepend($"{here}[0]"),
        _ => [],
    };

    // Members at the top that the example leaves out; each in a body of its own, so that the others stay as they are.
    private static IEnumerable<(string Place, JsonNode Body)> Absent(JsonNode body, JsonObject? schema, Func<JsonObject, string, JsonNode?> example)
    {
        if (body is not JsonObject members) yield break;
        foreach (var (name, form) in schema?["properties"]?.AsObject() ?? [])
        {
            if (members.ContainsKey(name)) continue;
            var with = members.DeepClone().AsObject();
            with[name] = example(form as JsonObject ?? [], name);
            yield return ($".{name}", with);
        }
    }
}
