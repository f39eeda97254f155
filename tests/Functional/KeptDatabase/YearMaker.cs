using System.IO.Compression;
using Bishui.Features.Rounds;
using Bishui.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Xunit;

namespace Bishui.Tests.Functional.KeptDatabase;

/// <summary>Makes the data folder that <c>year-2021.zip</c> holds; runs only when <c>BISHUI_KEEP_YEAR</c> names where to write it.</summary>
public sealed class YearMaker
{
    private const string Bureau = KeptPlatform.Bureau;
    private const string Committee = KeptPlatform.Committee;
    private const string Transport = "transport-bureau";

    [Fact]
    public async Task Make()
    {
        if (Environment.GetEnvironmentVariable("BISHUI_KEEP_YEAR") is not { } target) return;
        var folder = Directory.CreateTempSubdirectory("bishui-year-").FullName;
        await using (var platform = await KeptPlatform.StartAsync(folder, TestService.Start))
        {
            foreach (var (service, task) in new[] { ("industrial", 1), ("shipping", 10), ("risk", 11), ("ecological", 28), ("assessment", 45) })
                await Eventually.HoldsAsync(async () => (await platform.SendAsync(service, HttpMethod.Get, $"/tasks/{task}", unit: Committee)).Status == 200);
            await IndustrialAsync(platform);
            await ShippingAsync(platform);
            await RiskAsync(platform);
            await EcologicalAsync(platform);
            await SettleAsync(platform, TimeSpan.FromMinutes(1));
            await ResultAsync(platform);
            await SettleAsync(platform, TimeSpan.FromMinutes(1));
        }
        if (File.Exists(target)) File.Delete(target);
        ZipFile.CreateFromDirectory(folder, target, CompressionLevel.SmallestSize, includeBaseDirectory: false);
        Directory.Delete(folder, recursive: true);
    }

    private static async Task IndustrialAsync(KeptPlatform platform)
    {
        object Enterprise(string? decidedOn) => new
        {
            name = "某小电镀厂", address = "柳南区", grounds = new[] { "illegal-operation" }, foundOn = "2021-06-01", decision = decidedOn is null ? null : "close", decidedOn,
        };
        await platform.PutAsync("industrial", "/registers/polluting-enterprises/e1", new { from = "2021-06-01", values = Enterprise(null) });
        await platform.PutAsync("industrial", "/registers/polluting-enterprises/e1", new { from = "2021-07-01", values = Enterprise("2021-07-01") });
        await platform.PutAsync("industrial", "/registers/polluting-enterprises/e2", new { from = "2021-10-01", values = Enterprise(null) });
        await platform.PostAsync("industrial", "/tasks/1/entries", new { kind = "progress", occurredOn = "2021-10-29", text = "完成散乱污企业排查", percent = 60.5 }, key: "i1");
        await platform.PostAsync("industrial", "/tasks/1/entries", new { kind = "remark", occurredOn = "2021-11-01", text = "一家待决定\n“如实”😀" }, key: "i2");
        await platform.PutAsync("industrial", "/tasks/1/projects/closing", new { id = "closing", name = "关停小电镀", investment = 1250.50m, invested = 300m, percent = 20m });
        await platform.PostAsync("industrial", "/tasks/3/completion", new { text = "本年度任务完成" }, key: "i3");
        await platform.PostAsync("industrial", "/tasks/3/completion/review", new { decision = "accepted", reason = "资料齐全" }, Committee, "i4");
    }

    private static async Task ShippingAsync(KeptPlatform platform)
    {
        object Ship(string id, string completedOn) => new { name = $"桂柳{id}", shipId = "CN19901234567", type = "bulk", waters = "inland", completedOn };
        await platform.PutAsync("shipping", "/registers/vessels/s1", new { from = "2021-06-01", values = Ship("s1", "1990-01-01") }, Transport);
        await platform.PutAsync("shipping", "/registers/vessels/s2", new { from = "2021-06-01", values = Ship("s2", "1988-11-02") }, Transport);
        await platform.PostAsync("shipping", "/gate-checks", new { ship = "s1", gate = "operation" }, Transport);
        await platform.PostAsync("shipping", "/tasks/10/entries",
            new { kind = "evidence", occurredOn = "2021-11-02", text = "登记", record = new { type = "event", topic = "ship-operation", objectId = "s1" } }, Transport, "s1");
    }

    private static async Task RiskAsync(KeptPlatform platform)
    {
        await platform.PutAsync("risk", "/registers/emergency-plans/p1", new
        {
            from = "2021-11-01",
            values = new { name = "水污染事故应急预案", kind = "government", scope = "柳南区", contents = new[] { "organisation", "risk-sources" } },
        });
        var incident = await platform.PostAsync("risk", "/incidents", new { what = "河面油花", place = "柳江", occurredAt = TestService.Start.AddHours(-1) }, key: "r1");
        await platform.PostAsync("risk", $"/incidents/{incident.Text("id")}/steps", new { move = "verify", text = "属实" });
    }

    private static async Task EcologicalAsync(KeptPlatform platform)
    {
        object Site(string id, object[] expected) => new
        {
            id, name = "保留测点", kind = "river-section", unit = Bureau, tasks = new[] { 28, 29 }, waterBody = "river", standard = "GB 3838-2002", grade = "III", target = "III",
            longitude = 109.31m, latitude = 24.46m, expected,
        };
        await platform.PutAsync("ecological", "/sites/kept-1", Site("kept-1", []));
        await platform.PutAsync("ecological", "/sites/kept-2", Site("kept-2", [new { kind = "hour", every = "PT4H" }]));
        await platform.ReadingAsync("kept-1", new(2021, 10, 31, 8, 0, 0, TimeSpan.FromHours(8)), 0.8125m);
        await platform.ReadingAsync("kept-1", new(2021, 10, 31, 12, 0, 0, TimeSpan.FromHours(8)), 1.35m);
        await platform.ReadingAsync("kept-2", TestService.Start, 0.5m);
        await SettleAsync(platform, TimeSpan.FromMinutes(1));
        var id = (await platform.ListAsync("ecological", "/exceedances?site=kept-1")).Single().Text("id");
        await platform.PostAsync("ecological", $"/exceedances/{id}/steps", new { step = "assign", to = Bureau, reason = "请核查上游来水" }, Committee);
        await platform.PostAsync("ecological", $"/exceedances/{id}/steps", new { step = "accept" });

        var pdf = new ByteArrayContent([.. "%PDF-1.4\n%%EOF\n"u8]);
        var file = await platform.PostAsync("ecological", $"/attachments?task=28&name={Uri.EscapeDataString("监测报告.pdf")}", pdf);
        await platform.PostAsync("ecological", "/tasks/28/entries", new
        {
            kind = "evidence", occurredOn = "2021-10-29", text = "附监测报告", attachments = new[] { new { name = "监测报告.pdf", sha256 = file.Text("sha256") } },
        }, key: "e1");
        await platform.PostAsync("ecological", "/tasks/28/entries", new { kind = "progress", occurredOn = "2021-10-29", text = "完成辖区入河排污口排查，建立名录", percent = 100 }, key: "e2");
        await platform.PostAsync("ecological", "/tasks/28/completion", new { text = "入河排污口监管年度任务完成" }, key: "e3");
        await platform.PostAsync("ecological", "/tasks/28/completion/review", new { decision = "accepted", reason = "资料齐全" }, Committee, "e4");
        await platform.PostAsync("ecological", "/tasks/29/completion", new { text = "监测全部完成" }, key: "e5");
        await platform.PostAsync("ecological", "/tasks/29/completion/review", new { decision = "returned", reason = "缺十二月数据" }, Committee, "e6");
        await platform.PostAsync("ecological", "/tasks/32/entries", new
        {
            kind = "evidence", occurredOn = "2021-10-20", text = "公开第三季度饮用水水源水质",
            record = new { type = "disclosure", topic = "source-water", period = "2021-Q3", url = "https://example.org/2021-q3" },
        }, key: "e7");
        await SettleAsync(platform, TimeSpan.FromHours(20));
        Assert.Contains(await platform.ListAsync("ecological", "/exceedances?site=kept-2"), one => one.Text("kind") == "silence");
    }

    private static async Task ResultAsync(KeptPlatform platform)
    {
        for (var week = 0; week < 14; week++) await SettleAsync(platform, TimeSpan.FromDays(7));
        var blockers = await platform.ListAsync("assessment", "/results/2021/blockers", Committee);
        await platform.PostAsync("assessment", "/results/2021/publication",
            new { accepted = blockers.Select(blocker => new { key = blocker.Text("key"), reason = "已知悉" }) }, Committee);
        await platform.PostAsync("assessment", "/objections", new { period = "2021", node = "work/task/29", text = "十二月数据已补报" }, key: "o1");
    }

    private static async Task SettleAsync(KeptPlatform platform, TimeSpan time)
    {
        platform.Pass(time);
        foreach (var service in platform.Services)
            foreach (var rounds in service.Services.GetServices<IHostedService>().OfType<PeriodicRounds>()) await rounds.RunAsync(default);
        foreach (var service in platform.Services)
            await Eventually.HoldsAsync(async () => (await service.Services.GetRequiredService<Bishui.Storage.Messages.IOutbox>().PendingAsync(1, default)).Count == 0);
        await Task.Delay(500);
    }
}
