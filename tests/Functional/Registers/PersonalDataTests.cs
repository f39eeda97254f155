using System.Text.Json;
using Bishui.Features.Registers;
using Bishui.Features.Requests;
using Bishui.Storage.Documents;
using Bishui.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Bishui.Tests.Functional.Registers;

/// <summary>Telephones in registers: covered wherever a row is shown, whole by a call of its own that is on record.</summary>
public sealed class PersonalDataTests : IAsyncLifetime
{
    private const string Contact = "张三 13812341234";
    private RegisterService _works = null!;

    public async Task InitializeAsync() => _works = await RegisterService.StartAsync();

    public Task DisposeAsync() => _works.DisposeAsync().AsTask();

    [Theory]
    [InlineData("13812341234", "138****1234")]
    [InlineData("张三13812341234", "张**138****1234")]
    [InlineData("张三 0772-3812345", "张** 077****2345")]
    [InlineData("+86-138-1234-1234", "+86****1234")]
    [InlineData("李四", "李**")]
    [InlineData("12", "1**")]
    public void A_number_keeps_its_ends_and_a_name_its_first_sign(string text, string masked)
    {
        Assert.Equal(masked, PersonalData.Mask(text));
        Assert.True(PersonalData.IsMasked(PersonalData.Mask(text)));
    }

    [Fact]
    public async Task A_telephone_is_covered_in_every_view_and_whole_only_by_a_look_that_is_on_record()
    {
        await PutAsync(Contact);
        foreach (var path in new[] { "", "/a", "/a/history" }) Shows(await _works.GetAsync(path));
        Shows(await PutAsync(Contact, "2021-11-03"));
        var cells = RegisterService.Cells(await _works.FileAsync(".xlsx"));
        Assert.Contains("张** 138****1234", cells[1]);
        Assert.DoesNotContain(Contact, cells[1]);
        Assert.Equal((422, "unknown-field"), Error(await _works.GetAsync("?contact=" + Uri.EscapeDataString(Contact))));

        Assert.Equal((422, "missing"), Error(await LookAsync(TestPlans.Lead, " ")));
        Assert.Equal(403, (await LookAsync(TestPlans.Stranger, "好奇")).Status);
        // The town cooperates in the task, and the row is not its own.
        Assert.Equal(403, (await LookAsync(TestPlans.Cooperating, "好奇")).Status);
        Assert.Empty((await _works.GetAsync("/a/looks", TestPlans.Committee)).Body.GetProperty("items").EnumerateArray());
        Assert.Equal(Contact, (await LookAsync(TestPlans.Lead, "约现场核查")).Body.GetProperty("values").Text("contact"));
        _works.Service.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(Contact, (await LookAsync(TestPlans.Committee, "督办")).Body.GetProperty("values").Text("contact"));

        Assert.Equal(403, (await _works.GetAsync("/a/looks", TestPlans.Cooperating)).Status);
        var looks = (await _works.GetAsync("/a/looks", TestPlans.Committee)).Body.GetProperty("items").EnumerateArray().ToList();
        Assert.Equal([(TestPlans.Lead, "约现场核查"), (TestPlans.Committee, "督办")], looks.Select(look => (look.Text("unit"), look.Text("reason"))));
        Assert.InRange(looks[0].GetProperty("at").GetDateTimeOffset(), TestService.Start, TestService.Start.AddMinutes(1));
        var store = _works.Service.Services.GetRequiredService<IDocumentStore>();
        await foreach (var kept in store.StreamAsync(IdempotentWrites.Answers, new())) Assert.DoesNotContain("13812341234", kept.Body.Body, StringComparison.Ordinal);

        static void Shows((int Status, JsonElement Body) answer)
        {
            Assert.InRange(answer.Status, 200, 201);
            Assert.Contains("138****1234", answer.Body.ToString(), StringComparison.Ordinal);
            Assert.DoesNotContain("13812341234", answer.Body.ToString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task What_was_read_covered_and_comes_back_does_not_write_over_what_it_covers()
    {
        await PutAsync(Contact);
        // Another field changes; the form sends the contact as it showed it.
        Assert.Equal(200, (await _works.PutAsync("a", RegisterService.Row("改名", null, ("contact", "张** 138****1234")), "2021-11-03")).Status);
        Assert.Equal(Contact, (await LookAsync(TestPlans.Lead, "核对", "2021-11-03")).Body.GetProperty("values").Text("contact"));
        // The workbook, too.
        var before = (await _works.GetAsync("/a")).Body.Count("version");
        var end = await _works.EndAsync(await _works.PostAsync(await _works.FileAsync(".xlsx?at=2021-11-03"), query: "?from=2021-11-04"));
        Assert.Equal((0, 0), (end.Count("rejectedRows"), end.Count("added")));
        Assert.Equal(before, (await _works.GetAsync("/a")).Body.Count("version"));
        // A cover that covers nothing on file says nothing.
        Assert.Equal((422, "masked"), Error(await _works.PutAsync("a", RegisterService.Row("改名", null, ("contact", "李** 139****0000")), "2021-11-05")));
        Assert.Equal((422, "masked"), Error(await _works.PutAsync("b", RegisterService.Row("新厂", null, ("contact", "张** 138****1234")))));
    }

    private Task<(int Status, JsonElement Body)> PutAsync(string contact, string from = "2021-11-02") =>
        _works.PutAsync("a", RegisterService.Row("城东厂", null, ("contact", contact)), from);

    private async Task<(int Status, JsonElement Body)> LookAsync(string unit, string reason, string? day = null)
    {
        if (day is not null && DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture) > new DateOnly(2021, 11, 2) && _works.Service.Clock.GetUtcNow() < TestService.Start.AddDays(1))
            _works.Service.Clock.Advance(TimeSpan.FromDays(1));
        using var client = _works.Service.As(unit);
        return await client.PostAsync($"{RegisterService.Route}/a/looks", new { reason });
    }

    private static (int, string) Error((int Status, JsonElement Body) answer) => (answer.Status, answer.Body.GetProperty("errors")[0].Text("code"));
}
