using System.Text.Json;
using Bishui.Tests.Support;
using Bishui.Tests.Support.Hosting;
using Xunit;

namespace Bishui.Tests.Functional.KeptDatabase;

/// <summary>A year that an earlier version wrote is read to the last figure, and goes on. See README.md beside this file.</summary>
public sealed class KeptYearTests(KeptYear year) : IClassFixture<KeptYear>
{
    private const string Committee = KeptPlatform.Committee;
    private const string Transport = "transport-bureau";
    private const string Case = "017cdecdc66273ba810da57c53dfe69b";
    private const string Photo = "14bcd090baf31edba64e9cbd8cdfc15f943344aa72cb3675ad8e91bfcbce03ad";

    private KeptPlatform Platform => year.Platform;

    [Theory]
    [InlineData("industrial", 5, "5db3b0cad25dc67e5635f67ff55a25720fc6524b8994ed2bae7b164d53870e0b")]
    [InlineData("shipping", 2, "5f1eab1d0abbd986a2fa1229369d05654deb9877101663b9f7e6c847db9eac5f")]
    [InlineData("risk", 0, "0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("ecological", 7, "6f210ec217d3e96fb3b69d2ef317e1725dffca42884976fa8238ca0b847ec328")]
    public async Task The_chain_of_every_ledger_holds(string service, int entries, string lastHash)
    {
        var verified = await Platform.GetAsync(service, "/ledger/verification");
        Assert.Equal((true, entries, lastHash, 100),
            (verified.GetProperty("holds").GetBoolean(), verified.Count("entries"), verified.Text("lastHash"), verified.Count("roots")));
    }

    [Fact]
    public async Task Entries_are_as_they_were_written()
    {
        var entries = await Platform.ListAsync("industrial", "/tasks/1/entries");
        Assert.Equal(["重点工程项目“关停小电镀”，形象进度 20%，完成投资 300 万元", "一家待决定\n“如实”😀", "完成散乱污企业排查"], entries.Select(entry => entry.Text("text")));
        Assert.Equal((60.5m, "2021-10-29", "acacae148a0c39fabf56fa7a68538184dca0a514411cb28d8d546116516a2691"),
            (entries[2].GetProperty("percent").GetDecimal(), entries[2].Text("occurredOn"), entries[2].Text("hash")));
        Assert.Equal("1250.50", entries[0].GetProperty("project").GetProperty("investment").GetRawText());
        Assert.Equal("1250.50", Assert.Single(await Platform.ListAsync("industrial", "/tasks/1/projects")).GetProperty("investment").GetRawText());

        var evidence = (await Platform.ListAsync("ecological", "/tasks/28/entries"))[3];
        Assert.Equal(("附监测报告", "监测报告.pdf", Photo), (evidence.Text("text"), evidence.GetProperty("attachments")[0].Text("name"), evidence.GetProperty("attachments")[0].Text("sha256")));
        Assert.Equal("%PDF-1.4\n%%EOF\n"u8.ToArray(), await Platform.BytesAsync("ecological", $"/attachments/{Photo}"));
        Assert.Equal("完成散乱污企业排查", Assert.Single(await Platform.ListAsync("industrial", "/ledger/entries?text=散乱")).Text("text"));
    }

    [Fact]
    public async Task Completions_stand_as_they_were_reviewed()
    {
        foreach (var (service, task, state, reason) in new[] { ("industrial", 3, "done", "资料齐全"), ("ecological", 28, "done", "资料齐全"), ("ecological", 29, "returned", "缺十二月数据") })
        {
            var held = await Platform.GetAsync(service, $"/tasks/{task}");
            Assert.Equal((state, reason, Committee), (held.Text("state"), held.GetProperty("completion").Text("reason"), held.GetProperty("completion").Text("reviewer")));
        }
    }

    [Fact]
    public async Task Rows_have_their_history_and_figures_and_findings_rest_on_them()
    {
        var history = await Platform.ListAsync("industrial", "/registers/polluting-enterprises/e1/history");
        Assert.Equal([(2, "2021-07-01", null), (1, "2021-06-01", "2021-06-30")], history.Select(row => (row.Count("version"), row.Text("from"), row.GetProperty("to").GetString())));
        Assert.Equal(("close", "2021-07-01"), (history[0].GetProperty("values").Text("decision"), history[0].GetProperty("values").Text("decidedOn")));
        Assert.False(history[1].GetProperty("values").TryGetProperty("decision", out _));
        Assert.Equal(["e1", "e2"], (await Platform.ListAsync("industrial", "/registers/polluting-enterprises")).Select(row => row.Text("id")));
        Assert.Equal(["organisation", "risk-sources"],
            (await Platform.GetAsync("risk", "/registers/emergency-plans/p1")).GetProperty("values").GetProperty("contents").EnumerateArray().Select(part => part.GetString()));

        var decided = await Platform.GetAsync("industrial", "/indicators/enterprises-decided", Committee);
        Assert.Equal((50m, 1m, 2m), (decided.GetProperty("value").GetDecimal(), decided.GetProperty("numerator").GetDecimal(), decided.GetProperty("denominator").GetDecimal()));
        Assert.Equal("e2", Assert.Single(await Platform.ListAsync("industrial", "/findings?rule=enterprise-undecided")).Text("objectId"));
        var over = Assert.Single(await Platform.ListAsync("shipping", "/findings?rule=ship-over-age", Transport));
        Assert.Equal(("s2", "2021-11-02"), (over.Text("objectId"), over.Text("since")));
        var check = Assert.Single(await Platform.ListAsync("shipping", "/gate-checks", Transport));
        Assert.Equal(("s1", "passed", 31, 33m), (check.Text("ship"), check.Text("outcome"), check.Count("age"), check.GetProperty("scrappingAge").GetDecimal()));
    }

    [Fact]
    public async Task Readings_the_case_the_silence_and_the_incident_are_there()
    {
        var series = await Platform.ListAsync("ecological", "/sites/kept-1/readings?parameter=ammonia-nitrogen&from=2021-10-30&to=2021-11-04");
        Assert.Equal([("2021-10-31T08:00:00+08:00", "0.8125"), ("2021-10-31T12:00:00+08:00", "1.35")], series.Select(reading => (reading.Text("time"), reading.GetProperty("value").GetRawText())));
        var about = await Platform.GetAsync("ecological", $"/exceedances/{Case}");
        Assert.Equal(("handled", "minor", 1.35m, 0.35m, 1), (about.Text("state"), about.Text("severity"), about.GetProperty("value").GetDecimal(), about.GetProperty("multiple").GetDecimal(), about.Count("readingCount")));
        Assert.Equal(["register", "assign", "accept"], about.GetProperty("steps").EnumerateArray().Take(3).Select(step => step.Text("step")));
        var silence = Assert.Single(await Platform.ListAsync("ecological", "/sites/kept-2/silences"));
        Assert.Equal(("silent", "2021-11-02T12:01:00.120981+08:00", JsonValueKind.Null), (silence.Text("state"), silence.Text("from"), silence.GetProperty("until").ValueKind));
        Assert.Equal("silence", Assert.Single(await Platform.ListAsync("ecological", "/exceedances?site=kept-2")).Text("kind"));

        var incidents = await Platform.ListAsync("risk", "/incidents");
        Assert.Equal([("raised-case", "reported"), ("report", "verified")], incidents.Select(incident => (incident.Text("origin"), incident.Text("state"))));
        Assert.Equal(Case, incidents[0].GetProperty("case").Text("caseId"));
        Assert.Equal("属实", incidents[1].GetProperty("steps")[1].Text("text"));
        Assert.Equal(1.35m, Assert.Single(await Platform.ListAsync("risk", "/alerts")).GetProperty("exceedance").GetProperty("value").GetDecimal());
    }

    [Fact]
    public async Task Duties_were_met_and_missed_as_they_were()
    {
        var disclosures = await Platform.ListAsync("ecological", "/obligations?rule=32-source-water");
        Assert.Equal([("2021-Q1", "before-issue"), ("2021-Q2", "before-issue"), ("2021-Q3", "met"), ("2021-Q4", "missed")], disclosures.Select(duty => (duty.Text("period"), duty.Text("state"))));
        Assert.Equal(("2021-10-20", "liunan-2021.32-source-water._.2021-Q3._"), (disclosures[2].Text("metAt"), disclosures[2].Text("id")));
        Assert.Equal("entry", disclosures[2].GetProperty("evidence")[0].Text("kind"));
        Assert.Equal(("2022-01-20", 21), (disclosures[3].Text("due"), disclosures[3].Count("daysLate")));
        Assert.Equal("missed", Assert.Single(await Platform.ListAsync("industrial", "/obligations?rule=1")).Text("state"));
    }

    [Fact]
    public async Task The_published_result_is_intact_and_scores_of_its_last_day_are_what_they_were()
    {
        var result = await Platform.GetAsync("assessment", "/results/2021", Committee);
        Assert.Equal((1, 793, "2022-02-09T08:02:04.436793+08:00"), (result.Count("revision"), result.Count("facts"), result.Text("knownAt")));
        Assert.Equal([(null, 13.4554m), ("ecology-bureau", 17.8682m), ("industry-it-bureau", 18.9415m), ("development-reform-bureau", 0.8021m)],
            result.GetProperty("scores").EnumerateArray().Take(4).Select(score => (score.GetProperty("unit").GetString(), score.GetProperty("points").GetDecimal())));
        var verified = await Platform.GetAsync("assessment", "/results/2021/1/verification", Committee);
        Assert.Equal((true, "17f0285c74a1e66719143cb879a8643043f216380bb4eab5922fec0a28b5263f"), (verified.GetProperty("intact").GetBoolean(), verified.Text("sha256")));
        Assert.Equal(17.8682m, (await Platform.GetAsync("assessment", "/results/2021/units/ecology-bureau", Committee)).GetProperty("points").GetDecimal());
        var score = await Platform.GetAsync("assessment", "/units/ecology-bureau/score?at=2021-12-31", Committee);
        Assert.Equal((17.8682m, 10.0558m, 7.8124m), (score.GetProperty("points").GetDecimal(), score.GetProperty("quality").GetDecimal(), score.GetProperty("work").GetDecimal()));
        var objection = Assert.Single(await Platform.ListAsync("assessment", "/objections", Committee));
        Assert.Equal(("work/task/29", "open"), (objection.Text("node"), objection.Text("state")));
        Assert.Equal(["accepted", "accepted", "returned"],
            (await Platform.ListAsync("assessment", "/facts?type=completion-reviewed", Committee)).Select(fact => fact.GetProperty("body").Text("decision")).Order());
    }

    [Fact]
    public async Task The_year_goes_on_and_what_is_added_is_there_after_a_restart()
    {
        using var folder = new TempFolder();
        KeptYear.CopyTo(folder.Path);
        var reading = KeptYear.Now.AddHours(-1);
        decimal before;
        await using (var platform = await KeptPlatform.StartAsync(folder.Path, KeptYear.Now))
        {
            before = (await platform.GetAsync("assessment", "/units/ecology-bureau/score", Committee)).GetProperty("work").GetDecimal();
            await platform.PostAsync("industrial", "/tasks/1/entries", new { kind = "progress", occurredOn = "2022-02-09", text = "第二家已关停", percent = 100 });
            await platform.PutAsync("industrial", "/registers/polluting-enterprises/e2", new
            {
                from = "2022-02-10",
                values = new { name = "某小电镀厂", address = "柳南区", grounds = new[] { "illegal-operation" }, foundOn = "2021-06-01", decision = "close", decidedOn = "2022-02-09" },
            });
            await platform.ReadingAsync("kept-1", reading, 1.62m);
            await platform.ReadingAsync("kept-2", reading, 0.5m);
            await platform.PostAsync("ecological", "/tasks/32/entries", new
            {
                kind = "evidence",
                occurredOn = "2022-02-10",
                text = "补公开第四季度",
                record = new { type = "disclosure", topic = "source-water", period = "2021-Q4", url = "https://example.org/2021-q4" },
            });
            await platform.PostAsync("ecological", "/tasks/29/completion", new { text = "十二月数据已补" });
            await platform.PostAsync("ecological", "/tasks/29/completion/review", new { decision = "accepted", reason = "补齐" }, Committee);
            await WorkedAsync(platform, before);
        }

        await using var again = await KeptPlatform.StartAsync(folder.Path, KeptYear.Now.AddHours(1));
        await WorkedAsync(again, before);
        var verified = await again.GetAsync("ecological", "/ledger/verification");
        Assert.Equal((true, 10), (verified.GetProperty("holds").GetBoolean(), verified.Count("entries")));
        Assert.Equal((true, 6), await again.GetAsync("industrial", "/ledger/verification") is var ledger ? (ledger.GetProperty("holds").GetBoolean(), ledger.Count("entries")) : default);
        var first = (await again.ListAsync("industrial", "/tasks/1/entries"))[0];
        Assert.Equal(("第二家已关停", "5db3b0cad25dc67e5635f67ff55a25720fc6524b8994ed2bae7b164d53870e0b"), (first.Text("text"), first.Text("previousHash")));
        Assert.Equal((100m, "2"), await again.GetAsync("industrial", "/indicators/enterprises-decided", Committee) is var decided
            ? (decided.GetProperty("value").GetDecimal(), decided.GetProperty("denominator").GetRawText()) : default);
        Assert.Equal(50m, (await again.GetAsync("industrial", "/indicators/enterprises-decided?at=2022-02-09", Committee)).GetProperty("value").GetDecimal());
        Assert.Equal([1.62m], (await again.ListAsync("ecological", "/sites/kept-1/readings?parameter=ammonia-nitrogen&from=2022-02-10&to=2022-02-11")).Select(each => each.GetProperty("value").GetDecimal()));
        // The breach joined the case that was open.
        var about = Assert.Single(await again.ListAsync("ecological", "/exceedances?site=kept-1"));
        Assert.Equal((Case, 2, 1.62m), (about.Text("id"), about.Count("readingCount"), about.GetProperty("worst").GetProperty("value").GetDecimal()));
        // What was published stays, to the byte.
        var published = await again.GetAsync("assessment", "/results/2021/1/verification", Committee);
        Assert.Equal((true, "17f0285c74a1e66719143cb879a8643043f216380bb4eab5922fec0a28b5263f"), (published.GetProperty("intact").GetBoolean(), published.Text("sha256")));
    }

    /// <summary>Waits until the background work has seen what was added, and the assessment has heard of it.</summary>
    private static async Task WorkedAsync(KeptPlatform platform, decimal before)
    {
        await Eventually.HoldsAsync(async () =>
        {
            platform.Pass(TimeSpan.FromMinutes(1));
            return (await platform.ListAsync("ecological", "/obligations?rule=32-source-water")).Single(duty => duty.Text("period") == "2021-Q4").Text("state") == "met-late"
                && (await platform.ListAsync("ecological", "/sites/kept-2/silences"))[0].GetProperty("until").ValueKind == JsonValueKind.String
                && (await platform.GetAsync("assessment", "/units/ecology-bureau/score", Committee)).GetProperty("work").GetDecimal() > before;
        });
        Assert.Equal("done", (await platform.GetAsync("ecological", "/tasks/29")).Text("state"));
    }
}
