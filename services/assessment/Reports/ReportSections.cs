using System.Text.Json.Serialization;

namespace Bishui.Assessment.Reports;

/// <summary>A part of a report. What was generated is never changed; a person's words stand beside it.</summary>
internal sealed record ReportSection
{
    /// <summary>overall, tasks, indicators, duties, quality, exceedances, gaps or next.</summary>
    public required string Key { get; init; }

    public required string Heading { get; init; }

    /// <summary>Generated text, in order.</summary>
    public IReadOnlyList<ReportParagraph> Paragraphs { get; init; } = [];

    public IReadOnlyList<ReportTable> Tables { get; init; } = [];

    /// <summary>Every number that the text states, exactly.</summary>
    public IReadOnlyList<ReportFigure> Figures { get; init; } = [];

    /// <summary>A picture of the section's table; null where it has none.</summary>
    public ClassChart? Chart { get; init; }

    /// <summary>Left to people: without their words it is marked 待填写.</summary>
    public bool ForPeople { get; init; }

    /// <summary>What people wrote, the oldest version first; the last one stands.</summary>
    public IReadOnlyList<ReportWords> Edits { get; init; } = [];

    /// <summary>The words that stand; empty while nobody wrote any.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> Words => Edits is [.., var last] ? last.Text : [];
}

/// <summary>A generated paragraph.</summary>
/// <param name="Text">In Chinese, without the numbers of its sources.</param>
/// <param name="Sources">Numbers in the report's list of sources.</param>
/// <param name="Level">0 for text, 1 for a heading （一）, 2 for a line 1.</param>
internal sealed record ReportParagraph(string Text, IReadOnlyList<int> Sources, int Level = 0);

/// <param name="Key">Unique within the report.</param>
/// <param name="Caption">Its title.</param>
/// <param name="Columns">Headers; the numbers of the sources stand in a column of their own after them.</param>
/// <param name="Widths">Parts of the page's width, one a column.</param>
/// <param name="Rows">All rows.</param>
internal sealed record ReportTable(string Key, string Caption, IReadOnlyList<string> Columns, IReadOnlyList<int> Widths, IReadOnlyList<ReportRow> Rows);

internal sealed record ReportRow(IReadOnlyList<string> Cells, IReadOnlyList<int> Sources);

/// <summary>A number that the report states.</summary>
/// <param name="Key">Unique within the section.</param>
/// <param name="Title">What it says.</param>
/// <param name="Value">Exact; null where there is none.</param>
/// <param name="Unit">Unit of measure.</param>
/// <param name="Sources">Numbers in the report's list of sources; never empty.</param>
internal sealed record ReportFigure(string Key, string Title, decimal? Value, string Unit, IReadOnlyList<int> Sources);

/// <summary>Water classes by month, to be drawn.</summary>
/// <param name="Months">Numbers of the months.</param>
/// <param name="Lines">One a site, in the table's order.</param>
internal sealed record ClassChart(IReadOnlyList<int> Months, IReadOnlyList<ClassLine> Lines);

/// <param name="Name">Of the site.</param>
/// <param name="Classes">By month, 1 (Ⅰ) to 6 (劣Ⅴ); null where none was determined.</param>
internal sealed record ClassLine(string Name, IReadOnlyList<int?> Classes);

/// <summary>What a person wrote in a section.</summary>
internal sealed record ReportWords
{
    /// <summary>From 1 without gaps.</summary>
    public required int Version { get; init; }

    /// <summary>Paragraphs.</summary>
    public required IReadOnlyList<string> Text { get; init; }

    /// <summary>Key of the unit.</summary>
    public required string Unit { get; init; }

    /// <summary>Client that wrote it.</summary>
    public required string By { get; init; }

    public required DateTimeOffset At { get; init; }
}

/// <summary>What figures rest on; cited by its number.</summary>
/// <param name="Number">From 1 without gaps.</param>
/// <param name="Title">What it is.</param>
/// <param name="Href">Where it is read on the platform.</param>
/// <param name="Facts">Ids of the facts, entries or cases; empty where the whole answer behind the link is meant.</param>
internal sealed record ReportSource(int Number, string Title, string Href, IReadOnlyList<string> Facts);
