using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Bishui.Features;
using Bishui.Features.Tables;
using Bishui.Tests.Support;
using MiniExcelLibs;
using Xunit;

namespace Bishui.Tests.Functional.Registers;

/// <summary>The sample category with a plan: a lead, a cooperating unit and a stranger.</summary>
internal sealed class RegisterService : IAsyncDisposable
{
    public const string Route = "/api/sample/registers/works";

    private RegisterService(TestService service) => Service = service;

    public TestService Service { get; }

    public static async Task<RegisterService> StartAsync(string? folder = null)
    {
        var service = new RegisterService(await TestService.StartAsync(CategoryService.Build<SampleCategory>, folder));
        await service.Service.TellAsync(TestPlans.For(SampleCategory.Name));
        using var lead = service.Service.As(TestPlans.Lead);
        await Eventually.HoldsAsync(async () => (await lead.ReadAsync("/api/sample/tasks/31")).Status == 200 || (await lead.ReadAsync("/api/sample/tasks/29")).Status == 200);
        return service;
    }

    public static Dictionary<string, object?> Row(string name = "城东厂", object? capacity = null, params (string Key, object? Value)[] more)
    {
        var row = new Dictionary<string, object?> { ["name"] = name, ["capacity"] = capacity ?? 1000, ["monitored"] = true, ["state"] = "building" };
        foreach (var (key, value) in more) row[key] = value;
        return row;
    }

    public async Task<(int Status, JsonElement Body)> PutAsync(string id, object values, string from = "2021-11-02", string unit = TestPlans.Lead, string? key = null, string? ifMatch = null)
    {
        using var client = Service.As(unit);
        return await client.SendAsync(HttpMethod.Put, $"{Route}/{id}", new { from, values }, key, ifMatch);
    }

    /// <summary>Puts a row whose fields are given as they stand in JSON, be they readable or not.</summary>
    public async Task<(int Status, JsonElement Body)> PutRawAsync(string id, string values)
    {
        using var client = Service.As(TestPlans.Lead);
        using var body = new StringContent($"{{\"from\":\"2021-11-02\",\"values\":{values}}}", Encoding.UTF8, "application/json");
        return await client.SendAsync(HttpMethod.Put, $"{Route}/{id}", body);
    }

    public async Task<(int Status, JsonElement Body)> GetAsync(string path = "", string unit = TestPlans.Lead)
    {
        using var client = Service.As(unit);
        return await client.ReadAsync(Route + path);
    }

    public async Task<IReadOnlyList<string>> IdsAsync(string query = "")
    {
        var (status, body) = await GetAsync(query);
        Assert.True(status == 200, body.ToString());
        return [.. body.GetProperty("items").EnumerateArray().Select(item => item.Text("id"))];
    }

    public async Task<byte[]> FileAsync(string path, string unit = TestPlans.Lead)
    {
        using var client = Service.As(unit);
        return await client.GetByteArrayAsync(new Uri(Route + path, UriKind.Relative));
    }

    public Task<(int Status, JsonElement Body)> PostAsync(string csv, string query = "", string unit = TestPlans.Lead) =>
        PostAsync(Encoding.UTF8.GetBytes(csv), TableFormats.CsvType, query, unit);

    public async Task<(int Status, JsonElement Body)> PostAsync(byte[] content, string type = TableFormats.XlsxType, string query = "", string unit = TestPlans.Lead)
    {
        using var client = Service.As(unit);
        using var body = new ByteArrayContent(content);
        body.Headers.ContentType = new MediaTypeHeaderValue(type);
        // What is too large is refused before it is sent.
        client.DefaultRequestHeaders.ExpectContinue = true;
        return await client.SendAsync(HttpMethod.Post, Route + "/imports" + query, body);
    }

    /// <summary>Waits for the end of an import that was taken.</summary>
    public async Task<JsonElement> EndAsync((int Status, JsonElement Body) posted, string unit = TestPlans.Lead)
    {
        Assert.True(posted.Status == 202, posted.Body.ToString());
        JsonElement view = default;
        await Eventually.HoldsAsync(async () =>
        {
            view = (await GetAsync("/imports/" + posted.Body.Text("id"), unit)).Body;
            return view.Text("state") is "finished" or "failed";
        });
        return view;
    }

    public static (int Added, int Changed, int Unchanged, int Rejected) Counts(JsonElement import) =>
        (import.Count("added"), import.Count("changed"), import.Count("unchanged"), import.Count("rejectedRows"));

    public static IReadOnlyList<string> Faults(JsonElement import) =>
        [.. import.GetProperty("rejected").EnumerateArray().Select(one => $"{one.Count("row")} {(one.TryGetProperty("column", out var column) ? column.GetString() : null)} {one.Text("code")}")];

    public static IReadOnlyList<IReadOnlyList<string>> Cells(byte[] workbook, string? sheet = null)
    {
        using var stream = new MemoryStream(workbook);
        return [.. MiniExcel.Query(stream, sheetName: sheet, excelType: ExcelType.XLSX).Select(row => (IReadOnlyList<string>)[.. ((IDictionary<string, object?>)row).Values.Select(cell => Convert.ToString(cell, System.Globalization.CultureInfo.InvariantCulture) ?? "")])];
    }

    public ValueTask DisposeAsync() => Service.DisposeAsync();
}
