using System.Text;
using Bishui.Features.Readings;
using Bishui.Storage.Documents;
using Bishui.Tests.Functional.Assessment;
using Bishui.Tests.Functional.Ecological;
using Bishui.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Bishui.Tests.Functional.Hostile;

/// <summary>Times at the ends of the calendar are refused where they are read, and one that is on file already stops nothing else.</summary>
public sealed class TimeBoundsTests
{
    [Fact]
    public async Task Times_beyond_the_civil_years_are_refused_by_field_in_every_query()
    {
        await using var service = await EcologicalService.StartAsync();
        using var bureau = service.As(TestPlans.Lead);
        foreach (var day in new[] { "0001-01-01", "1899-12-31", "2200-01-01", "9999-12-31", "9999-12-31T23:59:59.9999999Z", "0001-01-01T00:00:00%2B14:00" })
        {
            await RefusedAsync(bureau, $"/api/ecological/sites/lutang/class?from={day}&to=2021-01-01", "from");
            await RefusedAsync(bureau, $"/api/ecological/sites/lutang/class?at={day}", "at");
            await RefusedAsync(bureau, $"/api/ecological/sites/lutang/completeness?from={day}", "from");
            await RefusedAsync(bureau, $"/api/ecological/sites/lutang/readings?parameter=ph&knownAt={day}", "knownAt");
            await RefusedAsync(bureau, $"/api/ecological/obligations?to={day}", "to");
            await RefusedAsync(bureau, $"/api/ecological/ledger/entries?from={day}", "from");
            await RefusedAsync(bureau, $"/api/ecological/indicators?at={day}", "at");
            await RefusedAsync(bureau, $"/api/ecological/evaluations/shares?from={day}&to=2021-01-01", "from");
        }
        foreach (var period in new[] { "0001", "1899-12", "2200", "9999", "9999-Q4", "9999-12", "0001-Q1" })
            await RefusedAsync(bureau, $"/api/ecological/evaluations/shares?period={period}", "period");
    }

    [Fact]
    public async Task The_assessment_reads_times_as_the_others_do()
    {
        await using var app = await AssessmentApp.StartAsync();
        using var committee = app.Service.As("ecology-committee", AssessmentApp.Supervisor);
        foreach (var day in new[] { "0001-01-01", "9999-12-31", "9999-12-31T23:59:59Z", "9999-12-31T23:59:59.9999999-14:00" })
        {
            await RefusedAsync(committee, $"/api/assessment/district?at={day}", "at");
            await RefusedAsync(committee, $"/api/assessment/district/trend?to={day}", "to");
            await RefusedAsync(committee, $"/api/plan/targets?at={day}", "at");
        }
        foreach (var body in new object[] { new { from = "0001-01-01", to = "0001-01-02" }, new { from = "9999-12-30", to = "9999-12-31" } })
            Assert.InRange((await app.PostAsync("/api/assessment/replays", body)).Status, 400, 422);
    }

    [Fact]
    public async Task A_reading_of_the_year_1_costs_its_row_however_it_is_sent()
    {
        await using var service = await EcologicalService.StartAsync();
        using var bureau = service.As(TestPlans.Lead);
        const string Early = """{"site":"lutang","parameter":"ph","time":"0001-01-01T12:00:00+08:00","kind":"manual","value":7}""";
        const string Good = """{"site":"lutang","parameter":"ph","time":"2021-10-01T12:00:00+08:00","kind":"manual","value":7}""";

        var (_, json) = await bureau.SendAsync(HttpMethod.Post, "/api/ecological/readings", new StringContent($"{{\"readings\":[{Early},{Good}]}}", Encoding.UTF8, "application/json"));
        var (_, lines) = await bureau.SendAsync(HttpMethod.Post, "/api/ecological/readings", new StringContent($"{Early}\n{Good}\n", Encoding.UTF8, "application/x-ndjson"));
        foreach (var answer in new[] { json, lines })
            Assert.Equal("0 time bad-time", Assert.Single(answer.GetProperty("rejected").EnumerateArray()) is var rejected ? $"{rejected.GetProperty("index")} {rejected.Text("field")} {rejected.Text("code")}" : "");
        var (status, table) = await bureau.SendAsync(HttpMethod.Post, "/api/ecological/readings/uploads?dryRun=true",
            new StringContent("点位,监测时间,监测指标,数值\nlutang,0001-01-01 12:00,pH,7\nlutang,2021-10-01 12:00,pH,7\n", Encoding.UTF8, "text/csv"));
        Assert.True(status == 200, table.ToString());
        Assert.Contains("bad-time", table.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_cannot_be_determined_is_set_aside_with_its_reason_and_the_others_are()
    {
        await using var service = await EcologicalService.StartAsync();
        using var bureau = service.As(TestPlans.Lead);
        var (store, rounds) = (service.Services.GetRequiredService<IDocumentStore>(), service.Services.GetRequiredService<SectionRounds>());
        // As readings of the year 1 left it, when they were still taken.
        var early = new SectionDue { Site = "lutang", Month = new(1, 1, 1) };
        await store.CommitAsync(new Commit().Insert(SectionCollections.Due, SectionCollections.Id(early.Site, early.Month), early));
        await bureau.PostAsync("/api/ecological/readings", new { readings = EcologicalService.Sample("lutang", "2021-10", EcologicalService.Required(0.3m)) });
        await Eventually.HoldsAsync(async () => await store.FindAsync(SectionCollections.Months, SectionCollections.Id("lutang", new(2021, 10, 1))) is not null);

        for (var i = 0; i < 6; i++) await rounds.RunAsync(default);
        using var admin = service.As("ecology-bureau", "admin");
        var (_, list) = await admin.ReadAsync("/api/ecological/operations/set-aside");
        var aside = Assert.Single(list.GetProperty("items").EnumerateArray());
        Assert.Equal("lutang|0001-01", aside.Text("item"));
        Assert.Contains("ArgumentOutOfRange", aside.Text("reason"), StringComparison.Ordinal);
        var attempts = aside.Count("attempts");
        Assert.InRange(attempts, 4, 5);

        await rounds.RunAsync(default);
        Assert.Equal(attempts, (await admin.ReadAsync("/api/ecological/operations/set-aside")).Body.GetProperty("items")[0].Count("attempts"));
        service.Clock.Advance(TimeSpan.FromHours(1));
        await Eventually.HoldsAsync(async () => (await admin.ReadAsync("/api/ecological/operations/set-aside")).Body.GetProperty("items")[0].Count("attempts") > attempts);
        Assert.Equal(403, (await bureau.ReadAsync("/api/ecological/operations/set-aside")).Status);
    }

    private static async Task RefusedAsync(HttpClient client, string path, string field)
    {
        var (status, body) = await client.ReadAsync(path);
        Assert.True(status == 422, $"{path}: {status} {body}");
        Assert.Contains(field, body.GetProperty("errors").EnumerateArray().Select(error => error.Text("field")));
    }
}
