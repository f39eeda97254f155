namespace Bishui.Features.Tables.Workbooks;

/// <summary>What a number stands for by the format in which Excel shows it.</summary>
internal enum NumberStyle
{
    /// <summary>A number.</summary>
    Plain,

    /// <summary>A day or a time, counted in days.</summary>
    Time,

    /// <summary>A share that a person sees as a percentage.</summary>
    Percent,
}

/// <summary>The formats of a workbook's cells.</summary>
internal static class CellStyles
{
    /// <summary>The styles in their order, by which cells name them.</summary>
    public static IReadOnlyList<NumberStyle> Read(XmlPart part)
    {
        var (formats, styles, inCells) = (new Dictionary<int, NumberStyle>(), new List<NumberStyle>(), false);
        while (part.Next())
        {
            if (part.Begins("cellXfs")) inCells = !part.Xml.IsEmptyElement;
            else if (part.Ends("cellXfs")) inCells = false;
            else if (part.Begins("numFmt"))
            {
                if (part.Number("numFmtId") is { } id && part.Xml.GetAttribute("formatCode") is { } code) formats[id] = Of(code);
                Check(formats.Count);
            }
            else if (inCells && part.Begins("xf"))
            {
                var id = part.Number("numFmtId") ?? 0;
                styles.Add(formats.TryGetValue(id, out var style) ? style : BuiltIn(id));
                Check(styles.Count);
            }
        }
        return styles;
    }

    private static void Check(int count)
    {
        if (count > TableLimits.MostStyles) throw TableLimits.Beyond("too-many-styles", "单元格格式", "formats of cells", TableLimits.MostStyles, count);
    }

    // ECMA-376 part 1, 18.8.30; 27 to 36 and 50 to 58 are those of Chinese and Japanese Excel.
    private static NumberStyle BuiltIn(int id) => id switch
    {
        9 or 10 => NumberStyle.Percent,
        (>= 14 and <= 22) or (>= 27 and <= 36) or (>= 45 and <= 47) or (>= 50 and <= 58) => NumberStyle.Time,
        _ => NumberStyle.Plain,
    };

    /// <summary>The style of a format code's first section: what stands in quotes or brackets or behind a backslash is no part of the format.</summary>
    internal static NumberStyle Of(string code)
    {
        for (var i = 0; i < code.Length && code[i] != ';'; i++)
        {
            var letter = char.ToLowerInvariant(code[i]);
            if (letter is '\\' or '_' or '*') i++;
            else if (letter is '"' or '[')
            {
                // [h] counts hours beyond a day.
                if (letter == '[' && i + 2 < code.Length && code[i + 1] is 'h' or 'H' or 'm' or 'M' or 's' or 'S' && (code[i + 2] == ']' || code[i + 2] == code[i + 1])) return NumberStyle.Time;
                var end = code.IndexOf(letter == '"' ? '"' : ']', i + 1);
                if (end < 0) break;
                i = end;
            }
            else if (letter == '%') return NumberStyle.Percent;
            else if (letter is 'y' or 'm' or 'd' or 'h' or 's') return NumberStyle.Time;
        }
        return NumberStyle.Plain;
    }
}
