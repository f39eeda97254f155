using Bishui.Hosting;
using Bishui.Tests.Support.Mongo;

namespace Bishui.Tests.Broker.Hosting;

/// <summary>A service's database begins with its installation's prefix.</summary>
public sealed class MongoPrefixTests
{
    [Fact]
    public async Task Two_installations_on_one_server_have_databases_of_their_own()
    {
        using var mongo = new StandInServer();
        foreach (var prefix in new[] { "one", "other", "" })
        {
            await using var service = await SmallService.StartAsync("water-saving", build: builder => builder.AddStorage("water-saving"),
                settings: new Dictionary<string, string?> { ["BISHUI_MONGO"] = mongo.ConnectionString, ["BISHUI_MONGO_PREFIX"] = prefix });
            using var ready = await service.SendAsync(HttpMethod.Get, "/health/ready");
            Assert.True(ready.IsSuccessStatusCode);
        }

        Assert.Equal(["bishui-water-saving", "one-water-saving", "other-water-saving"], await mongo.NamesAsync());
    }

    [Fact]
    public async Task A_prefix_that_is_none_keeps_the_service_from_starting()
    {
        using var mongo = new StandInServer();
        var refused = await Assert.ThrowsAsync<ArgumentException>(() => SmallService.StartAsync("risk", build: builder => builder.AddStorage("risk"),
            settings: new Dictionary<string, string?> { ["BISHUI_MONGO"] = mongo.ConnectionString, ["BISHUI_MONGO_PREFIX"] = "a/b" }));
        Assert.Contains("BISHUI_MONGO_PREFIX", refused.Message, StringComparison.Ordinal);
        Assert.Empty(await mongo.NamesAsync());
    }
}
