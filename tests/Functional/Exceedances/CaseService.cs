using System.Globalization;
using System.Text.Json;
using Bishui.Features.Exceedances;
using Bishui.Features.Sites;
using Bishui.Tests.Functional.Tasks;
using Bishui.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Bishui.Tests.Functional.Exceedances;

/// <summary>A service with one outlet, which the towns answer for and two units review: the ecology bureau and the committee.</summary>
internal sealed class CaseService : IAsyncDisposable
{
    public const string Base = TaskService.Base;
    public const string Outlet = "outlet-1";
    public const string Parameter = "ammonia-nitrogen";
    public const string Owner = TestPlans.Cooperating;

    private readonly string _path = $"{Base}/exceedances";

    private CaseService(TaskService tasks) => Tasks = tasks;

    public TaskService Tasks { get; }

    public TestService Service => Tasks.Service;

    /// <summary>The platform's clock; each look at it moves it on.</summary>
    public DateTimeOffset Now => Service.Clock.GetUtcNow().ToOffset(TimeSpan.FromHours(8));

    /// <summary>When the reading was taken that a case was last opened with, to the millisecond that readings are kept to.</summary>
    public DateTimeOffset OpenedWith { get; private set; }

    public CaseSweep Sweep => Service.Services.GetRequiredService<CaseSweep>();

    public HttpClient Reviewer => Tasks.Lead;

    public HttpClient Site => Tasks.Cooperating;

    public HttpClient Supervisor => Service.As("ecology-committee", "supervisor");

    public static async Task<CaseService> StartAsync(string? folder = null, DateTimeOffset? now = null, Action<WebApplicationBuilder>? configure = null)
    {
        var service = new CaseService(await TaskService.StartAsync(folder: folder, now: now, configure: configure));
        if (await service.Service.Services.GetRequiredService<Bishui.Storage.Documents.IDocumentStore>().FindAsync(SiteCollections.Sites, Outlet) is null)
            await service.PutSiteAsync(Outlet);
        return service;
    }

    public async Task PutSiteAsync(string id, string kind = "outlet", object? periods = null, object? links = null)
    {
        var (status, body) = await Reviewer.SendAsync(HttpMethod.Put, $"{Base}/sites/{id}", new
        {
            id,
            name = id,
            kind,
            unit = Owner,
            tasks = new[] { 29 },
            waterBody = "river",
            standard = "GB 3838-2002",
            grade = "III",
            longitude = 109.31m,
            latitude = 24.46m,
            periods = periods ?? Array.Empty<object>(),
            links = links ?? Array.Empty<object>(),
        });
        Assert.True(status is 200 or 201, body.ToString());
    }

    /// <summary>Posts one reading; by default taken now.</summary>
    public async Task<JsonElement> ReadAsync(
        decimal? value, DateTimeOffset? time = null, string kind = "hour", string site = Outlet, string parameter = Parameter, string flag = "N", string? reason = null,
        decimal? detectionLimit = null)
    {
        var reading = new { site, parameter, time = Text(time ?? Now), kind, value, flag, reason, detectionLimit };
        var (status, body) = await Site.PostAsync($"{Base}/readings", new { readings = new[] { reading } });
        Assert.True(status == 200, body.ToString());
        return body;
    }

    /// <summary>Opens a case with one reading an hour ago and gives its id.</summary>
    public async Task<string> OpenAsync(decimal value = 1.5m, string kind = "hour", string site = Outlet, string parameter = Parameter) =>
        (await ReadAsync(value, OpenedWith = Millisecond(Now.AddHours(-1)), kind, site, parameter)).GetProperty("cases")[0].GetString()!;

    public async Task<JsonElement> CaseAsync(string id, HttpClient? by = null)
    {
        var (status, body) = await (by ?? Reviewer).ReadAsync($"{_path}/{id}");
        Assert.True(status == 200, body.ToString());
        return body;
    }

    public Task<(int Status, JsonElement Body)> TryAsync(HttpClient by, string id, object step, string? key = null, string? ifMatch = null) =>
        by.SendAsync(HttpMethod.Post, $"{_path}/{id}/steps", step, key, ifMatch);

    public async Task<JsonElement> StepAsync(HttpClient by, string id, object step)
    {
        var (status, body) = await TryAsync(by, id, step);
        Assert.True(status == 200, body.ToString());
        return body;
    }

    public async Task<string> CodeAsync(HttpClient by, string id, object step)
    {
        var (status, body) = await TryAsync(by, id, step);
        Assert.True(status >= 400, body.ToString());
        return $"{status} {body.Text("code")}";
    }

    public async Task<IReadOnlyList<JsonElement>> ListAsync(string query = "", HttpClient? by = null)
    {
        var (status, body) = await (by ?? Reviewer).ReadAsync($"{_path}?{query}");
        Assert.True(status == 200, body.ToString());
        return [.. body.GetProperty("items").EnumerateArray()];
    }

    /// <summary>Takes a case to a state by the usual way.</summary>
    public async Task ReachAsync(string id, string state)
    {
        if (state == "registered") return;
        await StepAsync(Reviewer, id, new { step = "assign", to = Owner });
        if (state == "assigned") return;
        if (state == "refused")
        {
            await StepAsync(Site, id, new { step = "refuse", reason = "不属本单位" });
            return;
        }
        await StepAsync(Site, id, new { step = "accept" });
        if (state == "handled") return;
        Service.Clock.Advance(TimeSpan.FromHours(1));
        await StepAsync(Site, id, new { step = "rectify", reason = "清淤、检修曝气设备", doneOn = Day(Now) });
        Service.Clock.Advance(TimeSpan.FromHours(1));
        await ReadAsync(0.4m, site: (await CaseAsync(id)).Text("site"), parameter: (await CaseAsync(id)).Text("parameter"));
        await StepAsync(Site, id, new { step = "finish", reason = "已整改，复测达标" });
        if (state == "done") return;
        if (state == "sent-back") await StepAsync(Reviewer, id, new { step = "send-back", reason = "缺整改后照片" });
        else await StepAsync(Reviewer, id, new { step = "archive" });
    }

    public static string Day(DateTimeOffset at) => at.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static DateTimeOffset Millisecond(DateTimeOffset at) => DateTimeOffset.FromUnixTimeMilliseconds(at.ToUnixTimeMilliseconds()).ToOffset(at.Offset);

    /// <summary>When the last step was taken.</summary>
    public static DateTimeOffset LastAt(JsonElement about) => about.GetProperty("steps").EnumerateArray().Last().GetProperty("at").GetDateTimeOffset();

    public static string Text(DateTimeOffset at) => at.ToString("O", CultureInfo.InvariantCulture);

    public ValueTask DisposeAsync() => Tasks.DisposeAsync();
}
