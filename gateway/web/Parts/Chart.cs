using System.Globalization;
using Bishui.Web.Api;
using Bishui.Web.Glossary;

namespace Bishui.Web.Parts;

/// <summary>
/// Where everything of a chart goes. Only readings that count are joined by a line, and only while none is missing between them:
/// what was not measured stays a gap.
/// </summary>
internal sealed class Chart
{
    public const int PlotLeft = 56;
    public const int PlotTop = 34;
    private const int Right = 16;
    private const int Bottom = 36;

    /// <summary>A pause this much longer than usual is a gap.</summary>
    private const double Gap = 1.5;

    private readonly DateTimeOffset _from;
    private readonly DateTimeOffset _to;

    private Chart(Series series, int width, int height)
    {
        (Series, Width, Height) = (series, width, height);
        Limit = LimitLines.Of(series);
        Drawn = [.. series.Items.Where(item => item.Value is not null)];
        Scale = ChartScale.Over([.. Drawn.Select(item => item.Value!.Value), .. Limit?.Values ?? []]);

        // Whole days: the civil day is what a reader looks for. At the ends of the calendar the day is as long as it can be.
        _from = StartOfDay(series.Items.Min(item => item.Time));
        _to = StartOfNext(series.Items.Max(item => item.Time));
    }

    public Series Series { get; }

    public int Width { get; }

    public int Height { get; }

    public LimitLines? Limit { get; }

    public ChartScale Scale { get; }

    /// <summary>Everything with a value, whether it counts or not.</summary>
    public IReadOnlyList<SeriesItem> Drawn { get; }

    public int PlotRight => Width - Right;

    public int PlotBottom => Height - Bottom;

    /// <summary>Null when there is nothing to draw.</summary>
    public static Chart? Of(Series series, int width, int height) =>
        series.Items.Any(item => item.Value is not null) ? new(series, width, height) : null;

    public bool IsBeyond(SeriesItem item) => item.IsValid && Limit?.IsBeyond(item.Value!.Value) == true;

    public double X(DateTimeOffset time) => PlotLeft + ((Terms.InChina(time) - _from) / (_to - _from) * (PlotRight - PlotLeft));

    public double Y(decimal value) => Y(Scale.Share(value));

    /// <summary>Where a tick of the scale lies.</summary>
    public double YOfTick(double tick) => Y(Scale.Share(tick));

    public IEnumerable<(double X, string Label)> Days
    {
        get
        {
            var days = Math.Max(1, (int)(_to - _from).TotalDays);
            var most = Math.Max(2, (PlotRight - PlotLeft) / 72);
            var step = (days + most - 1) / most;
            for (var day = 0; day < days; day += step)
            {
                var start = _from.AddDays(day);
                yield return (X(start), string.Create(CultureInfo.InvariantCulture, $"{start.Month}月{start.Day}日"));
            }
        }
    }

    /// <summary>Times in which nothing came, as far as they lie within the chart.</summary>
    public IEnumerable<(double X, double Width, string Title)> Silences =>
        (Series.Silences ?? [])
            .Select(silence => (Told: silence, Start: silence.From < _from ? _from : silence.From, End: silence.Until is { } until && until < _to ? until : _to))
            .Where(silence => silence.Start < silence.End)
            .Select(silence => (X(silence.Start), X(silence.End) - X(silence.Start), TitleOf(silence.Told)));

    /// <summary>The lines, each an SVG path's data.</summary>
    public IEnumerable<string> Lines
    {
        get
        {
            var counted = Series.Items.Where(item => item.IsValid).ToList();
            var usual = Usual(counted);
            var line = new List<SeriesItem>();
            foreach (var item in counted)
            {
                if (line.Count > 0 && (item.Time - line[^1].Time > usual * Gap || Broken(line[^1], item)))
                {
                    if (line.Count > 1)
                        yield return Path(line);
                    line.Clear();
                }

                line.Add(item);
            }

            if (line.Count > 1)
                yield return Path(line);
        }
    }

    public string Summary
    {
        get
        {
            var counted = Series.Items.Where(item => item.IsValid).Select(item => item.Value!.Value).ToList();
            var measure = Terms.Measure(Series.Unit);
            var span = string.Create(CultureInfo.InvariantCulture,
                $"{_from.Month}月{_from.Day}日至{_to.AddTicks(-1).Month}月{_to.AddTicks(-1).Day}日");
            var values = counted.Count == 0
                ? "没有有效监测值"
                : $"有效值{counted.Count}个，最小{Terms.Rounded(counted.Min(), 4)}，最大{Terms.Rounded(counted.Max(), 4)} {measure}".TrimEnd();
            var left = Drawn.Count - counted.Count;
            var limit = Limit is null ? "无适用限值" : $"{Limit.Title}，超限{Series.Items.Count(IsBeyond)}个";
            var below = Series.Items.Count(item => item.Value is null && item.DetectionLimit is not null);
            return $"{span}，{values}；{limit}"
                + (below > 0 ? $"；未检出{below}个" : "")
                + (left > 0 ? $"；另有{left}个不参与评价（维护、故障、人工认定等）" : "")
                + (Series.Silences is { Count: > 0 } silences ? $"；数据中断{silences.Count}段" : "") + "。";
        }
    }

    public static string Number(double pixels) => pixels.ToString("0.#", CultureInfo.InvariantCulture);

    /// <summary>A reading between two others that has no value or does not count also parts them.</summary>
    private bool Broken(SeriesItem before, SeriesItem after) =>
        Series.Items.Any(item => !item.IsValid && item.Time > before.Time && item.Time < after.Time);

    private string Path(List<SeriesItem> line) =>
        "M" + string.Join('L', line.Select(item => $"{Number(X(item.Time))} {Number(Y(item.Value!.Value))}"));

    private static string TitleOf(SilentTime silence) =>
        $"{Terms.Of("reporting", silence.State)}：{Terms.Minute(silence.From)}起{(silence.Until is { } until ? $"，至{Terms.Minute(until)}" : "，尚未恢复")}";

    private static TimeSpan Usual(List<SeriesItem> items)
    {
        var pauses = items.Zip(items.Skip(1), (a, b) => b.Time - a.Time).Order().ToList();
        return pauses.Count == 0 ? TimeSpan.Zero : pauses[pauses.Count / 2];
    }

    private double Y(double share) => PlotBottom - (share * (PlotBottom - PlotTop));

    private static DateTimeOffset StartOfDay(DateTimeOffset time)
    {
        var there = Terms.InChina(time);
        return there.Date.Ticks < there.Offset.Ticks ? Terms.InChina(DateTimeOffset.MinValue) : new DateTimeOffset(there.Date, there.Offset);
    }

    private static DateTimeOffset StartOfNext(DateTimeOffset time) =>
        Terms.InChina(time).Date >= DateTime.MaxValue.Date ? Terms.InChina(DateTimeOffset.MaxValue) : StartOfDay(time).AddDays(1);
}
