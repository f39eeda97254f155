using Bishui.Rules.SurfaceWater;
using Xunit;

namespace Bishui.Tests.Unit.Rules;

public sealed class SectionClassifierTests
{
    private static readonly (string, decimal)[] F01 =
    [
        ("ph", 7.6m), ("dissolved-oxygen", 6.8m), ("permanganate-index", 2.4m), ("chemical-oxygen-demand", 12m),
        ("bod5", 1.8m), ("ammonia-nitrogen", 0.32m), ("total-phosphorus", 0.11m),
    ];

    private static readonly (string, decimal)[] F02 =
    [
        ("ammonia-nitrogen", 1.80m), ("total-phosphorus", 0.34m), ("chemical-oxygen-demand", 26m), ("bod5", 5.0m), ("permanganate-index", 7.5m),
    ];

    [Fact]
    public void The_worked_example_is_class_III_on_total_phosphorus()
    {
        var section = Given.Section(WaterClass.III, F01);
        Assert.Equal(WaterClass.III, section.Class);
        Assert.True(section.Complies);
        Assert.Equal(["total-phosphorus"], section.Deciding);
        Assert.Empty(section.Main);
        Assert.Equal("single-factor/1", section.Rule);
        Assert.Equal(
            [
                ("ph", WaterClass.I), ("dissolved-oxygen", WaterClass.II), ("permanganate-index", WaterClass.II),
                ("chemical-oxygen-demand", WaterClass.I), ("bod5", WaterClass.I), ("ammonia-nitrogen", WaterClass.II), ("total-phosphorus", WaterClass.III),
            ],
            section.Items.Select(item => (item.Parameter, item.Class!.Value)));
    }

    [Fact]
    public void Against_a_target_of_class_II_it_fails_by_a_tenth()
    {
        var section = Given.Section(WaterClass.II, F01);
        Assert.False(section.Complies);
        var phosphorus = section.Items.Single(item => item.Parameter == "total-phosphorus");
        Assert.Equal(0.1m, phosphorus.Limit);
        Assert.Equal(0.10m, phosphorus.Multiple);
        Assert.All(section.Items.Where(item => item != phosphorus), item => Assert.Null(item.Multiple));
    }

    [Fact]
    public void Main_pollutants_are_the_three_worst_with_their_multiples()
    {
        var section = Given.Section(F02);
        Assert.Equal(WaterClass.V, section.Class);
        Assert.Equal(
            [
                new("ammonia-nitrogen", WaterClass.V, 0.80m), new("total-phosphorus", WaterClass.V, 0.70m), new("chemical-oxygen-demand", WaterClass.IV, 0.30m),
            ],
            section.Main);
        Assert.Equal(["ammonia-nitrogen", "total-phosphorus"], section.Deciding.Order());
    }

    [Fact]
    public void The_multiple_of_a_main_pollutant_is_over_class_III_whatever_the_target()
    {
        Assert.Equal(Given.Section(F02).Main, Given.Section(WaterClass.II, F02).Main);
        Assert.Equal(2.6m, Given.Section(WaterClass.II, F02).Items.Single(item => item.Parameter == "ammonia-nitrogen").Multiple);
    }

    [Fact]
    public void The_class_counts_before_the_multiple() =>
        Assert.Equal(
            [new("ammonia-nitrogen", WaterClass.V, 0.80m), new("petroleum", WaterClass.IV, 7m)],
            Given.Section(("petroleum", 0.4m), ("ammonia-nitrogen", 1.80m)).Main);

    [Fact]
    public void Cyanide_and_heavy_metals_that_exceed_are_named_first()
    {
        var section = Given.Section([.. F02, ("lead", 0.06m), ("cyanide", 0.3m), ("mercury", 0.00005m)]);
        Assert.Equal(["cyanide", "lead", "ammonia-nitrogen"], section.Main.Select(main => main.Parameter));
        Assert.Equal([0.5m, 0.2m, 0.8m], section.Main.Select(main => main.Multiple!.Value));
    }

    [Fact]
    public void Ph_and_oxygen_can_be_main_pollutants_but_have_no_multiple() =>
        Assert.Equal(
            [new("ph", WaterClass.InferiorV, null), new("dissolved-oxygen", WaterClass.IV, null)],
            Given.Section(("ph", 5.9m), ("dissolved-oxygen", 4m), ("ammonia-nitrogen", 0.1m)).Main);

    [Theory]
    [InlineData(6.0, WaterClass.I)]
    [InlineData(9.0, WaterClass.I)]
    [InlineData(5.99, WaterClass.InferiorV)]
    [InlineData(9.01, WaterClass.InferiorV)]
    public void Ph_is_either_fine_or_worse_than_V(double ph, WaterClass expected) => Assert.Equal(expected, Given.Section(("ph", (decimal)ph)).Class);

    [Theory]
    [InlineData("chemical-oxygen-demand", 15, WaterClass.I)]
    [InlineData("bod5", 3, WaterClass.I)]
    [InlineData("bod5", 3.1, WaterClass.III)]
    [InlineData("arsenic", 0.05, WaterClass.I)]
    [InlineData("arsenic", 0.051, WaterClass.IV)]
    public void Where_classes_share_a_limit_the_better_one_is_taken(string parameter, double value, WaterClass expected) =>
        Assert.Equal(expected, Given.Section((parameter, (decimal)value)).Class);

    [Theory]
    [InlineData(0.01, WaterClass.I, WaterClass.I)]
    [InlineData(0.02, WaterClass.I, WaterClass.II)]
    [InlineData(0.05, WaterClass.II, WaterClass.III)]
    [InlineData(0.2, WaterClass.III, WaterClass.V)]
    [InlineData(0.21, WaterClass.IV, WaterClass.InferiorV)]
    public void Total_phosphorus_has_limits_of_its_own_in_lakes(double value, WaterClass river, WaterClass lake)
    {
        Dictionary<string, decimal> values = new() { ["total-phosphorus"] = (decimal)value };
        Assert.Equal(river, SectionClassifier.Classify(Given.SurfaceWater, WaterBody.River, values).Class);
        Assert.Equal(lake, SectionClassifier.Classify(Given.SurfaceWater, WaterBody.LakeReservoir, values).Class);
    }

    [Theory]
    [InlineData(WaterBody.River, null)]
    [InlineData(WaterBody.LakeReservoir, WaterClass.InferiorV)]
    public void Total_nitrogen_coliforms_and_temperature_are_shown_but_never_decide(WaterBody body, WaterClass? ofNitrogen)
    {
        Dictionary<string, decimal> values = new()
        {
            ["total-nitrogen"] = 9m,
            ["fecal-coliforms"] = 1_000_000m,
            ["water-temperature"] = 40m,
            ["water-temperature-rise"] = 10m,
            ["ph"] = 7m,
        };
        var section = SectionClassifier.Classify(Given.SurfaceWater, body, values);
        Assert.Equal(WaterClass.I, section.Class);
        Assert.Equal(["ph"], section.Deciding);
        Assert.Equal(["ph"], section.Items.Where(item => item.Counts).Select(item => item.Parameter));
        Assert.Equal(5, section.Items.Count);
        Assert.Equal(ofNitrogen, section.Items.Single(item => item.Parameter == "total-nitrogen").Class);
        Assert.Equal(WaterClass.InferiorV, section.Items.Single(item => item.Parameter == "fecal-coliforms").Class);
    }

    [Fact]
    public void Twenty_one_items_count()
    {
        var all = Given.SurfaceWater.Parameters.ToDictionary(key => key, _ => 0.00001m);
        var counted = SectionClassifier.Classify(Given.SurfaceWater, WaterBody.LakeReservoir, all).Items.Where(item => item.Counts);
        Assert.Equal(21, counted.Count());
    }

    [Fact]
    public void Without_a_required_parameter_there_is_no_class_and_it_is_named()
    {
        var values = new Dictionary<string, decimal> { ["ph"] = 7m, ["dissolved-oxygen"] = 8m, ["total-phosphorus"] = 0.5m };
        var section = SectionClassifier.Classify(
            Given.SurfaceWater, WaterBody.River, values, WaterClass.III, SectionClassifier.RequiredOfAutomaticStations);
        Assert.Null(section.Class);
        Assert.Null(section.Complies);
        Assert.Empty(section.Main);
        Assert.Equal(["ammonia-nitrogen", "permanganate-index"], section.Missing);
        Assert.Equal(3, section.Items.Count);
    }

    [Fact]
    public void Nothing_that_counts_gives_no_class()
    {
        Assert.Null(Given.Section().Class);
        Assert.Null(Given.Section(("turbidity", 3m), ("sulfate", 900m)).Class);
    }

    [Theory]
    [InlineData("Ⅲ", WaterClass.III)]
    [InlineData("Ⅲ类", WaterClass.III)]
    [InlineData("iv", WaterClass.IV)]
    [InlineData("劣Ⅴ", WaterClass.InferiorV)]
    [InlineData("劣Ⅴ类", WaterClass.InferiorV)]
    [InlineData("inferior-V", WaterClass.InferiorV)]
    public void A_class_is_read_as_symbol_or_key(string text, WaterClass expected) => Assert.Equal(expected, WaterClasses.Parse(text));

    [Fact]
    public void Every_class_reads_back_what_it_writes()
    {
        foreach (var one in Enum.GetValues<WaterClass>())
        {
            Assert.Equal(one, WaterClasses.Parse(one.Symbol()));
            Assert.Equal(one, WaterClasses.Parse(one.Key()));
        }

        Assert.Null(WaterClasses.Find("Ⅵ"));
        Assert.Throws<FormatException>(() => WaterClasses.Parse(""));
    }
}
