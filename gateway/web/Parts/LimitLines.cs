using System.Globalization;
using Bishui.Web.Api;
using Bishui.Web.Glossary;

namespace Bishui.Web.Parts;

/// <summary>The limit of a series as a chart draws it: one line, or two for a range; and which side of it is beyond.</summary>
internal sealed class LimitLines
{
    private const char RangeSign = '–';

    private readonly decimal? _least;
    private readonly decimal? _most;

    private LimitLines(decimal? least, decimal? most, string title) => (_least, _most, Title) = (least, most, title);

    /// <summary>For example <c>Ⅲ类限值 ≤ 0.2 mg/L</c>.</summary>
    public string Title { get; }

    public IEnumerable<decimal> Values => new[] { _least, _most }.OfType<decimal>();

    public static LimitLines? Of(Series series)
    {
        if (series.Limit is not { Text: { Length: > 0 } text } limit)
            return null;
        var grade = limit.Grade is null ? "限值" : $"{Terms.Of("waterClass", limit.Grade)}类限值";
        var title = $"{grade} {text} {Terms.Measure(series.Unit)}".TrimEnd();
        return text[0] switch
        {
            '≤' or '<' => new(null, limit.Value, title),
            '≥' or '>' => new(limit.Value, null, title),
            _ when text.Split(RangeSign) is [var low, var high]
                && decimal.TryParse(low, CultureInfo.InvariantCulture, out var least)
                && decimal.TryParse(high, CultureInfo.InvariantCulture, out var most) => new(least, most, title),
            _ => null,
        };
    }

    public bool IsBeyond(decimal value) => value < _least || value > _most;
}
