using Bishui.Storage;
using Bishui.Storage.Sqlite;
using Bishui.Tests.Storage.Conformance;
using Microsoft.Data.Sqlite;
using Xunit;

namespace Bishui.Tests.Storage.Sqlite;

/// <summary>Who may open the files of a folder.</summary>
public sealed class OwnershipTests() : EngineTests<SqliteEngine>(new())
{
    [Fact]
    public async Task A_second_process_is_refused_until_the_first_has_ended_however_it_ended()
    {
        using var first = VictimProcess.Start("hold", Engine.Folder);
        Assert.Equal("open", await first.ReadLineAsync());

        var refused = await Assert.ThrowsAsync<DatabaseInUseException>(() => Engine.OpenAsync(Samples.All));
        Assert.Contains(Engine.Folder, refused.Message, StringComparison.Ordinal);
        Assert.Contains("请先停止该进程", refused.Message, StringComparison.Ordinal);
        Assert.Contains("stop that process", refused.Message, StringComparison.Ordinal);

        await first.KillAsync();
        await using var database = await Engine.OpenAsync(Samples.All);
        await database.CheckAsync();
    }

    [Fact]
    public async Task The_same_process_opens_a_folder_once_at_a_time()
    {
        await using (await Engine.OpenAsync(Samples.All))
            await Assert.ThrowsAsync<DatabaseInUseException>(() => Engine.OpenAsync(Samples.All));
        await using var again = await Engine.OpenAsync(Samples.All);
    }

    [Fact]
    public async Task A_file_of_a_newer_version_is_refused_and_left_alone()
    {
        await (await Engine.OpenAsync(Samples.All)).DisposeAsync();
        SetFormat(99);

        var refused = await Assert.ThrowsAsync<DatabaseTooNewException>(() => Engine.OpenAsync(Samples.All));

        Assert.Equal((99L, SqliteSchema.Format), (refused.Found, refused.Supported));
        Assert.Contains("请升级程序", refused.Message, StringComparison.Ordinal);
        SetFormat(SqliteSchema.Format);
        await (await Engine.OpenAsync(Samples.All)).DisposeAsync();
    }

    [Fact]
    public async Task After_closing_the_folder_holds_one_file_and_calls_fail()
    {
        var database = await Engine.OpenAsync(Samples.All);
        await database.AppendAsync([Samples.Reading(Samples.Noon, 1)]);
        await database.DisposeAsync();
        await database.DisposeAsync();

        Assert.Equal(["bishui.db", "bishui.lock"], Directory.GetFiles(Engine.Folder).Select(Path.GetFileName).Order());
        await Assert.ThrowsAsync<ObjectDisposedException>(() => database.AppendAsync([Samples.Reading(Samples.Noon, 2)]));
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await database.FindAsync(Samples.Cases, "1"));
        using var file = new SqliteConnection($"Data Source={Path.Combine(Engine.Folder, "bishui.db")};Pooling=False");
        file.Open();
        using var count = file.CreateCommand();
        count.CommandText = "select (select count(*) from log) || ' ' || (select sum(n) from bucket)";
        Assert.Equal("0 1", count.ExecuteScalar());
    }

    private void SetFormat(long format)
    {
        using var file = new SqliteConnection($"Data Source={Path.Combine(Engine.Folder, "bishui.db")};Pooling=False");
        file.Open();
        using var command = file.CreateCommand();
        command.CommandText = $"pragma user_version={format}";
        command.ExecuteNonQuery();
    }
}
