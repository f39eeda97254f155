using System.Text.Json;
using Bishui.Shipping;
using Xunit;
using static Bishui.Tests.Functional.Stories.Task08Tests;

namespace Bishui.Tests.Functional.Stories;

/// <summary>Task 10, ships: age and GB 3552 before they operate, and the way of their waste.</summary>
public sealed class Task10Tests : IAsyncLifetime
{
    private const string Bureau = "transport-bureau";
    private const string Today = "2021-11-02";

    private Story _story = null!;

    public async Task InitializeAsync()
    {
        _story = await Story.StartAsync<ShippingCategory>();
        await ShipAsync("s1", "1990-01-01");
        await ShipAsync("s2", "1988-11-02");
    }

    public Task DisposeAsync() => _story.DisposeAsync().AsTask();

    [Fact]
    public async Task A_ship_operates_only_after_its_age_was_checked_and_never_from_its_scrapping_age()
    {
        Assert.Equal(["shipId bad-form"], await _story.WrongRowAsync(Bureau, "vessels", "s9", Today, new { name = "无号", shipId = "123", type = "bulk", waters = "inland" }));
        Assert.Equal((409, "gate-not-passed"), await EventAsync("ship-operation", "s1"));
        var passed = await CheckAsync("s1", "operation");
        Assert.Equal(("passed", 31, 33m), (passed.Text("outcome"), passed.GetProperty("age").GetInt32(), passed.GetProperty("scrappingAge").GetDecimal()));
        Assert.Equal("vessels/s1", passed.GetProperty("evidence")[0].Text("id"));
        Assert.Equal(201, (await EventAsync("ship-operation", "s1")).Status);
        var (_, entry) = await _story.GetAsync($"/tasks/10/entries/{passed.Text("id")}");
        Assert.Contains("ship-age", entry.ToString(), StringComparison.Ordinal);

        // 33 years on the day: 强制报废.
        var failed = await CheckAsync("s2", "operation");
        Assert.Equal(("failed", "over-age"), (failed.Text("outcome"), failed.GetProperty("reasons")[0].Text("code")));
        Assert.Equal((409, "gate-not-passed"), await EventAsync("ship-operation", "s2"));
        Assert.Equal(("s2", Today), Assert.Single(await _story.FindingsAsync("ship-over-age")) is var one ? (one.Text("objectId"), one.Text("since")) : default);
        Assert.Empty(await _story.FindingsAsync("ship-over-age", "2021-11-01"));
        var share = await _story.IndicatorAsync("ships-within-age");
        Assert.Equal((50m, 1, 2, "no-target"), Figures(share));
        Assert.Equal(["vessels/s1", "vessels/s2"], EvidenceOf(share).Order(StringComparer.Ordinal));
        Assert.Equal(50m, (decimal)(await _story.AtAssessmentAsync("ships-within-age"))["value"]!);
        Assert.Equal("open", Assert.Single(await _story.DutiesAsync("10")).Text("state"));

        // What is not known is neither passed nor failed.
        await ShipAsync("s3", null);
        await ShipAsync("s4", "2000-01-01", waters: "coastal");
        Assert.Equal((422, "completion-unknown"), Code(await _story.PostAsync("/gate-checks", new { ship = "s3", gate = "operation" }, Bureau)));
        Assert.Equal((422, "age-limit-unknown"), Code(await _story.PostAsync("/gate-checks", new { ship = "s4", gate = "operation" }, Bureau)));
        Assert.Equal((403, "not-your-task"), Code(await _story.PostAsync("/gate-checks", new { ship = "s1", gate = "operation" }, "finance-bureau")));
        Assert.Equal(2, (await _story.GetAsync("/gate-checks")).Body.Count("items"));
    }

    [Fact]
    public async Task A_new_ship_enters_service_only_with_proof_of_GB_3552()
    {
        await ShipAsync("old", "2019-05-01", "2020-12-31");
        await ShipAsync("new", "2021-05-01", "2021-10-01");
        await ShipAsync("sea", "2017-05-01", "2018-01-01", "coastal");
        var free = await CheckAsync("old", "entry-into-service");
        Assert.Equal(("passed", "not-bound"), (free.Text("outcome"), free.GetProperty("reasons")[0].Text("code")));
        Assert.Equal("no-proof", (await CheckAsync("sea", "entry-into-service")).GetProperty("reasons")[0].Text("code"));
        Assert.Equal("no-proof", (await CheckAsync("new", "entry-into-service")).GetProperty("reasons")[0].Text("code"));
        Assert.Equal((409, "gate-not-passed"), await EventAsync("ship-entry-into-service", "new"));
        Assert.Equal(["new", "sea"], Objects(await _story.FindingsAsync("new-ship-without-proof")));

        object Proof(string oily) => new { certificate = "Z-1", vessel = "new", issuer = "船检", issuedOn = "2021-09-01", oilyWater = oily, sewage = "treated", garbageLanded = true };
        await _story.RowAsync(Bureau, "discharge-proofs", "z1", "2021-09-01", Proof("treated"));
        _story.Service.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal("oily-water-not-landed", (await CheckAsync("new", "entry-into-service")).GetProperty("reasons")[0].Text("code"));
        await _story.RowAsync(Bureau, "discharge-proofs", "z1", "2021-09-01", Proof("landed"));
        _story.Service.Clock.Advance(TimeSpan.FromMinutes(1));
        var proved = await CheckAsync("new", "entry-into-service");
        Assert.Equal(("passed", "discharge-proofs/z1"), (proved.Text("outcome"), proved.GetProperty("evidence")[1].Text("id")));
        Assert.Equal(201, (await EventAsync("ship-entry-into-service", "new")).Status);
        Assert.Equal(["sea"], Objects(await _story.FindingsAsync("new-ship-without-proof")));
        Assert.Equal((50m, 1, 2, "no-target"), Figures(await _story.IndicatorAsync("new-ships-with-proof")));
    }

    [Fact]
    public async Task Waste_goes_stage_by_stage_and_a_chain_that_stops_or_loses_too_much_is_found()
    {
        object Facility(bool working) => new { name = "接收站", port = "柳南码头", wastes = new[] { "oily-water" }, capacity = 20, working, checkedOn = "2021-10-01", problem = working ? null : "泵坏" };
        await _story.RowAsync(Bureau, "reception-facilities", "p1", "2021-10-01", Facility(false));
        Assert.Equal("2021-10-01", Assert.Single(await _story.FindingsAsync("reception-facility-not-working")).Text("since"));
        Assert.Equal(0m, Figures(await _story.IndicatorAsync("reception-facilities-working")).Value);
        await _story.RowAsync(Bureau, "reception-facilities", "p1", Today, Facility(true));
        Assert.Equal(100m, Figures(await _story.IndicatorAsync("reception-facilities-working")).Value);

        object Manifest(string? receivedOn = null, decimal? received = null, string? transferredOn = null, decimal? transferred = null, string? disposedOn = null, decimal? disposed = null) => new
        {
            number = "LD-1",
            vessel = "s1",
            waste = "oily-water",
            measure = "cubic-metre",
            generatedOn = "2021-10-01",
            generated = 10,
            receivedOn,
            received,
            facility = receivedOn is null ? null : "p1",
            transferredOn,
            transferred,
            disposedOn,
            disposed,
        };
        Assert.Equal(["transferredOn stage-skipped"], await _story.WrongRowAsync(Bureau, "waste-manifests", "m1", Today, Manifest(transferredOn: "2021-10-03", transferred: 9)));
        Assert.Equal(["received more-than-before"], await _story.WrongRowAsync(Bureau, "waste-manifests", "m1", Today, Manifest("2021-10-02", 10.01m)));
        Assert.Equal(["receivedOn too-early"], await _story.WrongRowAsync(Bureau, "waste-manifests", "m1", Today, Manifest("2021-09-30", 10)));
        Assert.Equal(["received missing"], await _story.WrongRowAsync(Bureau, "waste-manifests", "m1", Today, Manifest("2021-10-02")));
        await _story.RowAsync(Bureau, "waste-manifests", "m1", "2021-10-01", Manifest());
        Assert.Empty(await _story.FindingsAsync("manifest-open", "2021-10-08"));
        Assert.Equal("2021-10-09", Assert.Single(await _story.FindingsAsync("manifest-open", "2021-10-09")).Text("since"));
        Assert.Equal((0m, 0, 1, "no-target"), Figures(await _story.IndicatorAsync("manifests-closed", "2021-10-09")));
        Assert.Equal("no-data", (await _story.IndicatorAsync("manifests-closed", "2021-10-08")).Text("state"));

        await _story.RowAsync(Bureau, "waste-manifests", "m1", Today, Manifest("2021-10-12", 10, "2021-10-13", 9.8m, "2021-10-20", 9.4m));
        Assert.Equal(["m1"], Objects(await _story.FindingsAsync("manifest-unbalanced")));
        Assert.Equal((0m, 0, 1, "no-target"), Figures(await _story.IndicatorAsync("manifests-closed")));
        await _story.RowAsync(Bureau, "waste-manifests", "m1", Today, Manifest("2021-10-12", 10, "2021-10-13", 9.8m, "2021-10-20", 9.5m));
        Assert.Empty(await _story.FindingsAsync("manifest-unbalanced"));
        var closed = await _story.IndicatorAsync("manifests-closed");
        Assert.Equal((100m, 1, 1, "no-target"), Figures(closed));
        Assert.Contains("waste-manifests/m1", EvidenceOf(closed));
        Assert.Equal(100m, (decimal)(await _story.AtAssessmentAsync("manifests-closed"))["value"]!);
    }

    [Fact]
    public async Task Joint_supervision_takes_two_units_and_what_it_finds_stays_until_it_is_put_right()
    {
        object Inspection(string[] units, string? rectifiedOn = null) => new { title = "联合检查", vessel = "s1", units, on = "2021-10-10", result = "problem", problem = "无联单", rectifiedOn };
        Assert.Equal(["units not-joint"], await _story.WrongRowAsync(Bureau, "joint-supervisions", "j1", Today, Inspection(["区交通运输局"])));
        await _story.RowAsync(Bureau, "joint-supervisions", "j1", "2021-10-10", Inspection(["区交通运输局", "柳南生态环境局"]));
        Assert.Equal(["j1"], Objects(await _story.FindingsAsync("supervision-problem-open")));
        await _story.RowAsync(Bureau, "joint-supervisions", "j1", Today, Inspection(["区交通运输局", "柳南生态环境局"], Today));
        Assert.Empty(await _story.FindingsAsync("supervision-problem-open"));
    }

    private Task<JsonElement> ShipAsync(string id, string? completedOn, string? enteredServiceOn = null, string waters = "inland") => _story.RowAsync(Bureau, "vessels", id, "2021-06-01",
        new { name = $"桂柳{id}", shipId = "CN19901234567", type = "bulk", waters, completedOn, enteredServiceOn });

    private async Task<JsonElement> CheckAsync(string ship, string gate)
    {
        var (status, body) = await _story.PostAsync("/gate-checks", new { ship, gate }, Bureau);
        Assert.True(status == 201, body.ToString());
        return body;
    }

    private async Task<(int Status, string Code)> EventAsync(string topic, string ship)
    {
        var (status, body) = await _story.PostAsync("/tasks/10/entries",
            new { kind = "evidence", occurredOn = Today, text = "登记", record = new { type = "event", topic, objectId = ship } }, Bureau);
        return (status, status == 201 ? "" : body.Text("code"));
    }

    private static (int Status, string Code) Code((int Status, JsonElement Body) answer) => (answer.Status, answer.Body.Text("code"));
}
