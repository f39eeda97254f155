using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Bishui.Agricultural;
using Bishui.Assessment;
using Bishui.Domestic;
using Bishui.Ecological;
using Bishui.Features;
using Bishui.Hosting.Json;
using Bishui.Industrial;
using Bishui.Risk;
using Bishui.Shipping;
using Bishui.Tests.Support;
using Bishui.WaterSaving;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Bishui.Tests.Functional.Bodies;

/// <summary>
/// Every body of every service, found in its description: texts and lists have bounds there, and what is beyond them, is no text, or is null in a
/// list is refused by its path. A new request is held to it without a word here.
/// </summary>
public sealed class EveryBodyTests
{
    // Batches are read row by row; their tests stand with them.
    private static readonly string[] ReadByThemselves = ["/readings", "/judgements"];

    public static TheoryData<string> Services => ["industrial", "domestic", "agricultural", "shipping", "risk", "water-saving", "ecological", "assessment"];

    [Theory]
    [MemberData(nameof(Services))]
    public async Task Whatever_a_body_may_hold_has_a_bound_and_is_held_to_it(string name)
    {
        await using var service = await TestService.StartAsync(BuilderOf(name));
        using var client = service.As(TestPlans.Lead, "reporter", "approver", "supervisor", "admin");
        var description = JsonNode.Parse(await client.GetStringAsync("/openapi/v1.json"))!;
        var described = 0;

        foreach (var (path, methods) in description["paths"]!.AsObject())
            foreach (var (method, operation) in methods!.AsObject())
            {
                if (operation!["requestBody"]?["content"]?["application/json"]?["schema"] is not { } schema) continue;
                var body = new DescribedBody(description, schema);
                Assert.True(body.Unbound.Count == 0, $"{method} {path}: no bound on {string.Join(", ", body.Unbound)}");
                if (ReadByThemselves.Any(each => path.EndsWith(each, StringComparison.Ordinal))) continue;
                described++;
                foreach (var (hostile, code, texts) in body.Hostile())
                {
                    var (status, answer) = await client.SendAsync(new HttpMethod(method.ToUpperInvariant()), AddressOf(path), new StringContent(hostile, Encoding.UTF8, "application/json"));
                    Assert.True(status == 422, $"{method} {path}: {status} {answer} for {Texts.Shown(hostile)}");
                    var errors = answer.GetProperty("errors").EnumerateArray().Select(error => (error.Text("field"), error.Text("code"))).ToHashSet();
                    // A member that the path names is first of all not what the path says.
                    Assert.All(texts.Where(text => !path.Contains($"{{{text}}}", StringComparison.Ordinal)), text => Assert.Contains((text, code), errors));
                }
            }

        var taken = service.Services.GetRequiredService<EndpointDataSource>().Endpoints.Count(endpoint => BodyReading.TypeOf(endpoint) is not null);
        Assert.Equal(taken, described);
    }

    private static string AddressOf(string path) => string.Join('/', path.Split('/').Select(part => part.StartsWith('{') ? "1" : part));

    private static BuildService BuilderOf(string name) => name switch
    {
        "industrial" => CategoryService.Build<IndustrialCategory>,
        "domestic" => CategoryService.Build<DomesticCategory>,
        "agricultural" => CategoryService.Build<AgriculturalCategory>,
        "shipping" => CategoryService.Build<ShippingCategory>,
        "risk" => CategoryService.Build<RiskCategory>,
        "water-saving" => CategoryService.Build<WaterSavingCategory>,
        "ecological" => CategoryService.Build<EcologicalCategory>,
        _ => AssessmentService.Build,
    };

    /// <summary>A body's texts and lists, found in its schema.</summary>
    private sealed class DescribedBody
    {
        private const string Mark = "\u0001";

        private readonly JsonNode _description;
        private readonly List<(string Path, int Longest)> _texts = [];
        private readonly List<string> _lists = [];

        public DescribedBody(JsonNode description, JsonNode schema)
        {
            _description = description;
            Sample = Of(schema, "", []) ?? new JsonObject();
        }

        /// <summary>Texts and lists without a bound.</summary>
        public List<string> Unbound { get; } = [];

        private JsonNode Sample { get; }

        /// <summary>Bodies, each with the code and the paths with which it has to be refused; as many paths as a refusal lists.</summary>
        public IEnumerable<(string Json, string Code, IReadOnlyList<string> Paths)> Hostile()
        {
            const int listed = 40;
            if (_texts.Count > 0)
            {
                var texts = _texts.Take(listed).Select(text => text.Path).ToList();
                yield return (Filled(text => $"\"{new string('x', text.Longest + 1)}\""), "too-long", texts);
                yield return (Filled(_ => "\"\\ud800\""), "bad-text", texts);
                yield return (Filled(_ => "\"a\\u0007b\""), "bad-text", texts);
                yield return (Filled(_ => "[]"), "wrong-type", texts);
            }
            foreach (var list in _lists)
                yield return (WithNullIn(list), "null-not-allowed", [$"{list}[0]"]);
        }

        private string Filled(Func<(string Path, int Longest), string> value)
        {
            var json = Sample.ToJsonString();
            for (var i = 0; i < _texts.Count; i++)
                json = json.Replace(string.Create(CultureInfo.InvariantCulture, $"\"\\u0001{i}\\u0001\""), value(_texts[i]), StringComparison.Ordinal);
            return json;
        }

        private string WithNullIn(string list)
        {
            var sample = Sample.DeepClone();
            var at = sample;
            foreach (var step in list.Split('.')) at = step.EndsWith("[0]", StringComparison.Ordinal) ? at![step[..^3]]![0] : at![step];
            at!.AsArray().Clear();
            at.AsArray().Add(null);
            return sample.ToJsonString();
        }

        /// <summary>A value of a schema, with a mark in the place of each text; null where nothing of it can be held against a bound.</summary>
        private JsonNode? Of(JsonNode? schema, string path, IReadOnlyList<string> within)
        {
            if (schema is not JsonObject) return null;
            if (schema["$ref"]?.GetValue<string>() is { } reference)
                return within.Contains(reference) ? null : Of(_description["components"]!["schemas"]![reference.Split('/')[^1]], path, [.. within, reference]);
            if ((schema["oneOf"] ?? schema["anyOf"]) is JsonArray choices) return choices.Select(choice => Of(choice, path, within)).FirstOrDefault(each => each is not null);
            var types = schema["type"] is JsonArray several ? several.Select(type => type!.GetValue<string>()).ToList() : schema["type"] is { } one ? [one.GetValue<string>()] : [];
            if (types.Contains("string"))
            {
                if (schema["format"] is not null || schema["enum"] is not null) return null;
                if (schema["maxLength"] is not { } longest) { Unbound.Add(path); return null; }
                _texts.Add((path, longest.GetValue<int>()));
                return JsonValue.Create($"{Mark}{_texts.Count - 1}{Mark}");
            }
            if (types.Contains("array"))
            {
                if (schema["maxItems"] is null) Unbound.Add(path);
                _lists.Add(path);
                return Of(schema["items"], path + "[0]", within) is { } item ? new JsonArray(item) : new JsonArray();
            }
            if (!types.Contains("object")) return null;
            var value = new JsonObject();
            foreach (var (name, member) in schema["properties"]?.AsObject() ?? [])
                if (Of(member, path.Length == 0 ? name : $"{path}.{name}", within) is { } held) value[name] = held;
            if (schema["additionalProperties"] is JsonObject entries && Of(entries, $"{path}.k", within) is { } entry) value["k"] = entry;
            return value;
        }
    }
}
