using Bishui.Storage.Documents;
using Xunit;
using static Bishui.Tests.Storage.Conformance.Samples;

namespace Bishui.Tests.Storage.Conformance;

public abstract class QueryConformance(IEngine engine) : ConformanceTests(engine)
{
    // Ordinal text: capitals before small letters, numbers unpadded as text, Chinese by code point.
    private static readonly string[] Ids = ["10", "9", "B", "a", "b", "九", "露"];

    [ConformanceFact]
    public async Task Without_an_index_documents_come_by_id_as_ordinal_text()
    {
        await InsertAsync(Ids.Reverse().Select(id => (id, Case("n" + id))));

        Assert.Equal(Ids, await IdsAsync(new()));
        Assert.Equal(Ids.Reverse(), await IdsAsync(new() { Descending = true }));
        Assert.Equal(["9", "B"], await IdsAsync(new() { From = "9", Before = "a" }));
        Assert.Equal(["a"], await IdsAsync(new() { EqualTo = "a" }));
    }

    [ConformanceFact]
    public async Task An_index_orders_by_value_then_id_and_leaves_out_documents_without_a_value()
    {
        await InsertAsync([
            ("4", Case("n4", note: "b")), ("3", Case("n3", note: "a")), ("2", Case("n2")), ("1", Case("n1", note: "b")), ("0", Case("n0", note: "")),
        ]);

        Assert.Equal(["0", "3", "1", "4"], await IdsAsync(new() { Index = "note" }));
        Assert.Equal(["4", "1", "3", "0"], await IdsAsync(new() { Index = "note", Descending = true }));
        Assert.Equal(["1", "4"], await IdsAsync(new() { Index = "note", EqualTo = "b" }));
        Assert.Equal(["3"], await IdsAsync(new() { Index = "note", From = "a", Before = "b" }));
        Assert.Equal(["1", "4"], await IdsAsync(new() { Index = "note", From = "b" }));
        Assert.Equal("3", (await Database.FindByAsync(Cases, "number", "n3"))!.Id);
        Assert.Null(await Database.FindByAsync(Cases, "number", "n9"));
    }

    [ConformanceFact]
    public async Task Pages_follow_each_other_without_gap_or_repeat()
    {
        await InsertAsync(Enumerable.Range(0, 25).Select(i => ($"{i:00}", Case($"n{i}", note: $"{i % 3}"))));
        foreach (var query in new DocumentQuery[]
        {
            new() { Limit = 4 }, new() { Limit = 4, Descending = true }, new() { Index = "note", Limit = 4 },
            new() { Index = "note", Limit = 4, Descending = true }, new() { Index = "note", EqualTo = "1", Limit = 3 }, new() { Limit = 25 },
        })
        {
            var streamed = new List<string>();
            await foreach (var item in Database.StreamAsync(Cases, query)) streamed.Add(item.Id);
            Assert.Equal(await IdsAsync(query with { Limit = 10_000 }), streamed);
        }
        Assert.Null((await Database.ListAsync(Cases, new() { Limit = 25 })).Next);
        Assert.NotNull((await Database.ListAsync(Cases, new() { Limit = 24 })).Next);
    }

    [ConformanceFact]
    public async Task Filtered_pages_hold_no_more_than_asked_and_follow_each_other()
    {
        await InsertAsync(Enumerable.Range(0, 25).Select(i => ($"{i:00}", Case($"n{i}", note: $"{i % 3}"))));
        bool Fits(Stored<Case> item) => int.Parse(item.Id, System.Globalization.CultureInfo.InvariantCulture) % 2 == 1;
        foreach (var query in new DocumentQuery[] { new() { Limit = 5 }, new() { Index = "note", Limit = 5, Descending = true }, new() { Limit = 12 } })
        {
            var (read, sizes, after) = (new List<string>(), new List<int>(), (string?)null);
            do
            {
                var page = await Database.FilterAsync(Cases, query with { After = after }, Fits);
                read.AddRange(page.Items.Select(item => item.Id));
                sizes.Add(page.Items.Count);
                after = page.Next;
            }
            while (after is not null);
            Assert.Equal((await Database.ListAsync(Cases, query with { Limit = 100 })).Items.Where(Fits).Select(item => item.Id), read);
            Assert.Equal(query.Limit == 5 ? [5, 5, 2] : [12], sizes);
        }
    }

    [ConformanceFact]
    public async Task A_cursor_stays_good_when_its_document_is_removed()
    {
        await InsertAsync(Enumerable.Range(0, 6).Select(i => ($"{i}", Case($"n{i}", note: "same"))));
        var query = new DocumentQuery { Index = "note", Limit = 3 };
        var first = await Database.ListAsync(Cases, query);
        await Database.CommitAsync(new Commit().Delete(Cases, "2", 1).Delete(Cases, "3", 1));

        var second = await Database.ListAsync(Cases, query with { After = first.Next });

        Assert.Equal(["4", "5"], second.Items.Select(item => item.Id));
    }

    [ConformanceFact]
    public async Task What_is_no_cursor_of_the_query_is_refused()
    {
        await InsertAsync(Enumerable.Range(0, 3).Select(i => ($"{i}", Case($"n{i}", note: "x"))));
        var next = (await Database.ListAsync(Cases, new() { Limit = 1 })).Next!;
        foreach (var query in new DocumentQuery[]
        {
            new() { After = "" }, new() { After = "not a cursor" }, new() { After = "bnVsbA" }, new() { After = next + "!" }, new() { After = "WzFd" },
            new() { After = next, Descending = true }, new() { After = next, Index = "note" }, new() { Index = "no-such" },
            new() { Limit = 0 }, new() { Limit = 10_001 },
        })
        {
            await Assert.ThrowsAnyAsync<ArgumentException>(async () => await Database.ListAsync(Cases, query));
        }
    }

    [ConformanceFact]
    public async Task A_changed_value_moves_its_document_in_the_index()
    {
        await InsertAsync([("1", Case("n1", note: "a")), ("2", Case("n2", note: "b"))]);
        await Database.CommitAsync(new Commit().Update(Cases, "1", 1, Case("n1", note: "c")));
        Assert.Equal(["2", "1"], await IdsAsync(new() { Index = "note" }));
        await Database.CommitAsync(new Commit().Update(Cases, "2", 1, Case("n2")));
        Assert.Equal(["1"], await IdsAsync(new() { Index = "note" }));
    }

    private async Task InsertAsync(IEnumerable<(string Id, Case Body)> documents)
    {
        var commit = new Commit();
        foreach (var (id, body) in documents) commit.Insert(Cases, id, body);
        await Database.CommitAsync(commit);
    }

    private async Task<IEnumerable<string>> IdsAsync(DocumentQuery query) =>
        (await Database.ListAsync(Cases, query)).Items.Select(item => item.Id);
}
