using Bishui.Storage.Readings;
using Bishui.Storage.Sqlite;
using Bishui.Tests.Storage.Conformance;
using Microsoft.Data.Sqlite;
using Xunit;
using static Bishui.Tests.Storage.Conformance.Samples;

namespace Bishui.Tests.Storage.Sqlite;

/// <summary>A database as format 1 left it when its process was killed: buckets of an hour, and a log.</summary>
public sealed class OldDatabaseTests() : EngineTests<SqliteEngine>(new())
{
    private const string Left = """
        create table series(id integer primary key, site text not null, parameter text not null, kind integer not null,
          unique(site, parameter, kind));
        create table log(id integer primary key, body blob not null);
        create table bucket(id integer primary key, n integer not null, body blob not null);
        insert into series values(1, 'lutang', 'dissolved-oxygen', 2), (2, 'lutang', 'ph', 1), (3, 'lutang', 'cod', 4);
        insert into bucket values
          (4312676756, 3, x'010180A8FCBA9A5EB06D00024E096465766963652D31018E019900D082B252020212E6A0A1E587862063616C696272617465644980DDDB01CF82B2520000FFFFFFFF0FFFFFFFFFFFFFFFFFFF01'),
          (4312676757, 1, x'012180E2B3BE9A5EB06D000244096465766963652D31'),
          (4312676758, 1, x'0101809CEBC19A5EB06D00024E096465766963652D310109'),
          (8607644052, 2, x'010180A8FCBA9A5EB06D00024E096465766963652D31011E1DC0A90702'),
          (12902610388, 1, x'010180A889DB805EB06D00024E0DE58CBAE79B91E6B58BE7AB990006');
        insert into log values(1, x'01800280A8FCBA9A5E80E0E5A40100024E096465766963652D310192010306616761696E0980AEA60ACFF2E4A401025F0C02FFDA970A010F');
        pragma user_version=1;
        """;

    private static readonly ReadingRange Always = new() { Site = "lutang", From = DateTimeOffset.MinValue, To = DateTimeOffset.MaxValue, AllVersions = true };

    public override Task InitializeAsync()
    {
        Execute(Left);
        return Task.CompletedTask;
    }

    [Fact]
    public async Task Its_readings_are_there_and_it_goes_on()
    {
        var late = Noon.AddMinutes(90);
        await using (var database = await Engine.OpenAsync(All))
        {
            Assert.Equal(
                [
                    ("cod", Noon.AddDays(-40), 1, 3m, null),
                    ("dissolved-oxygen", Noon, 1, 7.1m, null), ("dissolved-oxygen", Noon, 2, 7.2m, "校准 calibrated"), ("dissolved-oxygen", Noon, 3, 7.3m, "again"),
                    ("dissolved-oxygen", Noon.AddMinutes(30), 1, decimal.MaxValue, null), ("dissolved-oxygen", Noon.AddHours(1), 1, null, null),
                    ("dissolved-oxygen", Noon.AddHours(2), 1, -0.5m, null), ("dissolved-oxygen", Noon.AddHours(3), 1, 0.25m, null),
                    ("ph", Noon, 1, 1.5m, null), ("ph", Noon.AddMinutes(1), 1, 1.6m, null), ("ph", Noon.AddMinutes(2), 1, 1.7m, (string?)null),
                ],
                (await database.ReadAsync(Always)).Select(reading => (reading.Parameter, reading.Time, reading.Version, reading.Value, reading.Reason)));
            Assert.Equal([3m, 0.25m, 1.7m], (await database.LatestAsync("lutang", DateTimeOffset.MaxValue)).Select(reading => reading.Value!.Value));

            // What is on file only has its figures made when it is first asked for; what has a tail is read itself.
            Assert.Equal([1.5m + 1.6m + 1.7m], (await database.AggregateAsync(Always with { Parameter = "ph" }, AggregatePeriod.Day, new HashSet<string> { "N" })).Select(day => day.Sum));
            Assert.Equal([(3, 7.3m - 0.5m + 0.25m)], (await database.AggregateAsync(Always with { Parameter = "dissolved-oxygen" }, AggregatePeriod.Month, new HashSet<string> { "N", "M" }))
                .Select(month => (month.Count, month.Sum)));
            await database.CheckAsync();

            var outcome = await database.AppendAsync([
                Reading(Noon, 7.3m), Reading(Noon.AddHours(2), null, below: 0.5m, report: "2021-7"), Reading(late, 9), Reading(Noon.AddDays(-40), 3m, parameter: "cod", kind: ReadingKind.Manual),
                Reading(Noon.AddDays(-41), 4m, parameter: "cod", kind: ReadingKind.Manual), Reading(Noon, 1m, parameter: "new"), Reading(Noon.AddHours(1), 2m, parameter: "new"),
            ]);
            Assert.Equal([0, 2, 1, 0, 1, 1, 1], outcome.Versions);
        }
        await using (var database = await Engine.OpenAsync(All))
        {
            Assert.Equal(11 + 5, (await database.ReadAsync(Always)).Count);
            Assert.Equal([4m, 3m], (await database.ReadAsync(Always with { Parameter = "cod" })).Select(reading => reading.Value!.Value));
            var oxygen = (await database.ReadAsync(Always with { Parameter = "dissolved-oxygen" })).Select(reading => reading.Time).Distinct().ToList();
            Assert.Equal([Noon, Noon.AddMinutes(30), Noon.AddHours(1), late, Noon.AddHours(2), Noon.AddHours(3)], oxygen);
        }
        Assert.Equal(0L, Scalar("select count(*) from bucket b join series s on s.id = b.id >> 32 left join figure f on f.id = b.id and f.n = b.n where s.kind < 3 and f.id is null"));
        // Old series go on by the hour, new ones have their own span.
        Assert.Equal("4 1 2 1", Scalar("select group_concat(n, ' ') from (select count(*) n from bucket group by id >> 32 order by id >> 32)"));
        Assert.Equal("1 1 1 336", Scalar("select group_concat(span, ' ') from (select span from series order by id)"));
        Assert.Equal(SqliteSchema.Format, Scalar("pragma user_version"));
    }

    private void Execute(string sql) => Use(sql, command => command.ExecuteNonQuery());

    private object? Scalar(string sql) => Use(sql, command => command.ExecuteScalar());

    private T Use<T>(string sql, Func<SqliteCommand, T> use)
    {
        using var file = new SqliteConnection($"Data Source={Path.Combine(Engine.Folder, "bishui.db")};Pooling=False");
        file.Open();
        using var command = file.CreateCommand();
        command.CommandText = sql;
        return use(command);
    }
}
