using System.Text.Json;
using Xunit;
using static Bishui.Tests.Functional.Registers.RegisterService;

namespace Bishui.Tests.Functional.Registers;

/// <summary>One service for all faults.</summary>
public sealed class SharedRegisters : IAsyncLifetime
{
    internal RegisterService Works { get; private set; } = null!;

    public async Task InitializeAsync() => Works = await RegisterService.StartAsync();

    public Task DisposeAsync() => Works.DisposeAsync().AsTask();
}

public sealed class RowCheckTests(SharedRegisters fixture) : IClassFixture<SharedRegisters>
{
    [Theory]
    [InlineData("after=none", "after")]
    [InlineData("after=%22", "after")]
    [InlineData("text=201", "text")]
    public async Task A_list_that_is_asked_wrongly_says_so(string query, string field)
    {
        var (status, problem) = await fixture.Works.GetAsync("?" + query.Replace("201", new string('a', 201), StringComparison.Ordinal));
        Assert.Equal((422, field, "bad-query"), (status, problem.GetProperty("errors")[0].Text("field"), problem.GetProperty("errors")[0].Text("code")));
    }

    [Theory]
    [InlineData("""{"name":1}""", "name wrong-type")]
    [InlineData("""{"name":" "}""", "name missing")]
    [InlineData("""{"name":"一二三四五六七八九十一二三四五六七八九十一"}""", "name too-long")]
    [InlineData("""{"name":"\ud800"}""", "values.name bad-text")]
    [InlineData("""{"name":"a\u0001"}""", "values.name bad-text")]
    [InlineData("""{"name":null}""", "name missing")]
    [InlineData("""{"capacity":"1"}""", "capacity wrong-type")]
    [InlineData("""{"capacity":-0.1}""", "capacity out-of-range")]
    [InlineData("""{"capacity":1000000.1}""", "capacity out-of-range")]
    [InlineData("""{"capacity":0}""", null)]
    [InlineData("""{"capacity":1000000}""", null)]
    [InlineData("""{"sets":1.5}""", "sets wrong-type")]
    [InlineData("""{"monitored":"true"}""", "monitored wrong-type")]
    [InlineData("""{"commissionedOn":"2021-13-01"}""", "commissionedOn wrong-type")]
    [InlineData("""{"state":"sold"}""", "state unknown-choice")]
    [InlineData("""{"processes":"SBR"}""", "processes wrong-type")]
    [InlineData("""{"processes":["SBR",""]}""", "processes missing")]
    [InlineData("""{"past":["sold"]}""", "past unknown-choice")]
    [InlineData("""{"permit":"AB12345"}""", "permit bad-form")]
    [InlineData("""{"permit":"AB1234"}""", null)]
    [InlineData("""{"parent":"nowhere"}""", "parent unknown-works")]
    [InlineData("""{"parent":"a"}""", null)]
    [InlineData("""{"state":"stopped"}""", "commissionedOn missing")]
    [InlineData("""{"colour":"red"}""", "colour unknown-field")]
    public async Task What_is_wrong_is_named_by_its_field(string change, string? fault)
    {
        // A row of the case's own; it may name itself.
        var id = $"r-{Guid.NewGuid():N}";
        var row = Row();
        foreach (var (key, value) in JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(change.Replace("\"parent\":\"a\"", $"\"parent\":\"{id}\"", StringComparison.Ordinal))!) row[key] = value;

        var (status, body) = await fixture.Works.PutRawAsync(id, Raw(row));

        Assert.Equal(fault is null ? [] : [fault],
            status == 422 ? body.GetProperty("errors").EnumerateArray().Select(error => $"{error.Text("field")} {error.Text("code")}") : Array.Empty<string>());
        Assert.Equal(fault is null ? 201 : 422, status);
    }

    // Written by hand: half of a surrogate pair goes through no serializer.
    private static string Raw(Dictionary<string, object?> row) =>
        "{" + string.Join(',', row.Select(one => $"\"{one.Key}\":{(one.Value is JsonElement json ? json.GetRawText() : JsonSerializer.Serialize(one.Value))}")) + "}";
}
