using System.Globalization;
using SkiaSharp;

namespace Bishui.Assessment.Reports.Documents;

/// <summary>
/// Draws water classes as a grid: a line a site, a column a month, a colour a class. The only words are numbers and Roman ones, drawn as strokes;
/// names stand in the table beside it.
/// </summary>
internal static class ClassPicture
{
    private const int Cell = 110, Line = 74, Margin = 90, Foot = 70;

    // The usual colours of the national water-quality reports (HJ 91, 地表水环境质量评价办法): Ⅰ, Ⅱ blue, Ⅲ green, Ⅳ yellow, Ⅴ orange, worse red.
    private static readonly SKColor[] Colours =
        [new(0xCC, 0xFF, 0xFF), new(0x00, 0xCC, 0xFF), new(0x00, 0xFF, 0x00), new(0xFF, 0xFF, 0x00), new(0xFF, 0x9B, 0x00), new(0xFF, 0x45, 0x45)];
    private static readonly string[] Signs = ["I", "II", "III", "IV", "V", ">V"];
    private static readonly SKColor Ink = new(0x20, 0x20, 0x20);
    private static readonly SKColor Rule = new(0x80, 0x80, 0x80);

    public static (int Width, int Height) SizeOf(ClassChart chart) => (Margin + (chart.Months.Count * Cell) + 20, 20 + (chart.Lines.Count * Line) + Foot);

    /// <summary>The picture as PNG.</summary>
    public static byte[] Of(ClassChart chart)
    {
        var (width, height) = SizeOf(chart);
        using var bitmap = new SKBitmap(width, height);
        using var canvas = new SKCanvas(bitmap);
        canvas.Clear(SKColors.White);
        using var border = new SKPaint { Color = Rule, Style = SKPaintStyle.Stroke, StrokeWidth = 2 };
        foreach (var (line, row) in chart.Lines.Select((line, row) => (line, row)))
        {
            var top = 20 + (row * Line);
            Strokes.Draw(canvas, (row + 1).ToString(CultureInfo.InvariantCulture), Margin / 2f, top + (Line / 2f), 30, Ink);
            for (var column = 0; column < chart.Months.Count; column++)
            {
                var box = SKRect.Create(Margin + (column * Cell), top, Cell, Line);
                if (line.Classes[column] is { } known)
                {
                    using var fill = new SKPaint { Color = Colours[known - 1], Style = SKPaintStyle.Fill };
                    canvas.DrawRect(box, fill);
                    Strokes.Draw(canvas, Signs[known - 1], box.MidX, box.MidY, 30, Ink);
                }
                else
                {
                    // Nothing was determined: struck through, so that it is not taken for a colour.
                    canvas.DrawLine(box.Left, box.Bottom, box.Right, box.Top, border);
                }
                canvas.DrawRect(box, border);
            }
        }
        for (var column = 0; column < chart.Months.Count; column++)
            Strokes.Draw(canvas, chart.Months[column].ToString(CultureInfo.InvariantCulture), Margin + ((column + 0.5f) * Cell), height - (Foot / 2f), 30, Ink);
        using var data = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        return data.ToArray();
    }
}
