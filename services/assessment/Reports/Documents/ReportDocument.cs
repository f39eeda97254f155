using Bishui.Assessment.Reports.Drafting;
using Bishui.Rules.Time;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;

namespace Bishui.Assessment.Reports.Documents;

/// <summary>A report as an official document (公文, GB/T 9704-2012) in WordprocessingML: a function of the report alone.</summary>
internal static class ReportDocument
{
    public const string Type = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

    private static readonly string[] Numerals = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十"];

    public static byte[] Of(Report report)
    {
        using var file = new MemoryStream();
        using (var document = WordprocessingDocument.Create(file, WordprocessingDocumentType.Document))
        {
            var main = document.AddMainDocumentPart();
            PageLayout.AddParts(main);
            var odd = main.AddNewPart<FooterPart>();
            odd.Footer = PageLayout.NumberFooter(odd: true);
            var even = main.AddNewPart<FooterPart>();
            even.Footer = PageLayout.NumberFooter(odd: false);
            var body = new Body();
            foreach (var block in new Writing(report, main).Blocks()) body.Append(block);
            body.Append(PageLayout.Page(main.GetIdOfPart(odd), main.GetIdOfPart(even)));
            main.Document = new(body);
            document.PackageProperties.Title = report.Title;
            document.PackageProperties.Creator = report.UnitName;
            document.PackageProperties.Created = (report.IssuedAt ?? report.KnownAt).UtcDateTime;
        }
        return file.ToArray();
    }

    /// <summary>Numbers tables and pictures while it goes through the report.</summary>
    private sealed class Writing(Report report, MainDocumentPart main)
    {
        private int _tables;
        private uint _pictures;

        public IEnumerable<OpenXmlElement> Blocks()
        {
            yield return Documents.Blocks.Centred(report.DocumentNumber ?? "（草稿，未签发）");
            yield return Documents.Blocks.Text("Normal", "");
            yield return Documents.Blocks.Text("Title", report.Title + (report.Corrects is null ? "" : "（更正）"));
            yield return Documents.Blocks.Text("Normal", "");
            yield return Documents.Blocks.Text("Normal", $"{ReportRules.Carried.Addressee}：");
            foreach (var (section, i) in report.Sections.Select((section, i) => (section, i)))
                foreach (var block in Section(section, Numerals[i]))
                    yield return block;
            yield return Documents.Blocks.Text("Normal", "");
            yield return Documents.Blocks.Right(report.UnitName, 4);
            yield return Documents.Blocks.Right(Show.Day(ChinaTime.DayOf(report.IssuedAt ?? report.KnownAt)), 4);
            foreach (var block in Sources()) yield return block;
        }

        private IEnumerable<OpenXmlElement> Section(ReportSection section, string numeral)
        {
            yield return Documents.Blocks.Text("Heading1", $"{numeral}、{section.Heading}");
            var subheadings = 0;
            foreach (var paragraph in section.Paragraphs)
                yield return paragraph.Level == 1
                    ? Documents.Blocks.Text("Heading2", $"（{Numeral(subheadings++)}）{paragraph.Text}")
                    : Documents.Blocks.Text("BodyText", Cited(paragraph));
            foreach (var text in section.Words) yield return Documents.Blocks.Text("BodyText", text);
            if (section is { ForPeople: true, Edits.Count: 0 }) yield return Documents.Blocks.Text("BodyText", "（待填写）");
            foreach (var table in section.Tables)
            {
                var shown = table.Rows.Take(ReportRules.Carried.RowsShown).ToList();
                yield return Documents.Blocks.Text("Caption", $"表{++_tables} {table.Caption}");
                yield return Documents.Blocks.Table([.. table.Columns, "依据"], [.. table.Widths, 9], shown.Select(IReadOnlyList<string> (row) => [.. row.Cells, Numbers(row.Sources)]));
                yield return Documents.Blocks.Text("TableText", shown.Count < table.Rows.Count ? $"本表共{table.Rows.Count}行，列出前{shown.Count}行，其余见 Excel 附表。" : "");
            }
            if (section.Chart is { } chart)
            {
                var image = main.AddImagePart(ImagePartType.Png);
                using (var picture = new MemoryStream(ClassPicture.Of(chart))) image.FeedData(picture);
                var (width, height) = ClassPicture.SizeOf(chart);
                yield return Documents.Blocks.Picture(main.GetIdOfPart(image), $"图{++_pictures}", Description(chart), width, height, _pictures);
                yield return Documents.Blocks.Text("Caption", $"图{_pictures} 各月水质类别");
                yield return Documents.Blocks.Text("TableText",
                    $"行：{string.Join("；", chart.Lines.Select((line, i) => $"{i + 1} {line.Name}"))}。列：月份。>V 为劣Ⅴ类，斜线为无评价结果。");
            }
        }

        private IEnumerable<OpenXmlElement> Sources()
        {
            yield return Documents.Blocks.Text("Heading1", "附：数据来源", new PageBreakBefore());
            yield return Documents.Blocks.Text("BodyText",
                $"本文数据由平台按截至{Show.Instant(report.At)}的事实生成，生成时间{Show.Instant(report.KnownAt)}，计划 {report.PlanId} 第{report.PlanVersion}版，"
                + $"评分方案 {report.Scheme} 第{report.SchemeVersion}版。方括号数字为来源编号，链接为平台接口地址。");
            yield return Documents.Blocks.Text("Caption", $"表{++_tables} 数据来源");
            yield return Documents.Blocks.Table(["编号", "来源", "链接", "事实编号"], [8, 26, 36, 30],
                report.Sources.Select(IReadOnlyList<string> (source) => [$"[{source.Number}]", source.Title, source.Href, Facts(source)]));
            yield return Documents.Blocks.Text("TableText", "");
        }

        private static string Facts(ReportSource source)
        {
            var shown = ReportRules.Carried.FactsShown;
            return string.Join("；", source.Facts.Take(shown)) + (source.Facts.Count > shown ? $"；等{source.Facts.Count}条，见 Excel 附表" : "");
        }

        private static string Cited(ReportParagraph paragraph) => paragraph.Text + Numbers(paragraph.Sources);

        /// <summary>The numbers of sources, runs of them closed up: [1][3]-[5].</summary>
        private static string Numbers(IReadOnlyList<int> sources)
        {
            var runs = new List<(int From, int To)>();
            foreach (var number in sources.Distinct().Order())
                if (runs.Count > 0 && runs[^1].To == number - 1) runs[^1] = (runs[^1].From, number);
                else runs.Add((number, number));
            return string.Concat(runs.Select(run => run.From == run.To ? $"[{run.From}]" : run.To == run.From + 1 ? $"[{run.From}][{run.To}]" : $"[{run.From}]-[{run.To}]"));
        }

        private static string Description(ClassChart chart) => string.Join("；", chart.Lines.Select((line, i) =>
            $"{i + 1} {line.Name}：{string.Join("，", chart.Months.Select((month, at) => $"{month}月{Sign(line.Classes[at])}"))}"));

        private static string Sign(int? value) => value is { } known ? Rules.SurfaceWater.WaterClasses.Symbol((Rules.SurfaceWater.WaterClass)known) : "无";

        private static string Numeral(int i) => i < Numerals.Length ? Numerals[i] : $"十{Numerals[i - Numerals.Length]}";
    }
}
