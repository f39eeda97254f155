using System.Text.Json;
using Bishui.Agricultural;
using Bishui.Tests.Functional.Assessment;
using Bishui.Tests.Support;
using Xunit;

namespace Bishui.Tests.Functional.Stories;

/// <summary>Task 8, livestock: what large farms hold, and the checks that a tributary below standard asks for.</summary>
public sealed class Task08Tests : IAsyncLifetime
{
    private const string Bureau = "agriculture-rural-bureau";
    private const string Today = "2021-11-02";

    private Story _story = null!;

    public async Task InitializeAsync()
    {
        _story = await Story.StartAsync<AgriculturalCategory>();
        await _story.RowAsync(Bureau, "farms", "f1", "2021-01-01", new { name = "一号猪场", livestock = "pig", scale = "large", sections = new[] { "lutang" } });
        await _story.RowAsync(Bureau, "farms", "f2", "2021-01-01", new { name = "二号猪场", livestock = "pig", scale = "large", sections = new[] { "mudong" } });
        await _story.RowAsync(Bureau, "farms", "f3", "2021-01-01", new { name = "三号鸡场", livestock = "chicken", scale = "scale", sections = new[] { "lutang" } });
        await _story.RowAsync(Bureau, "farms", "f4", "2021-01-01", new { name = "四号散养户", livestock = "pig", scale = "smallholder" });
    }

    public Task DisposeAsync() => _story.DisposeAsync().AsTask();

    [Fact]
    public async Task A_large_farm_needs_plan_and_ledger_and_the_assessment_hears_how_many_have_both()
    {
        Assert.Equal(["f1", "f2"], Objects(await _story.FindingsAsync("large-farm-without-plan")));
        Assert.Equal(["f1", "f2"], Objects(await _story.FindingsAsync("large-farm-without-ledger")));
        object Plan(string farm, int year) => new { title = "还田计划", farm, year, adoptedOn = "2021-03-01", area = 200, amount = 1500.5 };
        Assert.Equal(["farm unknown-farms"], await _story.WrongRowAsync(Bureau, "return-to-field-plans", "p1", Today, Plan("nobody", 2021)));
        Assert.Equal(["adoptedOn after-year"], await _story.WrongRowAsync(Bureau, "return-to-field-plans", "p1", Today, Plan("f1", 2020)));
        await _story.RowAsync(Bureau, "return-to-field-plans", "p1", Today, Plan("f1", 2021));
        await _story.RowAsync(Bureau, "return-to-field-plans", "p2", Today, Plan("f2", 2022));
        Assert.Equal(["f2"], Objects(await _story.FindingsAsync("large-farm-without-plan")));

        Assert.Equal(["appliedOn later-than-row"], await _story.WrongRowAsync(Bureau, "manure-applications", "a1", Today,
            new { plot = "东坡", farm = "f1", appliedOn = "2021-11-03", amount = 20, area = 10 }));
        await _story.RowAsync(Bureau, "manure-applications", "a1", Today, new { plot = "东坡", farm = "f1", appliedOn = "2021-10-03", amount = 20, area = 10 });
        Assert.Equal(["f2"], Objects(await _story.FindingsAsync("large-farm-without-ledger")));

        var share = await _story.IndicatorAsync("large-farms-with-plan-and-ledger");
        Assert.Equal((50m, 1, 2, "no-target"), Figures(share));
        Assert.Superset(new HashSet<string> { "farms/f1", "farms/f2", "return-to-field-plans/p1", "manure-applications/a1" }, EvidenceOf(share));
        Assert.Equal(50m, (decimal)(await _story.AtAssessmentAsync("large-farms-with-plan-and-ledger"))["value"]!);
        Assert.Equal("open", Assert.Single(await _story.DutiesAsync("8")).Text("state"));
    }

    [Fact]
    public async Task A_certification_counts_to_its_last_day_and_is_found_when_it_has_run_out()
    {
        object Certification(string validTo) => new { certificate = "GX-001", farm = "f3", issuer = "认证中心", issuedOn = "2020-11-01", validTo };
        Assert.Equal(["validTo too-early"], await _story.WrongRowAsync(Bureau, "ecological-certifications", "c1", "2021-01-01", Certification("2020-10-31")));
        await _story.RowAsync(Bureau, "ecological-certifications", "c1", "2021-01-01", Certification("2021-10-31"));

        Assert.Equal(1, (await _story.IndicatorAsync("certified-farms", "2021-10-31")).GetProperty("numerator").GetDecimal());
        Assert.Empty(await _story.FindingsAsync("certification-expired", "2021-10-31"));
        Assert.Equal((0m, 0, 3, "no-target"), Figures(await _story.IndicatorAsync("certified-farms", "2021-11-01")));
        Assert.Equal(("f3", "2021-11-01"), Assert.Single(await _story.FindingsAsync("certification-expired", "2021-11-01")) is var one ? (one.Text("objectId"), one.Text("since")) : default);
    }

    [Fact]
    public async Task A_tributary_below_standard_opens_one_check_a_pig_farm_and_keeps_it_when_the_month_gets_better()
    {
        await TellAsync("IV", 0);
        await Eventually.HoldsAsync(async () => (await ChecksAsync()).Count == 1);
        // Told again, classified again, and an older word that comes late: one check still.
        await TellAsync("IV", 0);
        await TellAsync("V", 2);
        await TellAsync("II", 1);
        await TellAsync("IV", 0, month: 9);
        await Eventually.HoldsAsync(async () => (await ChecksAsync()).Count == 2);
        var check = (await ChecksAsync()).Single(row => row.GetProperty("values").Text("month") == "2021-10");
        var values = check.GetProperty("values");
        Assert.Equal(("f1", "lutang", "IV", "V", false, Today, "2021-12-02"),
            (values.Text("farm"), values.Text("section"), values.Text("sectionClass"), values.Text("newestClass"), values.GetProperty("newestMeets").GetBoolean(), values.Text("openedOn"), values.Text("dueOn")));

        await TellAsync("II", 3);
        await Eventually.HoldsAsync(async () => (await ChecksAsync()).Any(row => row.GetProperty("values").GetProperty("newestMeets").GetBoolean()));
        Assert.Equal(2, (await ChecksAsync()).Count);

        var id = check.Text("id");
        Assert.Empty(await _story.FindingsAsync("farm-check-overdue", "2021-12-02"));
        var overdue = await _story.FindingsAsync("farm-check-overdue", "2021-12-03");
        Assert.Contains("已达标", overdue.Single(one => one.Text("objectId") == id).Text("text"), StringComparison.Ordinal);
        Assert.Equal((0m, 0, 2, "no-target"), Figures(await _story.IndicatorAsync("farm-checks-on-time", "2021-12-03")));
        Assert.Equal("no-data", (await _story.IndicatorAsync("farm-checks-on-time", "2021-12-02")).Text("state"));

        object Checked(string due, string? problem = "粪污渗漏", string? treatedOn = null, string? treatment = null) => new
        {
            title = "排查",
            farm = "f1",
            section = "lutang",
            month = "2021-10",
            sectionClass = "IV",
            sectionTarget = "III",
            openedOn = Today,
            dueOn = due,
            newestClass = "II",
            newestMeets = true,
            checkedOn = Today,
            result = "problem",
            problem,
            treatedOn,
            treatment,
        };
        Assert.Equal(["dueOn fixed"], await _story.WrongRowAsync(Bureau, "farm-checks", id, Today, Checked("2022-12-31")));
        Assert.Equal(["problem missing"], await _story.WrongRowAsync(Bureau, "farm-checks", id, Today, Checked("2021-12-02", problem: null)));
        await _story.RowAsync(Bureau, "farm-checks", id, Today, Checked("2021-12-02"));
        Assert.Equal((50m, 1, 2, "no-target"), Figures(await _story.IndicatorAsync("farm-checks-on-time", "2021-12-03")));
        Assert.Empty(await _story.FindingsAsync("farm-treatment-overdue", "2022-01-01"));
        Assert.Equal([id], Objects(await _story.FindingsAsync("farm-treatment-overdue", "2022-01-02")));
        await _story.RowAsync(Bureau, "farm-checks", id, Today, Checked("2021-12-02", treatedOn: Today, treatment: "修复储粪池"));
        Assert.Empty(await _story.FindingsAsync("farm-treatment-overdue", "2022-01-02"));
    }

    [Fact]
    public async Task A_unit_without_a_role_may_not_write()
    {
        var (status, body) = await _story.SendAsync(HttpMethod.Put, "/registers/farms/f9", new { values = new { name = "某场", livestock = "pig", scale = "scale" } }, "finance-bureau");
        Assert.Equal((403, "not-your-register"), (status, body.Text("code")));
    }

    private Task TellAsync(string waterClass, int hours, int month = 10) =>
        _story.Service.TellAsync(AssessmentApp.Classified(waterClass, month) with { DeterminedAt = TestService.Start.AddHours(hours) });

    private async Task<IReadOnlyList<JsonElement>> ChecksAsync() => [.. (await _story.GetAsync("/registers/farm-checks")).Body.GetProperty("items").EnumerateArray()];

    internal static IReadOnlyList<string> Objects(IEnumerable<JsonElement> findings) => [.. findings.Select(one => one.Text("objectId")).Order(StringComparer.Ordinal)];

    internal static (decimal? Value, int Numerator, int Denominator, string State) Figures(JsonElement indicator) =>
        (indicator.GetProperty("value").GetDecimal(), (int)indicator.GetProperty("numerator").GetDecimal(), (int)indicator.GetProperty("denominator").GetDecimal(), indicator.Text("state"));

    internal static HashSet<string> EvidenceOf(JsonElement indicator) => [.. indicator.GetProperty("evidence").EnumerateArray().Select(one => one.Text("id"))];
}
