using System.Text;
using System.Text.Json.Nodes;

namespace Bishui.Tests.Functional.Hostile;

/// <summary>Every call that differs from a valid one in one place.</summary>
internal static class HostileCalls
{
    public static IEnumerable<HostileCall> Of(Call valid) =>
        [.. InAddress(valid), .. InJson(valid), .. InTable(valid), .. WholeBody(valid), .. Around(valid)];

    private static IEnumerable<HostileCall> InAddress(Call valid)
    {
        foreach (var parameter in valid.Operation.Parameters)
            foreach (var value in HostileValues.InAddress)
                yield return parameter.InPath
                    ? new($"path {parameter.Name}", valid with { Path = new Dictionary<string, string>(valid.Path) { [parameter.Name] = value } })
                    // Beside what the call needs anyway: a name given twice is hostile, too.
                    : new($"query {parameter.Name}", valid with { Query = string.Join('&', valid.Query.Split('&').Where(pair => !pair.StartsWith(parameter.Name + "=", StringComparison.Ordinal)).Append($"{parameter.Name}={value}").Where(pair => pair.Length > 0)) });
        foreach (var query in new[] { "%00=1", "a=%ff", "%zz", "&&&", "=", "at=2021&at=2022", "limit=0", "limit=-1", "limit=1e3", string.Concat(Enumerable.Range(0, 500).Select(i => $"k{i}=1&")) })
            yield return new("query", valid with { Query = query });
    }

    private static IEnumerable<HostileCall> InJson(Call valid)
    {
        if (valid.Operation.MediaType is not ("application/json" or "application/x-ndjson") || JsonNode.Parse(valid.Body!) is not { } body) yield break;
        foreach (var (place, within) in JsonPlaces.Of(body, valid.Operation.Schema, ValidCalls.Example))
            foreach (var value in HostileValues.InJson)
                yield return new($"body {place[1..]}", valid with { Body = Encoding.UTF8.GetBytes(JsonPlaces.Write(within, place, value)) });
    }

    private static IEnumerable<HostileCall> InTable(Call valid)
    {
        if (ValidCalls.TableOf(valid.Operation) is not { } table) yield break;
        for (var at = 0; at < table.Header.Count; at++)
            foreach (var value in HostileValues.InCell)
            {
                yield return new($"cell {table.Header[at]}", valid with { Body = Table(table.Header, [.. table.Row.Take(at), value, .. table.Row.Skip(at + 1)]) });
                yield return new($"header {table.Header[at]}", valid with { Body = Table([.. table.Header.Take(at), value, .. table.Header.Skip(at + 1)], table.Row) });
            }
    }

    private static IEnumerable<HostileCall> WholeBody(Call valid)
    {
        if (valid.Body is null) yield break;
        foreach (var body in HostileValues.AsBody) yield return new("body", valid with { Body = body });
        foreach (var type in HostileValues.AsMediaType) yield return new("media type", valid with { MediaType = type });
    }

    private static IEnumerable<HostileCall> Around(Call valid) =>
    [
        .. HostileValues.AsHeader.Select(header => new HostileCall($"header {header.Name}", valid with { Header = header })),
        .. HostileValues.AsMethod.Select(method => new HostileCall("method", valid with { Method = method })),
        new("token", valid with { Unit = null }),
    ];

    private static byte[] Table(IEnumerable<string> header, IEnumerable<string> row) => Encoding.UTF8.GetBytes($"{string.Join(',', header)}\n{string.Join(',', row)}\n");
}
