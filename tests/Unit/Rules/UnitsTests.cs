using Bishui.Rules.Measures;
using CsCheck;
using Xunit;

namespace Bishui.Tests.Unit.Rules;

public sealed class UnitsTests
{
    [Theory]
    [InlineData("0.1", "µg/L", "mg/L", "0.0001")]
    [InlineData("0.1", "μg/L", "mg/L", "0.0001")] // Greek mu, the other code point
    [InlineData("0.1", "ug/L", "mg/L", "0.0001")]
    [InlineData("50", "ng/L", "µg/L", "0.05")]
    [InlineData("1.5", "g/L", "mg/L", "1500")]
    [InlineData("2", "mg/m3", "mg/L", "0.002")]
    [InlineData("7", "MG/L", "mg/l", "7")]
    [InlineData("15", "mS/m", "µS/cm", "150")]
    [InlineData("400", "count/100mL", "count/L", "4000")]
    [InlineData("100", "CFU/mL", "count/L", "100000")]
    [InlineData("21.5", "℃", "°C", "21.5")]
    [InlineData("7.2", "", "dimensionless", "7.2")]
    [InlineData("35", "‰", "%", "3.5")]
    [InlineData("0", "ng/L", "g/L", "0")]
    public void A_value_keeps_its_worth_in_another_unit(string value, string from, string to, string expected)
    {
        Assert.True(Units.TryConvert(Number(value), from, to, out var result));
        Assert.Equal(Number(expected), result);
    }

    [Theory]
    [InlineData("mg/L", "NTU")]
    [InlineData("mg/L", "ppm")]
    [InlineData("mg/kg", "mg/L")]
    [InlineData("Pt-Co unit", "dilution multiple")]
    [InlineData("colour degree", "Pt-Co unit")]
    [InlineData("dimensionless", "%")]
    [InlineData("°F", "°C")]
    [InlineData("count/L", "mg/L")]
    [InlineData("m3/h", "L/s")]
    public void Units_of_different_or_unknown_quantities_are_refused(string from, string to)
    {
        Assert.False(Units.TryConvert(1m, from, to, out var result));
        Assert.Equal(0m, result);
    }

    [Fact]
    public void What_a_decimal_cannot_hold_is_refused()
    {
        Assert.False(Units.TryConvert(decimal.MaxValue, "g/L", "ng/L", out _));
        Assert.False(Units.TryConvert(0.0000000000000000000000000001m, "ng/L", "g/L", out _));
    }

    [Fact]
    public void There_and_back_is_the_same_value() =>
        Gen.Select(Gen.Int[-1_000_000, 1_000_000], Gen.Int[0, 6], Gen.OneOf("mg/L", "g/L", "µg/L", "ng/L"), Gen.OneOf("mg/L", "g/L", "µg/L", "ng/L"))
            .Sample((digits, scale, from, to) =>
            {
                var value = digits / (decimal)Math.Pow(10, scale);
                return Units.TryConvert(value, from, to, out var there) && Units.TryConvert(there, to, from, out var back) && back == value;
            });

    private static decimal Number(string text) => decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
