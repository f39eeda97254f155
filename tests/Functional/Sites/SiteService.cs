using System.Text.Json;
using System.Text.Json.Nodes;
using Bishui.Ecological;
using Bishui.Features;
using Bishui.Tests.Functional.Ecological;
using Bishui.Tests.Support;
using Microsoft.AspNetCore.Builder;

namespace Bishui.Tests.Functional.Sites;

/// <summary>Sites as a bureau describes them, in the service that has heard of the plan.</summary>
internal static class SiteService
{
    public const string Base = "/api/ecological/sites";

    public static Task<TestService> StartAsync(Action<WebApplicationBuilder>? configure = null) => EcologicalService.StartAsync(configure: configure);

    public static Task<TestService> StartWithoutPlanAsync() => TestService.StartAsync(CategoryService.Build<EcologicalCategory>);

    /// <summary>A section of class III, with the members of <paramref name="also"/> in place of its own.</summary>
    public static JsonNode Section(string id, object? also = null)
    {
        var site = JsonSerializer.SerializeToNode(new
        {
            id,
            name = $"{id}断面",
            kind = "river-section",
            unit = TestPlans.Lead,
            tasks = new[] { 29 },
            water = "柳江",
            waterBody = "river",
            standard = "GB 3838-2002",
            grade = "III",
            target = "III",
        })!.AsObject();
        if (also is not null)
            foreach (var (name, value) in JsonSerializer.SerializeToNode(also)!.AsObject().ToList()) site[name] = value?.DeepClone();
        return site;
    }

    public static Task<(int Status, JsonElement Body)> PutSiteAsync(this HttpClient client, string id, object? also = null, string? ifMatch = null) =>
        client.SendAsync(HttpMethod.Put, $"{Base}/{id}", Section(id, also), ifMatch: ifMatch);

    /// <summary>Field and code of each error of a refusal.</summary>
    public static List<(string? Field, string? Code)> Errors(this JsonElement problem) =>
        [.. problem.GetProperty("errors").EnumerateArray().Select(e => (e.TryGetProperty("field", out var field) ? field.GetString() : null, e.GetProperty("code").GetString()))];
}
