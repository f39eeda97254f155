using System.Text;
using System.Text.Json;
using Bishui.Tests.Functional.Sites;
using Xunit;

namespace Bishui.Tests.Functional.Bodies;

/// <summary>What a refusal of a body says, over HTTP.</summary>
public sealed class BodyTests(SharedEcological fixture) : IClassFixture<SharedEcological>
{
    private readonly HttpClient _bureau = fixture.Service.As(TestPlans.Lead);

    /// <summary>A site of the test's own.</summary>
    private readonly string _site = $"s-{Guid.NewGuid():N}";

    [Fact]
    public async Task All_missing_members_are_named_with_what_is_wanted_and_nothing_of_the_inside()
    {
        var (status, problem) = await PutAsync(_site, """{"tasks":[29,null],"kind":"river-section","grde":"III"}""");

        Assert.Equal((422, "invalid-request"), (status, problem.Text("code")));
        Assert.Equal([("grde", "unknown-member"), ("name", "missing"), ("tasks[1]", "null-not-allowed"), ("unit", "missing")], problem.Errors().Order());
        Assert.Contains("did you mean grade?", problem.GetRawText(), StringComparison.Ordinal);
        Assert.DoesNotContain("Bishui.", problem.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_id_in_the_path_need_not_stand_in_the_body_and_agrees_where_it_does()
    {
        var site = SiteService.Section(_site).AsObject();
        site.Remove("id");
        Assert.Equal(201, (await PutAsync(_site, site.ToJsonString())).Status);

        site["id"] = "s-2";
        var (status, problem) = await PutAsync(_site, site.ToJsonString());
        Assert.Equal((422, ("id", "bad-id")), (status, Assert.Single(problem.Errors())));

        site["id"] = _site;
        Assert.Equal(200, (await PutAsync(_site, site.ToJsonString())).Status);
        var (_, got) = await _bureau.ReadAsync($"{SiteService.Base}/{_site}");
        Assert.Equal(_site, got.Text("id"));
        Assert.Equal(200, (await PutAsync(_site, got.GetRawText())).Status);
    }

    [Fact]
    public async Task An_id_of_the_path_may_be_repeated_where_the_body_has_none_and_members_of_the_answer_are_named_as_such()
    {
        var path = "/api/ecological/obligations/objects/outfall/o-1";
        var (status, problem) = await _bureau.SendAsync(HttpMethod.Put, path, Json("""{"id":"o-1","kind":"outfall","name":"一号排口","rows":[]}"""));

        Assert.Equal((422, ("rows", "read-only-member")), (status, Assert.Single(problem.Errors())));
    }

    [Theory]
    [InlineData("{\"name\":\"断面\",}", "line 1, character 14: no comma may follow the last item")]
    [InlineData("{\"name\":\"断面\"\n// so\n}", "line 2, character 1: JSON has no comments")]
    [InlineData("", "line 1, character 1: there is no content where JSON is wanted")]
    public async Task JSON_that_breaks_is_refused_with_line_character_and_reason(string body, string reason)
    {
        var (status, problem) = await PutAsync(_site, body);

        Assert.Equal((400, "invalid-json"), (status, problem.Text("code")));
        Assert.EndsWith(reason, problem.GetProperty("errors")[0].Text("detail"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nesting_beyond_32_levels_is_refused()
    {
        var (status, problem) = await PutAsync(_site, "{\"tasks\":" + new string('[', 100) + new string(']', 100) + "}");

        Assert.Equal((400, "invalid-json"), (status, problem.Text("code")));
        Assert.Contains("at most 32 levels", problem.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_byte_order_mark_before_a_body_is_no_part_of_it()
    {
        using var content = new ByteArrayContent([.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(SiteService.Section(_site).ToJsonString())]);
        content.Headers.ContentType = new("application/json");

        Assert.Equal(201, (await _bureau.SendAsync(HttpMethod.Put, $"{SiteService.Base}/{_site}", content)).Status);
    }

    [Theory]
    [InlineData("name", 201)]
    [InlineData("water", 201)]
    [InlineData("source", 2001)]
    public async Task A_text_of_a_site_has_a_length(string member, int length)
    {
        var (status, problem) = await _bureau.PutSiteAsync(_site, new Dictionary<string, string> { [member] = new('水', length) });

        Assert.Equal((422, (member, "too-long")), (status, Assert.Single(problem.Errors())));
        Assert.Equal(201, (await _bureau.PutSiteAsync(_site, new Dictionary<string, string> { [member] = new('水', length - 1) })).Status);
    }

    [Theory]
    [InlineData("application/xml", "must be application/json, in UTF-8; given: application/xml")]
    [InlineData("application/json; charset=utf-16", "must be application/json, in UTF-8; given: application/json; charset=utf-16")]
    public async Task A_content_type_that_is_not_taken_is_refused_with_those_that_are(string type, string detail)
    {
        using var content = new ByteArrayContent("{}"u8.ToArray());
        content.Headers.TryAddWithoutValidation("Content-Type", type);
        var (status, problem) = await _bureau.SendAsync(HttpMethod.Put, $"{SiteService.Base}/{_site}", content);

        Assert.Equal((415, "unsupported-media-type"), (status, problem.Text("code")));
        Assert.EndsWith(detail, problem.GetProperty("errors")[0].Text("detail"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("?limit=many", 400, "limit", "wrong-type")]
    [InlineData("?kind=a%0Ab", 422, "kind", "bad-query")]
    [InlineData("?water=long", 422, "water", "bad-query")]
    public async Task A_parameter_that_cannot_be_read_is_named(string query, int status, string field, string code)
    {
        var (answered, problem) = await _bureau.ReadAsync(SiteService.Base + query.Replace("long", new string('a', 2001), StringComparison.Ordinal));

        Assert.Equal((status, (field, code)), (answered, Assert.Single(problem.Errors())));
    }

    private Task<(int Status, JsonElement Body)> PutAsync(string id, string body) => _bureau.SendAsync(HttpMethod.Put, $"{SiteService.Base}/{id}", Json(body));

    private static StringContent Json(string body) => new(body, Encoding.UTF8, "application/json");
}
