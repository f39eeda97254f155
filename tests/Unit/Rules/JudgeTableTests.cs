using Bishui.Rules.Judging;
using Bishui.Rules.Measures;
using Bishui.Rules.Standards;
using CsCheck;
using Xunit;

namespace Bishui.Tests.Unit.Rules;

public sealed class JudgeTableTests
{
    private static readonly (Standard Standard, string Grade, string Parameter)[] Cases =
    [
        .. from standard in Given.Library.Standards
           from grade in standard.Grades
           from parameter in standard.Parameters.Append("turbidity")
           select (standard, grade, parameter),
    ];

    private static readonly IReadOnlyDictionary<string, string>[] Sites =
    [
        Given.NoConditions,
        Given.River,
        Given.Conditions(("water_body", "lake-reservoir"), ("use", "drinking-source"), ("sampling_point", "network-end")),
        Given.Conditions(("discharger", "film-processing"), ("water_temperature", "12"), ("built", "2005-12-31"), ("sampling_point", "finished-water")),
        Given.Conditions(("discharger", "brewery"), ("water_temperature", "20"), ("built", "2010-01-01"), ("supply", "small-centralised-or-decentralised")),
        Given.Conditions(("relaxation", "source-or-treatment-limited"), ("supply", "small-centralised-or-decentralised"), ("disinfection", "ozone")),
    ];

    private static readonly Gen<decimal> Numbers = Gen.Select(Gen.Int[0, 20_000], Gen.Int[0, 5], (digits, scale) => digits / (decimal)Math.Pow(10, scale));

    [Fact]
    public void The_table_and_the_single_judge_agree_everywhere() =>
        Gen.Select(Gen.OneOf(Cases), Gen.OneOf(Sites), Numbers, Gen.OneOf("mg/L", "µg/L", "dimensionless", "count/L", "furlong"), Gen.Int[2001, 2024])
            .Sample((one, site, value, unit, year) =>
            {
                var day = new DateOnly(year, 6, 1);
                var alone = ReadingJudge.Judge(one.Standard, one.Grade, one.Parameter, value, unit, site, day);
                var table = JudgeTable.Prepare(one.Standard, one.Grade, site);
                Assert.Equal(alone, table.Judge(one.Parameter, value, unit, day));
                Assert.Equal(alone.Verdict, table.VerdictOf(one.Parameter, value, unit, day));
                Assert.Equal(alone.Verdict, Plainly(one.Standard, one.Grade, one.Parameter, value, unit, site, day));
            });

    [Fact]
    public void A_reading_within_its_limit_costs_no_memory()
    {
        var table = JudgeTable.Prepare(Given.SurfaceWater, "III", Given.River);
        Assert.Equal(Verdict.Within, table.VerdictOf("mercury", 0.05m, "µg/L", Given.Day));
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 10_000; i++)
        {
            table.VerdictOf("ammonia-nitrogen", 0.025m, "mg/L", Given.Day);
            table.VerdictOf("mercury", 0.05m, "µg/L", Given.Day);
            table.VerdictOf("ph", 7.6m, "dimensionless", Given.Day);
            table.VerdictOf("turbidity", 7.6m, "NTU", Given.Day);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Theory]
    [InlineData("volatile-phenol", "0.0003", "mg/L", Verdict.Within)]
    [InlineData("volatile-phenol", "0.005", "mg/L", Verdict.Within)]
    [InlineData("volatile-phenol", "0.01", "mg/L", Verdict.NotComparable)]
    [InlineData("mercury", "0.04", "µg/L", Verdict.Within)]
    [InlineData("mercury", "0.04", "NTU", Verdict.NotComparable)]
    [InlineData("dissolved-oxygen", "0.2", "mg/L", Verdict.Beyond)]
    [InlineData("dissolved-oxygen", "5.1", "mg/L", Verdict.NotComparable)]
    [InlineData("turbidity", "0.2", "NTU", Verdict.NoLimitInForce)]
    public void Not_detected_is_judged_only_where_the_detection_limit_is_fine_enough(string parameter, string detectionLimit, string unit, Verdict expected) =>
        Assert.Equal(
            expected,
            JudgeTable.Prepare(Given.SurfaceWater, "III", Given.River)
                .VerdictBelowDetection(parameter, decimal.Parse(detectionLimit, System.Globalization.CultureInfo.InvariantCulture), unit, Given.Day));

    [Fact]
    public void Not_detected_is_what_a_limit_of_not_detected_asks_for() =>
        Assert.Equal(
            Verdict.Within,
            JudgeTable.Prepare(Given.Library.Find("GB 5749-2006")!, "limit", Given.NoConditions).VerdictBelowDetection("escherichia-coli", 2m, "MPN/100mL", Given.Day));

    // GB 18918-2002 table 1, note: ammonia outside and inside the brackets, above 12 °C and up to it.
    [Theory]
    [InlineData("12", "8.0", Verdict.Within)]
    [InlineData("12", "8.1", Verdict.Beyond)]
    [InlineData("12.01", "5.0", Verdict.Within)]
    [InlineData("12.01", "5.1", Verdict.Beyond)]
    [InlineData(null, "0.1", Verdict.NotComparable)]
    public void Ammonia_of_a_plant_is_judged_by_the_water_temperature_measured_with_it(string? temperature, string value, Verdict expected)
    {
        var table = JudgeTable.Prepare(Given.Library.Find("GB 18918-2002")!, "first-A", Given.NoConditions);
        var measured = temperature is null ? null : Given.Conditions(("water_temperature", temperature));
        var number = decimal.Parse(value, System.Globalization.CultureInfo.InvariantCulture);

        var judged = table.Judge("ammonia-nitrogen", number, "mg/L", Given.Day, measured);

        Assert.Equal((expected, expected), (judged.Verdict, table.VerdictOf("ammonia-nitrogen", number, "mg/L", Given.Day, measured)));
        Assert.Equal(expected == Verdict.NotComparable ? "condition:water_temperature" : null, judged.Reason);
        Assert.Equal(
            temperature is null ? Verdict.NotComparable : Verdict.Within, table.VerdictBelowDetection("ammonia-nitrogen", 0.025m, "mg/L", Given.Day, measured));
    }

    [Fact]
    public void What_was_measured_stands_above_what_the_site_states()
    {
        var table = JudgeTable.Prepare(Given.Library.Find("GB 18918-2002")!, "first-A", Given.Conditions(("water_temperature", "25")));
        Assert.Equal(Verdict.Beyond, table.VerdictOf("ammonia-nitrogen", 6m, "mg/L", Given.Day));
        Assert.Equal(Verdict.Within, table.VerdictOf("ammonia-nitrogen", 6m, "mg/L", Given.Day, Given.Conditions(("water_temperature", "9"))));
        Assert.Equal(Verdict.Beyond, table.VerdictOf("ammonia-nitrogen", 6m, "mg/L", Given.Day, Given.Conditions(("raw_water_permanganate_index", "9"))));
    }

    // GB 5749-2006 table 1: 3 mg/L, and 5 where the source is limited and the raw water holds more than 6.
    [Theory]
    [InlineData("6", "3.1", Verdict.Beyond)]
    [InlineData("6.01", "3.1", Verdict.Within)]
    [InlineData("6.01", "5.1", Verdict.Beyond)]
    [InlineData(null, "3.1", Verdict.Beyond)]
    public void The_relaxed_permanganate_index_asks_for_the_raw_water(string? raw, string value, Verdict expected)
    {
        var table = JudgeTable.Prepare(Given.Library.Find("GB 5749-2006")!, "limit", Given.Conditions(("relaxation", "source-limited")));
        Assert.Equal(expected, table.VerdictOf(
            "permanganate-index", decimal.Parse(value, System.Globalization.CultureInfo.InvariantCulture), "mg/L", Given.Day,
            raw is null ? null : Given.Conditions(("raw_water_permanganate_index", raw))));
    }

    [Fact]
    public void A_table_says_which_parameters_need_a_measured_condition()
    {
        var effluent = JudgeTable.Prepare(Given.Library.Find("GB 18918-2002")!, "first-A", Given.NoConditions);
        Assert.True(effluent.NeedsMeasured("ammonia-nitrogen", out var condition));
        Assert.Equal("water-temperature", Conditions.MeasuredBy[condition!]);
        Assert.False(effluent.NeedsMeasured("total-phosphorus", out _));
        Assert.False(effluent.NeedsMeasured("phlogiston", out _));
        Assert.False(JudgeTable.Prepare(effluent.Standard, "third", Given.NoConditions).NeedsMeasured("ammonia-nitrogen", out _));

        var drinking = Given.Library.Find("GB 5749-2006")!;
        Assert.False(JudgeTable.Prepare(drinking, "limit", Given.NoConditions).NeedsMeasured("permanganate-index", out _));
        Assert.True(JudgeTable.Prepare(drinking, "limit", Given.Conditions(("relaxation", "source-limited"))).NeedsMeasured("permanganate-index", out _));
    }

    // The same rules once more, written as plainly as possible and sharing nothing with the table.
    private static Verdict Plainly(
        Standard standard, string grade, string parameter, decimal value, string unit, IReadOnlyDictionary<string, string> site, DateOnly day)
    {
        if (day < standard.Effective || day >= (standard.ReplacedOn ?? DateOnly.MaxValue))
            return Verdict.NoLimitInForce;
        var entries = standard.Limits.Where(limit => limit.Parameter == parameter).ToArray();
        var met = entries.Where(entry => entry.When.All(one => Met(one.Key, one.Value) == true)).ToArray();
        var open = entries.Any(entry => entry.When.Any(one => Met(one.Key, one.Value) is null) && entry.When.All(one => Met(one.Key, one.Value) != false)
            && (entry.ByGrade.ContainsKey(grade) || entry.ByGrade.ContainsKey("limit")));
        if (met.Length == 0)
            return open ? Verdict.NotComparable : Verdict.NoLimitInForce;
        var most = met.Max(entry => entry.When.Count);
        var verdict = Verdict.NoLimitInForce;
        foreach (var entry in met.Where(entry => entry.When.Count == most))
        {
            if (!entry.ByGrade.TryGetValue(grade, out var limit) && !entry.ByGrade.TryGetValue("limit", out limit))
                continue;
            if (!Units.TryConvert(value, unit, entry.Unit, out var converted) || limit.Text == "none")
                return Verdict.NotComparable;
            var complies = (entry.Kind, entry.Inclusive) switch
            {
                _ when limit.Text is not null => converted == 0m,
                (LimitKind.Max, true) => converted <= limit.High,
                (LimitKind.Max, false) => converted < limit.High,
                (LimitKind.Min, true) => converted >= limit.Low,
                (LimitKind.Min, false) => converted > limit.Low,
                _ => converted >= limit.Low && converted <= limit.High,
            };
            if (!complies)
                return Verdict.Beyond;
            verdict = Verdict.Within;
        }

        return verdict;

        bool? Met(string condition, string wanted) => condition switch
        {
            "water_temperature_gt" => Site("water_temperature") is { } t ? int.Parse(t, null) > int.Parse(wanted, null) : null,
            "water_temperature_lte" => Site("water_temperature") is { } t ? int.Parse(t, null) <= int.Parse(wanted, null) : null,
            "raw_water_permanganate_index_gt" or "vessel_built_before" => null,
            "built_on_or_before" => Site("built") is { } built ? string.CompareOrdinal(built, wanted) <= 0 : null,
            "built_on_or_after" => Site("built") is { } built ? string.CompareOrdinal(built, wanted) >= 0 : null,
            "relaxation" or "supply" or "use" => Site(condition) == wanted,
            "discharger" when wanted == "other" => Site(condition) is { } who ? entries.All(entry => entry.When["discharger"] != who) : null,
            _ => Site(condition) is { } stated ? stated == wanted : null,
        };

        string? Site(string name) => site.GetValueOrDefault(name);
    }
}
