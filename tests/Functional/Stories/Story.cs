using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using Bishui.Contracts.Indicators;
using Bishui.Features;
using Bishui.Features.Indicators;
using Bishui.Tests.Functional.Assessment;
using Bishui.Tests.Functional.Obligations;
using Bishui.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Bishui.Tests.Functional.Stories;

/// <summary>
/// A category service that holds the published plan, spoken to over HTTP as the bureaus do, and the assessment that hears what it tells. It is
/// noon of 2 November 2021, the day after the plan was issued.
/// </summary>
internal sealed class Story : IAsyncDisposable
{
    private readonly AdoptedPlan _plan;
    private readonly ConcurrentQueue<IndicatorsMeasured> _told;
    private AssessmentApp? _assessment;

    private Story(AdoptedPlan plan, ConcurrentQueue<IndicatorsMeasured> told) => (_plan, _told) = (plan, told);

    public TestService Service => _plan.Service;

    public string Base => _plan.Base;

    public static async Task<Story> StartAsync<T>(DateTimeOffset? now = null) where T : ICategory
    {
        var plan = await AdoptedPlan.OfAsync<T>(now);
        return new(plan, await plan.Service.ListenAsync<IndicatorsMeasured>());
    }

    public Task<(int Status, JsonElement Body)> GetAsync(string path, string unit = "ecology-committee", params string[] roles) =>
        SendAsync(HttpMethod.Get, path, null, unit, roles);

    public Task<(int Status, JsonElement Body)> PostAsync(string path, object body, string unit, params string[] roles) =>
        SendAsync(HttpMethod.Post, path, body, unit, roles);

    public async Task<(int Status, JsonElement Body)> SendAsync(HttpMethod method, string path, object? body, string unit, params string[] roles)
    {
        using var client = Service.As(unit, roles.Length > 0 ? roles : unit == "ecology-committee" ? ["reporter", "approver", "supervisor"] : []);
        return await client.SendAsync(method, Base + path, body);
    }

    /// <summary>States what a row is from a day on; it has to be accepted.</summary>
    public async Task<JsonElement> RowAsync(string unit, string register, string id, string from, object values)
    {
        var (status, body) = await SendAsync(HttpMethod.Put, $"/registers/{register}/{id}", new { from, values }, unit);
        Assert.True(status is 200 or 201, body.ToString());
        return body;
    }

    /// <summary>States a row that has to be refused, and how: the codes with their fields, as <c>field code</c>.</summary>
    public async Task<IReadOnlyList<string>> WrongRowAsync(string unit, string register, string id, string from, object values)
    {
        var (status, body) = await SendAsync(HttpMethod.Put, $"/registers/{register}/{id}", new { from, values }, unit);
        Assert.True(status == 422, body.ToString());
        return [.. body.GetProperty("errors").EnumerateArray().Select(error => $"{error.Text("field")} {error.Text("code")}")];
    }

    /// <summary>An indicator as of a day, as the committee sees it.</summary>
    public async Task<JsonElement> IndicatorAsync(string key, string? at = null)
    {
        var (status, body) = await GetAsync($"/indicators/{key}{(at is null ? "" : $"?at={at}")}");
        Assert.True(status == 200, body.ToString());
        return body;
    }

    /// <summary>What a rule finds as of a day, as the committee sees it.</summary>
    public async Task<IReadOnlyList<JsonElement>> FindingsAsync(string rule, string? at = null)
    {
        var (status, body) = await GetAsync($"/findings?rule={rule}{(at is null ? "" : $"&at={at}")}");
        Assert.True(status == 200, body.ToString());
        return [.. body.GetProperty("items").EnumerateArray()];
    }

    /// <summary>The duties that a rule of the plan made, as they stand now.</summary>
    public Task<IReadOnlyList<JsonElement>> DutiesAsync(string rule) => _plan.DutiesAsync(rule);

    /// <summary>Has the indicators measured, and what was told arrive at the assessment: the newest it holds about the indicator.</summary>
    public async Task<JsonNode> AtAssessmentAsync(string key)
    {
        var changed = await Service.Services.GetRequiredService<IndicatorRounds>().RunAsync(default);
        if (changed > 0) await Eventually.HoldsAsync(() => Task.FromResult(_told.Any(message => message.Indicators.Any(one => one.Key == key))));
        _assessment ??= await AssessmentApp.StartAsync();
        while (_told.TryDequeue(out var message)) await _assessment.TellAsync(message);
        JsonNode? newest = null;
        await Eventually.HoldsAsync(async () =>
        {
            var facts = (await _assessment.GetAsync("/api/assessment/facts?type=indicator-measured&limit=1000"))["items"]!.AsArray();
            newest = facts.Select(fact => fact!["body"]!).Where(body => body["key"]!.GetValue<string>() == key).MaxBy(body => body["revision"]!.GetValue<int>());
            return newest is not null;
        });
        return newest!;
    }

    public async ValueTask DisposeAsync()
    {
        if (_assessment is not null) await _assessment.DisposeAsync();
        await _plan.DisposeAsync();
    }
}
