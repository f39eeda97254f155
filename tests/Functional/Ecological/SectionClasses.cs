using System.Text.Json;
using Bishui.Features.Readings;
using Bishui.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Xunit;
using static Bishui.Tests.Functional.Ecological.EcologicalService;

namespace Bishui.Tests.Functional.Ecological;

/// <summary>The class of a site over quarters and years, under verdicts, for several rule sets and as it was known.</summary>
public sealed class SectionClasses : IAsyncLifetime
{
    private static readonly decimal[] Ammonia = [0.42m, 0.38m, 0.51m, 0.47m, 0.60m, 0.55m, 0.49m, 0.44m, 0.40m, 0.52m, 0.57m, 0.65m];

    private readonly FakeVerdicts _verdicts = new();
    private TestService _service = null!;
    private HttpClient _bureau = null!;

    public async Task InitializeAsync()
    {
        _service = await StartAsync(configure: builder => builder.Services.AddSingleton<IReadingVerdicts>(_verdicts));
        _bureau = _service.As(TestPlans.Lead);
    }

    public Task DisposeAsync() => _service.DisposeAsync().AsTask();

    [Fact]
    public async Task F04_a_year_is_the_mean_of_its_twelve_months()
    {
        await SendAsync(Months(2020, 12).SelectMany((month, i) => Sample("lutang", month, Required(Ammonia[i]))));

        var year = await ClassAsync("lutang", "from=2020-01-01&to=2020-12-31");

        Assert.Equal(("Ⅱ", "single-factor-year/1", 12, 12, false),
            (year.Text("class"), year.Text("rule"), year.Count("months"), year.Count("monthsWanted"), year.GetProperty("provisional").GetBoolean()));
        Assert.Equal(0.50m, ValueOf(year, "ammonia-nitrogen"));
        Assert.Equal(3, year.Count("readings"));
    }

    [Theory]
    [InlineData("from=2020-01-01&to=2020-12-31", 7, null, "single-factor-year/1", 12)]
    [InlineData("from=2020-01-01&to=2020-12-31", 8, "Ⅱ", "single-factor-year/1", 12)]
    [InlineData("from=2020-01-01&to=2020-03-31", 1, null, "single-factor-quarter/1", 3)]
    [InlineData("from=2020-01-01&to=2020-03-31", 2, "Ⅱ", "single-factor-quarter/1", 3)]
    [InlineData("from=2020-01-01&to=2020-04-30", 1, "Ⅱ", "single-factor-period/1", 4)]
    public async Task F04_too_few_months_give_no_class_and_enough_say_how_many(string time, int months, string? expected, string rule, int wanted)
    {
        await SendAsync(Months(2020, months).SelectMany(month => Sample("lutang", month, Required(0.3m))));

        var found = await ClassAsync("lutang", time);

        Assert.Equal((expected, rule, months, wanted, true),
            (found.GetProperty("class").GetString(), found.Text("rule"), found.Count("months"), found.Count("monthsWanted"), found.GetProperty("provisional").GetBoolean()));
        Assert.Equal(expected is null ? 3 : 0, found.Count("notJudged"));
        Assert.Equal(expected is null ? 3 : 0, found.Count("missing"));
    }

    [Fact]
    public async Task Readings_under_a_verdict_take_no_part_and_both_classes_are_shown()
    {
        await SendAsync([.. Sample("lutang", "2021-03", Required(9m)), .. Hours("2021-03-05", 0.4m, 0.4m, 8m, 0.4m)]);
        _verdicts.Given.Add(Verdict("2021-03-10T00:00:00+08:00", "2021-03-11T00:00:00+08:00", "device-fault"));
        _verdicts.Given.Add(Verdict("2021-03-05T02:00:00+08:00", "2021-03-05T03:00:00+08:00", "not-genuine"));

        var month = await ClassAsync("lutang", "from=2021-03-01&to=2021-03-31");

        // The analysed sample is out, so the hours stand in for it, without the one that is out too.
        Assert.Equal(("Ⅱ", true), (month.Text("class"), month.GetProperty("complies").GetBoolean()));
        Assert.Equal(0.4m, ValueOf(month, "ammonia-nitrogen"));
        Assert.Equal(("劣Ⅴ", false), (month.GetProperty("measured").Text("class"), month.GetProperty("measured").GetProperty("complies").GetBoolean()));
        Assert.Equal(["ammonia-nitrogen"], month.GetProperty("measured").GetProperty("main").EnumerateArray().Select(main => main.Text("parameter")));
        Assert.Equal(["case-1", "case-1"], month.GetProperty("verdicts").EnumerateArray().Select(verdict => verdict.Text("caseId")));
        Assert.Equal(3, month.GetProperty("readings").EnumerateArray().Single(r => r.Text("parameter") == "ammonia-nitrogen").Count("count"));

        var (status, seen) = await _service.Anonymous().ReadAsync("/api/public/sections/lutang/class?from=2021-03-01&to=2021-03-31");
        Assert.Equal((200, "Ⅱ", "劣Ⅴ"), (status, seen.Text("class"), seen.GetProperty("measured").Text("class")));
    }

    [Fact]
    public async Task A_sample_under_a_verdict_has_the_class_of_the_rest_and_a_genuine_one_changes_nothing()
    {
        await SendAsync(Sample("lutang", "2021-03", Required(9m, ("total-phosphorus", 0.3m))));
        _verdicts.Given.Add(Verdict("2021-03-10T00:00:00+08:00", "2021-03-11T00:00:00+08:00", "genuine"));

        var genuine = await ClassAsync("lutang", "at=2021-03-31");
        _verdicts.Given.Add(Verdict("2021-03-10T00:00:00+08:00", "2021-03-11T00:00:00+08:00", "not-genuine") with { Parameter = "total-phosphorus" });
        _verdicts.Given[0] = _verdicts.Given[0] with { Parameter = "ph" };
        var without = await ClassAsync("lutang", "at=2021-03-31");

        Assert.Equal(("劣Ⅴ", JsonValueKind.Null, 1), (genuine.Text("class"), genuine.GetProperty("measured").ValueKind, genuine.Count("verdicts")));
        Assert.Equal(3, without.Count("items"));
        Assert.Equal(4 - 3, without.GetProperty("measured").GetProperty("main").GetArrayLength() - without.Count("main"));
    }

    [Fact]
    public async Task Several_rule_sets_see_the_same_readings_by_their_own_objective()
    {
        await PutAsync("two-views", "III", new { ruleSet = "city", target = "II", from = "2021-01-01" }, new { ruleSet = "province", target = "I", to = "2020-12-31" });
        await SendAsync(Sample("two-views", "2021-03", Required(0.8m)));

        var found = await ClassAsync("two-views", "from=2021-03-01&to=2021-03-31");

        Assert.Equal(("Ⅲ", "Ⅲ", true), (found.Text("class"), found.Text("target"), found.GetProperty("complies").GetBoolean()));
        var views = found.GetProperty("views").EnumerateArray().ToList();
        Assert.Equal([("district", "Ⅲ", true), ("city", "Ⅱ", false)], views.Select(v => (v.Text("ruleSet"), v.Text("target"), v.GetProperty("complies").GetBoolean())));
        var beyond = Assert.Single(views[1].GetProperty("beyond").EnumerateArray());
        Assert.Equal(("ammonia-nitrogen", 0.6m), (beyond.Text("parameter"), beyond.GetProperty("multiple").GetDecimal()));
        Assert.Equal(0, views[0].Count("beyond"));
    }

    [Fact]
    public async Task A_class_can_be_asked_for_as_it_was_known()
    {
        await SendAsync(Sample("lutang", "2021-03", Required(1.8m)));
        var then = _service.Clock.GetUtcNow().UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", System.Globalization.CultureInfo.InvariantCulture);
        _service.Clock.Advance(TimeSpan.FromHours(1));
        await SendAsync([new { site = "lutang", parameter = "ammonia-nitrogen", time = "2021-03-10T09:00:00+08:00", kind = "manual", value = 0.3m, reason = "复核" }]);

        Assert.Equal("Ⅱ", (await ClassAsync("lutang", "from=2021-03-01&to=2021-03-31")).Text("class"));
        Assert.Equal("Ⅴ", (await ClassAsync("lutang", $"from=2021-03-01&to=2021-03-31&knownAt={then}")).Text("class"));
        Assert.Equal("Ⅱ", (await ClassAsync("lutang", "at=2021-03-31")).Text("class"));
        Assert.Equal("Ⅴ", (await ClassAsync("lutang", $"at=2021-03-31&knownAt={then}")).Text("class"));
        Assert.Equal(404, (await _bureau.ReadAsync("/api/ecological/sites/lutang/class?at=2021-03-31&knownAt=2021-03-31")).Status);
    }

    private static IEnumerable<object> Hours(string day, params decimal[] values) =>
        values.Select((value, i) => (object)new { site = "lutang", parameter = "ammonia-nitrogen", time = $"{day}T{i:D2}:00:00+08:00", kind = "hour", value });

    private static ReadingVerdict Verdict(string from, string to, string verdict) => new()
    {
        Parameter = "ammonia-nitrogen",
        From = DateTimeOffset.Parse(from, null),
        To = DateTimeOffset.Parse(to, null),
        Verdict = verdict,
        CaseId = "case-1",
        At = TestService.Start,
    };

    private static decimal ValueOf(JsonElement found, string parameter) =>
        found.GetProperty("items").EnumerateArray().Single(item => item.Text("parameter") == parameter).GetProperty("value").GetDecimal();

    private async Task PutAsync(string id, string target, params object[] periods) =>
        Assert.Equal(201, (await _service.As(TestPlans.Lead, "admin").SendAsync(HttpMethod.Put, $"/api/ecological/sites/{id}", new
        {
            id,
            name = id,
            kind = "river-section",
            unit = TestPlans.Lead,
            waterBody = "river",
            standard = "GB 3838-2002",
            grade = target,
            target,
            periods,
        })).Status);

    private async Task SendAsync(IEnumerable<object> rows)
    {
        var (status, answer) = await _bureau.PostAsync("/api/ecological/readings", new { readings = rows });
        Assert.True(status == 200 && answer.Count("rejected") == 0, answer.GetRawText());
    }

    private async Task<JsonElement> ClassAsync(string site, string query)
    {
        var (status, body) = await _bureau.ReadAsync($"/api/ecological/sites/{site}/class?{query}");
        Assert.True(status == 200, body.GetRawText());
        return body;
    }

    private sealed class FakeVerdicts : IReadingVerdicts
    {
        public List<ReadingVerdict> Given { get; } = [];

        public ValueTask<IReadOnlyList<ReadingVerdict>> OfAsync(
            string site, string? parameter, DateTimeOffset from, DateTimeOffset to, CancellationToken cancel) =>
            new([.. Given.Where(v => (parameter is null || v.Parameter == parameter) && v.From < to && v.To > from)]);
    }
}
