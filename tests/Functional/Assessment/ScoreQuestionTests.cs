using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Bishui.Tests.Support;
using Xunit;

namespace Bishui.Tests.Functional.Assessment;

/// <summary>What else may be asked of a score: as it was known, by another scheme, over time, beside others, page by page; and marks of people.</summary>
public sealed class ScoreQuestionTests
{
    private const string Bureau = "/api/assessment/units/ecology-bureau";

    [Fact]
    public async Task What_was_true_and_what_was_known_are_two_questions()
    {
        await using var app = await AssessmentApp.StartAsync();
        app.Service.Clock.Advance(TimeSpan.FromDays(3));
        await app.TellAsync(AssessmentApp.Reviewed(3, "accepted"));         // happened on 2021-11-02 at 11:00, known three days later
        await app.FactsAsync("completion-reviewed", 1);

        Assert.NotEqual(0, await WorkAsync("?at=2021-11-03"));
        Assert.Equal(0, await WorkAsync("?at=2021-11-03&knownAt=2021-11-03"));
        Assert.Equal(0, await WorkAsync("?at=2021-11-05&knownAt=2021-11-04"));
        Assert.NotEqual(0, await WorkAsync("?at=2021-11-03&knownAt=2021-11-05"));
        Assert.Equal(0, await WorkAsync("?at=2021-11-01"));
        Assert.Equal(422, (await app.RefusedAsync($"{Bureau}/score?knownAt=then")).Status);

        async Task<decimal> WorkAsync(string question) => (decimal)(await app.GetAsync($"{Bureau}/score{question}"))["work"]!;
    }

    [Fact]
    public async Task Rebuilt_from_its_facts_every_score_is_the_same_to_the_byte()
    {
        var folder = Directory.CreateTempSubdirectory("bishui-").FullName;
        try
        {
            string before;
            await using (var app = await AssessmentApp.StartAsync(folder))
            {
                await app.TellAsync(AssessmentApp.Classified("III"));
                await app.TellAsync(AssessmentApp.Exceeded("x1", "x2"));
                await app.TellAsync(AssessmentApp.Reviewed(3, "accepted"));
                await app.TellAsync(AssessmentApp.Measured("enterprises-decided", 1, "provisional", 40));
                await app.FactsAsync("indicator-measured", 1);
                await app.FactsAsync("limit-exceeded", 2);
                await app.FactsAsync("completion-reviewed", 1);
                await app.FactsAsync("section-classified", 1);
                // Asked for now and then between the facts: what is kept up must not differ from what is rebuilt.
                await app.GetAsync("/api/assessment/district");
                await app.TellAsync(AssessmentApp.Measured("enterprises-decided", 2, "missed", 45));
                await Eventually.HoldsAsync(async () => (decimal?)(await app.GetAsync("/api/assessment/indicators?task=1"))["items"]!.AsArray().SingleOrDefault()?["value"] == 45);
                before = await AllAsync(app);
            }
            await using var again = await AssessmentApp.StartAsync(folder);
            Assert.Equal(before, await AllAsync(again));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        static async Task<string> AllAsync(AssessmentApp app)
        {
            using var client = app.Service.As("ecology-committee", AssessmentApp.Supervisor);
            var texts = new List<string>();
            foreach (var path in new[] { "district", "ranking", "units/ecology-bureau/explanation", "indicators?task=1", "district/trend" })
                texts.Add(await client.GetStringAsync($"/api/assessment/{path}{(path.Contains('?', StringComparison.Ordinal) ? "&" : "?")}{(path.EndsWith("trend", StringComparison.Ordinal) ? "to=2021-11-02" : "at=2021-11-02T23:59:59%2B08:00")}"));
            return string.Join('\n', texts);
        }
    }

    [Fact]
    public async Task Another_scheme_gives_another_score_and_both_can_be_seen()
    {
        await using var app = await AssessmentApp.StartAsync();
        Assert.Equal(("liunan-2021", 2), Scheme(await app.GetAsync($"{Bureau}/score")));
        Assert.Equal(("liunan-2021", 1), Scheme(await app.GetAsync($"{Bureau}/score?scheme=liunan-2021/1")));
        var water = await app.GetAsync($"{Bureau}/score?scheme=water-resources-2016/1");
        Assert.Equal(100m, (decimal)water["maximum"]!);
        Assert.Null(water["quality"]);
        Assert.Equal(["targets", "systems", "measures"], water["parts"]!.AsArray().Select(part => (string)part!["key"]!));
        Assert.Equal(404, (await app.RefusedAsync($"{Bureau}/score?scheme=liunan-2021/99")).Status);
        Assert.Equal("object", (string)(await app.GetAsync("/api/assessment/schemes/schema"))["type"]!);

        static (string, int) Scheme(JsonNode score) => ((string)score["scheme"]!, (int)score["schemeVersion"]!);
    }

    [Fact]
    public async Task The_district_adds_up_by_tasks_categories_and_services()
    {
        await using var app = await AssessmentApp.StartAsync();
        var district = await app.GetAsync("/api/assessment/district");
        Assert.Equal(Sum("tasks"), Sum("categories"));
        Assert.Equal(Sum("tasks"), Sum("services"));
        Assert.Equal((12, 8), (district["categories"]!.AsArray().Count, district["services"]!.AsArray().Count));

        (decimal, decimal) Sum(string group) =>
            (district[group]!.AsArray().Sum(each => (decimal)each!["points"]!), district[group]!.AsArray().Sum(each => (decimal)each!["maximum"]!));
    }

    [Fact]
    public async Task Units_are_ranked_on_one_basis_and_equal_points_share_a_place()
    {
        await using var app = await AssessmentApp.StartAsync();
        await app.TellAsync(AssessmentApp.Reviewed(3, "accepted"));
        await app.FactsAsync("completion-reviewed", 1);
        var ranking = (await app.GetAsync("/api/assessment/ranking"))["items"]!.AsArray();
        Assert.Equal(18, ranking.Count);
        var points = ranking.Select(unit => (decimal)unit!["points"]!).ToList();
        Assert.Equal(points.OrderDescending(), points);
        Assert.True(points[0] > 0);
        foreach (var unit in ranking.Select(unit => unit!))
        {
            Assert.Equal(points.Count(each => each > (decimal)unit["points"]!) + 1, (int)unit["rank"]!);
            Assert.Equal(200m, (decimal)unit["settled"]! + (decimal)unit["missing"]! + (decimal)unit["pending"]!);
        }
        Assert.True(ranking.Count(unit => (int)unit!["rank"]! == (int)ranking[^1]!["rank"]!) > 1);
    }

    [Fact]
    public async Task A_trend_shows_the_day_on_which_points_were_earned()
    {
        await using var app = await AssessmentApp.StartAsync();
        await app.TellAsync(AssessmentApp.Reviewed(3, "accepted"));         // 2021-11-02
        await app.FactsAsync("completion-reviewed", 1);
        var days = (await app.GetAsync($"{Bureau}/trend?from=2021-10-31&to=2021-11-03&every=day"))["items"]!.AsArray();
        Assert.Equal(["2021-10-31", "2021-11-01", "2021-11-02", "2021-11-03"], days.Select(day => (string)day!["day"]!));
        Assert.Equal([false, false, true, true], days.Select(day => (decimal)day!["work"]! > 0));
        Assert.Equal(["2021-09-30", "2021-10-31", "2021-11-03"],
            (await app.GetAsync("/api/assessment/district/trend?from=2021-09-01&to=2021-11-03&every=month"))["items"]!.AsArray().Select(day => (string)day!["day"]!));
        foreach (var wrong in new[] { "from=2021-11-03&to=2021-11-01", "every=hour", "from=2019-01-01&to=2021-11-01", "to=x" })
            Assert.Equal(422, (await app.RefusedAsync($"{Bureau}/trend?{wrong}")).Status);
        Assert.Equal(404, (await app.RefusedAsync("/api/assessment/units/water-bureau/trend")).Status);
    }

    [Fact]
    public async Task Evidence_is_read_page_by_page()
    {
        await using var app = await AssessmentApp.StartAsync();
        await app.TellAsync(AssessmentApp.Classified("III"));
        await app.FactsAsync("section-classified", 1);
        var item = Find(await app.GetAsync($"{Bureau}/explanation?at=2022-01-01"), "quality/national-section")!;
        var page = await app.GetAsync($"{Bureau}/evidence?at=2022-01-01&node=quality/national-section&skip=2&take=3");
        Assert.Equal((decimal)item["points"]!, page["children"]!.AsArray().Sum(child => (decimal)child!["points"]!));
        Assert.Equal((decimal)item["maximum"]!, page["children"]!.AsArray().Sum(child => (decimal)child!["maximum"]!));
        Assert.Equal(5, page["children"]!.AsArray().Count);                 // those before, three, and those after
        Assert.Equal("lutang/2021-04", (string)item["children"]!.AsArray().Single(child => child!["links"]!.AsArray().Count > 0)!["links"]![0]!["id"]!);
        Assert.Equal(404, (await app.RefusedAsync($"{Bureau}/evidence?node=quality/none")).Status);
        Assert.Equal(422, (await app.RefusedAsync($"{Bureau}/evidence?node=quality/national-section&take=0")).Status);
        Assert.Equal(12, (await app.GetAsync("/api/assessment/district/evidence?at=2022-01-01&node=quality/national-section"))["children"]!.AsArray().Count);
    }

    [Fact]
    public async Task A_person_s_mark_counts_with_its_reason_and_nobody_marks_their_own()
    {
        await using var app = await AssessmentApp.StartAsync();
        var mark = new { item = "organisation", unit = "ecology-bureau", share = 0.5, reason = "目标已分解，跟进及时" };
        Assert.Equal(403, (await app.PostAsync("/api/assessment/marks", mark, "ecology-bureau", "reporter", "approver")).Status);
        Assert.Equal((403, "own-mark"), Problem(await app.PostAsync("/api/assessment/marks", mark, "ecology-bureau", AssessmentApp.Supervisor)));
        var (status, problem) = await app.PostAsync("/api/assessment/marks", new { item = "task", unit = "nobody", share = 1.5, reason = " " });
        Assert.Equal(422, status);
        Assert.Equal(["item", "unit", "share", "reason"], problem["errors"]!.AsArray().Select(error => (string)error!["field"]!));

        using var client = app.Service.As("ecology-committee", AssessmentApp.Supervisor);
        client.DefaultRequestHeaders.Add("Idempotency-Key", "mark-1");
        for (var time = 0; time < 2; time++)
            using (var answer = await client.PostAsJsonAsync("/api/assessment/marks", mark)) Assert.Equal(201, (int)answer.StatusCode);
        Assert.Single(await app.FactsAsync("mark-given", 1));
        var item = Find(await app.GetAsync($"{Bureau}/explanation"), "work/organisation")!;
        Assert.Equal(("目标已分解，跟进及时", "ecology-committee"), ((string)item["inputs"]!["mark"]!["reason"]!, (string)item["inputs"]!["mark"]!["author"]!));
        Assert.InRange((decimal)item["points"]!, ((decimal)item["maximum"]! / 2) - 0.0001m, (decimal)item["maximum"]! / 2);

        Assert.Equal(201, (await app.PostAsync("/api/assessment/marks", new { item = "falsified-data", unit = "ecology-bureau", share = 1, reason = "经查实篡改数据" })).Status);
        await app.FactsAsync("mark-given", 2);
        var score = await app.GetAsync($"{Bureau}/score");
        Assert.Equal(("unqualified", "falsified-data"), ((string)score["grade"]!, (string)score["vetoes"]![0]!));

        static (int, string) Problem((int Status, JsonNode Body) answer) => (answer.Status, (string)answer.Body["code"]!);
    }

    private static JsonNode? Find(JsonNode node, string key) =>
        (string)node["key"]! == key ? node : node["children"]!.AsArray().Select(child => Find(child!, key)).FirstOrDefault(found => found is not null);
}
