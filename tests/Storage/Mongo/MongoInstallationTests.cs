using Bishui.Storage.Mongo;
using Bishui.Tests.Support.Mongo;
using Xunit;

namespace Bishui.Tests.Storage.Mongo;

/// <summary>Whose databases are whose on a server that several installations share.</summary>
public sealed class MongoInstallationTests : IDisposable
{
    private static readonly string[] Services = ["risk", "water-saving", "ecological"];
    private readonly StandInServer _server = new();

    public void Dispose() => _server.Dispose();

    [Fact]
    public async Task Exactly_the_databases_of_an_installation_are_dropped()
    {
        string[] others = ["admin", "bishui-1a-risk", "bishui-risk-old", "bishui-elsewhere", "bishui", "other-risk"];
        await _server.MakeAsync(["bishui-risk", "bishui-water-saving", .. others]);

        var dropped = await MongoInstallation.DropAsync(_server.ConnectionString, "bishui", Services);

        Assert.Equal(["bishui-risk", "bishui-water-saving"], dropped);
        Assert.Equal(others.Order(StringComparer.Ordinal), await _server.NamesAsync());
        Assert.Empty(await MongoInstallation.DropAsync(_server.ConnectionString, "bishui", Services));
    }

    [Fact]
    public async Task A_server_that_does_not_allow_it_says_why()
    {
        await _server.MakeAsync("bishui-risk");
        _server.AllowsDrops = false;

        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => MongoInstallation.DropAsync(_server.ConnectionString, "bishui", Services));

        Assert.Contains("not authorized", refused.Message, StringComparison.Ordinal);
        Assert.Equal(["bishui-risk"], await _server.NamesAsync());
    }

    [Theory]
    [InlineData("Bishui")]
    [InlineData("1a")]
    [InlineData("")]
    [InlineData("a/b")]
    [InlineData("a.b")]
    [InlineData("a-prefix-of-more-than-forty-characters-in-all")]
    public void A_prefix_that_cannot_stand_in_a_name_is_refused(string prefix)
    {
        Assert.False(MongoInstallation.IsPrefix(prefix));
        Assert.Throws<ArgumentException>(() => MongoInstallation.DatabaseName(prefix, "risk"));
    }

    [Fact]
    public void Databases_from_before_prefixes_keep_their_names() =>
        Assert.Equal("bishui-water-saving", MongoInstallation.DatabaseName(MongoInstallation.UsualPrefix, "water-saving"));
}
