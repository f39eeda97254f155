using System.Text.Json;
using Bishui.Domestic;
using Xunit;
using static Bishui.Tests.Functional.Stories.Plants;

namespace Bishui.Tests.Functional.Stories;

/// <summary>Task 7: all sludge is disposed of safely.</summary>
public sealed class Task07Tests
{
    [Fact]
    public async Task Sludge_counts_as_disposed_of_when_its_manifest_is_complete()
    {
        await using var story = await StartAsync();
        // 250 t at 80 % water in the year: 50 t dry.
        foreach (var month in MonthsFrom("2021-01", 12))
            await story.MonthAsync("plant-a", month, 10_000, 90, sludge: month == "2021-03" ? 250 : 0, water: 80, stored: month == "2021-03" ? 5 : 0);
        await story.RowAsync(Bureau, "sludge-manifests", "m1", "2021-03-10", Manifest("LD-1", 245));

        // It left on the 10th and had two days.
        Assert.Empty(await story.FindingsAsync("sludge-not-arrived", "2021-03-12"));
        Assert.Equal(("m1", "2021-03-13"), Only(await story.FindingsAsync("sludge-not-arrived", "2021-03-13")));
        Assert.Equal((0m, "missed"), await story.IndicatorAsync("sludge-safe-disposal", "2021-12-31") is var none ? (none.Number("value"), none.Text("state")) : default);

        await story.RowAsync(Bureau, "sludge-manifests", "m1", "2021-03-10", Manifest("LD-1", 245, received: 245, receivedOn: "2021-03-11"));
        Assert.Empty(await story.FindingsAsync("sludge-not-arrived", "2021-03-13"));
        Assert.Empty(await story.FindingsAsync("sludge-not-disposed", "2021-04-10"));
        Assert.Equal(("m1", "2021-04-11"), Only(await story.FindingsAsync("sludge-not-disposed", "2021-04-11")));
        await story.RowAsync(Bureau, "sludge-manifests", "m1", "2021-03-10", Manifest("LD-1", 245, received: 245, receivedOn: "2021-03-11", disposed: 245, disposedOn: "2021-03-20"));
        var missed = await story.IndicatorAsync("sludge-safe-disposal", "2021-12-31");
        Assert.Equal((98m, 49m, 50m, "missed"), (missed.Number("value"), missed.Number("numerator"), missed.Number("denominator"), missed.Text("state")));
        Assert.Contains("sludge-manifests/m1", missed.EvidenceIds());
        Assert.Contains("disposal-facilities/burner", missed.EvidenceIds());
        Assert.Contains("plant-months/plant-a-2021-03", missed.EvidenceIds());
        // The 5 t that stayed in March are in no stock of April.
        Assert.Equal("plant-a/2021-04", Assert.Single(await story.FindingsAsync("sludge-unbalanced", "2021-12-31")).Text("objectId"));

        await story.RowAsync(Bureau, "sludge-manifests", "m2", "2021-04-02", Manifest("LD-2", 5, "2021-04-02", received: 5, receivedOn: "2021-04-02", disposed: 5, disposedOn: "2021-04-03"));
        Assert.Empty(await story.FindingsAsync("sludge-unbalanced", "2021-12-31"));
        Assert.Equal((100m, "met"), await story.IndicatorAsync("sludge-safe-disposal", "2021-12-31") is var met ? (met.Number("value"), met.Text("state")) : default);
        Assert.Equal((100m, 2m), await story.IndicatorAsync("sludge-manifests-closed", "2021-12-31") is var closed ? (closed.Number("value"), closed.Number("denominator")) : default);
        Assert.Equal(("provisional", 100m), await story.AtAssessmentAsync("sludge-safe-disposal") is var told ? ((string?)told["state"], (decimal?)told["value"]) : default);
        Assert.Equal("open", Assert.Single(await story.DutiesAsync("7")).Text("state"));
    }

    [Fact]
    public async Task Amounts_that_differ_unsafe_places_wet_sludge_and_double_numbers_are_found_and_do_not_count()
    {
        await using var story = await StartAsync();
        await story.RowAsync(Bureau, "disposal-facilities", "pile", "2021-01-01", new { name = "堆场", method = "piled", approval = "无" });
        await story.RowAsync(Bureau, "disposal-facilities", "ended", "2021-01-01", new { name = "砖厂", method = "building-materials", approval = "许2号", approvedUntil = "2021-03-19" });
        await story.MonthAsync("plant-a", "2021-03", 10_000, 90, sludge: 1_000, water: 79.9m, stored: 0);
        await Complete("good", "LD-1", received: 95);
        await Complete("short", "LD-2", received: 94.9m);
        await Complete("piled", "LD-3", facility: "pile");
        await Complete("late", "LD-4", facility: "ended");
        await Complete("watered", "LD-5", receivedWater: 81.1m);

        Assert.Equal(["short", "watered"], Ids(await story.FindingsAsync("sludge-amount-differs")));
        Assert.Equal(["late", "piled"], Ids(await story.FindingsAsync("sludge-unsafe-disposal")));
        Assert.Empty(await story.FindingsAsync("sludge-manifest-double"));
        // Only the first counts: 95 t at 80 % are 19 t.
        Assert.Equal(19m, (await story.IndicatorAsync("sludge-safe-disposal", "2021-03-31")).Number("numerator"));
        Assert.Equal(5, (await story.FindingsAsync("sludge-too-wet", "2021-03-31")).Count);
        await story.MonthAsync("plant-a", "2021-03", 10_000, 90, sludge: 1_000, water: 80, stored: 0);
        Assert.Contains("plant-a/2021-03", Ids(await story.FindingsAsync("sludge-too-wet", "2021-03-31")));

        // Repaired: the approval was prolonged, and the number written twice counts once.
        await story.RowAsync(Bureau, "disposal-facilities", "ended", "2021-01-01", new { name = "砖厂", method = "building-materials", approval = "许2号", approvedUntil = "2021-03-20" });
        Assert.Equal(["piled"], Ids(await story.FindingsAsync("sludge-unsafe-disposal")));
        Assert.Equal(39m, (await story.IndicatorAsync("sludge-safe-disposal", "2021-03-31")).Number("numerator"));
        await Complete("copy", "LD-1", received: 95);
        Assert.Single(await story.FindingsAsync("sludge-manifest-double"));
        Assert.Equal(39m, (await story.IndicatorAsync("sludge-safe-disposal", "2021-03-31")).Number("numerator"));

        Task Complete(string id, string number, string facility = "burner", decimal received = 100, decimal receivedWater = 80) => story.RowAsync(Bureau, "sludge-manifests", id, "2021-03-10",
            Manifest(number, 100, received: received, receivedOn: "2021-03-11", disposed: received, disposedOn: "2021-03-20", facility: facility, receivedWater: receivedWater));
    }

    [Fact]
    public async Task Wrong_manifests_and_other_units_are_refused()
    {
        await using var story = await StartAsync();

        Assert.Equal(["from after-sending"], await Wrong("2021-03-11", Manifest("LD-1", 10)));
        Assert.Equal(["facility unknown-disposal-facilities"], await Wrong("2021-03-10", Manifest("LD-1", 10, facility: "nowhere")));
        Assert.Equal(["disposedOn not-received"], await Wrong("2021-03-10", Manifest("LD-1", 10, disposed: 10, disposedOn: "2021-03-20")));
        Assert.Equal(["receivedOn before-sending", "disposedOn before-receipt", "disposedWet more-than-received"],
            await Wrong("2021-03-10", Manifest("LD-1", 10, received: 9, receivedOn: "2021-03-09", disposed: 10, disposedOn: "2021-03-08")));
        await story.RowAsync(Bureau, "sludge-manifests", "m", "2021-03-10", Manifest("LD-1", 10));
        Assert.Equal(["number fixed"], await Wrong("2021-03-10", Manifest("LD-2", 10)));
        Assert.Equal(["sludgeWater missing", "sludgeStored missing"], await story.WrongRowAsync(Bureau, "plant-months", "x", "2021-01-01",
            new { plant = "plant-a", month = "2021-01", inflow = 1, treated = 1, sludgeProduced = 5 }));
        Assert.Equal(403, (await story.SendAsync(HttpMethod.Put, "/registers/sludge-manifests/x", new { from = "2021-03-10", values = Manifest("x", 1) }, "education-bureau")).Status);

        Task<IReadOnlyList<string>> Wrong(string from, object values) => story.WrongRowAsync(Bureau, "sludge-manifests", "m", from, values);
    }

    private static async Task<Story> StartAsync()
    {
        var story = await Story.StartAsync<DomesticCategory>();
        await story.PlantAsync("plant-a");
        await story.RowAsync(Bureau, "disposal-facilities", "burner", "2021-03-15", new { name = "焚烧厂", method = "incineration", approval = "许1号" });
        return story;
    }

    private static (string, string) Only(IReadOnlyList<JsonElement> found) => (Assert.Single(found).Text("objectId"), found[0].Text("since"));

    private static IEnumerable<string> Ids(IReadOnlyList<JsonElement> found) => found.Select(one => one.Text("objectId")).Order(StringComparer.Ordinal);

    private static object Manifest(
        string number, decimal sent, string sentOn = "2021-03-10", decimal? received = null, string? receivedOn = null, decimal? disposed = null, string? disposedOn = null,
        string facility = "burner", decimal receivedWater = 80) => new
        {
            number,
            plant = "plant-a",
            facility,
            carrier = "环运公司",
            sentOn,
            sentWet = sent,
            sentWater = 80,
            receivedOn,
            receivedWet = received,
            receivedWater = receivedOn is null ? (decimal?)null : receivedWater,
            disposedOn,
            disposedWet = disposed,
        };
}
