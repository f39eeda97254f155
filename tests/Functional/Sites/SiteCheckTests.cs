using System.Text.Json;
using Bishui.Tests.Support;
using Xunit;

namespace Bishui.Tests.Functional.Sites;

/// <summary>One service for all faults: what is refused leaves nothing behind.</summary>
public sealed class SiteCheckService : IAsyncLifetime
{
    public TestService Service { get; private set; } = null!;

    public async Task InitializeAsync() => Service = await SiteService.StartAsync();

    public Task DisposeAsync() => Service.DisposeAsync().AsTask();
}

public sealed class SiteCheckTests(SiteCheckService fixture) : IClassFixture<SiteCheckService>
{
    private readonly HttpClient _bureau = fixture.Service.As(TestPlans.Lead);

    [Theory]
    [InlineData("""{"kind":"pond"}""", "kind", "unknown-kind")]
    [InlineData("""{"name":" "}""", "name", "missing")]
    [InlineData("""{"unit":" "}""", "unit", "missing")]
    [InlineData("""{"target":"VI"}""", "target", "unknown-class")]
    [InlineData("""{"target":"劣Ⅴ"}""", "target", "unknown-class")]
    [InlineData("""{"standard":"GB 1-1900"}""", "standard", "unknown-standard")]
    [InlineData("""{"standard":null}""", "standard", "missing")]
    [InlineData("""{"grade":"first-A"}""", "grade", "unknown-grade")]
    [InlineData("""{"standard":"GB 18918-2002","grade":"first-A"}""", "standard", "wrong-medium")]
    [InlineData("""{"kind":"flow-station"}""", "standard", "wrong-medium")]
    [InlineData("""{"longitude":109.3}""", "latitude", "missing")]
    [InlineData("""{"longitude":200,"latitude":24}""", "longitude", "out-of-range")]
    [InlineData("""{"longitude":109.3,"latitude":24,"precisionMetres":-1}""", "precisionMetres", "out-of-range")]
    [InlineData("""{"longitude":109.3,"latitude":24,"datum":"NAD27"}""", "datum", "unknown-datum")]
    [InlineData("""{"datum":"CGCS2000"}""", "datum", "without-place")]
    [InlineData("""{"conditions":{"water_body":"river"}}""", "conditions.water_body", "unknown-condition")]
    [InlineData("""{"conditions":{"colour":"blue"}}""", "conditions.colour", "unknown-condition")]
    [InlineData("""{"conditions":{"use":"swimming"}}""", "conditions.use", "bad-condition")]
    [InlineData("""{"conditions":{"built":"2012"}}""", "conditions.built", "bad-condition")]
    [InlineData("""{"conditions":{"water_temperature":"warm"}}""", "conditions.water_temperature", "bad-condition")]
    [InlineData("""{"conditions":{"discharger":" "}}""", "conditions.discharger", "bad-condition")]
    [InlineData("""{"periods":[{"ruleSet":"City"}]}""", "periods[0].ruleSet", "bad-rule-set")]
    [InlineData("""{"periods":[{"from":"2021-07-01","to":"2021-06-30"}]}""", "periods[0].to", "out-of-range")]
    [InlineData("""{"periods":[{},{"standard":"GB 3838-2002","grade":"VI"}]}""", "periods[1].grade", "unknown-grade")]
    [InlineData("""{"periods":[{"target":"VI"}]}""", "periods[0].target", "unknown-class")]
    [InlineData("""{"periods":[{"conditions":{"colour":"blue"}}]}""", "periods[0].conditions.colour", "unknown-condition")]
    [InlineData("""{"expected":[{"kind":"sometimes","every":"P1D"}]}""", "expected[0].kind", "unknown-kind")]
    [InlineData("""{"expected":[{"kind":"hour","every":"1 hour"}]}""", "expected[0].every", "bad-duration")]
    [InlineData("""{"expected":[{"kind":"hour","every":"PT0H"}]}""", "expected[0].every", "bad-duration")]
    [InlineData("""{"expected":[{"kind":"hour","every":"P1H"}]}""", "expected[0].every", "bad-duration")]
    [InlineData("""{"expected":[{"kind":"hour","every":"PT1H","parameters":["ph","氨氮"]}]}""", "expected[0].parameters[1]", "unknown-parameter")]
    [InlineData("""{"links":[{"direction":"sideways","site":"mudong"}]}""", "links[0].direction", "unknown-direction")]
    [InlineData("""{"links":[{"direction":"upstream","site":"nowhere"}]}""", "links[0].site", "unknown-site")]
    [InlineData("""{"links":[{"direction":"upstream","service":"ecological","site":"nowhere"}]}""", "links[0].site", "unknown-site")]
    [InlineData("""{"links":[{"direction":"upstream","site":"s-1"}]}""", "links[0].site", "own-link")]
    [InlineData("""{"links":[{"direction":"upstream","service":"weather","site":"x"}]}""", "links[0].service", "unknown-service")]
    [InlineData("""{"tasks":[29,44]}""", "tasks[1]", "unknown-task")]
    public async Task A_fault_is_refused_with_the_field_it_is_in(string also, string field, string code)
    {
        var (status, problem) = await _bureau.PutSiteAsync("s-1", JsonSerializer.Deserialize<JsonElement>(also));

        Assert.Equal(422, status);
        Assert.Equal([(field, code)], problem.Errors());
        Assert.Contains(" / ", problem.GetProperty("errors")[0].Text("detail"), StringComparison.Ordinal);
        Assert.Equal(404, (await _bureau.ReadAsync($"{SiteService.Base}/s-1")).Status);
    }

    [Fact]
    public async Task Everything_a_site_can_say_is_kept_as_it_was_said()
    {
        var (status, _) = await _bureau.PutSiteAsync("s-2", new
        {
            longitude = 109.31m,
            latitude = 24.46m,
            precisionMetres = 10,
            datum = "CGCS2000",
            conditions = new { use = "drinking-source" },
            periods = new object[]
            {
                new { ruleSet = "city", from = "2021-01-01", to = "2021-01-01", standard = "GB 3838-2002", grade = "II", target = "II", source = "市级考核" },
            },
            expected = new[] { new { kind = "realtime", every = "PT4H", parameters = new[] { "ph" } }, new { kind = "manual", every = "P1M", parameters = Array.Empty<string>() } },
            links = new[] { new { direction = "upstream", service = "ecological", site = "lutang", note = "干流" } },
        });

        Assert.Equal(201, status);
        var (_, site) = await _bureau.ReadAsync($"{SiteService.Base}/s-2");
        Assert.Equal("city", site.GetProperty("periods")[0].Text("ruleSet"));
        Assert.Equal("P1M", site.GetProperty("expected")[1].Text("every"));
        Assert.Equal("lutang", site.GetProperty("links")[0].Text("site"));
        Assert.False(site.GetProperty("links")[0].TryGetProperty("service", out var service) && service.ValueKind != JsonValueKind.Null);
    }

    [Fact]
    public async Task A_link_to_a_service_of_the_plan_is_taken_unseen()
    {
        Assert.Equal(201, (await _bureau.PutSiteAsync("s-3", new { links = new[] { new { direction = "upstream", service = "risk", site = "anything" } } })).Status);
    }

    [Fact]
    public async Task Water_that_would_flow_in_a_circle_is_refused_whoever_says_so()
    {
        await _bureau.PutSiteAsync("a");
        await _bureau.PutSiteAsync("b", new { links = new[] { new { direction = "upstream", site = "a" } } });
        await _bureau.PutSiteAsync("c", new { links = new[] { new { direction = "upstream", site = "b" } } });

        var (status, problem) = await _bureau.PutSiteAsync("a", new { links = new[] { new { direction = "upstream", site = "c" } } });
        var (shortcut, _) = await _bureau.PutSiteAsync("a", new { links = new[] { new { direction = "downstream", site = "c" } } });

        Assert.Equal(422, status);
        Assert.Equal([("links", "cycle")], problem.Errors());
        Assert.Equal(200, shortcut);
    }

    [Fact]
    public async Task Before_a_plan_is_in_force_an_administrator_may_name_any_task()
    {
        await using var service = await SiteService.StartWithoutPlanAsync();
        using var admin = service.As("ecology-committee", "admin");

        Assert.Equal(201, (await admin.PutSiteAsync("s-1", new { tasks = new[] { 7 } })).Status);
    }

    [Fact]
    public async Task Every_kind_has_both_names_and_media_that_a_standard_judges()
    {
        var (_, kinds) = await _bureau.ReadAsync($"{SiteService.Base}/kinds");

        var all = kinds.GetProperty("items").EnumerateArray().ToList();
        Assert.Equal(all.Count, all.Select(kind => kind.Text("key")).Distinct().Count());
        Assert.Contains(all, kind => kind.Text("key") == "tap-secondary-supply" && kind.Text("nameZh") == "用户水龙头（二次供水）");
        var media = Bishui.Standards.StandardFiles.Load().Standards.Select(standard => standard.Media).ToHashSet();
        Assert.All(all.SelectMany(kind => kind.GetProperty("media").EnumerateArray()), medium => Assert.Contains(medium.GetString()!, media));
    }
}
