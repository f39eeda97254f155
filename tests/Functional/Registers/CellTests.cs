using Xunit;

namespace Bishui.Tests.Functional.Registers;

/// <summary>What people write in the cells of a table; no service is needed to read it.</summary>
public sealed class CellTests
{
    [Theory]
    [InlineData("3.5万", null, 35000.0)]
    [InlineData("1.2亿", null, 120000000.0)]
    [InlineData("3.5万", "万元", 3.5)]
    [InlineData("1亿", "万元", 10000.0)]
    [InlineData("3.5万元", "万元", 3.5)]
    [InlineData("12.5%", "%", 12.5)]
    [InlineData("12.5％", "%", 12.5)]
    [InlineData("12.5", "%", 12.5)]
    [InlineData("12.5%", null, 0.125)]
    [InlineData("12.5%", "mg/L", null)]
    [InlineData("1,234,567.5", null, 1234567.5)]
    [InlineData("１２３．５", null, 123.5)]
    [InlineData("1,5", null, null)]
    [InlineData("12,34", null, null)]
    [InlineData("-1e3", null, -1000.0)]
    [InlineData("12 mg/L", "mg/L", 12.0)]
    [InlineData("12 g/L", "mg/L", null)]
    [InlineData("", null, null)]
    [InlineData("万", null, null)]
    public void Numbers_are_read_as_people_write_them(string text, string? unit, double? expected) =>
        Assert.Equal((decimal?)expected, Features.Registers.Workbooks.Cells.Number(text, unit));

    [Theory]
    [InlineData("2021/11/5")]
    [InlineData("2021-11-05")]
    [InlineData("2021年11月5日")]
    [InlineData("２０２１年１１月５日")]
    [InlineData("2021.11.5")]
    [InlineData("2021-11-05 00:00:00")]
    [InlineData("44505")]
    public void Days_are_read_as_people_write_them(string text) => Assert.Equal(new DateOnly(2021, 11, 5), Features.Registers.Workbooks.Cells.Day(text));
}
