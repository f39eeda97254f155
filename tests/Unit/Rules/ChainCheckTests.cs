using System.Text.Json.Nodes;
using Bishui.Rules.Ledgers;
using Xunit;

namespace Bishui.Tests.Unit.Rules;

public sealed class ChainCheckTests
{
    private static readonly List<string> Chain = Make(6);

    [Fact]
    public void An_untouched_chain_holds_and_matches_its_roots()
    {
        var check = new ChainCheck([new(0, HashChain.Genesis), RootAt(3), RootAt(6)]);

        Assert.All(Chain, line => Assert.Null(check.Next(line)));
        Assert.Null(check.End());
        Assert.Equal((6L, 3), (check.Sequence, check.RootsMatched));
    }

    // Each class of bytes an entry has, changed in the third entry without touching its hash.
    [Theory]
    [InlineData("text", "完成 2 处整治")]
    [InlineData("recordedAt", "2021-11-02T04:00:00.001+00:00")]
    [InlineData("occurredOn", "2021-10-31")]
    [InlineData("recordedBy", "another-client")]
    [InlineData("unit", "finance-bureau")]
    [InlineData("kind", "remark")]
    [InlineData("id", "entry-33")]
    public void A_changed_entry_is_named(string member, string value)
    {
        var broken = Check(Changed(3, entry => entry[member] = value));

        Assert.Equal((3L, 3L, "hash"), (broken.Line, broken.Sequence, broken.Fault));
    }

    [Fact]
    public void A_changed_number_an_added_member_and_a_removed_one_are_named()
    {
        Assert.Equal("hash", Check(Changed(3, entry => entry["percent"] = 31)).Fault);
        Assert.Equal("hash", Check(Changed(3, entry => entry["note"] = "x")).Fault);
        Assert.Equal("hash", Check(Changed(3, entry => entry.Remove("percent"))).Fault);
        Assert.Equal("hash", Check(Changed(3, entry => entry["attachments"]!.AsArray().Clear())).Fault);
    }

    [Fact]
    public void An_entry_whose_hash_was_made_to_fit_shows_in_the_next()
    {
        var broken = Check(Changed(3, entry =>
        {
            entry["text"] = "改过";
            entry["hash"] = HashOf(entry);
        }));

        Assert.Equal((4L, "previous-hash"), (broken.Line, broken.Fault));
    }

    [Fact]
    public void Moved_removed_and_inserted_entries_are_named()
    {
        Assert.Equal((3L, 4L, "sequence"), Place(Check([.. Chain.Take(2), Chain[3], Chain[2], .. Chain.Skip(4)])));
        Assert.Equal((3L, 4L, "sequence"), Place(Check([.. Chain.Take(2), .. Chain.Skip(3)])));
        Assert.Equal((4L, 3L, "sequence"), Place(Check([.. Chain.Take(3), Chain[2], .. Chain.Skip(3)])));
        Assert.Equal((1L, 2L, "sequence"), Place(Check([.. Chain.Skip(1)])));
    }

    [Fact]
    public void A_lost_end_and_a_chain_rewritten_as_a_whole_show_against_the_roots()
    {
        Assert.Equal("truncated", Check([.. Chain.Take(4)], RootAt(6)).Fault);
        Assert.Equal("truncated", Check([], RootAt(6)).Fault);
        var broken = Check(Make(6, "另一本账"), RootAt(3), RootAt(6));
        Assert.Equal((3L, "root"), (broken.Sequence, broken.Fault));
    }

    [Theory]
    [InlineData("")]
    [InlineData("not json")]
    [InlineData("[]")]
    [InlineData("""{"sequence":1,"sequence":1}""")]
    [InlineData("""{"sequence":"1"}""")]
    public void What_cannot_be_read_is_named(string line) => Assert.Equal("unreadable", Check([line, .. Chain.Skip(1)]).Fault);

    private static (long, long, string) Place(ChainBreak broken) => (broken.Line, broken.Sequence, broken.Fault);

    private static ChainBreak Check(IReadOnlyList<string> lines, params ChainRoot[] roots)
    {
        var check = new ChainCheck(roots);
        foreach (var line in lines)
            if (check.Next(line) is { } broken) return broken;
        return check.End() ?? throw new InvalidOperationException("The chain holds");
    }

    private static string[] Changed(int sequence, Action<JsonObject> change)
    {
        var lines = Chain.ToArray();
        var entry = JsonNode.Parse(lines[sequence - 1])!.AsObject();
        change(entry);
        lines[sequence - 1] = entry.ToJsonString();
        return lines;
    }

    private static ChainRoot RootAt(int sequence) => new(sequence, JsonNode.Parse(Chain[sequence - 1])!["hash"]!.GetValue<string>());

    private static List<string> Make(int count, string text = "完成 1 处整治")
    {
        var (lines, previous) = (new List<string>(), HashChain.Genesis);
        for (var i = 1; i <= count; i++)
        {
            var entry = new JsonObject
            {
                ["id"] = $"entry-{i}",
                ["sequence"] = i,
                ["kind"] = "progress",
                ["unit"] = "ecology-bureau",
                ["recordedBy"] = "ecology-bureau",
                ["occurredOn"] = "2021-11-01",
                ["recordedAt"] = "2021-11-02T04:00:00+00:00",
                ["text"] = text,
                ["percent"] = 30,
                ["attachments"] = new JsonArray("one"),
                ["previousHash"] = previous,
            };
            entry["hash"] = previous = HashOf(entry);
            lines.Add(entry.ToJsonString());
        }
        return lines;
    }

    private static string HashOf(JsonObject entry)
    {
        using var document = System.Text.Json.JsonDocument.Parse(entry.ToJsonString());
        return HashChain.Hash(document.RootElement);
    }
}
