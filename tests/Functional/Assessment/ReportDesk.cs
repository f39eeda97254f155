using System.Text.Json;
using Bishui.Tests.Support;
using Xunit;

namespace Bishui.Tests.Functional.Assessment;

/// <summary>Reports as bureaus write and review them, over HTTP.</summary>
internal sealed class ReportDesk(TestService service)
{
    public const string Committee = "ecology-committee";
    private const string Base = "/api/assessment/reports";

    public async Task<(int Status, JsonElement Body)> SendAsync(
        HttpMethod method, string path, object? body, string unit, string? key = null, string? ifMatch = null, params string[] roles)
    {
        using var client = service.As(unit, roles);
        return await client.SendAsync(method, Base + path, body, key, ifMatch);
    }

    public Task<(int Status, JsonElement Body)> GetAsync(string path, string unit, params string[] roles) => SendAsync(HttpMethod.Get, path, null, unit, roles: roles);

    public Task<(int Status, JsonElement Body)> TryDraftAsync(string unit, string kind, string period, string? scope = null, string? corrects = null, string? key = null) =>
        SendAsync(HttpMethod.Post, "", new { kind, scope = scope ?? unit, period, corrects }, unit, key);

    public async Task<JsonElement> DraftAsync(string unit, string kind, string period, string? scope = null, string? corrects = null)
    {
        var (status, body) = await TryDraftAsync(unit, kind, period, scope, corrects);
        Assert.True(status == 201, body.ToString());
        return body;
    }

    public Task<(int Status, JsonElement Body)> TryStepAsync(string id, string unit, string move, string? reason = null, string? key = null, params string[] roles) =>
        SendAsync(HttpMethod.Post, $"/{id}/steps", new { move, reason }, unit, key, roles: roles);

    public async Task<JsonElement> StepAsync(string id, string unit, string move, string? reason = null)
    {
        var (status, body) = await TryStepAsync(id, unit, move, reason);
        Assert.True(status == 200, body.ToString());
        return body;
    }

    /// <summary>Drafts, submits, approves and issues.</summary>
    public async Task<JsonElement> IssueAsync(string unit, string kind, string period, string? scope = null, string? corrects = null)
    {
        var id = IdOf(await DraftAsync(unit, kind, period, scope, corrects));
        await StepAsync(id, unit, "submit");
        await StepAsync(id, Committee, "approve");
        return await StepAsync(id, unit, "issue");
    }

    public async Task<byte[]> FileAsync(string id, string extension, string unit)
    {
        using var client = service.As(unit);
        return await client.GetByteArrayAsync(new Uri($"{Base}/{id}.{extension}", UriKind.Relative));
    }

    public static string IdOf(JsonElement report) => report.GetProperty("head").Text("id");

    public static string StateOf(JsonElement report) => report.GetProperty("head").Text("state");

    public static JsonElement SectionOf(JsonElement report, string key) => report.GetProperty("sections").EnumerateArray().Single(section => section.Text("key") == key);

    public static IEnumerable<JsonElement> FiguresOf(JsonElement report, string section) =>
        SectionOf(report, section).GetProperty("generated").GetProperty("figures").EnumerateArray();

    public static decimal? FigureOf(JsonElement report, string section, string key) =>
        FiguresOf(report, section).Single(figure => figure.Text("key") == key).GetProperty("value") is { ValueKind: JsonValueKind.Number } value ? value.GetDecimal() : null;

    /// <summary>Rows of a section's table as lines of cells.</summary>
    public static IReadOnlyList<string> RowsOf(JsonElement report, string section, string table) =>
        [.. SectionOf(report, section).GetProperty("generated").GetProperty("tables").EnumerateArray().Where(each => each.Text("key") == table)
            .SelectMany(each => each.GetProperty("rows").EnumerateArray())
            .Select(row => string.Join('|', row.GetProperty("cells").EnumerateArray().Select(cell => cell.GetString())))];
}
