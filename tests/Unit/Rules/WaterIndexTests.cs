using Bishui.Rules.SurfaceWater;
using Xunit;

namespace Bishui.Tests.Unit.Rules;

/// <summary>F06 and F07.</summary>
public sealed class WaterIndexTests
{
    private static readonly SectionTable River = SectionTable.Prepare(Given.SurfaceWater, WaterBody.River);
    private static readonly SectionTable Lake = SectionTable.Prepare(Given.SurfaceWater, WaterBody.LakeReservoir);

    [Fact]
    public void F06_the_index_is_the_sum_over_its_items()
    {
        var rivers = Cwqi.Of([Five, Five, Five], River);

        Assert.Equal((2.075m, 3, "cwqi/1"), (rivers.Value, rivers.Sections, rivers.Rule));
        Assert.Equal(
            [("ammonia-nitrogen", 0.25m), ("dissolved-oxygen", 0.625m), ("permanganate-index", 0.5m), ("ph", 0.3m), ("total-phosphorus", 0.4m)],
            rivers.Items.Select(item => (item.Parameter, item.Index)));
    }

    [Fact]
    public void F06_the_city_weights_rivers_and_lakes_by_their_sections_and_points()
    {
        var city = Cwqi.City(Cwqi.Of([Five, Five, Five], River), new(3.0m, 1, [], Cwqi.Rule));

        Assert.Equal(2.30625m, city);
        Assert.Equal(-17.0m, Math.Round(Cwqi.Change(2.075m, 2.5m)!.Value, 1));
        Assert.Equal(2.075m, Cwqi.City(Cwqi.Of([Five], River), Cwqi.Of([], Lake)));
        Assert.Null(Cwqi.City(Cwqi.Of([], River), Cwqi.Of([], Lake)));
        Assert.Null(Cwqi.Change(1m, 0m));
    }

    [Theory]
    [InlineData(7.0, 0.0)]
    [InlineData(6.5, 0.5)]
    [InlineData(8.0, 0.5)]
    [InlineData(9.0, 1.0)]
    public void F06_acidity_counts_by_its_distance_from_seven(double ph, double index) =>
        Assert.Equal((decimal)index, Cwqi.Of([new Dictionary<string, decimal> { ["ph"] = (decimal)ph }], River).Value);

    [Fact]
    public void F06_a_lake_has_its_own_limit_of_phosphorus_and_what_does_not_count_is_left_out()
    {
        var values = new Dictionary<string, decimal> { ["total-phosphorus"] = 0.05m, ["total-nitrogen"] = 5m, ["water-temperature"] = 20m };
        Assert.Equal(0.25m, Cwqi.Of([values], River).Value);
        Assert.Equal(1m, Cwqi.Of([values], Lake).Value);
    }

    [Fact]
    public void F06_items_are_averaged_over_the_sections_first() =>
        Assert.Equal(
            0.3m,
            Cwqi.Of([new Dictionary<string, decimal> { ["ammonia-nitrogen"] = 0.2m }, new Dictionary<string, decimal> { ["ammonia-nitrogen"] = 0.4m }], River).Value);

    [Fact]
    public void F07_the_worked_example_is_mesotrophic()
    {
        var level = TrophicLevels.Of(Example());

        Assert.Equal(
            [("chlorophyll-a", 51.986m), ("total-phosphorus", 43.998m), ("total-nitrogen", 52.745m), ("transparency", 47.643m), ("permanganate-index", 32.041m)],
            level.Items.Select(item => (item.Parameter, Math.Round(item.Index, 3))));
        Assert.Equal([0.2663m, 0.1879m, 0.1790m, 0.1834m, 0.1834m], level.Items.Select(item => Math.Round(item.Weight, 4)));
        Assert.Equal((46.17m, TrophicState.Mesotrophic, "tli/1"), (Math.Round(level.Index!.Value, 2), level.State, level.Rule));
    }

    [Theory]
    [InlineData("29.999999", TrophicState.Oligotrophic)]
    [InlineData("30", TrophicState.Mesotrophic)]
    [InlineData("50", TrophicState.Mesotrophic)]
    [InlineData("50.000001", TrophicState.LightlyEutrophic)]
    [InlineData("60", TrophicState.LightlyEutrophic)]
    [InlineData("60.000001", TrophicState.ModeratelyEutrophic)]
    [InlineData("70", TrophicState.ModeratelyEutrophic)]
    [InlineData("70.000001", TrophicState.Hypereutrophic)]
    public void F07_states_have_their_boundaries(string index, TrophicState expected) =>
        Assert.Equal(expected, TrophicLevels.StateOf(decimal.Parse(index, System.Globalization.CultureInfo.InvariantCulture)));

    [Theory]
    [InlineData("chlorophyll-a")]
    [InlineData("total-phosphorus")]
    [InlineData("total-nitrogen")]
    [InlineData("transparency")]
    [InlineData("permanganate-index")]
    public void F07_without_one_of_the_five_or_with_a_zero_there_is_no_level(string parameter)
    {
        var (without, zero) = (Example(), Example());
        without.Remove(parameter);
        zero[parameter] = 0m;

        Assert.All([TrophicLevels.Of(without), TrophicLevels.Of(zero)], level =>
        {
            Assert.Equal((null, null), (level.Index, level.State));
            Assert.Equal([parameter], level.Missing);
        });
    }

    private static Dictionary<string, decimal> Five => new()
    {
        ["ph"] = 7.6m,
        ["dissolved-oxygen"] = 8.0m,
        ["permanganate-index"] = 3.0m,
        ["ammonia-nitrogen"] = 0.25m,
        ["total-phosphorus"] = 0.08m,
    };

    private static Dictionary<string, decimal> Example() => new()
    {
        ["chlorophyll-a"] = 12m,
        ["total-phosphorus"] = 0.045m,
        ["total-nitrogen"] = 0.90m,
        ["transparency"] = 1.2m,
        ["permanganate-index"] = 3.2m,
    };
}
