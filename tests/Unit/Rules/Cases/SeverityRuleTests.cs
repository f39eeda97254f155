using Bishui.Rules.Cases;
using Xunit;

namespace Bishui.Tests.Unit.Rules.Cases;

public sealed class SeverityRuleTests
{
    private static readonly SeverityRule Rule = new()
    {
        Multiples = new(1m, 3m),
        MultiplesBySiteKind = new Dictionary<string, SeverityThresholds> { ["tap"] = new(0.2m, 0.5m) },
        WithoutMultiple = new Dictionary<string, DistanceThresholds>
        {
            ["ph"] = new() { Thresholds = new(1m, 2m) },
            ["dissolved-oxygen"] = new() { AsShare = true, Thresholds = new(0.3m, 0.6m) },
        },
        Otherwise = CaseSeverity.Serious,
        Hours = new(24m, 72m),
        Samples = new(2m, 3m),
        Raises =
        [
            new() { SiteKinds = ["drinking-water-source"], Steps = 1, Reason = "drunk" },
            new() { Parameters = ["lead", "cyanide"], Steps = 1, Reason = "toxic" },
        ],
    };

    private static readonly SeverityFacts Facts = new() { SiteKind = "outlet", Parameter = "ammonia-nitrogen", Value = 1.5m, Limit = 1m };

    [Theory]
    [InlineData(0.99, CaseSeverity.Minor)]
    [InlineData(1.0, CaseSeverity.Serious)]
    [InlineData(2.99, CaseSeverity.Serious)]
    [InlineData(3.0, CaseSeverity.Severe)]
    public void The_multiple_gives_the_magnitude(decimal multiple, CaseSeverity expected) =>
        Assert.Equal(expected, Rule.Of(Facts with { Multiple = multiple }));

    [Theory]
    [InlineData(23.9, 0, CaseSeverity.Minor)]
    [InlineData(24, 0, CaseSeverity.Serious)]
    [InlineData(71.9, 0, CaseSeverity.Serious)]
    [InlineData(72, 0, CaseSeverity.Severe)]
    [InlineData(0, 1, CaseSeverity.Minor)]
    [InlineData(0, 2, CaseSeverity.Serious)]
    [InlineData(0, 3, CaseSeverity.Severe)]
    public void Persistence_counts_by_hours_or_by_samples(decimal hours, int samples, CaseSeverity expected) =>
        Assert.Equal(expected, Rule.Of(Facts with { Multiple = 0.1m, Hours = hours, Samples = samples }));

    [Fact]
    public void Magnitude_and_persistence_add_up_and_severe_is_the_end()
    {
        Assert.Equal(CaseSeverity.Severe, Rule.Of(Facts with { Multiple = 1m, Hours = 24m }));
        Assert.Equal(CaseSeverity.Severe, Rule.Of(Facts with { Multiple = 9m, Hours = 200m, SiteKind = "drinking-water-source", Parameter = "lead" }));
    }

    [Theory]
    [InlineData("ph", 9.9, 9, CaseSeverity.Minor)]
    [InlineData("ph", 10, 9, CaseSeverity.Serious)]
    [InlineData("ph", 4, 6, CaseSeverity.Severe)]
    [InlineData("dissolved-oxygen", 3.6, 5, CaseSeverity.Minor)]
    [InlineData("dissolved-oxygen", 3.5, 5, CaseSeverity.Serious)]
    [InlineData("dissolved-oxygen", 2.0, 5, CaseSeverity.Severe)]
    public void Where_no_multiple_is_defined_the_distance_counts(string parameter, decimal value, decimal limit, CaseSeverity expected) =>
        Assert.Equal(expected, Rule.Of(Facts with { Parameter = parameter, Value = value, Limit = limit }));

    [Fact]
    public void A_limit_that_is_a_word_has_a_severity_of_its_own() =>
        Assert.Equal(CaseSeverity.Serious, Rule.Of(Facts with { Parameter = "escherichia-coli", Limit = null }));

    [Theory]
    [InlineData("drinking-water-source", "ammonia-nitrogen", CaseSeverity.Serious)]
    [InlineData("outlet", "lead", CaseSeverity.Serious)]
    [InlineData("outlet", "cyanide", CaseSeverity.Serious)]
    [InlineData("drinking-water-source", "lead", CaseSeverity.Severe)]
    [InlineData("outlet", "ammonia-nitrogen", CaseSeverity.Minor)]
    public void What_people_drink_and_what_is_toxic_counts_one_step_more(string kind, string parameter, CaseSeverity expected) =>
        Assert.Equal(expected, Rule.Of(Facts with { SiteKind = kind, Parameter = parameter, Multiple = 0.1m }));

    [Fact]
    public void A_kind_of_site_may_have_thresholds_of_its_own() =>
        Assert.Equal(CaseSeverity.Severe, Rule.Of(Facts with { SiteKind = "tap", Multiple = 0.5m }));
}
