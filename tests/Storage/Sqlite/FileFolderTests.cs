using Bishui.Storage.Files;
using Bishui.Tests.Storage.Conformance;
using Xunit;

namespace Bishui.Tests.Storage.Sqlite;

/// <summary>What lies in the data folder for the files.</summary>
public sealed class FileFolderTests() : EngineTests<SqliteEngine>(new())
{
    [Fact]
    public async Task Only_what_was_kept_has_a_name_whatever_was_refused_broke_off_or_came_twice()
    {
        await using var database = await Engine.OpenAsync(Samples.All);
        var stored = await database.PutFileAsync(new MemoryStream([1, 2, 3]), 100);
        await database.PutFileAsync(new MemoryStream([1, 2, 3]), 100);
        await Assert.ThrowsAsync<FileTooLargeException>(() => database.PutFileAsync(new MemoryStream(new byte[101]), 100));
        await (await database.ReceiveFileAsync(new MemoryStream([4]), 100)).DisposeAsync();

        Assert.Equal([Path.Combine(stored.Sha256[..2], stored.Sha256)], Names());
    }

    [Fact]
    public async Task What_a_killed_process_left_half_received_is_gone_after_opening()
    {
        using var victim = VictimProcess.Start("receive", Engine.Folder);
        Assert.Equal("open", await victim.ReadLineAsync());
        Assert.Equal("receiving", await victim.ReadLineAsync());
        await victim.KillAsync();
        var left = Assert.Single(Names());
        Assert.StartsWith("incoming", left, StringComparison.Ordinal);

        await using var database = await Engine.OpenAsync(Samples.All);

        Assert.Empty(Names());
    }

    [Fact]
    public async Task After_closing_calls_fail()
    {
        var database = await Engine.OpenAsync(Samples.All);
        var stored = await database.PutFileAsync(new MemoryStream([1]), 100);
        await database.DisposeAsync();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => database.PutFileAsync(new MemoryStream([1]), 100));
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await database.OpenFileAsync(stored.Sha256));
    }

    private List<string> Names()
    {
        var folder = Path.Combine(Engine.Folder, "files");
        return [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(folder, file))];
    }
}
