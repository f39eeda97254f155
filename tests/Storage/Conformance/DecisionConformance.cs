using Bishui.Storage.Documents;
using Xunit;
using static Bishui.Tests.Storage.Conformance.Samples;

namespace Bishui.Tests.Storage.Conformance;

public abstract class DecisionConformance(IEngine engine) : ConformanceTests(engine)
{
    [ConformanceFact]
    public async Task Of_64_parallel_increments_none_is_lost()
    {
        await Database.CommitAsync(new Commit().Insert(Counters, "c", new Counter(0)));

        var answers = await Task.WhenAll(Enumerable.Range(0, 64).Select(_ => Task.Run(() => Database.DecideAsync(Increment))));

        Assert.Equal(new("c", 65, new Counter(64)), await Database.FindAsync(Counters, "c"));
        Assert.Equal(Enumerable.Range(1, 64), answers.Order());
    }

    [ConformanceFact]
    public async Task What_a_decision_read_does_not_change_before_its_commit()
    {
        // Two rules that each look at the other's document: at most one may ever be switched on.
        for (var round = 0; round < 10; round++)
        {
            var ids = new[] { $"a{round}", $"b{round}" };
            await Database.CommitAsync(new Commit().Insert(Counters, ids[0], new Counter(0)).Insert(Counters, ids[1], new Counter(0)));
            await Task.WhenAll(ids.Select((own, i) => Task.Run(() => Database.DecideAsync(async reader =>
            {
                var other = await reader.FindAsync(Counters, ids[1 - i]);
                var commit = new Commit();
                if (other!.Body.Value == 0) commit.Update(Counters, own, 1, new Counter(1));
                return new Decision<bool>(commit, true);
            }))));

            var on = 0;
            foreach (var id in ids) on += (await Database.FindAsync(Counters, id))!.Body.Value;
            Assert.Equal(1, on);
        }
    }

    [ConformanceFact]
    public async Task What_a_decision_listed_does_not_grow_before_its_commit()
    {
        await Task.WhenAll(Enumerable.Range(0, 16).Select(i => Task.Run(() => Database.DecideAsync(async reader =>
        {
            var open = await reader.ListAsync(Cases, new() { Index = "site", EqualTo = "lutang" });
            var commit = new Commit();
            if (open.Items.Count == 0) commit.Insert(Cases, $"{i}", Case($"n{i}"));
            return new Decision<bool>(commit, true);
        }))));

        Assert.Single((await Database.ListAsync(Cases, new())).Items);
    }

    [ConformanceFact]
    public async Task A_decision_that_throws_tells_its_caller_and_leaves_nothing()
    {
        var thrown = await Assert.ThrowsAsync<FormatException>(() => Database.DecideAsync<int>(async reader =>
        {
            Assert.Null(await reader.FindAsync(Counters, "c"));
            throw new FormatException("no");
        }));
        Assert.Equal("no", thrown.Message);

        await Database.CommitAsync(new Commit().Insert(Counters, "c", new Counter(0)));
        Assert.Equal(1, await Database.DecideAsync(Increment));
    }

    [ConformanceFact]
    public async Task A_decision_that_conflicts_leaves_nothing()
    {
        await Database.CommitAsync(new Commit().Insert(Cases, "1", Case("n1")));

        await Assert.ThrowsAsync<DocumentConflictException>(() => Database.DecideAsync(_ => ValueTask.FromResult(new Decision<int>(
            new Commit().Insert(Counters, "c", new Counter(1)).Publish(new CaseOpened("2", 1)).Insert(Cases, "2", Case("n1")), 1))));

        Assert.Null(await Database.FindAsync(Counters, "c"));
        Assert.Empty(await Database.PendingAsync(10));
    }

    [ConformanceFact]
    public async Task A_decision_may_take_its_time_and_write_nothing()
    {
        var answer = await Database.DecideAsync(async reader =>
        {
            await Task.Yield();
            return new Decision<int>(new Commit(), (await reader.ListAsync(Cases, new())).Items.Count);
        });
        Assert.Equal(0, answer);
    }

    [ConformanceFact]
    public async Task Decisions_about_one_aggregate_do_not_cross()
    {
        var about = new Aggregate("register", "outfalls");
        await Task.WhenAll(Enumerable.Range(0, 16).Select(i => Task.Run(() => Database.DecideAsync(about, async reader =>
        {
            var open = await reader.ListAsync(Cases, new() { Index = "site", EqualTo = "lutang" });
            var commit = new Commit();
            if (open.Items.Count == 0) commit.Insert(Cases, $"{i}", Case($"n{i}"));
            return new Decision<bool>(commit, true);
        }))));

        Assert.Single((await Database.ListAsync(Cases, new())).Items);
    }

    [ConformanceFact]
    public async Task A_decision_that_names_its_aggregate_only_in_its_commit_does_not_cross_another_either()
    {
        var aggregate = new Aggregate("register", "outfalls");
        await Task.WhenAll(Enumerable.Range(0, 12).Select(i => Task.Run(() => Database.DecideAsync(new Aggregate("row", $"{i}"), async reader =>
        {
            var open = await reader.ListAsync(Cases, new() { Index = "site", EqualTo = "lutang" });
            var commit = new Commit().Within(aggregate);
            if (open.Items.Count == 0) commit.Insert(Cases, $"{i}", Case($"n{i}"));
            return new Decision<bool>(commit, true);
        }))));

        Assert.Single((await Database.ListAsync(Cases, new())).Items);
    }

    [ConformanceFact]
    public async Task A_commit_that_conflicts_takes_no_other_with_it()
    {
        await Database.CommitAsync(new Commit().Insert(Cases, "taken", Case("n")));
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 40).Select(i => Task.Run(async () =>
        {
            var commit = (i % 8) switch
            {
                0 => new Commit().Insert(Cases, "taken", Case($"n{i}")),
                1 => new Commit().Insert(Cases, $"{i}", Case("n")),
                2 => new Commit().Insert(Cases, $"{i}", Case($"n{i}")).Update(Cases, "taken", 9, Case("n")),
                _ => new Commit().Insert(Cases, $"{i}", Case($"n{i}")).Publish(new CaseOpened($"{i}", 1)),
            };
            try
            {
                await Database.CommitAsync(commit);
                return (ConflictKind?)null;
            }
            catch (DocumentConflictException conflict)
            {
                return conflict.Kind;
            }
        })));

        Assert.All(outcomes.Select((outcome, i) => (outcome, i)), each => Assert.Equal(
            (each.i % 8) switch { 0 => ConflictKind.Id, 1 => ConflictKind.UniqueValue, 2 => ConflictKind.Version, _ => null }, each.outcome));
        var stored = (await Database.ListAsync(Cases, new())).Items.Select(item => item.Id).ToHashSet();
        Assert.Equal(Enumerable.Range(0, 40).Where(i => i % 8 > 2).Select(i => $"{i}").Append("taken").Order(), stored.Order());
        Assert.Equal(25, (await Database.PendingAsync(100)).Count);
    }

    [ConformanceFact]
    public async Task A_decision_may_not_commit_by_itself()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(() => Database.DecideAsync(async _ =>
        {
            await Database.CommitAsync(new Commit().Insert(Counters, "c", new Counter(1)));
            return new Decision<int>(new Commit(), 0);
        }));
        Assert.Null(await Database.FindAsync(Counters, "c"));
    }

    [ConformanceFact]
    public async Task The_reader_of_a_decision_is_of_no_use_after_it()
    {
        IDocumentReader? kept = null;
        await Database.DecideAsync(reader =>
        {
            kept = reader;
            return ValueTask.FromResult(new Decision<int>(new Commit(), 0));
        });
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await kept!.FindAsync(Counters, "c"));
    }

    private static async ValueTask<Decision<int>> Increment(IDocumentReader reader)
    {
        var counter = (await reader.FindAsync(Counters, "c"))!;
        var next = new Counter(counter.Body.Value + 1);
        return new(new Commit().Update(Counters, "c", counter.Version, next), next.Value);
    }
}
