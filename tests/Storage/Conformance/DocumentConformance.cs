using Bishui.Storage.Documents;
using Xunit;
using static Bishui.Tests.Storage.Conformance.Samples;

namespace Bishui.Tests.Storage.Conformance;

public abstract class DocumentConformance(IEngine engine) : ConformanceTests(engine)
{
    [ConformanceFact]
    public async Task A_document_comes_back_without_loss()
    {
        var written = new Case
        {
            Number = "超标-1",
            Site = "露塘",
            State = CaseState.WaitingForReview,
            Value = 1.10m,
            Day = new(2021, 11, 1),
            OpenedAt = new(2021, 11, 1, 8, 30, 0, 123, TimeSpan.FromHours(8)),
            Big = long.MaxValue,
            Note = "",
            Steps = ["登记", "交办"],
            Limits = new Dictionary<string, decimal> { ["a.b"] = 0.0000000000000000000000000001m, ["$c"] = decimal.MaxValue, [""] = -0.50m },
        };
        await Database.CommitAsync(new Commit().Insert(Cases, "1", written));

        var read = await Database.FindAsync(Cases, "1");

        Assert.NotNull(read);
        Assert.Equal(("1", 1L), (read.Id, read.Version));
        Assert.Equal(written with { Steps = [], Limits = read.Body.Limits }, read.Body with { Steps = [] }, CaseEquality);
        Assert.Equal(written.Steps, read.Body.Steps);
        Assert.Equal(written.Limits, read.Body.Limits);
        Assert.Equal("1.10", read.Body.Value.ToString(System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(written.OpenedAt.Offset, read.Body.OpenedAt.Offset);
    }

    [ConformanceFact]
    public async Task A_missing_document_is_null() => Assert.Null(await Database.FindAsync(Cases, "none"));

    [ConformanceFact]
    public async Task A_change_raises_the_version_and_an_older_version_is_refused()
    {
        await Database.CommitAsync(new Commit().Insert(Counters, "c", new Counter(1)));
        await Database.CommitAsync(new Commit().Update(Counters, "c", 1, new Counter(2)));

        var refused = await Assert.ThrowsAsync<DocumentConflictException>(
            () => Database.CommitAsync(new Commit().Update(Counters, "c", 1, new Counter(3))));

        Assert.Equal((ConflictKind.Version, "counters", "c"), (refused.Kind, refused.Collection, refused.Id));
        Assert.Equal(new("c", 2, new Counter(2)), await Database.FindAsync(Counters, "c"));
    }

    [ConformanceFact]
    public async Task A_removed_document_is_gone_and_its_id_and_value_are_free()
    {
        await Database.CommitAsync(new Commit().Insert(Cases, "1", Case("n1")));
        await Assert.ThrowsAsync<DocumentConflictException>(() => Database.CommitAsync(new Commit().Delete(Cases, "1", 7)));
        await Database.CommitAsync(new Commit().Delete(Cases, "1", 1));
        Assert.Null(await Database.FindAsync(Cases, "1"));

        var refused = await Assert.ThrowsAsync<DocumentConflictException>(
            () => Database.CommitAsync(new Commit().Update(Cases, "1", 1, Case("n1"))));
        Assert.Equal(ConflictKind.Version, refused.Kind);

        await Database.CommitAsync(new Commit().Insert(Cases, "1", Case("n1")));
        Assert.Equal(1, (await Database.FindAsync(Cases, "1"))!.Version);
    }

    [ConformanceFact]
    public async Task A_taken_id_is_refused()
    {
        await Database.CommitAsync(new Commit().Insert(Cases, "1", Case("n1")));

        var refused = await Assert.ThrowsAsync<DocumentConflictException>(
            () => Database.CommitAsync(new Commit().Insert(Cases, "1", Case("n1"))));

        Assert.Equal((ConflictKind.Id, "1"), (refused.Kind, refused.Id));
    }

    [ConformanceFact]
    public async Task A_taken_unique_value_is_refused_on_insert_and_on_change()
    {
        await Database.CommitAsync(new Commit().Insert(Cases, "1", Case("n1")).Insert(Cases, "2", Case("n2")));

        var inserted = await Assert.ThrowsAsync<DocumentConflictException>(
            () => Database.CommitAsync(new Commit().Insert(Cases, "3", Case("n1"))));
        var changed = await Assert.ThrowsAsync<DocumentConflictException>(
            () => Database.CommitAsync(new Commit().Update(Cases, "2", 1, Case("n1"))));

        Assert.Equal((ConflictKind.UniqueValue, "cases", "3", "number"), (inserted.Kind, inserted.Collection, inserted.Id, inserted.Index));
        Assert.Equal((ConflictKind.UniqueValue, "2", "number"), (changed.Kind, changed.Id, changed.Index));
        await Database.CommitAsync(new Commit().Update(Cases, "2", 1, Case("n2", "mudong")));
    }

    [ConformanceFact]
    public async Task A_refused_commit_leaves_nothing_of_itself()
    {
        await Database.CommitAsync(new Commit().Insert(Counters, "held", new Counter(0)));
        var message = Guid.NewGuid();
        var commit = new Commit()
            .Consume("consumer", message)
            .Insert(Cases, "1", Case("n1"))
            .Publish(new CaseOpened("1", 1))
            .Update(Counters, "held", 9, new Counter(1));

        await Assert.ThrowsAsync<DocumentConflictException>(() => Database.CommitAsync(commit));

        Assert.Null(await Database.FindAsync(Cases, "1"));
        Assert.Empty(await Database.PendingAsync(10));
        Assert.Equal(CommitOutcome.Committed, await Database.CommitAsync(new Commit().Consume("consumer", message)));
    }

    [ConformanceFact]
    public async Task Changes_of_one_commit_build_on_each_other()
    {
        await Database.CommitAsync(new Commit().Insert(Cases, "1", Case("n1")));

        await Database.CommitAsync(new Commit()
            .Update(Cases, "1", 1, Case("n1-old"))
            .Insert(Cases, "2", Case("n1"))
            .Update(Cases, "2", 1, Case("n1", note: "twice")));

        Assert.Equal("n1-old", (await Database.FindAsync(Cases, "1"))!.Body.Number);
        Assert.Equal((2L, "twice"), (await Database.FindAsync(Cases, "2")) is { } two ? (two.Version, two.Body.Note!) : default);
    }

    [ConformanceFact]
    public async Task An_empty_commit_is_nothing() => Assert.Equal(CommitOutcome.Committed, await Database.CommitAsync(new Commit()));

    [ConformanceFact]
    public async Task An_undeclared_collection_is_refused() =>
        await Assert.ThrowsAsync<InvalidOperationException>(
            () => Database.CommitAsync(new Commit().Insert(new Collection<Counter>("unknown"), "1", new Counter(1))));

    [ConformanceFact]
    public async Task Of_64_writers_of_one_unique_value_one_succeeds()
    {
        var attempts = await Task.WhenAll(Enumerable.Range(0, 64).Select(i => Task.Run(async () =>
        {
            try
            {
                await Database.CommitAsync(new Commit().Insert(Cases, $"id-{i}", Case("the one")).Publish(new CaseOpened($"id-{i}", i)));
                return $"id-{i}";
            }
            catch (DocumentConflictException refused) when (refused.Kind == ConflictKind.UniqueValue)
            {
                return null;
            }
        })));

        var winner = Assert.Single(attempts, id => id is not null);
        Assert.Equal(winner, Assert.Single((await Database.ListAsync(Cases, new())).Items).Id);
        Assert.Contains(winner!, Assert.Single(await Database.PendingAsync(100)).Body, StringComparison.Ordinal);
    }

    [ConformanceFact]
    public async Task Everything_is_there_after_opening_again()
    {
        await Database.CommitAsync(new Commit().Insert(Cases, "1", Case("n1")).Publish(new CaseOpened("1", 2.50m)).Consume("c", Guid.Empty));
        await ReopenAsync();

        Assert.Equal("n1", (await Database.FindAsync(Cases, "1"))!.Body.Number);
        Assert.Single(await Database.PendingAsync(10));
        Assert.Equal(CommitOutcome.AlreadyConsumed, await Database.CommitAsync(new Commit().Consume("c", Guid.Empty)));
        await Database.CheckAsync();
    }

    [ConformanceFact]
    public async Task An_index_declared_later_is_filled_and_one_made_unique_refuses()
    {
        for (var i = 0; i < 7; i++)
            await Database.CommitAsync(new Commit().Insert(Cases, $"{i}", Case($"n{i}", site: i % 2 == 0 ? "even" : "odd")));
        var later = new Collection<Case>("cases",
            new("number", c => c.Number, unique: true),
            new("site-and-number", c => $"{c.Site}/{c.Number}", unique: true),
            new("only-odd", c => c.Site == "odd" ? c.Number : null));
        await ReopenAsync([later]);

        Assert.Equal(["1", "3", "5"], (await Database.ListAsync(later, new() { Index = "only-odd" })).Items.Select(item => item.Id));
        Assert.Equal("4", (await Database.FindByAsync(later, "site-and-number", "even/n4"))!.Id);
        await Assert.ThrowsAsync<DocumentConflictException>(
            () => Database.CommitAsync(new Commit().Insert(later, "new", Case("n4", site: "even"))));
        await Assert.ThrowsAsync<InvalidOperationException>(
            () => ReopenAsync([new Collection<Case>("cases", new DocumentIndex<Case>("site", c => c.Site, unique: true))]));
        await ReopenAsync();
    }

    private static readonly EqualityComparer<Case> CaseEquality = EqualityComparer<Case>.Create((a, b) => a! with { Steps = b!.Steps } == b);
}
