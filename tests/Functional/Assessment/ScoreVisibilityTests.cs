using System.Text.Json;
using System.Text.Json.Nodes;
using Bishui.Tests.Functional.Obligations;
using Bishui.Tests.Support;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Bishui.Tests.Functional.Assessment;

/// <summary>
/// One rule for all doors: why a unit has its score is told to the unit and to who supervises. Secrets are planted in a mark and in a case of
/// one unit, and a unit without a part in its tasks opens every door there is.
/// </summary>
public sealed class ScoreVisibilityTests
{
    private const string Owner = "ecology-bureau";
    private const string Stranger = "education-bureau";
    private const string Reason = "人工评分的理由只给本单位看";
    private const string Case = "case-nobody-else-knows";
    private const string Acceptance = "未了事项的理由只在内部";

    [Fact]
    public async Task A_foreign_unit_finds_at_no_door_why_another_has_its_score()
    {
        await using var app = await StartAsync();
        var found = new List<string>();
        var asked = 0;
        using var stranger = app.Service.As(Stranger);
        using var owner = app.Service.As(Owner);
        var shown = 0;
        foreach (var path in Doors(app.Service))
        {
            asked++;
            var text = await TextAsync(stranger, path);
            found.AddRange(new[] { Reason, Case, Acceptance }.Where(secret => text.Contains(secret, StringComparison.Ordinal)).Select(secret => $"{path}: {secret}"));
            var own = await TextAsync(owner, path);
            if (own.Contains(Reason, StringComparison.Ordinal) || own.Contains(Case, StringComparison.Ordinal)) shown++;
        }
        Assert.Empty(found);
        // The walk went through doors behind which the secrets are.
        Assert.True(asked > 60, $"{asked} doors");
        Assert.True(shown >= 3, $"{shown} doors show the unit its own");
    }

    [Fact]
    public async Task Why_a_score_is_what_it_is_is_refused_to_others_and_told_to_the_committee()
    {
        await using var app = await StartAsync();
        using var committee = app.Service.As("ecology-committee", AssessmentApp.Supervisor);
        // The body that coordinates the plan sees it by its task, not by a role alone.
        using var approver = app.Service.As("ecology-committee", "approver");
        string[] paths =
        [
            $"units/{Owner}/explanation", $"units/{Owner}/evidence?node=quality/national-section", "district/evidence?node=quality/national-section", $"tasks?unit={Owner}", $"results/2021/units/{Owner}",
            "results/2021/units/district", "results/2021/blockers",
        ];
        foreach (var path in paths)
        {
            Assert.Equal(403, (await app.RefusedAsync($"/api/assessment/{path}", Stranger, "reporter", "approver")).Status);
            Assert.Equal(200, (await committee.ReadAsync($"/api/assessment/{path}")).Status);
            Assert.Equal(200, (await approver.ReadAsync($"/api/assessment/{path}")).Status);
        }
    }

    [Fact]
    public async Task Others_see_points_and_grades_and_neither_vetoes_nor_the_district_s_explanation()
    {
        await using var app = await StartAsync();
        using var stranger = app.Service.As(Stranger);
        var score = (await stranger.ReadAsync($"/api/assessment/units/{Owner}/score")).Body;
        Assert.Equal(JsonValueKind.Number, score.GetProperty("points").ValueKind);
        Assert.False(score.TryGetProperty("vetoes", out var vetoes) && vetoes.ValueKind != JsonValueKind.Null);
        var district = (await stranger.ReadAsync("/api/assessment/district")).Body;
        Assert.Equal(18, district.Count("units"));
        Assert.False(district.TryGetProperty("explanation", out var tree) && tree.ValueKind != JsonValueKind.Null);
        Assert.Equal("falsified-data", (string)(await app.GetAsync($"/api/assessment/units/{Owner}/score"))["vetoes"]![0]!);
        var result = (await stranger.ReadAsync("/api/assessment/results/2021")).Body;
        Assert.Equal(19, result.Count("scores"));
        Assert.False(result.TryGetProperty("accepted", out var accepted) && accepted.ValueKind != JsonValueKind.Null);
    }

    [Fact]
    public async Task A_unit_supposes_for_itself_and_only_its_own_facts()
    {
        await using var app = await StartAsync();
        using var stranger = app.Service.As(Stranger);
        var change = new { kind = "complete-task", task = 3, on = "2021-11-01" };
        Assert.Equal(403, (await stranger.PostAsync("/api/assessment/what-if", new { unit = Owner, changes = new[] { change } })).Status);
        Assert.Equal(403, (await stranger.PostAsync("/api/assessment/what-if", new { changes = new[] { change } })).Status);
        Assert.Equal(200, (await stranger.PostAsync("/api/assessment/what-if", new { unit = Stranger, changes = new[] { change } })).Status);
        var mark = (string)(await app.FactsAsync("mark-given", 1))[0]!["id"]!;
        var (status, problem) = await stranger.PostAsync("/api/assessment/what-if", new { unit = Stranger, changes = new[] { new { kind = "remove-fact", fact = mark } } });
        Assert.Equal((422, "unknown-fact"), (status, problem.GetProperty("errors")[0].Text("code")));
    }

    private static async Task<AssessmentApp> StartAsync()
    {
        var app = await AssessmentApp.StartAsync();
        await app.Service.TellAsync(AdoptedPlan.Plan);
        await Eventually.HoldsAsync(async () => (await app.Service.As("ecology-committee").ReadAsync("/api/assessment/tasks/38")).Status == 200);
        await app.TellAsync(AssessmentApp.Exceeded(Case));
        await app.FactsAsync("limit-exceeded", 1);
        foreach (var (item, share) in new[] { ("organisation", 0.5), ("falsified-data", 1.0) })
            Assert.Equal(201, (await app.PostAsync("/api/assessment/marks", new { item, unit = Owner, share, reason = Reason })).Status);
        await app.FactsAsync("mark-given", 2);
        app.Service.Clock.Advance(TimeSpan.FromDays(70));
        // What is told between the two has to be answered for as well.
        await Eventually.HoldsAsync(async () =>
        {
            var blockers = (await app.GetAsync("/api/assessment/results/2021/blockers"))["items"]!.AsArray();
            var accepted = blockers.Select(blocker => new { key = (string)blocker!["key"]!, reason = Acceptance }).ToList();
            return (await app.PostAsync("/api/assessment/results/2021/publication", new { accepted })).Status == 201;
        });
        return app;
    }

    /// <summary>Every address that can be read, with what stands in for its parts.</summary>
    private static IEnumerable<string> Doors(TestService service) => service.Services.GetRequiredService<IEnumerable<EndpointDataSource>>()
        .SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
        .Where(endpoint => endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods.Contains("GET") == true)
        .Select(endpoint => "/" + endpoint.RoutePattern.RawText!.TrimStart('/'))
        .Where(path => path.StartsWith("/api/", StringComparison.Ordinal))
        .Select(path => path
            .Replace("{unit}", Owner, StringComparison.Ordinal).Replace("{period}", "2021", StringComparison.Ordinal).Replace("{revision:int}", "1", StringComparison.Ordinal)
            .Replace("{number:int}", "41", StringComparison.Ordinal).Replace("{register}", "typical-cases", StringComparison.Ordinal)
            .Replace("/facts/{id}", $"/facts/limit-exceeded:ecological:{Case}", StringComparison.Ordinal).Replace("{ledger}", "industrial", StringComparison.Ordinal))
        .Select(path => System.Text.RegularExpressions.Regex.Replace(path, @"\{[^}]*\}", "x"))
        .SelectMany(path => path.EndsWith("/evidence", StringComparison.Ordinal)
            ? new[] { $"{path}?node=work/organisation", $"{path}?node=quality/national-section" }
            : path.EndsWith("/assessment/tasks", StringComparison.Ordinal) || path.EndsWith("/tasks/", StringComparison.Ordinal) ? [path, $"{path}?unit={Owner}"] : [path])
        .Distinct();

    private static async Task<string> TextAsync(HttpClient client, string path)
    {
        using var answer = await client.GetAsync(new Uri(path, UriKind.Relative));
        Assert.True((int)answer.StatusCode < 500, $"{path}: {answer.StatusCode}");
        var text = await answer.Content.ReadAsStringAsync();
        // JSON may write any character as \uXXXX.
        return answer.Content.Headers.ContentType?.MediaType?.EndsWith("json", StringComparison.Ordinal) == true && text.Length > 0
            ? JsonNode.Parse(text)!.ToJsonString(new JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping })
            : text;
    }
}
