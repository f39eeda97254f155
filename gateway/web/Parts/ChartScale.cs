using System.Globalization;

namespace Bishui.Web.Parts;

/// <summary>Even steps that people count in, around the values to show.</summary>
internal sealed class ChartScale
{
    private static readonly decimal[] Steps = [1m, 2m, 2.5m, 5m, 10m];

    private ChartScale(decimal low, decimal high, decimal step) => (Low, High, Step) = (low, high, step);

    public decimal Low { get; }

    public decimal High { get; }

    public decimal Step { get; }

    public IEnumerable<decimal> Ticks
    {
        get
        {
            for (var tick = Low; tick <= High; tick += Step)
                yield return tick;
        }
    }

    /// <summary>A scale over all values; from zero unless that would leave most of it empty.</summary>
    public static ChartScale Over(IReadOnlyCollection<decimal> values, int about = 5)
    {
        if (values.Count == 0)
            return new(0, 1, 0.2m);
        var (least, greatest) = (values.Min(), values.Max());
        if (least >= 0 && least < greatest * 0.6m)
            least = 0;
        if (greatest == least)
            (least, greatest) = least == 0 ? (0, 1) : (least - (Math.Abs(least) * 0.1m), greatest + (Math.Abs(greatest) * 0.1m));

        var step = Nice((greatest - least) / about);
        var low = Math.Floor(least / step) * step;
        var high = Math.Ceiling(greatest / step) * step;

        // A line on the very edge of the drawing is easily overlooked.
        if (high == greatest)
            high += step;
        if (low == least && low != 0)
            low -= step;
        return new(low, high, step);
    }

    /// <summary>The share of the scale's height at which a value lies, 0 at its foot.</summary>
    public double Share(decimal value) => (double)((value - Low) / (High - Low));

    public string Label(decimal tick) => tick.ToString("F" + Step.Scale.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    private static decimal Nice(decimal raw)
    {
        var power = (decimal)Math.Pow(10, Math.Floor(Math.Log10((double)raw)));
        var step = Steps.First(candidate => candidate * power >= raw) * power;
        // Without the zeros that multiplying leaves behind, its scale says how many digits a label needs.
        return decimal.Parse(step.ToString("0.############", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
    }
}
