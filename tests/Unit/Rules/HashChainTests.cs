using System.Text.Json;
using System.Text.Json.Nodes;
using Bishui.Rules.Ledgers;
using CsCheck;
using Xunit;

namespace Bishui.Tests.Unit.Rules;

public sealed class HashChainTests
{
    private const string First = """
        {"id":"a1","sequence":1,"text":"完成 4 个排污口整治\n\"二期\" \\ 100%","percent":37.50,"links":[{"kind":"entry","id":"x"}],"closed":true,"unit":null,"previousHash":"0000000000000000000000000000000000000000000000000000000000000000"}
        """;

    private static readonly string[] Members = ["id", "text", "percent", "previousHash"];

    // Computed outside, by the Python lines in the documentation of HashChain.
    [Theory]
    [InlineData(First, "abdb973b61b13074bab87007269701d7c7096a9632e953483d03d92cf55812a5")]
    [InlineData("""{"text":"\u0007\t🌊","n":79228162514264337593543950335.10}""", "cf520d73c467a0ccccfeceb73c333a6b9cb8fe304f95f0baab6e32af565ff35d")]
    public void The_chain_can_be_recomputed_by_anyone(string record, string hash) => Assert.Equal(hash, HashOf(record));

    [Fact]
    public void The_order_of_members_their_spacing_and_the_hash_carried_do_not_matter() =>
        Assert.Equal(HashOf("""{"a":"1","b":[1,2]}"""), HashOf("""{ "b": [1, 2], "hash": "whatever", "a": "\u0031" }"""));

    [Fact]
    public void Any_change_of_a_member_changes_the_hash() =>
        Gen.Select(Gen.Int[0, Members.Length - 1].Select(i => Members[i]), Gen.String[Gen.Char[' ', '鿿'], 0, 20]).Sample((member, value) =>
        {
            var changed = JsonNode.Parse(First)!.AsObject();
            if (changed[member]!.ToString() == value) return true;
            changed[member] = value;
            return HashOf(changed.ToJsonString()) != HashOf(First);
        });

    [Theory]
    [InlineData("""{"a":1.5}""", """{"a":1.50}""")]
    [InlineData("""{"a":""}""", """{"a":null}""")]
    [InlineData("""{"a":null}""", """{}""")]
    [InlineData("""{"a":["1","2"]}""", """{"a":["12"]}""")]
    [InlineData("""{"a":{"b":"1"}}""", """{"a":{"c":"1"}}""")]
    [InlineData("""{"a":true}""", """{"a":false}""")]
    public void What_differs_has_another_hash(string one, string other) => Assert.NotEqual(HashOf(one), HashOf(other));

    [Theory]
    [InlineData("[]")]
    [InlineData("""{"量":"1"}""")]
    [InlineData("""{"a":"\ud800"}""")]
    public void What_could_be_read_in_two_ways_is_refused(string record) => Assert.ThrowsAny<ArgumentException>(() => HashOf(record));

    private static string HashOf(string record)
    {
        using var document = JsonDocument.Parse(record);
        return HashChain.Hash(document.RootElement);
    }
}
