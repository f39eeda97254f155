using System.Text.Json.Nodes;
using Bishui.Assessment.Replays;
using Bishui.Storage.Documents;
using Bishui.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Bishui.Tests.Functional.Assessment;

/// <summary>The year scored anew day by day, in the background.</summary>
public sealed class ReplayTests
{
    private const string Replays = "/api/assessment/replays";

    [Fact]
    public async Task Every_day_of_the_year_is_scored_as_it_would_be_asked_for_that_day()
    {
        await using var app = await AssessmentApp.StartAsync();
        await app.TellAsync(AssessmentApp.Classified("III"));
        await app.TellAsync(AssessmentApp.Reviewed(3, "accepted"));         // true since 2021-11-02
        await app.FactsAsync("section-classified", 1);
        await app.FactsAsync("completion-reviewed", 1);
        var (status, started) = await app.PostAsync(Replays, new { });
        Assert.Equal((202, 365), (status, (int)started["total"]!));
        var done = await DoneAsync(app, (string)started["id"]!);
        Assert.Equal(("done", 365), ((string)done["state"]!, (int)done["done"]!));
        Assert.True((int)done["facts"]! >= 2);

        var curve = (await app.GetAsync($"{done["curve"]}"))["items"]!.AsArray();
        Assert.Equal(365, curve.Count);
        Assert.Equal("2021-01-01", (string)curve[0]!["day"]!);
        foreach (var day in new[] { 89, 119, 200, 304, 305, 364 })
        {
            var asked = (await app.GetAsync($"/api/assessment/district?at={curve[day]!["day"]}"))["score"]!;
            Assert.Equal(((decimal)asked["points"]!, (string)asked["grade"]!), ((decimal)curve[day]!["points"]!, (string)curve[day]!["grade"]!));
        }
        var unit = (await app.GetAsync($"{done["curve"]}?unit=ecology-bureau&from=2021-11-01&to=2021-11-02"))["items"]!.AsArray();
        Assert.Equal([false, true], unit.Select(day => (decimal)day!["work"]! > 0));
        using var client = app.Service.As("ecology-committee", AssessmentApp.Supervisor);
        var csv = (await client.GetStringAsync($"{Replays}/{done["id"]}/curve.csv")).Split('\n');
        Assert.Equal((1 + (365 * 19) + 1, "day,unit,points,maximum,quality,work,grade,provisional"), (csv.Length, csv[0]));

        // What was not known yet on a day does not count for it.
        (_, started) = await app.PostAsync(Replays, new { asKnown = true, from = "2021-10-30", to = "2021-11-03" });
        done = await DoneAsync(app, (string)started["id"]!);
        Assert.Equal([0m, 0m, 0m], (await app.GetAsync($"{done["curve"]}"))["items"]!.AsArray().Take(3).Select(day => (decimal)day!["quality"]!));
        Assert.True((decimal)(await app.GetAsync($"{done["curve"]}"))["items"]![4]!["quality"]! > 0);
        Assert.Equal(2, (await app.GetAsync(Replays))["items"]!.AsArray().Count);
    }

    [Fact]
    public async Task Two_rounds_at_once_bring_one_replay_to_its_end()
    {
        await using var app = await AssessmentApp.StartAsync();
        var (_, started) = await app.PostAsync(Replays, new { });
        var rounds = app.Service.Services.GetRequiredService<ReplayRounds>();
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => rounds.RunAsync(default))));

        var done = await DoneAsync(app, (string)started["id"]!);
        Assert.Equal(("done", 365), ((string)done["state"]!, (int)done["done"]!));
        Assert.Equal(365, (await app.GetAsync($"{done["curve"]}"))["items"]!.AsArray().Count);
        Assert.Empty(rounds.Aside.Items);
    }

    [Fact]
    public async Task A_replay_that_was_interrupted_goes_on_where_it_stopped_with_the_facts_of_its_beginning()
    {
        var folder = Directory.CreateTempSubdirectory("bishui-").FullName;
        try
        {
            string id;
            string whole;
            await using (var app = await AssessmentApp.StartAsync(folder))
            {
                await app.TellAsync(AssessmentApp.Reviewed(3, "accepted"));
                await app.FactsAsync("completion-reviewed", 1);
                var (_, started) = await app.PostAsync(Replays, new { });
                id = (string)started["id"]!;
                await DoneAsync(app, id);
                whole = (await app.GetAsync($"{Replays}/{id}/curve?unit=ecology-bureau")).ToJsonString();
                await app.TellAsync(AssessmentApp.Reviewed(4, "accepted", "housing-construction-bureau"));
                await app.FactsAsync("completion-reviewed", 2);
                // As if the process had died after the fifth stretch.
                var store = app.Service.Services.GetRequiredService<IDocumentStore>();
                await store.DecideAsync(async reader =>
                {
                    var held = (await reader.FindAsync(HeldReplay.Replays, id))!;
                    var commit = new Commit().Update(HeldReplay.Replays, id, held.Version,
                        held.Body with { State = ReplayState.Running, Done = 5 * ReplayRounds.StretchDays, FinishedAt = null });
                    var stretches = await reader.ListAsync(ReplayStretch.Stretches, new() { Index = ReplayStretch.ByDay, Limit = 100 });
                    foreach (var stretch in stretches.Items.Skip(5)) commit.Delete(ReplayStretch.Stretches, stretch.Id, stretch.Version);
                    return new Decision<bool>(commit, true);
                });
            }
            await using var again = await AssessmentApp.StartAsync(folder);
            await DoneAsync(again, id);
            Assert.Equal(whole, (await again.GetAsync($"{Replays}/{id}/curve?unit=ecology-bureau")).ToJsonString());
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task A_replay_is_taken_back_and_keeps_what_it_has()
    {
        await using var app = await AssessmentApp.StartAsync();
        var (_, started) = await app.PostAsync(Replays, new { from = "2012-01-01", to = "2021-12-31" });
        var id = (string)started["id"]!;
        await Eventually.HoldsAsync(async () => (int)(await app.GetAsync($"{Replays}/{id}"))["done"]! > 0);
        Assert.Equal(403, (await app.PostAsync($"{Replays}/{id}/cancellation", new { }, "towns", "reporter")).Status);
        var (status, taken) = await app.PostAsync($"{Replays}/{id}/cancellation", new { });
        Assert.Equal((200, "cancelled"), (status, (string)taken["state"]!));
        Assert.Equal(409, (await app.PostAsync($"{Replays}/{id}/cancellation", new { })).Status);
        var kept = (int)(await app.GetAsync($"{Replays}/{id}"))["done"]!;
        Assert.InRange(kept, ReplayRounds.StretchDays, 3652);
        Assert.Equal(kept, (await app.GetAsync($"{Replays}/{id}/curve"))["items"]!.AsArray().Count);
    }

    [Fact]
    public async Task What_cannot_be_replayed_is_refused()
    {
        await using var app = await AssessmentApp.StartAsync();
        Assert.Equal(403, (await app.PostAsync(Replays, new { }, "towns", "reporter")).Status);
        Assert.Equal(422, (await app.PostAsync(Replays, new { from = "2021-02-01", to = "2021-01-01" })).Status);
        Assert.Equal(422, (await app.PostAsync(Replays, new { from = "1921-02-01" })).Status);
        Assert.Equal(422, (await app.PostAsync(Replays, new { scheme = "none/1" })).Status);
        Assert.Equal(404, (await app.RefusedAsync($"{Replays}/none")).Status);
        Assert.Equal(404, (await app.RefusedAsync($"{Replays}/none/curve")).Status);
    }

    private static async Task<JsonNode> DoneAsync(AssessmentApp app, string id)
    {
        JsonNode? view = null;
        await Eventually.HoldsAsync(async () => (string)(view = await app.GetAsync($"{Replays}/{id}"))["state"]! == "done");
        return view!;
    }
}
