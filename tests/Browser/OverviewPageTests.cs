using System.Text.Json.Nodes;
using Microsoft.Playwright;
using Xunit;

namespace Bishui.Tests.Browser;

public sealed class OverviewPageTests(Chromium chromium) : IClassFixture<Chromium>, IAsyncLifetime
{
    private FakePlatform? _platform;
    private WebApp? _web;

    private FakePlatform Platform => _platform!;

    private WebApp Web => _web!;

    public async Task InitializeAsync()
    {
        _platform = await FakePlatform.StartAsync();
        _web = WebApp.Start(_platform.Address, "-1848.00:00:00");
    }

    public async Task DisposeAsync()
    {
        await Web.DisposeAsync();
        await Platform.DisposeAsync();
    }

    [BrowserFact]
    public async Task It_shows_the_plan_its_tasks_the_section_and_the_scores()
    {
        var page = await chromium.OpenAsync(Web.Address);

        Assert.Equal("柳南区水污染防治2021年度工作计划", await page.Locator("h1").InnerTextAsync());
        Assert.Contains("柳南政办〔2021〕16号", await page.Locator(".plan .source").InnerTextAsync(), StringComparison.Ordinal);
        Assert.Contains("平台时钟", await page.Locator(".clock").InnerTextAsync(), StringComparison.Ordinal);

        Assert.Equal(12, await page.Locator("details.category").CountAsync());
        await page.Locator("details.category summary").First.ClickAsync();
        var first = page.Locator("details.category").First.Locator("tbody tr").First;
        Assert.Contains("加强散乱污企业整治", await first.InnerTextAsync(), StringComparison.Ordinal);
        Assert.Contains("柳南生态环境局、区工信局", await first.InnerTextAsync(), StringComparison.Ordinal);
        Assert.Contains("已办结", await first.InnerTextAsync(), StringComparison.Ordinal);
        Assert.Equal(45, await page.Locator("details.category tbody tr").CountAsync());

        var facts = await page.Locator(".class-facts").InnerTextAsync();
        Assert.Contains("Ⅱ类", facts, StringComparison.Ordinal);
        Assert.Contains("Ⅲ类或更好", facts, StringComparison.Ordinal);
        Assert.Contains("达标", facts, StringComparison.Ordinal);
        Assert.Contains("暂定", facts, StringComparison.Ordinal);
        Assert.Contains("总磷", facts, StringComparison.Ordinal);

        Assert.Equal(18, await page.Locator(".scores tbody tr").CountAsync());
        // The better grade first, though another unit has more points in all.
        var rows = await page.Locator(".scores tbody tr").AllInnerTextsAsync();
        Assert.Matches("^柳南生态环境局.*163.75 / 200.*优秀", rows[0].ReplaceLineEndings(" "));
        Assert.Matches("^区农业农村局.*184 / 200.*良好", rows[1].ReplaceLineEndings(" "));
        Assert.Contains("2 起", await page.Locator(".figures").InnerTextAsync(), StringComparison.Ordinal);
        Assert.Contains("正在处置；另有1起经人工认定不属超标；1个点位数据中断", await page.Locator(".figures").InnerTextAsync(), StringComparison.Ordinal);
    }

    [BrowserFact]
    public async Task The_chart_keeps_gaps_marks_what_does_not_count_and_draws_the_limit()
    {
        var page = await chromium.OpenAsync(Web.Address);
        var chart = page.Locator("svg.chart.on-wide");

        // 22 values: 19 within, 1 beyond, 2 under maintenance; the night at 0:00 is never published, so five days are five lines.
        Assert.Equal("总磷 逐次监测值", await chart.Locator("> title").TextContentAsync());
        Assert.Equal(1, await chart.Locator(".point.beyond").CountAsync());
        Assert.Equal(2, await chart.Locator(".point.set-aside").CountAsync());
        Assert.Equal(5, await chart.Locator("path.line").CountAsync());
        Assert.Equal("Ⅲ类限值 ≤ 0.2 mg/L", await chart.Locator(".limit text").TextContentAsync());
        Assert.Contains("超限1个", await chart.Locator("> desc").TextContentAsync(), StringComparison.Ordinal);

        await page.GetByRole(AriaRole.Link, new() { Name = "pH值" }).ClickAsync();
        Assert.Contains("parameter=ph", page.Url, StringComparison.Ordinal);
        Assert.Equal(2, await chart.Locator(".limit line").CountAsync());
        await page.GetByRole(AriaRole.Link, new() { Name = "水温" }).ClickAsync();
        Assert.Equal(0, await chart.Locator(".limit line").CountAsync());
    }

    [BrowserFact]
    public async Task The_table_says_what_the_chart_shows()
    {
        var page = await chromium.OpenAsync(new Uri(Web.Address, "/?parameter=permanganate-index"));
        await page.GetByText("以表格查看").ClickAsync();
        var rows = page.Locator(".series table tbody tr");

        Assert.Equal(22, await rows.CountAsync());
        Assert.Contains("无数据", await rows.First.InnerTextAsync(), StringComparison.Ordinal);
        Assert.Contains("维护", await rows.First.InnerTextAsync(), StringComparison.Ordinal);
        Assert.DoesNotContain("\t0\t", await rows.First.InnerTextAsync(), StringComparison.Ordinal);
    }

    [BrowserFact]
    public async Task What_was_not_detected_what_a_person_found_and_when_nothing_came_are_shown_as_such()
    {
        var page = await chromium.OpenAsync(new Uri(Web.Address, "/?parameter=total-nitrogen"));
        var chart = page.Locator("svg.chart.on-wide");
        await page.GetByText("以表格查看").ClickAsync();
        var table = await page.Locator(".series table tbody").InnerTextAsync();

        Assert.Contains("未检出（检出限0.05）", table, StringComparison.Ordinal);
        Assert.Contains("人工认定：设备故障", table, StringComparison.Ordinal);
        Assert.Equal(1, await chart.Locator("rect.silence").CountAsync());
        Assert.Contains("未检出1个", await chart.Locator("> desc").TextContentAsync(), StringComparison.Ordinal);
        Assert.Contains("数据中断1段", await chart.Locator("> desc").TextContentAsync(), StringComparison.Ordinal);
        // The value that a person set aside is drawn and does not count: beside the two under maintenance.
        Assert.Equal(3, await chart.Locator(".point.set-aside").CountAsync());
    }

    [BrowserFact]
    public async Task Everything_works_without_script()
    {
        var page = await chromium.OpenAsync(Web.Address, script: false);

        await page.Locator("details.category summary").First.ClickAsync();
        Assert.True(await page.Locator("details.category").First.Locator("table").IsVisibleAsync());
        await page.GetByRole(AriaRole.Link, new() { Name = "溶解氧" }).ClickAsync();
        Assert.Contains("溶解氧", await page.Locator("svg.chart.on-wide > title").TextContentAsync(), StringComparison.Ordinal);
        Assert.Empty(await page.Locator("script").AllAsync());
    }

    [BrowserFact]
    public async Task A_month_without_readings_says_so_and_shows_no_zero()
    {
        var page = await chromium.OpenAsync(Web.Address);
        await page.GetByRole(AriaRole.Link, new() { Name = "下一个月" }).ClickAsync();

        var water = await page.Locator("#water").InnerTextAsync();
        Assert.Contains("2021年5月", water, StringComparison.Ordinal);
        Assert.Contains("暂无数据", water, StringComparison.Ordinal);
        Assert.Equal(0, await page.Locator("svg.chart").CountAsync());
    }

    [BrowserFact]
    public async Task A_month_in_which_one_parameter_was_measured_shows_that_one()
    {
        var items = Platform.Class["items"]!.AsArray();
        foreach (var other in items.Where(item => (string?)item!["parameter"] != "dissolved-oxygen").ToList()) items.Remove(other);
        (Platform.Class["class"], Platform.Class["complies"], Platform.Class["deciding"]) = (null, null, new JsonArray());

        var page = await chromium.OpenAsync(Web.Address);

        Assert.Contains("溶解氧", await page.Locator("svg.chart.on-wide > title").TextContentAsync(), StringComparison.Ordinal);
    }

    [BrowserFact]
    public async Task While_a_service_is_away_the_rest_is_shown_and_the_gap_is_named()
    {
        Platform.EcologicalIsDown = true;
        var withoutSections = await chromium.OpenAsync(Web.Address);
        Assert.Contains("断面水质 暂时无法显示", await withoutSections.Locator("#water .unavailable").InnerTextAsync(), StringComparison.Ordinal);
        Assert.Equal(12, await withoutSections.Locator("details.category").CountAsync());

        (Platform.EcologicalIsDown, Platform.AssessmentIsDown) = (false, true);
        await using var started = WebApp.Start(Platform.Address, "-1848.00:00:00");
        var withoutPlan = await chromium.OpenAsync(started.Address);
        Assert.Contains("计划、任务与得分 暂时无法显示", await withoutPlan.Locator(".plan .unavailable").InnerTextAsync(), StringComparison.Ordinal);
        Assert.Contains("Ⅱ类", await withoutPlan.Locator(".class-facts").InnerTextAsync(), StringComparison.Ordinal);
        Assert.Equal(1, await withoutPlan.Locator("h1").CountAsync());
    }

    [BrowserFact]
    public async Task What_was_last_known_is_shown_with_its_time_while_the_services_are_late()
    {
        await chromium.OpenAsync(Web.Address);
        (Platform.EcologicalIsDown, Platform.AssessmentIsDown) = (true, true);

        var page = await chromium.OpenAsync(Web.Address);
        Assert.Equal(0, await page.Locator(".unavailable").CountAsync());
        Assert.Equal(2, await page.Locator(".last-known").CountAsync());
        Assert.Equal(12, await page.Locator("details.category").CountAsync());
        Assert.Equal(1, await page.Locator("svg.chart.on-wide").CountAsync());

        (Platform.EcologicalIsDown, Platform.AssessmentIsDown) = (false, false);
        var again = await chromium.OpenAsync(Web.Address);
        Assert.Equal(0, await again.Locator(".last-known").CountAsync());
    }

    [BrowserFact]
    public async Task Before_anything_is_on_file_the_page_says_that_and_no_more()
    {
        Platform.IsEmpty = true;
        var page = await chromium.OpenAsync(Web.Address);

        var text = await page.Locator("main").InnerTextAsync();
        Assert.Contains("平台尚未采用工作计划", text, StringComparison.Ordinal);
        Assert.Contains("尚未登记断面", text, StringComparison.Ordinal);
        Assert.DoesNotMatch("[0-9]", text);
    }

    [BrowserFact]
    public async Task A_units_page_lists_what_it_leads()
    {
        var page = await chromium.OpenAsync(Web.Address);
        await page.GetByRole(AriaRole.Link, new() { Name = "区农业农村局" }).ClickAsync();

        Assert.Equal("区农业农村局", await page.Locator("h1").InnerTextAsync());
        Assert.True(await page.Locator("table.tasks tbody tr").CountAsync() > 0);

        var nobody = await chromium.OpenAsync(new Uri(Web.Address, "/units/nobody"));
        Assert.Equal("没有这个页面", await nobody.Locator("h1").InnerTextAsync());
    }
}
