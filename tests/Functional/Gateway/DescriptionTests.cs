using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace Bishui.Tests.Functional.Gateway;

public sealed class DescriptionTests
{
    private const string Ecological = """
        {
          "openapi": "3.1.1",
          "paths": {
            "/api/ecological/tasks": { "get": { "operationId": "Tasks", "tags": ["Tasks"],
              "responses": { "200": { "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Page" } } } } } } },
            "/api/public/sections": { "get": { "operationId": "Sections", "responses": {} } }
          },
          "components": { "schemas": {
            "Page": { "type": "object", "properties": { "items": { "type": "array", "items": { "$ref": "#/components/schemas/Task" } } } },
            "Task": { "type": "object", "properties": { "number": { "type": "integer" } } },
            "Problem": { "type": "object", "properties": { "code": { "type": "string" } } }
          } }
        }
        """;

    private const string WaterSaving = """
        {
          "openapi": "3.1.1",
          "paths": {
            "/api/water-saving/tasks": { "get": { "operationId": "Tasks", "tags": ["Tasks"],
              "responses": { "200": { "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Page" } } } } } } },
            "/api/public/sections": { "get": { "operationId": "Sections", "description": "not routed here", "responses": {} } }
          },
          "components": { "schemas": {
            "Page": { "type": "object", "properties": { "items": { "type": "array", "items": { "$ref": "#/components/schemas/Task" } } } },
            "Task": { "type": "object", "properties": { "number": { "type": "string" } } },
            "Problem": { "type": "object", "properties": { "code": { "type": "string" } } }
          } }
        }
        """;

    [Fact]
    public async Task The_platform_is_described_as_one_and_says_which_services_are_missing()
    {
        await using var ecological = await DescribingAsync(Ecological);
        await using var waterSaving = await DescribingAsync(WaterSaving);
        await using var broken = await DescribingAsync("<html>");
        using var gateway = GatewayApp.Start(settings: new(GatewayApp.Cluster("ecological", ecological.Address))
        {
            ["ReverseProxy:Clusters:water-saving:Destinations:one:Address"] = waterSaving.Address,
            ["ReverseProxy:Clusters:risk:Destinations:one:Address"] = broken.Address,
        });
        using var client = gateway.Client();

        var document = (await client.GetFromJsonAsync<JsonObject>("/openapi/v1.json"))!;

        Assert.Equal(
            ["/connect/token", "/api/ecological/tasks", "/api/public/sections", "/api/water-saving/tasks"],
            document["paths"]!.AsObject().Select(path => path.Key));
        Assert.Null(document["paths"]!["/api/public/sections"]!["get"]!["description"]);

        // Task differs, so Page, which refers to it, differs as well; Problem is the same to everybody.
        var schemas = document["components"]!["schemas"]!.AsObject();
        Assert.Equal(
            ["OAuthError", "EcologicalPage", "EcologicalTask", "Problem", "WaterSavingPage", "WaterSavingTask"],
            schemas.Select(schema => schema.Key));
        Assert.Equal("integer", schemas["EcologicalTask"]!["properties"]!["number"]!["type"]!.GetValue<string>());
        Assert.Equal("#/components/schemas/WaterSavingTask",
            schemas["WaterSavingPage"]!["properties"]!["items"]!["items"]!["$ref"]!.GetValue<string>());
        Assert.Equal("#/components/schemas/WaterSavingPage", document["paths"]!["/api/water-saving/tasks"]!["get"]!["responses"]!["200"]!
            ["content"]!["application/json"]!["schema"]!["$ref"]!.GetValue<string>());

        Assert.Equal(["Tasks", "water-saving-Tasks"], new[] { "ecological", "water-saving" }
            .Select(service => document["paths"]![$"/api/{service}/tasks"]!["get"]!["operationId"]!.GetValue<string>()));
        Assert.Equal("""[{"name":"gateway","tags":["Identity"]},{"name":"ecological","tags":["ecological: Tasks"]},{"name":"water-saving","tags":["water-saving: Tasks"]}]""",
            document["x-tagGroups"]!.ToJsonString());
        Assert.Equal("/", document["servers"]![0]!["url"]!.GetValue<string>());
        Assert.Equal(["agricultural", "assessment", "domestic", "industrial", "risk", "shipping"],
            document["x-unavailable"]!.AsArray().Select(name => name!.GetValue<string>()));
    }

    [Fact]
    public async Task It_is_built_once_whatever_the_callers_write_in_Host_and_query()
    {
        await using var ecological = await DescribingAsync(Ecological);
        using var gateway = GatewayApp.Start(settings: new(GatewayApp.Cluster("ecological", ecological.Address)) { ["AllowedHosts"] = "*" });

        var answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(async i =>
        {
            using var client = gateway.Client();
            client.DefaultRequestHeaders.Host = $"host-{i}.example";
            using var response = await client.GetAsync($"/openapi/v1.json?{i}");
            return (Tag: response.Headers.ETag!, Text: await response.Content.ReadAsStringAsync());
        }));

        Assert.Single(answers.Select(answer => answer.Text).Distinct());
        Assert.Single(ecological.Asked);
        using var again = gateway.Client();
        again.DefaultRequestHeaders.IfNoneMatch.Add(answers[0].Tag);
        using var unchanged = await again.GetAsync("/openapi/v1.json");
        Assert.Equal(HttpStatusCode.NotModified, unchanged.StatusCode);
        Assert.Empty(await unchanged.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task The_page_to_browse_it_brings_everything_along()
    {
        using var gateway = GatewayApp.Start();
        using var client = gateway.Client();

        using var page = await client.GetAsync("/openapi/");
        using var script = await client.GetAsync("/openapi/scalar.js");

        var html = await page.Content.ReadAsStringAsync();
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        Assert.Contains("openapi/v1.json", html, StringComparison.Ordinal);
        Assert.DoesNotMatch("(src|href)=\"(https?:)?//", html);
        Assert.Contains("connect-src 'self'", page.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, script.StatusCode);
    }

    private static Task<FakeUpstream> DescribingAsync(string document) => FakeUpstream.StartAsync("", context =>
    {
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(document);
    });
}
