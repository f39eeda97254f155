using System.Text.Json;
using Bishui.Features;
using Xunit;

namespace Bishui.Tests.Functional.Categories;

/// <summary>What every category service refuses alike; one service a category, for what is refused leaves nothing behind.</summary>
public abstract class CategoryRefusals<T>(SharedCategory<T> fixture) : IClassFixture<SharedCategory<T>> where T : ICategory
{
    [Theory]
    [InlineData("""{"kind":"progress","occurredOn":"2021-11-03","text":"明天的事"}""", "future-time")]
    [InlineData("""{"kind":"progress","occurredOn":"2021-11-01","text":"  "}""", "missing")]
    [InlineData("""{"kind":"progress","text":"何时"}""", "missing")]
    [InlineData("""{"kind":"gossip","occurredOn":"2021-11-01","text":"听说"}""", "unknown-kind")]
    [InlineData("""{"kind":"completion","occurredOn":"2021-11-01","text":"办完了"}""", "use-completion")]
    [InlineData("""{"kind":"progress","occurredOn":"2021-11-01","text":"过头","percent":100.1}""", "out-of-range")]
    [InlineData("""{"kind":"correction","occurredOn":"2021-11-01","text":"更正"}""", "missing")]
    [InlineData("""{"kind":"correction","occurredOn":"2021-11-01","text":"更正","corrects":"none"}""", "unknown-entry")]
    [InlineData("""{"kind":"evidence","occurredOn":"2021-11-01","text":"附件","attachments":[{"name":"a.pdf","sha256":"xyz"}]}""", "bad-attachment")]
    [InlineData("""{"kind":"evidence","occurredOn":"2021-11-01","text":"链接","links":[{"kind":"rumour","id":"1"}]}""", "bad-link")]
    [InlineData("""{"kind":"evidence","occurredOn":"2021-11-01","text":"链接","links":[{"kind":"obligation","id":"1"}]}""", "unknown-obligation")]
    [InlineData("""{"kind":"evidence","occurredOn":"2021-11-01","text":"链接","links":[{"kind":"project","id":"1"}]}""", "unknown-project")]
    [InlineData("""{"kind":"evidence","occurredOn":"2021-11-01","text":"链接","links":[{"kind":"exceedance","id":"1"}]}""", "unknown-exceedance")]
    public async Task A_wrong_entry_is_refused_with_the_field_named(string entry, string code)
    {
        using var lead = fixture.Service.As(TestPlans.Lead);
        var (status, problem) = await lead.PostAsync($"/api/{T.Name}/tasks/29/entries", JsonSerializer.Deserialize<JsonElement>(entry));

        Assert.Equal(422, status);
        Assert.Equal(code, problem.GetProperty("errors")[0].Text("code"));
        Assert.Empty((await lead.ReadAsync($"/api/{T.Name}/tasks/29/entries")).Body.GetProperty("items").EnumerateArray());
    }
}
