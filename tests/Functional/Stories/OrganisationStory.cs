using System.Text.Json;
using Bishui.Tests.Functional.Obligations;
using Bishui.Tests.Support;
using Xunit;

namespace Bishui.Tests.Functional.Stories;

/// <summary>The assessment's own tasks, 38 to 44, with the plan's ledgers open.</summary>
internal sealed class OrganisationStory : IAsyncDisposable
{
    public const string Bureau = "ecology-bureau";
    public const string Committee = "ecology-committee";

    private const string Base = "/api/assessment";
    private readonly AdoptedPlan _plan;

    private OrganisationStory(AdoptedPlan plan) => _plan = plan;

    public TestService Service => _plan.Service;

    public static async Task<OrganisationStory> StartAsync(DateTimeOffset? now = null) => new(await AdoptedPlan.OfAssessmentAsync(now));

    public async Task<(int Status, JsonElement Body)> GetAsync(string path, string unit = Committee, params string[] roles)
    {
        using var client = Service.As(unit, roles.Length == 0 ? ["reporter", "approver", "supervisor"] : roles);
        return await client.ReadAsync(Base + path);
    }

    public async Task<(int Status, JsonElement Body)> PutAsync(string unit, string register, string id, string from, object values)
    {
        using var client = Service.As(unit, "reporter");
        return await client.SendAsync(HttpMethod.Put, $"{Base}/registers/{register}/{id}", new { from, values });
    }

    /// <summary>States a row, which has to be taken.</summary>
    public async Task RowAsync(string unit, string register, string id, string from, object values)
    {
        var (status, body) = await PutAsync(unit, register, id, from, values);
        Assert.True(status is 200 or 201, body.ToString());
    }

    /// <summary>States a row that has to be refused; the fields with their codes.</summary>
    public async Task<IReadOnlyList<string>> WrongAsync(string unit, string register, string from, object values, string id = "wrong")
    {
        var (status, body) = await PutAsync(unit, register, id, from, values);
        Assert.Equal(422, status);
        return [.. body.GetProperty("errors").EnumerateArray().Select(error => $"{error.Text("field")} {error.Text("code")}")];
    }

    public async Task<JsonElement> IndicatorAsync(string key, string? at = null)
    {
        var (status, body) = await GetAsync($"/indicators/{key}{(at is null ? "" : $"?at={at}")}");
        Assert.True(status == 200, body.ToString());
        return body;
    }

    public async Task<IReadOnlyList<string>> FindingsAsync(string rule, string? at = null)
    {
        var (status, body) = await GetAsync($"/findings?rule={rule}{(at is null ? "" : $"&at={at}")}");
        Assert.True(status == 200, body.ToString());
        return [.. body.GetProperty("items").EnumerateArray().Select(finding => finding.Text("objectId"))];
    }

    public Task<IReadOnlyList<JsonElement>> DutiesAsync(string rule) => _plan.DutiesAsync(rule);

    /// <summary>Waits until the assessment has the indicator as a fact.</summary>
    public Task ToldAsync(string key) => Eventually.HoldsAsync(async () =>
        (await GetAsync("/indicators?task=" + key.Split(' ')[0])).Body.GetProperty("items").EnumerateArray().Any(told => told.Text("key") == key.Split(' ')[1] && told.Text("state") != "no-data"));

    /// <summary>Numerator, denominator and state.</summary>
    public static (decimal, decimal, string) Figures(JsonElement indicator) =>
        (indicator.GetProperty("numerator").GetDecimal(), indicator.GetProperty("denominator").GetDecimal(), indicator.Text("state"));

    /// <summary>Names of the rows that an indicator rests on.</summary>
    public static IReadOnlyList<string> EvidenceOf(JsonElement indicator) =>
        [.. indicator.GetProperty("evidence").EnumerateArray().Select(each => each.Text("id")).Order(StringComparer.Ordinal)];

    public ValueTask DisposeAsync() => _plan.DisposeAsync();
}
