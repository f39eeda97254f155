using System.Globalization;
using Bishui.Web.Api;
using Bishui.Web.Parts;
using CsCheck;
using Xunit;

namespace Bishui.Tests.Unit.Pages;

/// <summary>Whatever is stored is drawn: a value that cannot be shown would take the whole first page with it.</summary>
public sealed class ChartProperties
{
    private static readonly DateTimeOffset Start = new(2021, 4, 1, 0, 0, 0, TimeSpan.FromHours(8));

    private static readonly decimal[] Ends = [0m, decimal.MaxValue, decimal.MinValue, 7.9e28m, 1e-28m, -1e-28m, 1e-14m, 3e-14m, 0.1m];

    // Every size a decimal can have, both signs, and the same ones again: a series is often constant.
    private static readonly Gen<decimal> Any = Gen.Frequency(
        (6, Gen.Select(Gen.Int[-999_999, 999_999], Gen.Int[0, 28], (digits, scale) => new decimal(Math.Abs(digits), 0, 0, digits < 0, (byte)scale))),
        (3, Gen.Select(Gen.Int, Gen.Int, Gen.Int, Gen.Bool, Gen.Int[0, 28], (low, mid, high, negative, scale) => new decimal(low, mid, high, negative, (byte)scale))),
        (1, Gen.Int[0, Ends.Length - 1].Select(end => Ends[end])));

    private static readonly Gen<decimal?> Found = Gen.Frequency((9, Any.Select(value => (decimal?)value)), (1, Gen.Const((decimal?)null)));

    private static readonly Gen<SeriesLimit?> AnyLimit = Gen.OneOf(
        Gen.Const((SeriesLimit?)null),
        Any.Select(value => (SeriesLimit?)new(value, $"≤ {value.ToString(CultureInfo.InvariantCulture)}", "GB 3838-2002", "III")),
        Gen.Const((SeriesLimit?)new(6, "6–9", "GB 3838-2002", "III")));

    [Fact]
    public void Every_series_is_drawn_within_its_plot() =>
        Gen.Select(Found.Array[0, 12], AnyLimit).Sample((values, limit) =>
        {
            var series = SeriesOf(values, limit);
            var chart = Chart.Of(series, 760, 320);
            Assert.Equal(values.Any(value => value is not null), chart is not null);
            if (chart is null) return;

            Assert.All(chart.Drawn, item =>
            {
                Assert.InRange(chart.Y(item.Value!.Value), Chart.PlotTop, chart.PlotBottom);
                Assert.InRange(chart.X(item.Time), Chart.PlotLeft, chart.PlotRight);
            });
            Assert.All(chart.Limit?.Values ?? [], value => Assert.InRange(chart.Y(value), Chart.PlotTop, chart.PlotBottom));
            Assert.All(chart.Lines, line => Assert.DoesNotContain("NaN", line, StringComparison.Ordinal));
            Assert.NotEmpty(chart.Summary);
            Assert.NotEmpty(chart.Days);
        }, iter: 5000);

    [Fact]
    public void A_scale_holds_its_values_between_ticks_that_can_be_told_apart() =>
        Any.Array[1, 12].Sample(values =>
        {
            var scale = ChartScale.Over(values);
            var ticks = scale.Ticks.ToList();
            Assert.InRange(ticks.Count, 3, 12);
            Assert.True(scale.Low < scale.High);
            Assert.True(ticks.Zip(ticks.Skip(1)).All(pair => pair.First < pair.Second));
            var labels = ticks.ConvertAll(scale.Label);
            Assert.Equal(labels.Count, labels.Distinct().Count());
            Assert.All(labels, label => Assert.InRange(label.Length, 1, 20));
            Assert.All(values, value => Assert.InRange(scale.Share(value), 0, 1));
        }, iter: 20_000);

    [Theory]
    [InlineData(new[] { 2.1, 2.4, 5.8 }, new[] { "0", "2", "4", "6" })]
    [InlineData(new[] { 0.05, 0.12, 0.2 }, new[] { "0", "0.05", "0.10", "0.15", "0.20", "0.25" })]
    [InlineData(new[] { 7.1, 7.4, 8.0 }, new[] { "7.0", "7.2", "7.4", "7.6", "7.8", "8.0", "8.2" })]
    [InlineData(new[] { 1e-14, 3e-14 }, new[] { "0", "1e-14", "2e-14", "3e-14", "4e-14" })]
    [InlineData(new[] { 1.0, 7.9e28 }, new[] { "0", "2e28", "4e28", "6e28", "8e28" })]
    public void Ticks_are_written_as_people_count(double[] values, string[] labels)
    {
        var scale = ChartScale.Over([.. values.Select(value => (decimal)value)]);
        Assert.Equal(labels, scale.Ticks.Select(scale.Label));
    }

    [Theory]
    [InlineData("0001-01-01T00:00:00+00:00")]
    [InlineData("9999-12-31T23:59:59+00:00")]
    public void The_ends_of_the_calendar_are_drawn_too(string time)
    {
        var at = time.StartsWith("0001", StringComparison.Ordinal) ? DateTimeOffset.MinValue : DateTimeOffset.Parse(time, CultureInfo.InvariantCulture);
        var chart = Chart.Of(new("lutang", "ph", null, null, "raw", null, [new(at, 7m, "N", null, 1)], null), 360, 280)!;

        Assert.InRange(chart.X(at), Chart.PlotLeft, chart.PlotRight);
        Assert.NotEmpty(chart.Summary);
        var month = Month.Of(DateOnly.FromDateTime(at.UtcDateTime));
        Assert.True(month.Before.First <= month.First && month.After.First >= month.First && month.Last >= month.First);
    }

    private static Series SeriesOf(decimal?[] values, SeriesLimit? limit) => new(
        "lutang", "ammonia-nitrogen", null, "mg/L", "raw", limit,
        [.. values.Select((value, i) => new SeriesItem(Start.AddHours(4 * i), value, i % 5 == 4 ? "M" : "N", null, 1, value is null ? 0.05m : null))], null);
}
