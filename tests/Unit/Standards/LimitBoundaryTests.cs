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

    /// <summary>Standard, place of the entry, grade, word.</summary>
    public static TheoryData<string, int, string, string> Words()
    {
        var rows = new TheoryData<string, int, string, string>();
        foreach (var standard in StandardFiles.Load().Standards)
        {
            foreach (var (place, limit) in standard.Limits.Index())
            {
                foreach (var grade in standard.Grades.Where(grade => limit.For(grade)?.Text is not null))
                    rows.Add(standard.Code, place, grade, limit.For(grade)!.Value.Text!);
            }
        }

        return rows;
    }

    [Theory]
    [MemberData(nameof(Words))]
    public void Where_nothing_may_be_found_zero_complies_and_the_least_does_not_and_other_words_are_not_compared(
        string code, int place, string grade, string word)
    {
        var standard = StandardFiles.Load().Find(code)!;
        var limit = standard.Limits[place];
        var comparable = word == LimitValue.NotDetected && limit.Unit != "text";

        Assert.Equal(comparable ? Verdict.Within : Verdict.NotComparable, Judge(0m).Verdict);
        Assert.Equal(comparable ? Verdict.Beyond : Verdict.NotComparable, Judge(Step).Verdict);
        Assert.Equal((comparable ? null : "word", word), (Judge(Step).Reason, Judge(Step).LimitText));

        Judgement Judge(decimal reading) =>
            ReadingJudge.Judge(standard, grade, limit.Parameter, reading, limit.Unit, SiteUnder(limit.When), standard.Effective);
    }

    [Fact]
    public void There_is_a_row_for_every_word_in_the_files() => Assert.Equal(30, Words().Count);

    /// <summary>Standard and place of every entry under a condition.</summary>
    public static TheoryData<string, int> Conditional()
    {
        var rows = new TheoryData<string, int>();
        foreach (var standard in StandardFiles.Load().Standards)
        {
            foreach (var (place, limit) in standard.Limits.Index().Where(one => one.Item.When.Count > 0))
                rows.Add(standard.Code, place);
        }

        return rows;
    }

    [Theory]
    [MemberData(nameof(Conditional))]
    public void An_entry_under_a_condition_does_not_apply_to_a_site_of_which_nothing_is_said(string code, int place)
    {
        var standard = StandardFiles.Load().Find(code)!;
        var entry = standard.Limits[place];
        var grade = standard.Grades.First(grade => entry.For(grade) is not null);
        var bound = entry.For(grade)!.Value;
        var without = standard.LimitsOf(entry.Parameter).Where(other => other.When.Count == 0).Select(other => other.For(grade)?.Print(other.Inclusive));

        var judged = ReadingJudge.Judge(
            standard, grade, entry.Parameter, bound.High ?? bound.Low ?? 0m, entry.Unit, new Dictionary<string, string>(), standard.Effective);

        // Either a limit without a condition is named, or none.
        Assert.Contains(judged.LimitText, without.Append(null));
    }

    // On each side of every condition that compares: the temperature, the day of building.
    [Theory]
    [InlineData("GB 18918-2002", "first-A", "ammonia-nitrogen", "water_temperature", "12", "≤ 8")]
    [InlineData("GB 18918-2002", "first-A", "ammonia-nitrogen", "water_temperature", "12.01", "≤ 5")]
    [InlineData("GB 18918-2002", "first-B", "ammonia-nitrogen", "water_temperature", "12", "≤ 15")]
    [InlineData("GB 18918-2002", "first-B", "ammonia-nitrogen", "water_temperature", "12.01", "≤ 8")]
    [InlineData("GB 18918-2002", "second", "ammonia-nitrogen", "water_temperature", "12", "≤ 30")]
    [InlineData("GB 18918-2002", "second", "ammonia-nitrogen", "water_temperature", "12.01", "≤ 25")]
    [InlineData("GB 18918-2002", "first-A", "total-phosphorus", "built", "2005-12-31", "≤ 1")]
    [InlineData("GB 18918-2002", "first-A", "total-phosphorus", "built", "2006-01-01", "≤ 0.5")]
    [InlineData("GB 18918-2002", "first-B", "total-phosphorus", "built", "2005-12-31", "≤ 1.5")]
    [InlineData("GB 18918-2002", "first-B", "total-phosphorus", "built", "2006-01-01", "≤ 1")]
    public void A_condition_that_compares_has_two_sides(string code, string grade, string parameter, string condition, string value, string printed)
    {
        var site = new Dictionary<string, string> { [condition] = value };
        Assert.Equal(printed, ReadingJudge.Judge(StandardFiles.Load().Find(code)!, grade, parameter, 0.1m, "mg/L", site, new(2021, 6, 1)).LimitText);
    }

    [Fact]
    public void The_conditions_that_compare_are_those_tested_here()
    {
        var compared = StandardFiles.Load().Standards.SelectMany(standard => standard.Limits).SelectMany(limit => limit.When.Keys)
            .Where(key => key.EndsWith("gt", StringComparison.Ordinal) || key.EndsWith("lte", StringComparison.Ordinal) || key.Contains("built", StringComparison.Ordinal));
        Assert.Equal(
            [
                "built_on_or_after", "built_on_or_before", "raw_water_permanganate_index_gt", "vessel_built_before", "water_temperature_gt", "water_temperature_lte",
            ],
            compared.Distinct().Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("2020-12-31", "≤ 15")]
    [InlineData("2021-01-01", null)]
    public void Oily_water_may_be_discharged_inland_by_ships_built_before_2021_only(string built, string? printed) =>
        Assert.Equal(printed, ReadingJudge.Judge(
            StandardFiles.Load().Find("GB 3552-2018")!, "installed-2012-on", "petroleum", 1m, "mg/L",
            new Dictionary<string, string> { ["vessel_built"] = built, ["waters"] = "inland" }, new(2021, 6, 1)).LimitText);

    [Theory]
    [InlineData("2023-03-31", "GB 5749-2006")]
    [InlineData("2023-04-01", "GB 5749-2022")]
    public void Drinking_water_is_judged_by_the_standard_of_the_day(string day, string code)
    {
        var judged = ReadingJudge.Judge(
            StandardFiles.Load(), "drinking-water", "limit", "chloroform", 0.05m, "mg/L", new Dictionary<string, string>(),
            DateOnly.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture));
        Assert.Equal((Verdict.Within, code), (judged.Verdict, judged.Standard));
    }

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
