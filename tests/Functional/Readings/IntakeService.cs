using System.Text.Json;
using Bishui.Tests.Functional.Sites;
using Bishui.Tests.Support;
using Microsoft.AspNetCore.Builder;

namespace Bishui.Tests.Functional.Readings;

/// <summary>A service with a section, a plant and a tap of its own, and what is said to it.</summary>
public sealed class IntakeService : IAsyncDisposable
{
    public const string Section = "section-1";
    public const string Plant = "plant-1";
    public const string Waterworks = "waterworks-1";
    public const string Source = "source-1";

    private IntakeService(TestService service) => (Service, Bureau) = (service, service.As(TestPlans.Lead));

    public TestService Service { get; }

    public HttpClient Bureau { get; }

    public static async Task<IntakeService> StartAsync(Action<WebApplicationBuilder>? configure = null)
    {
        var service = new IntakeService(await SiteService.StartAsync(configure));
        await service.PutAsync(Section, new
        {
            periods = new[] { new { ruleSet = "city", standard = "GB 3838-2002", grade = "II", target = "II" } },
            expected = new[] { new { kind = "hour", every = "PT1H", parameters = new[] { "ammonia-nitrogen" } } },
        });
        await service.PutAsync(Plant, new { kind = "plant-outlet", standard = "GB 18918-2002", grade = "first-A", target = (string?)null });
        await service.PutAsync(Source, new { kind = "drinking-water-source" });
        await service.PutAsync(Waterworks, new
        {
            kind = "waterworks-outlet",
            standard = "GB 5749-2006",
            grade = "limit",
            target = (string?)null,
            conditions = new { sampling_point = "finished-water", relaxation = "source-limited" },
            links = new[] { new { direction = "upstream", site = Source } },
        });
        return service;
    }

    public static object Row(
        string parameter, decimal? value, string time = "2021-04-06T04:00:00+08:00", string kind = "hour", string site = Section, string? flag = null,
        decimal? detectionLimit = null, string? labReport = null, string? reason = null) =>
        new { site, parameter, time, kind, value, flag, detectionLimit, labReport, reason };

    public async Task<JsonElement> SendAsync(params object[] readings) => (await Bureau.PostAsync("/api/ecological/readings", new { readings })).Body;

    public async Task<List<JsonElement>> SeriesAsync(string parameter, string query = "", string site = Section) =>
        [.. (await AnswerAsync(parameter, query, site)).GetProperty("items").EnumerateArray()];

    public async Task<JsonElement> AnswerAsync(string parameter, string query = "", string site = Section) =>
        (await Bureau.ReadAsync($"{SiteService.Base}/{site}/readings?parameter={parameter}&from=2021-04-01&to=2021-04-30{query}")).Body;

    public async Task<List<JsonElement>> CasesAsync(string site = Section) =>
        [.. (await Bureau.ReadAsync($"/api/ecological/exceedances?site={site}")).Body.GetProperty("items").EnumerateArray()];

    public async ValueTask DisposeAsync()
    {
        Bureau.Dispose();
        await Service.DisposeAsync();
    }

    public async Task PutAsync(string id, object also)
    {
        var (status, body) = await Bureau.PutSiteAsync(id, also);
        if (status != 201) throw new InvalidOperationException(body.ToString());
    }
}

/// <summary>Steps in what is read.</summary>
internal static class Steps
{
    public static (int Accepted, int Duplicates, int Corrected, int Rejected) Counts(this JsonElement answer) =>
        (answer.Count("accepted"), answer.Count("duplicates"), answer.Count("corrected"), answer.GetProperty("rejected").GetArrayLength());

    public static string Code(this JsonElement answer) => answer.GetProperty("rejected")[0].Text("code");

    public static bool Has(this JsonElement element, string name) => element.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null;
}
