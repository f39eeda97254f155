using Bishui.Contracts.Readings;
using Bishui.Tests.Support;
using Xunit;

namespace Bishui.Tests.Functional.Ecological;

/// <summary>The published readings of April 2021, through the service's own door.</summary>
public sealed class PublishedClasses : IAsyncLifetime
{
    private TestService _service = null!;
    private HttpClient _bureau = null!;

    public async Task InitializeAsync()
    {
        _service = await EcologicalService.StartAsync();
        _bureau = _service.As(TestPlans.Lead);
    }

    public Task DisposeAsync() => _service.DisposeAsync().AsTask();

    [Fact]
    public async Task Each_published_sample_gets_the_published_class_but_for_one_shown_rounded_on_its_limit()
    {
        var rows = PublishedRow.Read();
        var (status, answer) = await _bureau.PostAsync("/api/ecological/readings", new { readings = rows.SelectMany(r => r.Sent()) });
        Assert.Equal(200, status);
        Assert.Empty(answer.GetProperty("rejected").EnumerateArray());
        Assert.Equal(0, answer.Count("exceedances"));

        var differences = new List<string>();
        // One moment was sent under maintenance first and as a normal sample after: the later row is the one in force.
        foreach (var row in rows.GroupBy(r => (r.Site, r.Time)).Select(g => g.Last()))
        {
            var id = row.Site switch { "露塘" => "lutang", "木洞" => "mudong", "渔村" => "yucun", _ => "meilin" };
            var (_, result) = await _bureau.ReadAsync($"/api/ecological/sites/{id}/class?at={Uri.EscapeDataString(row.Time)}");
            if (result.GetProperty("class").GetString() != row.Class)
                differences.Add($"{row.Site} {row.Time}: {result.GetProperty("class").GetString()} / {row.Class}");
        }
        Assert.Equal(["露塘 2021-04-04T04:00:00+08:00: Ⅰ / Ⅱ"], differences);
    }

    [Fact]
    public async Task A_month_is_classified_from_its_means_and_told_with_what_it_rests_on()
    {
        var told = await _service.ListenAsync<SectionClassified>();
        await _bureau.PostAsync("/api/ecological/readings", new { readings = PublishedRow.Read().SelectMany(r => r.Sent()) });

        var april = await Eventually.FindAsync(() => Task.FromResult(told.FirstOrDefault(t => t.Site == "lutang")));

        Assert.Equal(("II", "III", true), (april.Class, april.Target, april.Complies));
        Assert.Equal((new DateOnly(2021, 4, 1), new DateOnly(2021, 4, 30)), (april.From, april.To));
        Assert.Equal("G167-08-2-0042", april.Zone);
        Assert.Contains("total-phosphorus", april.Deciding);
        Assert.False(april.Provisional);
        var (_, view) = await _bureau.ReadAsync("/api/ecological/sites/lutang/class?from=2021-04-01&to=2021-04-30");
        Assert.Equal(("Ⅱ", "Ⅲ"), (view.Text("class"), view.Text("target")));
        var phosphorus = view.GetProperty("items").EnumerateArray().Single(i => i.Text("parameter") == "total-phosphorus").GetProperty("value").GetDecimal();
        Assert.Equal(april.Means.Single(m => m.Parameter == "total-phosphorus").Mean, phosphorus);
        var rows = PublishedRow.Read().Where(r => r.Site == "露塘" && r.Status == "正常" && r.Values.ContainsKey("total-phosphorus")).ToList();
        Assert.Equal(rows.Average(r => r.Values["total-phosphorus"]), phosphorus);
    }

    [Fact]
    public async Task Everyone_sees_the_sections_their_class_and_their_series_without_a_token()
    {
        await _bureau.PostAsync("/api/ecological/readings", new { readings = PublishedRow.Read().SelectMany(r => r.Sent()) });
        var anyone = _service.Anonymous();

        var (_, sections) = await anyone.ReadAsync("/api/public/sections");
        var (_, series) = await anyone.ReadAsync("/api/public/sections/lutang/readings?parameter=dissolved-oxygen&from=2021-04-01&to=2021-04-05&every=day");

        Assert.Equal(6, sections.Count("items"));
        Assert.Equal(5, series.Count("items"));
        Assert.Equal("≥ 5", series.GetProperty("limit").Text("text"));
        Assert.Equal(200, (await anyone.ReadAsync("/api/public/sections/lutang/class?at=2021-04-05")).Status);
        Assert.Equal(404, (await anyone.ReadAsync("/api/public/sections/nowhere/class")).Status);
        Assert.Equal(422, (await anyone.ReadAsync("/api/public/sections/lutang/readings?parameter=dissolved-oxygen&from=soon")).Status);
    }

    [Fact]
    public async Task Without_readings_there_is_no_class()
    {
        var (status, problem) = await _bureau.ReadAsync("/api/ecological/sites/lutang/class");

        Assert.Equal((404, "no-data"), (status, problem.Text("code")));
    }
}
