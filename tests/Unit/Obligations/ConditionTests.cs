using Bishui.Rules.Obligations;
using Xunit;

namespace Bishui.Tests.Unit.Obligations;

public sealed class ConditionTests
{
    [Theory]
    [InlineData("withdrawalPerDay >= 10000", "withdrawalPerDay=10000", true)]
    [InlineData("withdrawalPerDay >= 10000", "withdrawalPerDay=9999", false)]
    [InlineData("withdrawalPerDay >= 10000", "withdrawalPerDay=9999.9999999999999999999", false)]
    [InlineData("withdrawalPerDay >= 10000", "withdrawalPerDay=1e4", true)]
    [InlineData("withdrawalPerDay >= 10000", "withdrawalPerDay=much", false)]
    [InlineData("withdrawalPerDay >= 10000", "", false)]
    [InlineData("share = 0.3", "share=0.30", true)]
    [InlineData("share != 0.3", "share=0.3000000000000000001", true)]
    [InlineData("share != 0.3", "", false)]
    [InlineData("level > -1", "level=0", true)]
    [InlineData("scaleAbove and not onlineMonitor", "scaleAbove=true onlineMonitor=false", true)]
    [InlineData("scaleAbove and not onlineMonitor", "scaleAbove=true onlineMonitor=true", false)]
    [InlineData("scaleAbove and not onlineMonitor", "scaleAbove=true", true)]
    [InlineData("scaleAbove and not onlineMonitor", "onlineMonitor=false", false)]
    [InlineData("scaleAbove and not onlineMonitor", "scaleAbove=1", false)]
    [InlineData("dn > 25 and dn <= 50", "dn=25", false)]
    [InlineData("dn > 25 and dn <= 50", "dn=25.1", true)]
    [InlineData("dn > 25 and dn <= 50", "dn=50", true)]
    [InlineData("dn > 25 and dn <= 50", "dn=50.1", false)]
    [InlineData("dn <= 25 and not q3 > 16", "dn=25", true)]
    [InlineData("dn <= 25 and not q3 > 16", "dn=25 q3=16", true)]
    [InlineData("dn <= 25 and not q3 > 16", "dn=25 q3=25", false)]
    [InlineData("a or b and c", "a=true", true)]
    [InlineData("a or b and c", "c=true", false)]
    [InlineData("a and b or c", "c=true", true)]
    [InlineData("a and b or c", "a=true", false)]
    [InlineData("waters = inland", "waters=inland", true)]
    [InlineData("waters = inland", "waters=coastal", false)]
    [InlineData("waters != inland", "waters=coastal", true)]
    [InlineData("onlineMonitor = false", "onlineMonitor=false", true)]
    [InlineData("builtOn < 2021-01-01", "builtOn=2020-12-31", true)]
    [InlineData("builtOn < 2021-01-01", "builtOn=2021-01-01", false)]
    [InlineData("builtOn < 2021-01-01", "builtOn=2020", false)]
    public void A_condition_is_asked_of_attributes(string text, string attributes, bool holds)
    {
        var row = Known.Thing("any", $"2021-01-01 {attributes}").Rows[0];
        Assert.Equal(holds, Condition.Parse(text).Holds(row.Attributes, Known.Day("2021-12-31")));
        Assert.Equal(text, Condition.Parse(text).ToString());
        Assert.Equal(Condition.Parse(text), Condition.Parse(text));
    }

    [Theory]
    [InlineData("1971-12-30", "2021-12-31", true)]
    [InlineData("1971-12-31", "2021-12-31", false)]
    [InlineData("1971-12-31", "2022-01-01", true)]
    [InlineData("1972-02-29", "2022-02-28", false)]
    [InlineData("1972-02-29", "2022-03-01", true)]
    [InlineData("9990-01-01", "2021-12-31", false)]
    [InlineData("unknown", "2021-12-31", false)]
    public void Something_is_older_than_fifty_years_from_the_day_after_the_fiftieth_anniversary(string laidOn, string day, bool older)
    {
        var attributes = new Dictionary<string, string> { ["laidOn"] = laidOn, ["material"] = "steel" };
        Assert.Equal(older, Condition.Parse("age(laidOn) > 50 years or material = backward").Holds(attributes, Known.Day(day)));
        attributes["material"] = "backward";
        Assert.True(Condition.Parse("age(laidOn) > 50 years or material = backward").Holds(attributes, Known.Day(day)));
    }

    [Theory]
    [InlineData("age(laidOn) >= 50 years", "2021-12-31", true)]
    [InlineData("age(laidOn) >= 50 years", "2021-12-30", false)]
    [InlineData("age(laidOn) <= 50 years", "2021-12-31", true)]
    [InlineData("age(laidOn) < 50 years", "2021-12-31", false)]
    [InlineData("age(laidOn) < 50 years", "2021-12-30", true)]
    public void On_the_anniversary_it_is_exactly_that_old(string text, string day, bool holds) =>
        Assert.Equal(holds, Condition.Parse(text).Holds(new Dictionary<string, string> { ["laidOn"] = "1971-12-31" }, Known.Day(day)));

    [Theory]
    [InlineData("", "''")]
    [InlineData("withdrawalPerDay > = 1", "withdrawalPerDay > = 1")]
    [InlineData("withdrawalPerDay>=10000", "withdrawalPerDay>=10000")]
    [InlineData("withdrawalPerDay => 10000", "withdrawalPerDay => 10000")]
    [InlineData("a  and b", "'a '")]
    [InlineData("a and", "'a and'")]
    [InlineData("a and not not b", "not not b")]
    [InlineData("a and and", "'and' is not a name")]
    [InlineData("(a or b) and c", "(a")]
    [InlineData("dn > 2,5", "'2,5'")]
    [InlineData("dn > Large", "'Large'")]
    [InlineData("dn > large", "the word 'large'")]
    [InlineData("builtOn > 2021-02-29", "'2021-02-29'")]
    [InlineData("age(laidOn) > fifty years", "age(laidOn) > fifty years")]
    [InlineData("age(laidOn) = 50 years", "never equal")]
    [InlineData("age(laidOn) > 1000 years", "'1000'")]
    [InlineData("age(laidOn) > 50", "age(laidOn) > 50")]
    [InlineData("a\n", "a\n")]
    public void What_is_no_condition_is_refused_by_its_part(string text, string part) =>
        Assert.Contains(part, Assert.Throws<FormatException>(() => Condition.Parse(text)).Message, StringComparison.Ordinal);
}
