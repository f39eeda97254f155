using SkiaSharp;

namespace Bishui.Assessment.Reports.Documents;

/// <summary>
/// Draws digits and the signs of water classes as strokes, so that pictures come out the same on servers without any font. The box of a
/// character is 1 wide and 2 high.
/// </summary>
internal static class Strokes
{
    private const float Advance = 1.45f;

    // Polylines, each a run of points x,y.
    private static readonly Dictionary<char, float[][]> Shapes = new()
    {
        ['0'] = [[0, 0, 1, 0, 1, 2, 0, 2, 0, 0]],
        ['1'] = [[0.2f, 0.4f, 0.6f, 0, 0.6f, 2]],
        ['2'] = [[0, 0, 1, 0, 1, 1, 0, 1, 0, 2, 1, 2]],
        ['3'] = [[0, 0, 1, 0, 1, 2, 0, 2], [0.2f, 1, 1, 1]],
        ['4'] = [[0, 0, 0, 1, 1, 1], [1, 0, 1, 2]],
        ['5'] = [[1, 0, 0, 0, 0, 1, 1, 1, 1, 2, 0, 2]],
        ['6'] = [[1, 0, 0, 0, 0, 2, 1, 2, 1, 1, 0, 1]],
        ['7'] = [[0, 0, 1, 0, 0.4f, 2]],
        ['8'] = [[0, 0, 1, 0, 1, 2, 0, 2, 0, 0], [0, 1, 1, 1]],
        ['9'] = [[1, 1, 0, 1, 0, 0, 1, 0, 1, 2, 0, 2]],
        ['I'] = [[0.5f, 0, 0.5f, 2], [0.15f, 0, 0.85f, 0], [0.15f, 2, 0.85f, 2]],
        ['V'] = [[0, 0, 0.5f, 2, 1, 0]],
        ['>'] = [[0.1f, 0.4f, 0.9f, 1, 0.1f, 1.6f]],
    };

    /// <summary>Draws a text around a point.</summary>
    /// <param name="canvas">Where.</param>
    /// <param name="text">Of the characters 0 to 9, I, V and &gt;.</param>
    /// <param name="x">The middle.</param>
    /// <param name="y">The middle.</param>
    /// <param name="height">Of a character, in pixels.</param>
    /// <param name="colour">Of the strokes.</param>
    public static void Draw(SKCanvas canvas, string text, float x, float y, float height, SKColor colour)
    {
        var unit = height / 2;
        using var pen = new SKPaint
        {
            Color = colour,
            Style = SKPaintStyle.Stroke,
            StrokeWidth = height / 9,
            IsAntialias = true,
            StrokeCap = SKStrokeCap.Round,
            StrokeJoin = SKStrokeJoin.Round,
        };
        var left = x - ((((text.Length - 1) * Advance) + 1) * unit / 2);
        foreach (var (sign, i) in text.Select((sign, i) => (sign, i)))
            foreach (var line in Shapes[sign])
            {
                using var path = new SKPath();
                for (var at = 0; at < line.Length; at += 2)
                {
                    var point = new SKPoint(left + (((i * Advance) + line[at]) * unit), y - unit + (line[at + 1] * unit));
                    if (at == 0) path.MoveTo(point);
                    else path.LineTo(point);
                }
                canvas.DrawPath(path, pen);
            }
    }
}
