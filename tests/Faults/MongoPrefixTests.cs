using Bishui.Launcher;
using Bishui.Tests.Support.Mongo;
using Xunit;

namespace Bishui.Tests.Faults;

/// <summary>Which databases of a server are a data folder's.</summary>
public sealed class MongoPrefixTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("bishui-prefix-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Two_folders_are_apart_and_each_keeps_its_own()
    {
        using var one = Open("one");
        using var other = Open("other");

        var prefix = MongoDatabases.Keep(one, null).Prefix;

        Assert.Matches("^bishui-[0-9a-f]{8}$", prefix);
        Assert.NotEqual(prefix, MongoDatabases.Keep(other, null).Prefix);
        Assert.Equal(prefix, MongoDatabases.Keep(one, null).Prefix);
        Assert.Equal(prefix, MongoDatabases.Of(one)!.Prefix);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, OperatingSystem.IsWindows() ? default : File.GetUnixFileMode(one.File("mongo.json")));
    }

    [Fact]
    public void A_prefix_may_be_asked_for_at_the_first_start_and_not_be_changed()
    {
        using var data = Open("one");
        Assert.Equal("liunan", MongoDatabases.Keep(data, "liunan").Prefix);
        Assert.Equal("liunan", MongoDatabases.Keep(data, "liunan").Prefix);
        Assert.Contains("not with other", Assert.Throws<InvalidOperationException>(() => MongoDatabases.Keep(data, "other")).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => MongoDatabases.Keep(Open("two"), "Not/One"));
    }

    [Fact]
    public void A_folder_from_before_prefixes_goes_on_with_the_databases_it_had()
    {
        using var data = Open("one");
        File.WriteAllText(data.File("readings-loaded"), "");
        Assert.Equal("bishui", MongoDatabases.Keep(data, null).Prefix);
    }

    [Fact]
    public void A_folder_that_was_on_SQLite_has_no_databases_on_a_server()
    {
        using var data = Open("one");
        File.WriteAllText(data.File("readings-loaded"), "");
        Directory.CreateDirectory(data.File("risk"));
        Assert.Null(MongoDatabases.Of(data));
        Assert.StartsWith("bishui-", MongoDatabases.Keep(data, null).Prefix, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_without_any_is_emptied_without_a_server()
    {
        using var data = Open("one");
        Assert.Empty(await MongoDatabases.DropAsync(data, null, null));
        Assert.Empty(await MongoDatabases.DropAsync(data, "mongodb://127.0.0.1:1/", null));
    }

    [Fact]
    public async Task A_file_that_cannot_be_read_is_not_passed_over()
    {
        using var data = Open("one");
        await File.WriteAllTextAsync(data.File("mongo.json"), """{"Prefix":"../.."}""");
        using var mongo = new StandInServer();
        await mongo.MakeAsync("bishui-risk");
        await Assert.ThrowsAsync<InvalidOperationException>(() => MongoDatabases.DropAsync(data, mongo.ConnectionString, null));
        Assert.Equal(["bishui-risk"], await mongo.NamesAsync());
    }

    private DataFolder Open(string name) => DataFolder.Open(Path.Combine(_folder.FullName, name));
}
