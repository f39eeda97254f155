using Bishui.Rules.Ledgers;
using CsCheck;
using Xunit;

namespace Bishui.Tests.Unit.Rules;

public sealed class HashChainTests
{
    private static readonly Field[] First =
    [
        new("sequence", "1"),
        new("text", "完成 4 个排污口整治\n\"二期\" \\ 100%"),
        Field.Of("percent", 37.50m),
        Field.Of("occurredOn", new DateOnly(2021, 11, 5)),
        Field.Of("recordedAt", new DateTimeOffset(2021, 11, 5, 9, 2, 3, TimeSpan.FromHours(8))),
        new("unit", null),
    ];

    // Both hashes were computed outside, by the Python line in the documentation of HashChain.
    [Fact]
    public void The_chain_can_be_recomputed_by_anyone()
    {
        var first = HashChain.Hash(HashChain.Genesis, First);
        Assert.Equal("ebec388ee52f5c9b6905b44fb95f8d6867776dcb312ed982921840181784629a", first);
        Assert.Equal("7768829bb1dab11e9b2d31478e3a520b7930ad583c43a9afab918824e6f4e3da", HashChain.Hash(first, new("sequence", "2"), new("text", "\u0007\t🌊")));
    }

    [Fact]
    public void The_order_of_fields_and_trailing_zeros_do_not_matter() =>
        Assert.Equal(
            HashChain.Hash(HashChain.Genesis, First),
            HashChain.Hash(HashChain.Genesis, [.. First.Where(field => field.Name != "percent").Reverse(), Field.Of("percent", 37.5m)]));

    [Fact]
    public void Any_change_of_a_field_changes_the_hash() =>
        Gen.Select(Gen.Int[0, First.Length - 1], Gen.String[Gen.Char[' ', '鿿'], 0, 20]).Sample((index, value) =>
        {
            var changed = First.ToArray();
            changed[index] = changed[index] with { Value = value };
            return changed[index] == First[index] || HashChain.Hash(HashChain.Genesis, changed) != HashChain.Hash(HashChain.Genesis, First);
        });

    [Fact]
    public void An_empty_text_is_not_an_absent_one() =>
        Assert.NotEqual(HashChain.Hash(HashChain.Genesis, new Field("text", "")), HashChain.Hash(HashChain.Genesis, new Field("text", null)));

    [Theory]
    [InlineData(0, "0")]
    [InlineData(-12, "-1.2")]
    [InlineData(1000, "100")]
    public void Numbers_are_written_plainly(int tenths, string expected) => Assert.Equal(expected, Field.Of("x", tenths / 10m).Value);

    [Fact]
    public void The_smallest_and_the_largest_number_are_written_in_full()
    {
        Assert.Equal("0.0000000000000000000000000001", Field.Of("x", 0.0000000000000000000000000001m).Value);
        Assert.Equal("79228162514264337593543950335", Field.Of("x", decimal.MaxValue).Value);
    }

    [Fact]
    public void What_would_make_two_records_look_alike_is_refused()
    {
        Assert.Throws<ArgumentException>(() => HashChain.Hash(HashChain.Genesis, new Field("a", "1"), new Field("a", "2")));
        Assert.Throws<ArgumentException>(() => HashChain.Hash(HashChain.Genesis, new Field("previousHash", "1")));
        Assert.Throws<ArgumentException>(() => HashChain.Hash("", new Field("a", "1")));
        Assert.ThrowsAny<ArgumentException>(() => HashChain.Hash(HashChain.Genesis, new Field("a", "\ud800")));
    }
}
