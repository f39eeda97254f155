using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;

namespace Bishui.Assessment.Reports.Documents;

/// <summary>The official page of GB/T 9704-2012: A4, 156 mm × 225 mm of text, 22 lines of 28 characters, and its type.</summary>
internal static class PageLayout
{
    public const string TitleFont = "方正小标宋简体";
    public const string BodyFont = "仿宋_GB2312";
    public const string HeadingFont = "黑体";
    public const string SubheadingFont = "楷体_GB2312";
    public const string NumberFont = "宋体";

    /// <summary>2号, in half-points.</summary>
    public const int TitleSize = 44;

    /// <summary>3号, in half-points.</summary>
    public const int BodySize = 32;

    /// <summary>4号, in half-points.</summary>
    public const int NumberSize = 28;

    /// <summary>五号, in half-points: what tables of several columns need; the standard leaves it open.</summary>
    public const int TableSize = 21;

    // Twips, of which a millimetre has 1440 / 25.4.
    public const int PageWidth = 11906, PageHeight = 16838, Top = 2098, Left = 1587, Right = 1474, Bottom = 1984;
    public const int TextWidth = PageWidth - Left - Right;

    /// <summary>225 mm by 22 lines, rounded down so that the 22nd fits.</summary>
    public const int LinePitch = 579;

    /// <summary>
    /// 156 mm by 28 characters is 15.79 pt for one, less than its type has: so many twentieths of a point closer. Not as a grid of characters,
    /// of which some programs give each two cells when one is too narrow.
    /// </summary>
    public const int CharacterSpace = -5;

    // The page number's lower edge, so that its upper one is 7 mm below the text.
    private const uint FooterDistance = 1304;

    /// <summary>The section's page, with page numbers on the outer side.</summary>
    public static SectionProperties Page(string oddFooter, string evenFooter) => new(
        new FooterReference { Type = HeaderFooterValues.Default, Id = oddFooter },
        new FooterReference { Type = HeaderFooterValues.Even, Id = evenFooter },
        new PageSize { Width = PageWidth, Height = PageHeight },
        new PageMargin { Top = Top, Bottom = Bottom, Left = Left, Right = Right, Header = 851, Footer = FooterDistance, Gutter = 0 },
        new DocGrid { Type = DocGridValues.Lines, LinePitch = LinePitch });

    public static void AddParts(MainDocumentPart main)
    {
        main.AddNewPart<StyleDefinitionsPart>().Styles = StylesOf();
        main.AddNewPart<FontTablePart>().Fonts = FontsOf();
        main.AddNewPart<DocumentSettingsPart>().Settings = new(new EvenAndOddHeaders(), new CharacterSpacingControl { Val = CharacterSpacingValues.CompressPunctuation });
    }

    /// <summary>— 1 — in 4号半角宋体, one character in from the outer side.</summary>
    public static Footer NumberFooter(bool odd) => new(new Paragraph(
        new ParagraphProperties(
            new SnapToGrid { Val = false },
            odd ? new Indentation { Right = "280", RightChars = 100 } : new Indentation { Left = "280", LeftChars = 100 },
            new Justification { Val = odd ? JustificationValues.Right : JustificationValues.Left }),
        NumberRun(new Text("— ") { Space = SpaceProcessingModeValues.Preserve }),
        NumberRun(new FieldChar { FieldCharType = FieldCharValues.Begin }),
        NumberRun(new FieldCode(" PAGE ") { Space = SpaceProcessingModeValues.Preserve }),
        NumberRun(new FieldChar { FieldCharType = FieldCharValues.Separate }),
        NumberRun(new Text("1")),
        NumberRun(new FieldChar { FieldCharType = FieldCharValues.End }),
        NumberRun(new Text(" —") { Space = SpaceProcessingModeValues.Preserve })));

    public static RunFonts FontOf(string name) => new() { Ascii = name, HighAnsi = name, EastAsia = name, ComplexScript = name };

    private static Run NumberRun(OpenXmlElement content) => new(new RunProperties(FontOf(NumberFont), new FontSize { Val = $"{NumberSize}" }), content);

    private static Styles StylesOf() => new(
        new DocDefaults(
            new RunPropertiesDefault(new RunPropertiesBaseStyle(FontOf(BodyFont), new FontSize { Val = $"{BodySize}" }, new FontSizeComplexScript { Val = $"{BodySize}" },
                new Languages { Val = "en-US", EastAsia = "zh-CN" })),
            new ParagraphPropertiesDefault(new ParagraphPropertiesBaseStyle(
                new SpacingBetweenLines { Before = "0", After = "0", Line = $"{LinePitch}", LineRule = LineSpacingRuleValues.Exact }))),
        Style("Normal", "Normal", BodyFont, BodySize, indent: false, justify: JustificationValues.Both, isDefault: true),
        Style("BodyText", "Body Text", BodyFont, BodySize, indent: true, justify: JustificationValues.Both),
        Style("Title", "Title", TitleFont, TitleSize, indent: false, justify: JustificationValues.Center, line: 700),
        Style("Heading1", "heading 1", HeadingFont, BodySize, indent: true, justify: JustificationValues.Left, outline: 0),
        Style("Heading2", "heading 2", SubheadingFont, BodySize, indent: true, justify: JustificationValues.Left, outline: 1),
        Style("Caption", "caption", HeadingFont, TableSize + 3, indent: false, justify: JustificationValues.Center, keepNext: true),
        Style("TableText", "Table Text", BodyFont, TableSize, indent: false, justify: JustificationValues.Left, line: 300, atLeast: true));

    private static Style Style(string id, string name, string font, int size, bool indent, JustificationValues justify,
        int? outline = null, int line = LinePitch, bool atLeast = false, bool keepNext = false, bool isDefault = false)
    {
        // The schema gives the order.
        var paragraph = new StyleParagraphProperties();
        if (outline is not null || keepNext) paragraph.Append(new KeepNext());
        if (atLeast) paragraph.Append(new SnapToGrid { Val = false });
        paragraph.Append(new SpacingBetweenLines { Line = $"{line}", LineRule = atLeast ? LineSpacingRuleValues.AtLeast : LineSpacingRuleValues.Exact });
        if (indent) paragraph.Append(new Indentation { FirstLine = $"{size * 20}", FirstLineChars = 200 });
        paragraph.Append(new Justification { Val = justify });
        if (outline is { } level) paragraph.Append(new OutlineLevel { Val = level });
        var style = new Style(new StyleName { Val = name }) { Type = StyleValues.Paragraph, StyleId = id };
        if (isDefault) style.Default = true;
        else style.Append(new BasedOn { Val = "Normal" });
        style.Append(new PrimaryStyle(), paragraph, new StyleRunProperties(
            FontOf(font), new Spacing { Val = size == BodySize ? CharacterSpace : 0 }, new FontSize { Val = $"{size}" }, new FontSizeComplexScript { Val = $"{size}" }));
        return style;
    }

    // Machines without the standard's fonts take the nearest they have.
    private static Fonts FontsOf() => new(
        FontOf(TitleFont, "方正小标宋_GBK, 宋体, SimSun, Noto Serif CJK SC"),
        FontOf(BodyFont, "仿宋, FangSong, Noto Serif CJK SC"),
        FontOf(HeadingFont, "SimHei, Noto Sans CJK SC"),
        FontOf(SubheadingFont, "楷体, KaiTi, Noto Serif CJK SC"),
        FontOf(NumberFont, "SimSun, Noto Serif CJK SC"));

    private static Font FontOf(string name, string others) => new(new AltName { Val = others }, new FontCharSet { Val = "86" }, new FontFamily { Val = FontFamilyValues.Auto }) { Name = name };
}
