using Bishui.Storage.Readings;
using Bishui.Storage.Sqlite;
using Bishui.Tests.Storage.Conformance;
using Microsoft.Data.Sqlite;
using Xunit;
using static Bishui.Tests.Storage.Conformance.Samples;

namespace Bishui.Tests.Storage.Sqlite;

/// <summary>What a late year costs.</summary>
public sealed class BacklogTests() : EngineTests<SqliteEngine>(new(new SqliteOptions { FoldAfter = FoldAfter }))
{
    private const int FoldAfter = 4_000, Hours = 8_760, Parameters = 2, BatchSize = 100;

    [Fact]
    public async Task A_year_sent_in_random_order_rewrites_buckets_once_a_folding_not_once_a_reading()
    {
        await (await Engine.OpenAsync(All)).DisposeAsync();
        Scalar("""
            create table rewrites(id integer);
            create trigger inserted after insert on bucket begin insert into rewrites values(new.id); end;
            create trigger updated after update on bucket begin insert into rewrites values(new.id); end;
            """);
        var year = Enumerable.Range(0, Hours * Parameters).Select(i => Reading(Noon.AddHours(i / Parameters), i, parameter: $"p{i % Parameters}")).ToArray();
        new Random(3).Shuffle(year);
        await using (var database = await Engine.OpenAsync(All))
        {
            foreach (var batch in year.Chunk(BatchSize)) await database.AppendAsync(batch);
            // Sent again, it is looked for on file and changes nothing there.
            foreach (var batch in year.Chunk(BatchSize))
                Assert.All((await database.AppendAsync(batch)).Results, result => Assert.Equal(AppendResult.Duplicate, result));
        }
        var foldings = Hours * Parameters / FoldAfter + 1;
        var buckets = Parameters * (Hours / BucketSpan.Of(ReadingKind.Hour) + 2);
        Assert.InRange((long)Scalar("select count(*) from rewrites")!, buckets - 2 * Parameters, foldings * buckets);
        Assert.Equal((long)Hours * Parameters, Scalar("select sum(n) from bucket"));
    }

    private object? Scalar(string sql)
    {
        using var file = new SqliteConnection($"Data Source={Path.Combine(Engine.Folder, "bishui.db")};Pooling=False");
        file.Open();
        using var command = file.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }
}
