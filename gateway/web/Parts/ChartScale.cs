using System.Globalization;

namespace Bishui.Web.Parts;

/// <summary>
/// Even steps that people count in, around the values to show. Any stored value has its place: the drawing is reckoned in floating point, which holds the
/// whole range of a decimal and is finer than a pixel; what is measured is never reckoned so.
/// </summary>
internal sealed class ChartScale
{
    private static readonly double[] Steps = [1, 2, 2.5, 5, 10];

    // Beyond these an axis is written in powers of ten, or its labels would not fit beside it.
    private const int MostDecimals = 5;
    private const double Long = 1e7;

    // What floating point may leave of a step that should have come out even.
    private const double Even = 1e-9;

    // Closer together than this and there is nothing between them that floating point could tell apart.
    private const double Apart = 1e-10;

    private readonly int _first;
    private readonly int _last;
    private readonly double _step;
    private readonly double _base;
    private readonly string _format;

    private ChartScale(double origin, int first, int last, double step)
    {
        (_base, _first, _last, _step) = (origin, first, last, step);
        var (greatest, decimals) = (Math.Max(Math.Abs(Low), Math.Abs(High)), Decimals(step));
        _format = decimals > MostDecimals || greatest >= Long
            ? "0." + new string('#', Math.Clamp((int)Math.Floor(Math.Log10(greatest)) + decimals, 0, 12)) + "e0"
            : "F" + Math.Max(0, decimals).ToString(CultureInfo.InvariantCulture);
    }

    public double Low => _base + (_first * _step);

    public double High => _base + (_last * _step);

    public IEnumerable<double> Ticks => Enumerable.Range(_first, _last - _first + 1).Select(n => _base + (n * _step));

    /// <summary>A scale over all values; from zero unless that would leave most of it empty.</summary>
    public static ChartScale Over(IReadOnlyCollection<decimal> values, int about = 5)
    {
        if (values.Count == 0)
            return new(0, 0, 5, 0.2);
        var (least, greatest) = ((double)values.Min(), (double)values.Max());
        if (least >= 0 && least < greatest * 0.6)
            least = 0;
        if (greatest - least <= Apart * Math.Max(Math.Abs(least), Math.Abs(greatest)))
            (least, greatest) = least == 0 ? (0, 1) : (least - (Math.Abs(least) * 0.1), greatest + (Math.Abs(greatest) * 0.1));

        var step = Nice((greatest - least) / about);
        // Counted from the multiple of the step nearest below, so that the numbers of the ticks stay small however far from zero they are.
        var origin = Math.Floor(least / step) * step;
        var first = (int)Math.Floor((least - origin) / step);
        var last = (int)Math.Ceiling((greatest - origin) / step);

        // A line on the very edge of the drawing is easily overlooked.
        if (origin + (last * step) <= greatest + (step * Even))
            last++;
        if (origin + (first * step) >= least - (step * Even) && least != 0)
            first--;
        return new(origin, first, last, step);
    }

    /// <summary>The share of the scale's height at which a value lies, 0 at its foot.</summary>
    public double Share(double value) => Math.Clamp((value - Low) / (High - Low), 0, 1);

    public double Share(decimal value) => Share((double)value);

    public string Label(double tick) => (Math.Abs(tick) < _step / 2 ? 0 : tick).ToString(tick == 0 ? "0" : _format, CultureInfo.InvariantCulture);

    private static double Nice(double raw)
    {
        var power = Math.Pow(10, Math.Floor(Math.Log10(raw)));
        return Steps.First(candidate => candidate * power >= raw * (1 - Even)) * power;
    }

    /// <summary>Digits after the point that a step needs; negative for a step of tens.</summary>
    private static int Decimals(double step)
    {
        var power = (int)Math.Floor(Math.Log10(step) + Even);
        var digits = step / Math.Pow(10, power);
        return -power + (Math.Abs(digits - Math.Round(digits)) > 1e-6 ? 1 : 0);
    }
}
