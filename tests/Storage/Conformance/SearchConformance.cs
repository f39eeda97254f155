using Bishui.Storage.Documents;
using Xunit;
using static Bishui.Tests.Storage.Conformance.Samples;

namespace Bishui.Tests.Storage.Conformance;

public abstract class SearchConformance(IEngine engine) : ConformanceTests(engine)
{
    private static readonly string[] Texts =
    [
        "完成露塘断面水质采样，氨氮达标。",
        "断面水位与水质无关：质水倒置不算",
        "COD 超标，已督促企业整改",
        "ＣＯＤ与氨氮复测合格，水质Ⅲ类",
        "Second visit to the outfall; cod within limit (100%)",
        "水",
        "水水水水",
        "𠀀井已封堵 a_b.c*d\"e'f\\g%h",
    ];

    [ConformanceFact]
    public async Task A_part_of_a_text_is_found_wherever_it_stands_and_nothing_else()
    {
        await InsertAsync(Texts);
        foreach (var (sought, found) in new (string, int[])[]
        {
            ("水质", [0, 1, 3]), ("露塘", [0]), ("断面水质", [0]), ("达标。", [0]), ("完成", [0]), ("质水", [1]), ("水面", []), ("塘露", []),
            ("氨氮达标", [0]), ("水水", [6]), ("水水水水", [6]), ("水水水水水", []), ("整改", [2]), ("督促企业整改", [2]), ("，已", [2]),
            ("outfall", [4]), ("utfal", [4]), ("outfalls", []), ("limit (100%)", [4]), ("(100%", [4]), ("no such words at all", []),
        })
        {
            await AssertFoundAsync(sought, found);
        }
    }

    [ConformanceFact]
    public async Task One_character_is_enough_wherever_it_stands()
    {
        await InsertAsync(Texts);
        await AssertFoundAsync("水", [0, 1, 3, 5, 6]);
        await AssertFoundAsync("完", [0]);
        await AssertFoundAsync("改", [2]);
        await AssertFoundAsync("x", []);
        await AssertFoundAsync("w", [4]);
        await AssertFoundAsync("；", [4]);
        await AssertFoundAsync("%", [4, 7]);
        await AssertFoundAsync("𠀀", [7]);
    }

    [ConformanceFact]
    public async Task Case_and_width_of_letters_make_no_difference()
    {
        await InsertAsync(Texts);
        foreach (var sought in new[] { "cod", "COD", "Cod", "ｃｏｄ" }) await AssertFoundAsync(sought, [2, 3, 4]);
        await AssertFoundAsync("SECOND", [4]);
        await AssertFoundAsync("Ⅲ类", [3]);
        await AssertFoundAsync("iii类", [3]);
    }

    [ConformanceFact]
    public async Task Every_word_must_be_there_in_any_order()
    {
        await InsertAsync(Texts);
        await AssertFoundAsync("水质 氨氮", [0, 3]);
        await AssertFoundAsync("氨氮　水质\t合格", [3]);
        await AssertFoundAsync("氨氮 outfall", []);
        await AssertFoundAsync("水 断", [0, 1]);
    }

    [ConformanceFact]
    public async Task What_means_something_to_a_search_language_is_only_a_character()
    {
        await InsertAsync(Texts);
        foreach (var sought in new[] { "a_b.c*d", "\"e'f\\g%h", ".c*", "*d\"", "'f\\" }) await AssertFoundAsync(sought, [7]);
        foreach (var sought in new[] { "a.b", "OR", "氨*", "NOT 水质", "^完成", ".*", "[水]", "水质 OR COD", "a_b%c", "$0", "水-质" }) await AssertFoundAsync(sought, []);
    }

    [ConformanceFact]
    public async Task Results_keep_the_order_and_bounds_of_the_index_and_come_in_pages()
    {
        var commit = new Commit();
        for (var i = 0; i < 60; i++) commit.Insert(Remarks, $"{i:00}", new Remark(i % 3 == 0 ? "巡河" : $"水质第 {i} 次", $"2021-11-{1 + i * 7 % 30:00}"));
        await Database.CommitAsync(commit);
        foreach (var query in new DocumentQuery[]
        {
            new() { Index = "day", Descending = true }, new() { Index = "day" }, new(), new() { Descending = true },
            new() { Index = "day", Descending = true, From = "2021-11-05", Before = "2021-11-20" }, new() { Index = "day", EqualTo = "2021-11-03" },
        })
        {
            var expected = (await Database.ListAsync(Remarks, query)).Items.Where(item => item.Body.Text != "巡河").Select(item => item.Id).ToList();
            Assert.NotEmpty(expected);
            var streamed = new List<string>();
            await foreach (var item in Database.StreamAsync(Remarks, query with { Text = "水质", Limit = 3 })) streamed.Add(item.Id);
            Assert.Equal(expected, streamed);
        }
        Assert.Null((await Database.ListAsync(Remarks, new() { Text = "水质", Limit = 40 })).Next);
        Assert.NotNull((await Database.ListAsync(Remarks, new() { Text = "水质", Limit = 39 })).Next);
    }

    [ConformanceFact]
    public async Task A_changed_text_is_found_by_its_new_words_and_a_removed_one_not_at_all()
    {
        await InsertAsync(["水质", "水质", "水质", ""]);
        await Database.CommitAsync(new Commit().Update(Remarks, "0", 1, new Remark("噪声")).Update(Remarks, "1", 1, new Remark(null))
            .Delete(Remarks, "2", 1).Update(Remarks, "3", 1, new Remark("现在有水质")));

        await AssertFoundAsync("水质", [3]);
        await AssertFoundAsync("水", [3]);
        await AssertFoundAsync("噪声", [0]);
        await Database.CommitAsync(new Commit().Insert(Remarks, "2", new Remark("重来")).Update(Remarks, "1", 2, new Remark("重来")));
        await AssertFoundAsync("重来", [1, 2]);
    }

    [ConformanceFact]
    public async Task A_commit_that_is_refused_leaves_no_text_and_a_decision_searches_what_it_sees()
    {
        await InsertAsync(["水质"]);
        await Assert.ThrowsAsync<DocumentConflictException>(() => Database.CommitAsync(
            new Commit().Insert(Remarks, "1", new Remark("水质")).Update(Remarks, "0", 1, new Remark("噪声")).Insert(Remarks, "1", new Remark("水质"))));
        await AssertFoundAsync("水质", [0]);
        await AssertFoundAsync("噪声", []);

        await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Database.DecideAsync(async reader =>
        {
            var seen = (await reader.ListAsync(Remarks, new() { Text = "水质" })).Items.Count;
            return new Decision<int>(new Commit().Insert(Remarks, $"d{i}", new Remark($"水质，此前 {seen} 次")), seen);
        })));

        var texts = (await Database.ListAsync(Remarks, new() { Text = "水质 此前" })).Items.Select(item => item.Body.Text);
        Assert.Equal(Enumerable.Range(1, 20).Select(seen => $"水质，此前 {seen} 次").Order(StringComparer.Ordinal), texts.Order(StringComparer.Ordinal));
    }

    [ConformanceFact]
    public async Task A_text_declared_later_is_filled_and_one_given_up_and_declared_again_is_not_old()
    {
        await ReopenAsync([Cases, new Collection<Counter>("counters")]);
        await Database.CommitAsync(Enumerable.Range(0, 1_200).Aggregate(new Commit(), (commit, i) =>
            commit.Insert(Cases, $"{i:0000}", Case($"n{i}", note: i % 400 == 0 ? "含水质字样" : null))));
        var searched = new Collection<Case>("cases", [.. Cases.TypedIndexes]) { Text = item => item.Note };

        await ReopenAsync([searched]);
        Assert.Equal(["0000", "0400", "0800"], await IdsAsync(searched, "水质"));
        await ReopenAsync([Cases]);
        await Assert.ThrowsAnyAsync<ArgumentException>(async () => await IdsAsync(Cases, "水质"));
        await Database.CommitAsync(new Commit().Update(Cases, "0000", 1, Case("n0")).Update(Cases, "0001", 1, Case("n1", note: "水质")).Delete(Cases, "0400", 1));
        await ReopenAsync([searched]);

        Assert.Equal(["0001", "0800"], await IdsAsync(searched, "水质"));
    }

    [ConformanceFact]
    public async Task A_long_text_is_found_by_its_last_words_and_texts_outlive_reopening()
    {
        await InsertAsync([string.Concat(Enumerable.Range(0, 5_000).Select(i => $"第{i}次")) + "末尾水质", "半个字符 \ud83d 与\u0000控制字符"]);
        await ReopenAsync();

        await AssertFoundAsync("末尾水质", [0]);
        await AssertFoundAsync("第4999次末尾", [0]);
        await AssertFoundAsync("第5000次", []);
        await AssertFoundAsync(new string('长', 200), []);
        await AssertFoundAsync("控制字符", [1]);
    }

    [ConformanceFact]
    public async Task A_search_that_says_nothing_is_refused()
    {
        foreach (var sought in new[] { "", " \t　", new string('水', 201) })
            await Assert.ThrowsAnyAsync<ArgumentException>(async () => await IdsAsync(Remarks, sought));
        await Assert.ThrowsAnyAsync<ArgumentException>(async () => await IdsAsync(Counters, "水"));
    }

    private async Task InsertAsync(IEnumerable<string> texts)
    {
        var commit = new Commit();
        foreach (var (i, text) in texts.Index()) commit.Insert(Remarks, $"{i}", new Remark(text));
        await Database.CommitAsync(commit);
    }

    private async Task AssertFoundAsync(string sought, int[] found) => Assert.Equal(
        (sought, string.Join(' ', found)), (sought, string.Join(' ', await IdsAsync(Remarks, sought))));

    private async Task<IEnumerable<string>> IdsAsync<T>(Collection<T> collection, string sought) where T : class =>
        (await Database.ListAsync(collection, new() { Text = sought })).Items.Select(item => item.Id);
}
