using Bishui.Rules.Obligations;
using Xunit;

namespace Bishui.Tests.Unit.Obligations;

public sealed class VocabularyTests
{
    [Theory]
    [InlineData("throughout 2021")]
    [InlineData("by 2021-12-31")]
    [InlineData("by 2024-02-29")]
    [InlineData("every month")]
    [InlineData("every quarter due day 20 of month +1")]
    [InlineData("every half-year due day 30 of month +0")]
    [InlineData("every year due day 31 of month -11")]
    [InlineData("every 3 years since lastBalanceTest")]
    [InlineData("within 45 workdays of region-plan-published")]
    [InlineData("operating years since commissionedOn: 30, 50, 70")]
    [InlineData("operating years since commissionedOn: 30.50")]
    [InlineData("gate before project-approval")]
    [InlineData("as it happens")]
    [InlineData("while a case is open")]
    public void A_schedule_gives_its_text_back_and_equals_itself(string text)
    {
        Assert.Equal(text, Schedule.Parse(text).ToString());
        Assert.Equal(Schedule.Parse(text), Schedule.Parse(text));
        Assert.Equal(Schedule.Parse(text).GetHashCode(), Schedule.Parse(text).GetHashCode());
    }

    [Theory]
    [InlineData("", "none of the known forms")]
    [InlineData("every moth", "every moth")]
    [InlineData("Every month", "none of the known forms")]
    [InlineData("every month ", "none of the known forms")]
    [InlineData("every month\n", "none of the known forms")]
    [InlineData("throughout 0021", "it is written 'throughout 21'")]
    [InlineData("throughout 99999", "year '99999'")]
    [InlineData("by 2021-02-29", "'2021-02-29' is not a day")]
    [InlineData("by 31.12.2021", "'31.12.2021' is not a day")]
    [InlineData("every quarter due day 0 of month +1", "day '0'")]
    [InlineData("every quarter due day 32 of month +1", "day '32'")]
    [InlineData("every quarter due day 020 of month +1", "it is written")]
    [InlineData("every quarter due day 20 of month 1", "none of the known forms")]
    [InlineData("every quarter due day 20 of month -3", "month '-3'")]
    [InlineData("every quarter due day 20 of month +13", "month '+13'")]
    [InlineData("every quarter due day 20 of month -0", "it is written")]
    [InlineData("every 0 years since lastTest", "years '0'")]
    [InlineData("every 3 years since Last-Test", "none of the known forms")]
    [InlineData("within 0 workdays of event", "workdays '0'")]
    [InlineData("within 99999999999 workdays of event", "workdays '99999999999'")]
    [InlineData("within 45 days of event", "none of the known forms")]
    [InlineData("operating years since commissionedOn: 30, fifty", "'fifty' is not a target")]
    [InlineData("operating years since commissionedOn: 30,50", "'30,50' is not a target")]
    [InlineData("operating years since commissionedOn: -30", "'-30' is not a target")]
    [InlineData("gate before", "none of the known forms")]
    public void What_is_no_schedule_is_refused_by_name(string text, string message)
    {
        var refusal = Assert.Throws<FormatException>(() => Schedule.Parse(text));
        Assert.Contains($"'{text}'", refusal.Message, StringComparison.Ordinal);
        Assert.Contains(message, refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("completion")]
    [InlineData("record disclosure source-water")]
    [InlineData("reading")]
    [InlineData("date lastBalanceTest")]
    [InlineData("case")]
    public void Evidence_gives_its_text_back_and_equals_itself(string text)
    {
        Assert.Equal(text, EvidenceRule.Parse(text).ToString());
        Assert.Equal(EvidenceRule.Parse(text), EvidenceRule.Parse(text));
    }

    [Theory]
    [InlineData("")]
    [InlineData("completions")]
    [InlineData("record disclosure")]
    [InlineData("record disclosure source water")]
    [InlineData("record Disclosure source-water")]
    [InlineData("date")]
    [InlineData("date last-test")]
    [InlineData("reading\n")]
    public void What_is_no_evidence_is_refused_by_name(string text) =>
        Assert.Contains($"'{text}'", Assert.Throws<FormatException>(() => EvidenceRule.Parse(text)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("breach", DutyNature.Breach)]
    [InlineData("warning", DutyNature.Warning)]
    public void A_miss_is_a_breach_or_a_warning(string text, DutyNature nature) => Assert.Equal(nature, DutyRule.NatureOf(text));

    [Fact]
    public void No_other_nature_is_known() => Assert.Throws<FormatException>(() => DutyRule.NatureOf("Breach"));

    [Fact]
    public void A_rule_that_contradicts_itself_says_so()
    {
        var rule = Known.Rule("1");
        Assert.Null(rule.Fault());
        Assert.Contains("no unit", (rule with { Units = [] }).Fault(), StringComparison.Ordinal);
        Assert.Contains("no object to ask", (rule with { If = Condition.Parse("dn > 50") }).Fault(), StringComparison.Ordinal);
        Assert.Contains("no object with such a date", (Known.Rule("20-balance-test") with { Each = null, If = null }).Fault(), StringComparison.Ordinal);
        Assert.Contains("no object to come from", (rule with { Evidence = EvidenceRule.Parse("reading") }).Fault(), StringComparison.Ordinal);
        Assert.Contains("no case", (rule with { Evidence = EvidenceRule.Parse("case") }).Fault(), StringComparison.Ordinal);
    }
}
