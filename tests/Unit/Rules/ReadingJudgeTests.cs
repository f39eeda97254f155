using Bishui.Rules.Judging;
using Bishui.Rules.Standards;
using Xunit;

namespace Bishui.Tests.Unit.Rules;

public sealed class ReadingJudgeTests
{
    [Fact]
    public void A_judgement_says_what_it_rests_on()
    {
        var judgement = Judge("GB 3838-2002", "III", "total-phosphorus", 0.25m, "mg/L", ("water_body", "river"));
        Assert.Equal(
            new Judgement
            {
                Verdict = Verdict.Beyond,
                Standard = "GB 3838-2002",
                Grade = "III",
                Parameter = "total-phosphorus",
                Value = 0.25m,
                Unit = "mg/L",
                Limit = 0.2m,
                LimitText = "≤ 0.2",
                Multiple = 0.25m,
                Rule = "single-reading/1",
                Table = "1",
                Confidence = Confidence.Verified,
            },
            judgement);
    }

    [Theory]
    [InlineData("0.1", "µg/L", Verdict.Within)]
    [InlineData("0.11", "µg/L", Verdict.Beyond)]
    [InlineData("0.0001", "mg/L", Verdict.Within)]
    [InlineData("0.1", "mg/L", Verdict.Beyond)]
    [InlineData("100", "ng/L", Verdict.Within)]
    [InlineData("101", "ng/L", Verdict.Beyond)]
    public void Mercury_in_micrograms_is_converted_before_it_is_judged(string value, string unit, Verdict expected)
    {
        var judgement = Judge("GB 3838-2002", "III", "mercury", Number(value), unit);
        Assert.Equal(expected, judgement.Verdict);
        Assert.Equal("mg/L", judgement.Unit);
        Assert.Equal(0.0001m, judgement.Limit);
    }

    [Fact]
    public void Groundwater_limits_in_micrograms_judge_readings_in_milligrams()
    {
        Assert.Equal(Verdict.Within, Judge("GB/T 14848-2017", "III", "benzene", 0.01m, "mg/L").Verdict);
        var beyond = Judge("GB/T 14848-2017", "III", "benzene", 0.0101m, "mg/L");
        Assert.Equal((Verdict.Beyond, 10.1m, "µg/L", 10m, 0.01m), (beyond.Verdict, beyond.Value, beyond.Unit, beyond.Limit, beyond.Multiple));
    }

    [Theory]
    [InlineData("NTU")]
    [InlineData("ppm")]
    [InlineData("")]
    public void A_unit_that_cannot_be_converted_is_not_guessed(string unit)
    {
        var judgement = Judge("GB 3838-2002", "III", "mercury", 0.1m, unit);
        Assert.Equal((Verdict.NotComparable, "unit", 0.1m, unit), (judgement.Verdict, judgement.Reason, judgement.Value, judgement.Unit));
        Assert.Null(judgement.Multiple);
    }

    [Theory]
    [InlineData("2007-06-30", "3.5", Verdict.NoLimitInForce, null)]
    [InlineData("2023-03-31", "3.5", Verdict.Within, "GB 5749-2006")]
    [InlineData("2023-04-01", "3.5", Verdict.Beyond, "GB 5749-2022")]
    [InlineData("2023-04-01", "2", Verdict.Within, "GB 5749-2022")]
    public void Drinking_water_is_judged_by_the_standard_of_its_day(string day, string chlorine, Verdict expected, string? standard)
    {
        var judgement = ReadingJudge.Judge(
            Given.Library, "drinking-water", "limit", "free-chlorine", Number(chlorine), "mg/L",
            Given.Conditions(("sampling_point", "finished-water")), DateOnly.Parse(day, null));
        Assert.Equal((expected, standard), (judgement.Verdict, judgement.Standard));
    }

    [Fact]
    public void A_standard_that_no_longer_binds_judges_nothing() =>
        Assert.Equal(
            Verdict.NoLimitInForce,
            ReadingJudge.Judge(Given.Library.Find("GB 5749-2006")!, "limit", "nitrate", 99m, "mg/L", Given.NoConditions, new(2023, 4, 1)).Verdict);

    [Theory]
    [InlineData("0.2", Verdict.Beyond, 0.3)]
    [InlineData("0.3", Verdict.Within, 0.3)]
    [InlineData("4", Verdict.Within, 4)]
    [InlineData("4.01", Verdict.Beyond, 4)]
    public void Least_and_most_chlorine_bind_together(string value, Verdict expected, double limit)
    {
        var judgement = Judge("GB 5749-2006", "limit", "free-chlorine", Number(value), "mg/L", ("sampling_point", "finished-water"));
        Assert.Equal((expected, (decimal)limit), (judgement.Verdict, judgement.Limit));
    }

    [Fact]
    public void A_relaxation_applies_only_to_a_supply_that_is_flagged_for_it()
    {
        Assert.Equal(Verdict.Beyond, Judge("GB 5749-2006", "limit", "nitrate", 15m, "mg/L").Verdict);
        Assert.Equal(Verdict.Within, Judge("GB 5749-2006", "limit", "nitrate", 15m, "mg/L", ("relaxation", "groundwater-source-limited")).Verdict);
        Assert.Equal(Verdict.Within, Judge("GB 5749-2006", "limit", "nitrate", 15m, "mg/L", ("supply", "small-centralised-or-decentralised")).Verdict);
        Assert.Equal(
            Verdict.Beyond,
            ReadingJudge.Judge(
                Given.Library.Find("GB 5749-2022")!, "limit", "nitrate", 15m, "mg/L",
                Given.Conditions(("supply", "small-centralised-or-decentralised")), new(2024, 1, 1)).Verdict);
    }

    [Fact]
    public void A_relaxation_needs_all_its_conditions()
    {
        var flagged = ("relaxation", "source-limited");
        Assert.Equal(Verdict.Beyond, Judge("GB 5749-2006", "limit", "permanganate-index", 4m, "mg/L", flagged).Verdict);
        Assert.Equal(Verdict.Beyond, Judge("GB 5749-2006", "limit", "permanganate-index", 4m, "mg/L", flagged, ("raw_water_permanganate_index", "6")).Verdict);
        Assert.Equal(Verdict.Within, Judge("GB 5749-2006", "limit", "permanganate-index", 4m, "mg/L", flagged, ("raw_water_permanganate_index", "6.1")).Verdict);
    }

    [Theory]
    [InlineData("12", "8")]
    [InlineData("12.1", "5")]
    [InlineData("-1", "8")]
    public void Ammonia_of_a_treatment_plant_depends_on_the_water_temperature(string temperature, string limit) =>
        Assert.Equal(Number(limit), Judge("GB 18918-2002", "first-A", "ammonia-nitrogen", 1m, "mg/L", ("water_temperature", temperature)).Limit);

    [Theory]
    [InlineData("2005-12-31", "1")]
    [InlineData("2006-01-01", "0.5")]
    public void Phosphorus_of_a_treatment_plant_depends_on_the_year_it_was_built(string built, string limit) =>
        Assert.Equal(Number(limit), Judge("GB 18918-2002", "first-A", "total-phosphorus", 1m, "mg/L", ("built", built)).Limit);

    [Theory]
    [InlineData("paper-mill", "second", "150")]
    [InlineData("petrochemical-and-refining", "second", "120")]
    [InlineData("municipal-secondary-treatment-plant", "second", "120")]
    public void A_discharger_that_no_row_names_falls_under_other(string discharger, string grade, string limit) =>
        Assert.Equal(Number(limit), Judge("GB 8978-1996", grade, "chemical-oxygen-demand", 1m, "mg/L", ("discharger", discharger)).Limit);

    [Fact]
    public void A_row_of_its_own_without_the_grade_means_no_limit_and_not_the_limit_of_others() =>
        Assert.Equal(
            Verdict.NoLimitInForce,
            Judge("GB 8978-1996", "third", "chemical-oxygen-demand", 999m, "mg/L", ("discharger", "municipal-secondary-treatment-plant")).Verdict);

    [Theory]
    [InlineData("GB 3838-2002", "III", "total-phosphorus", "water_body")]
    [InlineData("GB 18918-2002", "first-A", "ammonia-nitrogen", "water_temperature")]
    [InlineData("GB 8978-1996", "first", "bod5", "discharger")]
    public void Without_the_condition_that_decides_the_limit_nothing_is_guessed(string standard, string grade, string parameter, string condition)
    {
        var judgement = Judge(standard, grade, parameter, 0.0001m, "mg/L");
        Assert.Equal((Verdict.NotComparable, $"condition:{condition}"), (judgement.Verdict, judgement.Reason));
    }

    [Fact]
    public void No_limit_is_an_answer_of_its_own()
    {
        Assert.Equal(Verdict.NoLimitInForce, Judge("GB 3838-2002", "III", "turbidity", 99m, "NTU").Verdict);
        Assert.Equal(Verdict.NoLimitInForce, Judge("GB 3838-2002", "III", "sulfate", 999m, "mg/L").Verdict);
        Assert.Equal(Verdict.Beyond, Judge("GB 3838-2002", "III", "sulfate", 999m, "mg/L", ("use", "drinking-source")).Verdict);
        Assert.Equal(Verdict.NoLimitInForce, Judge("GB 3838-2002", "III", "total-nitrogen", 9m, "mg/L", ("water_body", "river")).Verdict);
        Assert.Null(ReadingJudge.Judge(Given.Library, "rural-sewage-effluent", "first", "ph", 3m, "", Given.NoConditions, Given.Day).Standard);
    }

    [Fact]
    public void Not_detected_is_met_by_nothing_else()
    {
        Assert.Equal(Verdict.Within, Judge("GB 5749-2006", "limit", "escherichia-coli", 0m, "CFU/100mL").Verdict);
        var found = Judge("GB 5749-2006", "limit", "escherichia-coli", 1m, "MPN/100mL");
        Assert.Equal((Verdict.Beyond, null, "not-detected", null), (found.Verdict, found.Limit, found.LimitText, found.Multiple));
    }

    [Fact]
    public void A_word_cannot_be_compared_with_a_number() =>
        Assert.Equal((Verdict.NotComparable, "word"), Judge("GB 5749-2006", "limit", "odor-and-taste", 0m, "text") is var j ? (j.Verdict, j.Reason) : default);

    [Theory]
    [InlineData("ph", "5", "dimensionless")]
    [InlineData("dissolved-oxygen", "1", "mg/L")]
    [InlineData("water-temperature-rise", "3", "°C")]
    public void Ph_oxygen_and_temperature_have_no_multiple(string parameter, string value, string unit)
    {
        var judgement = Judge("GB 3838-2002", "III", parameter, Number(value), unit);
        Assert.Equal(Verdict.Beyond, judgement.Verdict);
        Assert.Null(judgement.Multiple);
    }

    [Theory]
    [InlineData("5.5", "6", "6–9")]
    [InlineData("9.5", "9", "6–9")]
    public void A_range_names_the_nearer_end(string value, string limit, string text)
    {
        var judgement = Judge("GB 3838-2002", "III", "ph", Number(value), "dimensionless");
        Assert.Equal((Number(limit), text), (judgement.Limit, judgement.LimitText));
    }

    [Fact]
    public void A_grade_the_standard_does_not_have_is_a_mistake_of_the_caller() =>
        Assert.Contains("I, II, III, IV, V", Assert.Throws<ArgumentException>(() => Judge("GB 3838-2002", "first-A", "ph", 7m, "")).Message, StringComparison.Ordinal);

    private static Judgement Judge(
        string standard, string grade, string parameter, decimal value, string unit, params (string, string)[] conditions) =>
        ReadingJudge.Judge(Given.Library.Find(standard)!, grade, parameter, value, unit, Given.Conditions(conditions), Given.Day);

    private static decimal Number(string text) => decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
