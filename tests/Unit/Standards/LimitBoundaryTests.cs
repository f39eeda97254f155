using System.Globalization;
using Bishui.Rules.Judging;
using Bishui.Rules.Standards;
using Bishui.Standards;
using Xunit;

namespace Bishui.Tests.Unit.Standards;

/// <summary>Every limit of every standard, generated from the data: on the limit, and one small step to each side.</summary>
public sealed class LimitBoundaryTests
{
    private const decimal Step = 0.000000000001m;

    /// <summary>Standard, place of the entry in its file, grade, end of the limit.</summary>
    public static TheoryData<string, int, string, string> Ends()
    {
        var rows = new TheoryData<string, int, string, string>();
        foreach (var standard in StandardFiles.Load().Standards)
        {
            foreach (var (place, limit) in standard.Limits.Index())
            {
                foreach (var (grade, value) in limit.ByGrade.SelectMany(pair => pair.Key == Limit.Ungraded ? standard.Grades.Select(key => (key, pair.Value)) : [(pair.Key, pair.Value)]))
                {
                    if (value.Low is not null)
                        rows.Add(standard.Code, place, grade, "low");
                    if (value.High is not null)
                        rows.Add(standard.Code, place, grade, "high");
                }
            }
        }

        return rows;
    }

    [Theory]
    [MemberData(nameof(Ends))]
    public void A_value_on_the_limit_complies_and_one_step_beyond_does_not(string code, int place, string grade, string end)
    {
        var standard = StandardFiles.Load().Find(code)!;
        var limit = standard.Limits[place];
        var value = limit.For(grade)!.Value;
        var bound = end == "low" ? value.Low!.Value : value.High!.Value;
        var outward = end == "low" ? -Step : Step;

        Assert.Equal(limit.Inclusive ? Verdict.Within : Verdict.Beyond, Judge(bound).Verdict);
        Assert.Equal(Verdict.Within, Judge(bound - outward).Verdict);
        var beyond = Judge(bound + outward);
        Assert.Equal((Verdict.Beyond, bound, limit.Unit, limit.Table), (beyond.Verdict, beyond.Limit, beyond.Unit, beyond.Table));
        Assert.Equal(end == "high" && limit.Kind == LimitKind.Max && limit.Unit != "°C" && bound > 0, beyond.Multiple is not null);

        Judgement Judge(decimal reading) =>
            ReadingJudge.Judge(standard, grade, limit.Parameter, reading, limit.Unit, SiteUnder(limit.When), standard.Effective);
    }

    // Counted in the YAML by another program.
    [Fact]
    public void There_is_a_row_for_every_number_in_the_files() =>
        Assert.Equal(861, StandardFiles.Load().Standards.Sum(standard => standard.Limits.Sum(limit =>
            limit.ByGrade.Values.Sum(value => (value.Low is null ? 0 : 1) + (value.High is null ? 0 : 1)))));

    // A site for which all conditions of the entry hold.
    private static Dictionary<string, string> SiteUnder(IReadOnlyDictionary<string, string> conditions) => conditions.ToDictionary(
        one => one.Key switch
        {
            "built_on_or_before" or "built_on_or_after" => "built",
            "vessel_built_before" => "vessel_built",
            "water_temperature_gt" or "water_temperature_lte" => "water_temperature",
            "raw_water_permanganate_index_gt" => "raw_water_permanganate_index",
            _ => one.Key,
        },
        one => one.Key switch
        {
            "vessel_built_before" => DateOnly.Parse(one.Value, CultureInfo.InvariantCulture).AddDays(-1).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            "water_temperature_gt" or "raw_water_permanganate_index_gt" => $"{one.Value}.01",
            _ => one.Value == "other" ? "brewery" : one.Value,
        });
}
