using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Wordprocessing;
using A = DocumentFormat.OpenXml.Drawing;
using Pic = DocumentFormat.OpenXml.Drawing.Pictures;
using Wp = DocumentFormat.OpenXml.Drawing.Wordprocessing;

namespace Bishui.Assessment.Reports.Documents;

/// <summary>Paragraphs, tables and pictures of a report's document.</summary>
internal static class Blocks
{
    private const long EmuPerTwip = 635;

    public static Paragraph Text(string style, string text, params IReadOnlyList<OpenXmlElement> properties) =>
        new(Properties(style, properties), RunOf(text));

    /// <summary>Right of the page, so many characters in.</summary>
    public static Paragraph Right(string text, int characters) => new(
        new ParagraphProperties(
            new ParagraphStyleId { Val = "Normal" },
            new KeepNext(),
            new Indentation { Right = $"{characters * PageLayout.BodySize * 10}", RightChars = characters * 100 },
            new Justification { Val = JustificationValues.Right }),
        RunOf(text));

    public static Paragraph Centred(string text) =>
        new(new ParagraphProperties(new ParagraphStyleId { Val = "Normal" }, new Justification { Val = JustificationValues.Center }), RunOf(text));

    /// <summary>A table with a border, whose header stands on every page.</summary>
    public static Table Table(IReadOnlyList<string> columns, IReadOnlyList<int> widths, IEnumerable<IReadOnlyList<string>> rows)
    {
        var sum = widths.Sum();
        var sizes = widths.Select(width => PageLayout.TextWidth * width / sum).ToList();
        var table = new Table(
            new TableProperties(
                new TableWidth { Width = $"{PageLayout.TextWidth}", Type = TableWidthUnitValues.Dxa },
                new TableJustification { Val = TableRowAlignmentValues.Center },
                new TableBorders(
                    Border<TopBorder>(), Border<LeftBorder>(), Border<BottomBorder>(), Border<RightBorder>(), Border<InsideHorizontalBorder>(), Border<InsideVerticalBorder>()),
                new TableLayout { Type = TableLayoutValues.Fixed },
                new TableCellMarginDefault(
                    new TableCellLeftMargin { Width = 57, Type = TableWidthValues.Dxa }, new TableCellRightMargin { Width = 57, Type = TableWidthValues.Dxa })),
            new TableGrid(sizes.Select(size => new GridColumn { Width = $"{size}" })));
        table.Append(Row(columns, sizes, header: true));
        foreach (var row in rows) table.Append(Row(row, sizes, header: false));
        return table;
    }

    /// <summary>A picture on a line of its own, no wider than the text.</summary>
    public static Paragraph Picture(string relationship, string name, string description, int width, int height, uint id)
    {
        var wide = Math.Min(PageLayout.TextWidth * EmuPerTwip, width * 6350L);
        var high = wide * height / width;
        return new(
            new ParagraphProperties(
                new ParagraphStyleId { Val = "Normal" }, new KeepNext(), new SpacingBetweenLines { Line = "240", LineRule = LineSpacingRuleValues.Auto },
                new Justification { Val = JustificationValues.Center }),
            new Run(new Drawing(new Wp.Inline(
                new Wp.Extent { Cx = wide, Cy = high },
                new Wp.EffectExtent { LeftEdge = 0, TopEdge = 0, RightEdge = 0, BottomEdge = 0 },
                new Wp.DocProperties { Id = id, Name = name, Description = description },
                new Wp.NonVisualGraphicFrameDrawingProperties(new A.GraphicFrameLocks { NoChangeAspect = true }),
                new A.Graphic(new A.GraphicData(new Pic.Picture(
                    new Pic.NonVisualPictureProperties(
                        new Pic.NonVisualDrawingProperties { Id = id, Name = name, Description = description }, new Pic.NonVisualPictureDrawingProperties()),
                    new Pic.BlipFill(new A.Blip { Embed = relationship }, new A.Stretch(new A.FillRectangle())),
                    new Pic.ShapeProperties(
                        new A.Transform2D(new A.Offset { X = 0, Y = 0 }, new A.Extents { Cx = wide, Cy = high }),
                        new A.PresetGeometry(new A.AdjustValueList()) { Preset = A.ShapeTypeValues.Rectangle })))
                { Uri = "http://schemas.openxmlformats.org/drawingml/2006/picture" }))
            {
                DistanceFromTop = 0,
                DistanceFromBottom = 0,
                DistanceFromLeft = 0,
                DistanceFromRight = 0,
            })));
    }

    private static TableRow Row(IReadOnlyList<string> cells, List<int> sizes, bool header)
    {
        var properties = new TableRowProperties(new CantSplit());
        if (header) properties.Append(new TableHeader());
        var row = new TableRow(properties);
        foreach (var (cell, i) in cells.Select((cell, i) => (cell, i)))
            row.Append(new TableCell(
                new TableCellProperties(
                    new TableCellWidth { Width = $"{sizes[i]}", Type = TableWidthUnitValues.Dxa }, new TableCellVerticalAlignment { Val = TableVerticalAlignmentValues.Center }),
                header
                    ? new Paragraph(
                        new ParagraphProperties(new ParagraphStyleId { Val = "TableText" }, new Justification { Val = JustificationValues.Center }),
                        RunOf(cell, new RunProperties(PageLayout.FontOf(PageLayout.HeadingFont))))
                    : Text("TableText", cell)));
        return row;
    }

    private static ParagraphProperties Properties(string style, IReadOnlyList<OpenXmlElement> more)
    {
        var properties = new ParagraphProperties(new ParagraphStyleId { Val = style });
        properties.Append(more);
        return properties;
    }

    private static Run RunOf(string text, RunProperties? properties = null)
    {
        var content = new Text(Clean(text)) { Space = SpaceProcessingModeValues.Preserve };
        return properties is null ? new(content) : new(properties, content);
    }

    // What people write may hold characters that XML has none of.
    private static string Clean(string text) => string.Concat(text.EnumerateRunes()
        .Where(rune => rune.Value is 0x9 or (>= 0x20 and not (>= 0xFFFE and <= 0xFFFF)) && rune != System.Text.Rune.ReplacementChar).Select(rune => rune.ToString()));

    private static T Border<T>() where T : BorderType, new() => new() { Val = BorderValues.Single, Size = 4, Space = 0, Color = "000000" };
}
