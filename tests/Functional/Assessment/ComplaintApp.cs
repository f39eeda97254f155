using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Bishui.Tests.Functional.Obligations;
using Bishui.Tests.Support;
using Xunit;

namespace Bishui.Tests.Functional.Assessment;

/// <summary>The assessment with the plan's ledgers open, spoken to as citizens and bureaus do.</summary>
internal sealed class ComplaintApp : IAsyncDisposable
{
    public const string Lead = "ecology-bureau";
    public const string Holder = "housing-construction-bureau";
    public const string Committee = "ecology-committee";
    public const string Public = "/api/public/complaints";
    public const string Base = "/api/assessment/complaints";

    private readonly AdoptedPlan _plan;

    private ComplaintApp(AdoptedPlan plan) => _plan = plan;

    public TestService Service => _plan.Service;

    public static async Task<ComplaintApp> StartAsync(DateTimeOffset? now = null) => new(await AdoptedPlan.OfAssessmentAsync(now));

    public void Pass(int days) => Service.Clock.Advance(TimeSpan.FromDays(days));

    /// <summary>Asks as a unit, or as anybody where none is given.</summary>
    public async Task<(int Status, JsonElement Body)> GetAsync(string path, string? unit = null)
    {
        using var client = Client(unit);
        return await client.ReadAsync(path);
    }

    public async Task<(int Status, JsonElement Body)> PostAsync(string path, object body, string? unit = null, string? key = null)
    {
        using var client = Client(unit);
        return await client.PostAsync(path, body, key);
    }

    /// <summary>Somebody complains on the platform; it has to be taken.</summary>
    public async Task<(string Number, string Id)> ComplainAsync(object? complaint = null)
    {
        var (status, receipt) = await PostAsync(Public, complaint ?? new { text = "河边工厂夜间排黑水" });
        Assert.True(status == 201, receipt.ToString());
        var number = receipt.Text("trackingNumber");
        var (_, list) = await GetAsync(Base + "?limit=1000", Lead);
        return (number, list.GetProperty("items").EnumerateArray().Single(one => one.Text("trackingNumber") == number).Text("id"));
    }

    public Task<(int Status, JsonElement Body)> TryStepAsync(string id, object step, string unit = Lead) => PostAsync($"{Base}/{id}/steps", step, unit);

    /// <summary>Takes a step that has to be allowed.</summary>
    public async Task<JsonElement> StepAsync(string id, object step, string unit = Lead)
    {
        var (status, body) = await TryStepAsync(id, step, unit);
        Assert.True(status == 200, body.ToString());
        return body;
    }

    /// <summary>From acceptance to closing, all within the day.</summary>
    public async Task CloseAsync(string id)
    {
        await StepAsync(id, new { move = "accept" });
        await StepAsync(id, new { move = "assign", unit = Holder });
        await StepAsync(id, new { move = "answer", publicText = "已封堵排口", text = "现场照片见案卷" }, Holder);
        await StepAsync(id, new { move = "close" });
    }

    public async Task<JsonElement> TrackAsync(string number)
    {
        var (status, body) = await GetAsync($"{Public}/{number}");
        Assert.True(status == 200, body.ToString());
        return body;
    }

    public async Task<(int Status, JsonElement Body)> ImportAsync(byte[] table, string type, string query = "", string unit = Lead)
    {
        using var client = Client(unit);
        using var content = new ByteArrayContent(table);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        return await client.SendAsync(HttpMethod.Post, $"{Base}/imports{query}", content);
    }

    public Task<(int Status, JsonElement Body)> ImportAsync(string csv, string query = "", string unit = Lead) => ImportAsync(Encoding.UTF8.GetBytes(csv), "text/csv", query, unit);

    public async Task<JsonElement> IndicatorAsync(string key)
    {
        var (status, body) = await GetAsync($"/api/assessment/indicators/{key}", Committee);
        Assert.True(status == 200, body.ToString());
        return body;
    }

    public async Task<IReadOnlyList<JsonElement>> FindingsAsync()
    {
        var (status, body) = await GetAsync("/api/assessment/findings?rule=complaint-overdue", Committee);
        Assert.True(status == 200, body.ToString());
        return [.. body.GetProperty("items").EnumerateArray()];
    }

    public ValueTask DisposeAsync() => _plan.DisposeAsync();

    private HttpClient Client(string? unit) => unit switch
    {
        null => Service.Anonymous(),
        Committee => Service.As(unit, "reporter", "approver", "supervisor"),
        _ => Service.As(unit),
    };
}
