using System.Text.Json.Nodes;

namespace Bishui.Gateway.OpenApi;

/// <summary>
/// Puts the services' descriptions together. Components that mean the same everywhere stay as they are; a name that means
/// different things gets the service's name in front, and so does whatever refers to it.
/// </summary>
internal static class OpenApiMerge
{
    private const string ReferencePrefix = "#/components/";
    private const string Schemes = "securitySchemes";

    /// <param name="documents">The description of each service that answered.</param>
    /// <param name="ownerOf">The service a path is routed to at the gateway, or null.</param>
    /// <param name="result">The description to add to.</param>
    public static void Into(
        JsonObject result, IReadOnlyDictionary<string, JsonObject> documents, Func<string, string?> ownerOf)
    {
        var clashes = Clashes(documents.Values.Select(Components).ToList());
        var paths = Member(result, "paths");
        var components = Member(result, "components");
        var operationIds = new HashSet<string>();
        var groups = result["x-tagGroups"]!.AsArray();

        foreach (var (service, document) in documents.OrderBy(d => d.Key, StringComparer.Ordinal))
        {
            // Every service has the same parts; whose they are is in the tag, and the groups keep them together.
            var tags = new SortedSet<string>(StringComparer.Ordinal);
            foreach (var (path, item) in (document["paths"] as JsonObject ?? []).Where(p => ownerOf(p.Key) == service))
            {
                var copy = (JsonObject)Renamed(item!, service, clashes)!;
                foreach (var operation in copy.Select(member => member.Value).OfType<JsonObject>())
                {
                    if (operation["operationId"]?.GetValue<string>() is { } id && !operationIds.Add(id))
                        operation["operationId"] = $"{service}-{id}";
                    operation["tags"] = new JsonArray([.. (operation["tags"] as JsonArray ?? [])
                        .Select(tag => JsonValue.Create($"{service}: {tag!.GetValue<string>()}"))]);
                    tags.UnionWith(operation["tags"]!.AsArray().Select(tag => tag!.GetValue<string>()));
                }

                paths[path] = copy;
            }

            foreach (var ((section, name), value) in Components(document))
            {
                var target = Member(components, section);
                var newName = clashes.Contains((section, name)) ? Prefixed(service, name) : name;
                if (!target.ContainsKey(newName))
                    target[newName] = Renamed(value, service, clashes);
            }

            if (tags.Count > 0)
                groups.Add(new JsonObject { ["name"] = service, ["tags"] = new JsonArray([.. tags.Select(tag => JsonValue.Create(tag))]) });
        }
    }

    private static Dictionary<(string Section, string Name), JsonNode> Components(JsonObject document) =>
        (document["components"] as JsonObject ?? [])
            .Where(section => section.Value is JsonObject)
            .SelectMany(section => section.Value!.AsObject().Select(entry => ((section.Key, entry.Key), entry.Value!)))
            .ToDictionary(entry => entry.Item1, entry => entry.Item2);

    private static HashSet<(string Section, string Name)> Clashes(IReadOnlyList<Dictionary<(string Section, string Name), JsonNode>> all)
    {
        // How callers sign in is the gateway's to say, so schemes are shared by name.
        var shared = all.SelectMany(components => components)
            .Where(entry => entry.Key.Section != Schemes)
            .GroupBy(entry => entry.Key, entry => entry.Value)
            .Where(group => group.Count() > 1)
            .ToDictionary(group => group.Key, group => group.ToList());

        var clashes = shared
            .Where(group => group.Value.Skip(1).Any(other => !JsonNode.DeepEquals(group.Value[0], other)))
            .Select(group => group.Key)
            .ToHashSet();

        // What looks alike but refers to something that differs, differs as well.
        while (true)
        {
            var more = shared.Where(group => !clashes.Contains(group.Key)
                && References(group.Value[0]).Any(clashes.Contains)).Select(group => group.Key).ToList();
            if (more.Count == 0)
                return clashes;
            clashes.UnionWith(more);
        }
    }

    private static IEnumerable<(string Section, string Name)> References(JsonNode? node) => node switch
    {
        JsonObject value => value.SelectMany(member => References(member.Value)),
        JsonArray value => value.SelectMany(References),
        JsonValue value when Reference(value) is { } reference => [reference],
        _ => [],
    };

    private static (string Section, string Name)? Reference(JsonValue value) =>
        value.TryGetValue<string>(out var text) && text.StartsWith(ReferencePrefix, StringComparison.Ordinal)
        && text[ReferencePrefix.Length..].Split('/') is [var section, var name]
            ? (section, name)
            : null;

    private static JsonNode? Renamed(JsonNode? node, string service, HashSet<(string Section, string Name)> clashes) => node switch
    {
        JsonObject value => new JsonObject(value.Select(member => KeyValuePair.Create(member.Key, Renamed(member.Value, service, clashes)))),
        JsonArray value => new JsonArray([.. value.Select(item => Renamed(item, service, clashes))]),
        JsonValue value when Reference(value) is { } reference && clashes.Contains(reference) =>
            $"{ReferencePrefix}{reference.Section}/{Prefixed(service, reference.Name)}",
        _ => node?.DeepClone(),
    };

    private static string Prefixed(string service, string name) =>
        string.Concat(service.Split('-').Select(part => char.ToUpperInvariant(part[0]) + part[1..])) + name;

    private static JsonObject Member(JsonObject parent, string name)
    {
        if (parent[name] is not JsonObject member)
            parent[name] = member = [];
        return member;
    }
}
