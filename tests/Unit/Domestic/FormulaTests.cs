using Bishui.Domestic.Rules;
using Bishui.Domestic.Sludge;
using Xunit;

namespace Bishui.Tests.Unit.Domestic;

/// <summary>The worked examples of F09 to F12, and the boundaries beside them.</summary>
public sealed class FormulaTests
{
    private static readonly Influent[] TwoPlants = [new(40_000, 85), new(20_000, 70)];

    [Fact]
    public void F09_two_plants_serve_106666_7_of_200000_persons()
    {
        var collected = CollectionRate.Served(TwoPlants, days: 1, deducted: 0, perPersonDay: 45);

        Assert.Equal(4_800_000m, collected.LoadPerDay);
        Assert.Equal(106_666.7m, Math.Round(collected.Served, 1));
        Assert.Equal(53.33m, Math.Round(collected.Served * 100 / 200_000, 2));
    }

    [Fact]
    public void F09_over_a_year_is_that_of_its_mean_day()
    {
        var year = TwoPlants.Select(plant => plant with { Volume = plant.Volume * 365 });

        Assert.Equal(CollectionRate.Served(TwoPlants, 1, 0, 45), CollectionRate.Served(year, 365, 0, 45));
    }

    [Fact]
    public void F09_leaves_out_the_industrial_load_of_every_day() =>
        Assert.Equal(100_000m, CollectionRate.Served(TwoPlants.Select(plant => plant with { Volume = plant.Volume * 2 }), 2, 300_000, 45).Served);

    [Theory]
    [InlineData(1150, 2000, 57.5, 50, true)]
    [InlineData(1150, 2000, 57.5, 70, false)]
    [InlineData(1000, 2000, 50, 50, true)]
    [InlineData(999, 2000, 49.95, 50, false)]
    public void F10_load_meets_the_second_year_and_not_the_third(double perDay, double capacity, double rate, double target, bool met)
    {
        Assert.Equal((decimal)rate, PlantLoad.Rate((decimal)perDay, (decimal)capacity));
        Assert.Equal(met, PlantLoad.Rate((decimal)perDay, (decimal)capacity) >= (decimal)target);
    }

    [Theory]
    [InlineData("2019-05-31", null, null, null, null)]
    [InlineData("2019-06-01", 1, "2019-06-01", "2020-05-31", 30)]
    [InlineData("2020-05-31", 1, "2019-06-01", "2020-05-31", 30)]
    [InlineData("2020-06-01", 2, "2020-06-01", "2021-05-31", 50)]
    [InlineData("2021-05-31", 2, "2020-06-01", "2021-05-31", 50)]
    [InlineData("2021-06-01", 3, "2021-06-01", "2022-05-31", 70)]
    [InlineData("2023-01-01", 4, "2022-06-01", "2023-05-31", 70)]
    public void F10_counts_operating_years_from_the_commissioning(string day, int? number, string? first, string? last, int? target)
    {
        var year = OperatingYear.On(new(2019, 6, 1), DateOnly.Parse(day, null));

        Assert.Equal((number, first, last, target), (year?.Number, year?.First.ToString("O", null), year?.Last.ToString("O", null), (int?)year?.Target));
    }

    [Theory]
    [InlineData("2020-05-30", null)]
    [InlineData("2020-05-31", 1)]
    [InlineData("2021-05-30", 1)]
    [InlineData("2021-05-31", 2)]
    public void F10_a_year_is_over_at_the_end_of_its_last_day(string day, int? number) =>
        Assert.Equal(number, OperatingYear.LastOver(new(2019, 6, 1), DateOnly.Parse(day, null))?.Number);

    [Fact]
    public void F10_a_year_from_29_February_goes_on_on_1_March()
    {
        var second = OperatingYear.On(new(2020, 2, 29), new(2021, 3, 1))!.Value;

        Assert.Equal((2, new DateOnly(2021, 3, 1)), (second.Number, second.First));
        Assert.Equal(new DateOnly(2021, 2, 28), OperatingYear.On(new(2020, 2, 29), new(2021, 2, 28))!.Value.Last);
    }

    [Fact]
    public void F10_months_that_the_year_cuts_take_part_with_their_days()
    {
        var since = new DateOnly(2019, 6, 16);
        var first = OperatingYear.On(since, since)!.Value;
        // June 2019 has 15 days of operation, June 2020 has 15 of its 30 in the first year.
        TreatedMonth[] months = [new(new(2019, 6, 1), 1_500), new(new(2019, 7, 1), 6_200), new(new(2020, 6, 1), 9_000), new(new(2020, 7, 1), 99_999)];

        var mean = PlantLoad.Mean(first, since, months);

        Assert.Equal(15 + 31 + 15, mean.Days);
        Assert.Equal((1_500m + 6_200 + 4_500) / 61, mean.PerDay);
        Assert.Null(PlantLoad.Mean(first, since, []).PerDay);
    }

    [Fact]
    public void F11_weighted_is_80_where_the_plain_mean_is_77_5()
    {
        Assert.Equal(80.0m, InfluentBod.Mean(TwoPlants));
        Assert.Equal(77.5m, TwoPlants.Average(plant => plant.Bod));
        Assert.Null(InfluentBod.Mean([new(0, 85)]));
        Assert.Null(InfluentBod.Mean([]));
    }

    [Fact]
    public void F12_245_of_250_t_at_80_percent_water_are_98_percent()
    {
        Assert.Equal((50m, 49m), (SludgeSolids.Dry(250, 80), SludgeSolids.Dry(245, 80)));
        Assert.Equal(98.0m, SludgeSolids.Dry(245, 80) * 100 / SludgeSolids.Dry(250, 80));
    }

    [Theory]
    [InlineData(95, false)]
    [InlineData(94.99, true)]
    [InlineData(105, false)]
    [InlineData(105.01, true)]
    public void What_arrives_may_differ_by_the_tolerance_itself(double received, bool differs) =>
        Assert.Equal(differs, SludgeSolids.Differs(100, (decimal)received, 5));

    [Fact]
    public void What_the_books_leave_out_is_above_zero() => Assert.Equal(3m, SludgeSolids.Balance(stockBefore: 5, produced: 50, sent: 48, stockAfter: 4));

    [Fact]
    public void Every_figure_of_the_rules_names_its_source()
    {
        var rules = DomesticRules.Carried;

        Assert.Equal((45m, "recalled"), (rules.BodPerPersonDay.Value, rules.BodPerPersonDay.Confidence));
        Assert.Equal((80m, "verified"), (rules.DewateredWater.Value, rules.DewateredWater.Confidence));
        Assert.All([rules.ReportDays, rules.ArrivalDays, rules.DisposalDays, rules.AmountTolerance, rules.BalanceTolerance], figure =>
            Assert.True(figure is { Confidence: "choice", Source.Length: > 0, Value: > 0 }));
        Assert.DoesNotContain(DisposalMethod.Piled, rules.SafeMethods.Values);
    }
}
