using Bishui.Rules.SurfaceWater;
using CsCheck;
using Xunit;

namespace Bishui.Tests.Unit.Rules;

public sealed class SectionClassifierProperties
{
    private static readonly string[] Counting =
    [
        .. Given.SurfaceWater.Limits
            .Where(limit => limit.Table == "1" && !Given.SurfaceWater.ExcludedFromClass.Contains(limit.Parameter))
            .Select(limit => limit.Parameter).Distinct(),
    ];

    // Around the limits: every value is a multiple of one of the parameter's own limits, often exactly on it.
    private static readonly Gen<Dictionary<string, decimal>> Values = Gen.Shuffle(Counting).SelectMany(keys =>
        Gen.Int[1, keys.Length].SelectMany(count => Gen.Select(
            Gen.Int[0, 4].Array[count],
            Gen.OneOf(0.5m, 0.999999m, 1m, 1.000001m, 1.5m, 3m).Array[count],
            (grades, factors) => Enumerable.Range(0, count).ToDictionary(i => keys[i], i => Near(keys[i], grades[i]) * factors[i]))));

    private static readonly Gen<WaterBody> Bodies = Gen.OneOf(WaterBody.River, WaterBody.LakeReservoir);

    [Fact]
    public void Worsening_one_value_never_improves_the_class() =>
        Gen.Select(Values, Bodies, Gen.Int[0, 99], Gen.Int[1, 1000]).Sample((values, body, which, by) =>
        {
            var parameter = values.Keys.ElementAt(which % values.Count);
            var worse = new Dictionary<string, decimal>(values) { [parameter] = Worse(parameter, values[parameter], 1m + by / 100m) };
            return Classify(worse, body).Class >= Classify(values, body).Class;
        });

    [Fact]
    public void One_more_value_never_improves_the_class() =>
        Gen.Select(Values, Bodies).Sample((values, body) =>
        {
            var fewer = values.Skip(1).ToDictionary();
            return fewer.Count == 0 || Classify(values, body).Class >= Classify(fewer, body).Class;
        });

    [Fact]
    public void The_class_is_the_worst_item_and_the_deciding_items_have_it() =>
        Gen.Select(Values, Bodies).Sample((values, body) =>
        {
            var section = Classify(values, body);
            Assert.Equal(section.Items.Max(item => item.Class), section.Class);
            Assert.Equal(
                section.Items.Where(item => item.Class == section.Class).Select(item => item.Parameter), section.Deciding);
            Assert.Equal(values.Count, section.Items.Count);
        });

    [Fact]
    public void Main_pollutants_are_at_most_three_and_beyond_class_III() =>
        Gen.Select(Values, Bodies).Sample((values, body) =>
        {
            var section = Classify(values, body);
            var beyond = section.Items.Count(item => item.Class > WaterClass.III);
            Assert.Equal(Math.Min(3, beyond), section.Main.Count);
            Assert.All(section.Main, main => Assert.True(main.Class > WaterClass.III && main.Multiple is null or > 0m));
        });

    [Fact]
    public void A_lake_is_never_better_than_a_river_with_the_same_values() =>
        Values.Sample(values => Classify(values, WaterBody.LakeReservoir).Class >= Classify(values, WaterBody.River).Class);

    [Fact]
    public void The_order_of_values_does_not_matter() =>
        Gen.Select(Values, Bodies).Sample((values, body) =>
        {
            var (one, other) = (Classify(values, body), Classify(values.Reverse().ToDictionary(), body));
            Assert.Equal(one.Items, other.Items);
            Assert.Equal(one.Main, other.Main);
        });

    private static SectionClass Classify(Dictionary<string, decimal> values, WaterBody body) =>
        SectionClassifier.Classify(Given.SurfaceWater, body, values, WaterClass.III);

    private static decimal Near(string parameter, int grade)
    {
        var limit = Given.SurfaceWater.LimitsOf(parameter)[0].For(Given.SurfaceWater.Grades[grade])!.Value;
        return limit.High ?? limit.Low!.Value;
    }

    private static decimal Worse(string parameter, decimal value, decimal by) => parameter switch
    {
        "dissolved-oxygen" => value / by,
        "ph" => value < 7.5m ? value / by : value * by,
        _ => value * by,
    };
}
