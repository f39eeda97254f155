using Bishui.Rules.Measures;
using Bishui.Rules.Standards;
using Bishui.Standards;
using Xunit;

namespace Bishui.Tests.Unit.Standards;

public sealed class StandardFilesTests
{
    private static readonly StandardLibrary Library = StandardFiles.Load();

    [Fact]
    public void Every_standard_the_plan_needs_is_carried() =>
        Assert.Equal(
            [
                "DB45/2413-2021", "GB 18596-2001", "GB 18918-2002", "GB 3552-2018", "GB 3838-2002", "GB 5749-2006", "GB 5749-2022", "GB 8978-1996",
                "GB/T 14848-2017", "GB/T 51083-2015", "建城〔2015〕130号", "老旧运输船舶管理规定",
            ],
            Library.Standards.Select(standard => standard.Code).Order(StringComparer.Ordinal));

    // Transcribed by hand from GB 3838-2002 table 1, independently of the file.
    [Theory]
    [InlineData("dissolved-oxygen", "7.5 6 5 3 2")]
    [InlineData("permanganate-index", "2 4 6 10 15")]
    [InlineData("chemical-oxygen-demand", "15 15 20 30 40")]
    [InlineData("bod5", "3 3 4 6 10")]
    [InlineData("ammonia-nitrogen", "0.15 0.5 1.0 1.5 2.0")]
    [InlineData("copper", "0.01 1.0 1.0 1.0 1.0")]
    [InlineData("zinc", "0.05 1.0 1.0 2.0 2.0")]
    [InlineData("fluoride", "1.0 1.0 1.0 1.5 1.5")]
    [InlineData("selenium", "0.01 0.01 0.01 0.02 0.02")]
    [InlineData("arsenic", "0.05 0.05 0.05 0.1 0.1")]
    [InlineData("mercury", "0.00005 0.00005 0.0001 0.001 0.001")]
    [InlineData("cadmium", "0.001 0.005 0.005 0.005 0.01")]
    [InlineData("hexavalent-chromium", "0.01 0.05 0.05 0.05 0.1")]
    [InlineData("lead", "0.01 0.01 0.05 0.05 0.1")]
    [InlineData("cyanide", "0.005 0.05 0.2 0.2 0.2")]
    [InlineData("volatile-phenol", "0.002 0.002 0.005 0.01 0.1")]
    [InlineData("petroleum", "0.05 0.05 0.05 0.5 1.0")]
    [InlineData("anionic-surfactant", "0.2 0.2 0.2 0.3 0.3")]
    [InlineData("sulfide", "0.05 0.1 0.2 0.5 1.0")]
    [InlineData("fecal-coliforms", "200 2000 10000 20000 40000")]
    [InlineData("total-phosphorus", "0.02 0.1 0.2 0.3 0.4", "river")]
    [InlineData("total-phosphorus", "0.01 0.025 0.05 0.1 0.2", "lake-reservoir")]
    [InlineData("total-nitrogen", "0.2 0.5 1.0 1.5 2.0", "lake-reservoir")]
    public void Surface_water_limits_are_those_of_the_standard(string parameter, string limits, string? body = null)
    {
        var standard = Library.Find("GB 3838-2002")!;
        var entry = Assert.Single(standard.LimitsOf(parameter), limit => limit.When.GetValueOrDefault("water_body") == body);
        Assert.Equal(
            limits.Split(' ').Select(text => decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture)),
            standard.Grades.Select(grade => (entry.For(grade)!.Value.High ?? entry.For(grade)!.Value.Low)!.Value));
        Assert.Equal(parameter == "dissolved-oxygen" ? LimitKind.Min : LimitKind.Max, entry.Kind);
    }

    [Fact]
    public void Surface_water_limits_are_in_the_units_in_which_readings_are_kept() =>
        Assert.All(Library.Find("GB 3838-2002")!.Limits, limit => Assert.Equal(Library.Parameters.Find(limit.Parameter)!.Unit, limit.Unit));

    [Fact]
    public void Every_entry_says_where_it_was_read() =>
        Assert.All(Library.Standards.SelectMany(standard => standard.Limits), limit => Assert.True(limit.Source.Length > 10 && limit.NameZh.Length > 0));

    [Fact]
    public void What_is_from_memory_is_marked() =>
        Assert.All(
            Library.Standards.SelectMany(standard => standard.Limits).Where(limit => limit.Source.Contains("from memory", StringComparison.Ordinal)),
            limit => Assert.Equal(Confidence.Recalled, limit.Confidence));

    [Fact]
    public void Each_parameter_names_exactly_the_standards_that_limit_it() =>
        Assert.All(Library.Parameters.All, parameter => Assert.Equal(
            Library.Standards.Where(standard => standard.LimitsOf(parameter.Key).Count > 0).Select(standard => standard.Code).Order(StringComparer.Ordinal),
            parameter.Standards.Order(StringComparer.Ordinal)));

    [Theory]
    [InlineData("ammonia-nitrogen", "ammonia-nitrogen")]
    [InlineData("氨氮", "ammonia-nitrogen")]
    [InlineData("nh3-n", "ammonia-nitrogen")]
    [InlineData("W21003", "ammonia-nitrogen")]
    [InlineData("060", "ammonia-nitrogen")]
    [InlineData("CODMn", "permanganate-index")]
    [InlineData("w20144", "lead")]
    [InlineData("w20120", "lead")]
    [InlineData(" DO ", "dissolved-oxygen")]
    public void A_parameter_is_found_by_key_name_alias_and_code(string name, string key) => Assert.Equal(key, Library.Parameters.Find(name)?.Key);

    [Fact]
    public void A_name_of_two_parameters_finds_neither()
    {
        var ambiguous = Library.Parameters.All.SelectMany(parameter => parameter.Names).Distinct(StringComparer.OrdinalIgnoreCase)
            .Where(name => Library.Parameters.FindAll(name).Count > 1);
        Assert.Equal(["002", "w01002", "色度"], ambiguous.Order(StringComparer.Ordinal));
        Assert.Null(Library.Parameters.Find("色度"));
        Assert.Equal(["color", "color-dilution"], Library.Parameters.FindAll("色度").Select(parameter => parameter.Key).Order());
        Assert.Empty(Library.Parameters.FindAll("未知"));
    }

    [Fact]
    public void Every_unit_of_telemetry_is_known() =>
        Assert.All(Library.Parameters.All.SelectMany(parameter => parameter.Hj212).Concat(Library.Parameters.OtherCodes), code => Assert.True(Units.IsKnown(code.Unit)));

    [Theory]
    [InlineData("drinking-water", "2023-03-31", "GB 5749-2006")]
    [InlineData("drinking-water", "2023-04-01", "GB 5749-2022")]
    [InlineData("drinking-water", "2007-06-30", null)]
    [InlineData("surface-water", "2021-11-01", "GB 3838-2002")]
    [InlineData("rural-sewage-effluent", "2022-06-26", null)]
    [InlineData("rural-sewage-effluent", "2022-06-27", "DB45/2413-2021")]
    [InlineData("air", "2021-11-01", null)]
    public void The_standard_in_force_depends_on_the_day(string media, string day, string? code) =>
        Assert.Equal(code, Library.InForce(media, DateOnly.Parse(day, null))?.Code);

    [Fact]
    public void Tables_that_are_not_limits_stay_readable()
    {
        Assert.Equal(">= 3000", Library.Find("GB 18596-2001")!.Sections["scale_farm"]["grade-1"]!["pig_over_25kg"]!.Text);
        Assert.Equal("80", Library.Find("GB 18918-2002")!.Sections["sludge"]["dewatered_water_content_percent_lt"]!.Text);
        Assert.Equal("> 40 %", Library.Find("GB 18918-2002")!.Sections["sludge"]["stabilisation"]!.Items[0]["limit"]!.Text);
        Assert.Equal("60", Library.Find("建城〔2015〕130号")!.Evaluation["water_body_is_severe_if_share_of_severe_points_percent_gte"]!.Text);
        Assert.Equal(
            ["changes_from_2006", "drainage_limits", "pig_equivalents", "residue", "scale_breeding_zone", "scale_farm", "sludge"],
            Library.Standards.SelectMany(standard => standard.Sections.Keys).Order(StringComparer.Ordinal));
        Assert.Equal(25m, Library.Find("老旧运输船舶管理规定")!.LimitsOf("vessel-age-high-speed-passenger")[0].For("mandatory-scrapping")!.Value.High);
    }

    [Fact]
    public void What_nobody_could_confirm_has_no_number()
    {
        var rural = Library.Find("DB45/2413-2021")!;
        Assert.Empty(rural.Limits);
        Assert.NotEmpty(rural.Unknown);
    }
}
