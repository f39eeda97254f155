using Bishui.Rules.Standards;
using Bishui.Standards;
using CsCheck;
using Xunit;

namespace Bishui.Tests.Unit.Standards;

/// <summary>A mistake in a file must stop the start with a message that leads to it.</summary>
public sealed class BrokenFilesTests
{
    private const string Name = "gb-18596-2001.yaml";
    private static readonly IReadOnlyList<StandardFile> Files = StandardFiles.Embedded();
    private static readonly StandardFile[] Neighbours = [.. Files.Where(file => file.Name is "parameters.yaml" or "gb-3838-2002.yaml")];
    private static readonly string Text = Files.Single(file => file.Name == Name).Text;

    private const string FirstEntry = """
          - key: bod5
            name_zh: 五日生化需氧量
            hj525: w01017
            unit: mg/L
            table: 5
            rule: max
            limits: {limit: 150}
            confidence: verified

        """;

    [Theory]
    [InlineData("key: bod5", "key: bod6", "bod6: 'bod6' is not a key of parameters.yaml")]
    [InlineData("key: bod5", "key: BOD5", "BOD5: 'BOD5' is not a key of parameters.yaml")]
    [InlineData("    hj525: w01017\n", "    hj525: w01018\n", "bod5: 'w01018' is not a code of the parameter")]
    [InlineData("    unit: mg/L\n", "", "bod5: 'unit' is missing")]
    [InlineData("    unit: mg/L\n", "    unit: ppm\n", "bod5: The unit 'ppm' is not known")]
    [InlineData("    unit: mg/L\n", "    unit: NTU\n", "bod5: Readings in 'mg/L' cannot be converted into 'NTU'")]
    [InlineData("rule: max", "rule: most", "bod5: 'rule' is 'most', not one of max, min, range, text")]
    [InlineData("{limit: 150}", "{first-A: 150}", "bod5: The grade 'first-A' is not declared")]
    [InlineData("{limit: 150}", "{limit: about 150}", "bod5: The limit of 'limit' is not a number")]
    [InlineData("{limit: 150}", "{limit: 1e2}", "bod5: The limit of 'limit' is not a number")]
    [InlineData("{limit: 150}", "{limit: NaN}", "bod5: The limit of 'limit' is not a number")]
    [InlineData("{limit: 150}", "{limit: [1, 2]}", "bod5: The limit of 'limit' is not a number")]
    [InlineData("{limit: 150}", "{limit: ''}", "bod5: The limit of 'limit' is not a number")]
    [InlineData("{limit: 150}", "{}", "bod5: 'limits' has no fields")]
    [InlineData("rule: max\n    limits: {limit: 150}", "rule: range\n    limits: {limit: [9, 6]}", "bod5: The limit of 'limit' is not a range")]
    [InlineData("rule: max\n    limits: {limit: 150}", "rule: range\n    limits: {limit: [6]}", "bod5: The limit of 'limit' is not a range")]
    [InlineData("rule: max\n    limits: {limit: 150}", "rule: text\n    limits: {limit: perhaps}", "bod5: The limit of 'limit' is not one of none, not-detected")]
    [InlineData("confidence: verified", "confidence: sure", "bod5: 'confidence' is 'sure', not one of verified, recalled")]
    [InlineData("confidence: verified", "confidnce: verified", "bod5: 'confidnce' is not a known field")]
    [InlineData("table: 5", "inclusive: maybe", "bod5: 'inclusive' is neither true nor false: 'maybe'")]
    [InlineData("table: 5", "when: {water_bodyy: river}", "bod5: The condition 'water_bodyy' is not known")]
    [InlineData("table: 5", "when: {water_body: rivr}", "bod5: The condition 'water_body' is 'rivr', not one of river, lake-reservoir")]
    [InlineData("table: 5", "when: {built_on_or_before: 2005}", "bod5: The condition 'built_on_or_before' compares with '2005', which is not a day")]
    [InlineData("table: 5", "when: {water_temperature_gt: warm}", "bod5: The condition 'water_temperature_gt' compares with 'warm', which is not a number")]
    [InlineData("table: 5", "table:", "bod5: 'table' is empty")]
    [InlineData("table: 5", "table: [5]", "bod5: 'table' is not a text")]
    [InlineData("table: 5", "table: 5\n    table: 6", "'table' stands twice")]
    [InlineData("table: 5", "table: *five", "Aliases are not used")]
    [InlineData("table: 5", "table: &five 5", "Anchors and tags are not used")]
    [InlineData("table: 5", "table: !!int 5", "Anchors and tags are not used")]
    [InlineData("table: 5", "table: {five", "gb-18596-2001.yaml(")]
    public void A_mistake_in_an_entry_is_named_with_file_and_entry(string right, string wrong, string message)
    {
        var start = Text.IndexOf(FirstEntry, StringComparison.Ordinal);
        Assert.True(start > 0);
        Assert.Contains(right, FirstEntry, StringComparison.Ordinal);
        var broken = Text.Replace(FirstEntry, FirstEntry.Replace(right, wrong, StringComparison.Ordinal), StringComparison.Ordinal);
        AssertProblem(broken, message);
    }

    [Theory]
    [InlineData("code: GB 18596-2001\n", "", "'code' is missing")]
    [InlineData("effective: 2003-01-01", "effective: 1.1.2003", "'effective' is not a day")]
    [InlineData("effective: 2003-01-01\n", "", "'effective' is missing")]
    [InlineData("effective: 2003-01-01", "effective: 2022-01-01", "'in_force_2021' contradicts")]
    [InlineData("grade_order: single", "grade_order: best", "'grade_order' is 'best', not one of")]
    [InlineData("media: livestock-effluent", "media: surface-water", "GB 3838-2002: Binds for 'surface-water' at the same time as GB 18596-2001")]
    [InlineData("code: GB 18596-2001\n", "code: GB 3838-2002\n", "gb-3838-2002.yaml holds the same standard")]
    [InlineData("media:", "replaced_by: GB 1-1\nmedia:", "'replaced_by' and 'replaced_on' go together")]
    [InlineData("media:", "replaced_by: GB 3838-2002\nreplaced_on: 2030-01-01\nmedia:", "GB 3838-2002 does not take effect on 2030-01-01")]
    [InlineData("media:", "replaced_onn: 2030-01-01\nmedia:", "'replaced_onn' is neither a known field nor a table")]
    [InlineData("grades: [limit]", "grades: [limit, other]", "The grade 'other' has no Chinese name")]
    [InlineData("grades: [limit]", "grades: limit", "'grades' is not a list")]
    [InlineData("  key: exceeded\n", "", "beyond_last_grade: 'key' is missing")]
    [InlineData("  method: single-limit", "  class_excluded: [rain]", "evaluation: 'rain' is not a key")]
    [InlineData("parameters:\n", "parametres:\n", "'parameters' is missing")]
    public void A_mistake_in_the_head_of_a_file_is_named(string right, string wrong, string message)
    {
        Assert.Contains(right, Text, StringComparison.Ordinal);
        AssertProblem(Text.Replace(right, wrong, StringComparison.Ordinal), message);
    }

    [Fact]
    public void A_worse_grade_cannot_be_stricter()
    {
        var text = Files.Single(file => file.Name == "gb-3838-2002.yaml").Text;
        AssertProblem(
            text.Replace("{I: 2, II: 4, III: 6, IV: 10, V: 15}", "{I: 2, II: 4, III: 0.6, IV: 10, V: 15}", StringComparison.Ordinal),
            "permanganate-index: The limit of 'III' is stricter than that of 'II'", "gb-3838-2002.yaml");
    }

    [Fact]
    public void The_same_limit_twice_is_a_mistake() =>
        AssertProblem(Text.Replace(FirstEntry, FirstEntry + "    source: a second time\n\n" + FirstEntry, StringComparison.Ordinal), "bod5: A second 'Max' limit for 'limit'");

    [Fact]
    public void All_problems_are_listed_at_once()
    {
        var broken = Text.Replace("unit: mg/L", "unit: ppm", StringComparison.Ordinal);
        Assert.True(Assert.Throws<StandardFilesException>(() => Load(broken)).Problems.Count >= 5);
    }

    [Fact]
    public void The_line_leads_to_the_mistake()
    {
        var lines = Text.Split('\n');
        var line = Array.FindIndex(lines, one => one.Contains("rule: max", StringComparison.Ordinal)) + 1;
        lines[line - 1] = "    rulee: max";
        var problems = Assert.Throws<StandardFilesException>(() => Load(string.Join('\n', lines))).Problems;
        Assert.Contains(problems, problem => problem.Line == line && problem.Detail.Contains("rulee", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("")]
    [InlineData("# only a comment\n")]
    [InlineData("just a text")]
    [InlineData("- a\n- list\n")]
    [InlineData("\t- tab")]
    [InlineData("a: 1\n---\nb: 2\n")]
    public void What_is_no_standard_at_all_is_refused(string text) => Assert.Equal(Name, Assert.Throws<StandardFilesException>(() => Load(text)).Problems[0].File);

    [Fact]
    public void Deep_nesting_is_refused() => AssertProblem($"code: {new string('[', 20_000)}", "Nested too deeply");

    [Fact]
    public void Without_the_list_of_parameters_nothing_is_read() =>
        Assert.Contains("parameters.yaml", Assert.Throws<StandardFilesException>(() => StandardFiles.Load([.. Files.Where(file => file.Name == Name)])).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("  - key: ph\n", "  - key: pH\n", "'ph' is not a key of parameters.yaml")]
    [InlineData("aliases: [TP,", "aliases: [ammonia-nitrogen, TP,", "The key 'ammonia-nitrogen' is a name of another parameter as well")]
    [InlineData("    name_en: pH\n", "", "ph: 'name_en' is missing")]
    [InlineData("unit: NTU", "unit: FTU", "turbidity: The unit 'FTU' is not known")]
    [InlineData("legacy_code: '001'", "legacycode: '001'", "ph: 'legacycode' is not a known field")]
    public void A_mistake_in_the_list_of_parameters_is_named(string right, string wrong, string message)
    {
        var text = Files.Single(file => file.Name == "parameters.yaml").Text;
        Assert.Contains(right, text, StringComparison.Ordinal);
        AssertProblem(text.Replace(right, wrong, StringComparison.Ordinal), message, "parameters.yaml");
    }

    // Whatever happens to a file, the answer is a library or a list of problems in that file, never another exception.
    [Fact]
    public void A_damaged_file_is_read_or_refused_with_a_message() =>
        Gen.Select(Gen.OneOf([.. Files]), Gen.Double[0, 1], Gen.Int[0, 40], Gen.OneOf("", "\n", ": ", "- ", "[", "}", "'", "\"", "&a ", "*a", "!!x ", "\t", "? ", "|", "null", "-1e999", "\0", "💧"))
            .Sample(
                (file, where, length, insert) =>
                {
                    var at = (int)(where * (file.Text.Length - 1));
                    var damaged = file.Text[..at] + insert + file.Text[Math.Min(file.Text.Length, at + length)..];
                    try
                    {
                        return Load(damaged, file.Name) is not null;
                    }
                    catch (StandardFilesException refused)
                    {
                        return refused.Problems.Count > 0 && refused.Problems.All(problem => problem.Detail.Length > 5)
                            && refused.Message.Contains(".yaml(", StringComparison.Ordinal);
                    }
                });

    private static void AssertProblem(string text, string message, string name = Name)
    {
        var refused = Assert.Throws<StandardFilesException>(() => Load(text, name));
        Assert.Contains(message, refused.Message, StringComparison.Ordinal);
        Assert.Contains(name, refused.Message, StringComparison.Ordinal);
    }

    private static StandardLibrary Load(string text, string name = Name) =>
        StandardFiles.Load([.. Neighbours.Where(file => file.Name != name), new(name, text)]);
}
