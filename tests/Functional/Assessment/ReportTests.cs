using System.Text.Json;
using System.Text.RegularExpressions;
using Bishui.Tests.Functional.Obligations;
using Bishui.Tests.Support;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Validation;
using DocumentFormat.OpenXml.Wordprocessing;
using MiniExcelLibs;
using Xunit;

namespace Bishui.Tests.Functional.Assessment;

public sealed partial class ReportTests
{
    private const string Bureau = "ecology-bureau";

    [Fact]
    public async Task Every_figure_of_a_draft_is_that_of_the_interface_at_the_instant()
    {
        await using var app = await FilledAsync();
        var report = await new ReportDesk(app.Service).DraftAsync(Bureau, "annual", "2021");
        var at = Uri.EscapeDataString(report.GetProperty("head").Text("at"));

        var score = await app.GetAsync($"/api/assessment/units/{Bureau}/score?at={at}");
        Assert.Equal(((decimal)score["points"]!, (decimal)score["quality"]!, (decimal)score["work"]!), (
            ReportDesk.FigureOf(report, "overall", "points")!.Value, ReportDesk.FigureOf(report, "overall", "quality")!.Value, ReportDesk.FigureOf(report, "overall", "work")!.Value));
        Assert.Contains($"考核等级为{(string)score["gradeTitle"]!}（暂定）", WordsOf(report, "overall"), StringComparison.Ordinal);

        var indicators = (await app.GetAsync($"/api/assessment/indicators?at={at}", Bureau))["items"]!.AsArray();
        Assert.Equal(2, indicators.Count);
        Assert.Equal(
            indicators.Select(one => ($"{one!["service"]}/{one["key"]}", (decimal?)one["value"])),
            ReportDesk.FiguresOf(report, "indicators").Select(one => (one.Text("key"), ReportDesk.FigureOf(report, "indicators", one.Text("key")))));
        Assert.Contains(ReportDesk.RowsOf(report, "indicators", "indicators"), row => row == "1|已作出分类处理决定的比例|62.5%|≥50%|达标|2021-11-02");
        Assert.Contains(ReportDesk.RowsOf(report, "indicators", "indicators"), row => row == "1|已作出分类处理决定的比例|—|≥50%|无数据|2021-11-02");

        Assert.Equal((1m, 1m, 1m), (
            ReportDesk.FigureOf(report, "duties", "met"), ReportDesk.FigureOf(report, "duties", "met-late"), ReportDesk.FigureOf(report, "duties", "missed")));
        Assert.Equal("32|公开上一季度饮用水水源水质|柳南生态环境局|2021-07-20|—", Assert.Single(ReportDesk.RowsOf(report, "duties", "missed")));
        Assert.StartsWith("1|露塘|Ⅲ|—|—|—|Ⅱ*|—|", Assert.Single(ReportDesk.RowsOf(report, "quality", "classes")), StringComparison.Ordinal);
        Assert.Equal((1m, 0m, 1m), (
            ReportDesk.FigureOf(report, "exceedances", "exceedances"), ReportDesk.FigureOf(report, "exceedances", "closed"), ReportDesk.FigureOf(report, "exceedances", "open")));
        Assert.Contains("露塘|总磷", Assert.Single(ReportDesk.RowsOf(report, "exceedances", "exceedances")), StringComparison.Ordinal);
        Assert.Contains("完成三家企业整治", WordsOf(report, "tasks"), StringComparison.Ordinal);
        Assert.Equal(1m, ReportDesk.FigureOf(report, "overall", "entries"));

        // Of the first half there is neither the entry of November nor the quality of the other months.
        var half = await new ReportDesk(app.Service).DraftAsync(Bureau, "half-year", "2021-H1");
        Assert.Equal((0m, 0m, 0m), (
            ReportDesk.FigureOf(half, "overall", "entries"), ReportDesk.FigureOf(half, "duties", "missed"), ReportDesk.FigureOf(half, "exceedances", "exceedances")));
        Assert.Equal("1|露塘|Ⅲ|—|—|—|Ⅱ*|—|—", Assert.Single(ReportDesk.RowsOf(half, "quality", "classes")));
    }

    [Fact]
    public async Task Gaps_are_listed_and_never_filled()
    {
        await using var app = await FilledAsync();
        var report = await new ReportDesk(app.Service).DraftAsync(Bureau, "annual", "2021");
        var gaps = ReportDesk.RowsOf(report, "gaps", "gaps");

        var unit = (await app.GetAsync("/api/assessment/units"))["items"]!.AsArray().Single(each => (string)each!["unit"]! == Bureau)!;
        var tasks = unit["leadingTasks"]!.AsArray().Concat(unit["cooperatingTasks"]!.AsArray()).Select(each => (int)each!).Distinct().ToList();
        Assert.Equal(tasks.Count - 1, gaps.Count(gap => gap.StartsWith("无台账|", StringComparison.Ordinal)));
        Assert.DoesNotContain(gaps, gap => gap.StartsWith("无台账|第3项", StringComparison.Ordinal));
        Assert.Contains(gaps, gap => gap.StartsWith("得分暂定|", StringComparison.Ordinal));
        Assert.Contains("指标无数据|第1项任务 已作出分类处理决定的比例", gaps);
        Assert.Contains(gaps, gap => gap.StartsWith("目标待下达|", StringComparison.Ordinal));
        Assert.Contains("逾期未完成|第32项任务 公开上一季度饮用水水源水质（2021年7月20日到期）", gaps);
        Assert.Contains("水质缺月|露塘：1月、2月、3月、5月、6月、7月、8月、9月、10月、11月没有类别评价", gaps);
        Assert.Contains("案件在办|露塘 总磷超标未归档", gaps);
        Assert.True(ReportDesk.SectionOf(report, "next").GetProperty("toBeWritten").GetBoolean());
        Assert.Equal(gaps.Count, ReportDesk.FigureOf(report, "gaps", "gaps"));
    }

    [Theory]
    [InlineData(Bureau)]
    [InlineData("district")]
    public async Task The_document_is_valid_has_the_official_layout_and_cites_only_its_sources(string scope)
    {
        await using var app = await FilledAsync();
        var desk = new ReportDesk(app.Service);
        var report = await desk.DraftAsync(Bureau, "annual", "2021", scope);
        using var document = WordprocessingDocument.Open(new MemoryStream(await desk.FileAsync(ReportDesk.IdOf(report), "docx", Bureau)), isEditable: false);
        Assert.Empty(new OpenXmlValidator(DocumentFormat.OpenXml.FileFormatVersions.Office2019).Validate(document).Select(error => $"{error.Path?.XPath} {error.Description}"));

        var main = document.MainDocumentPart!;
        var section = main.Document!.Body!.GetFirstChild<SectionProperties>()!;
        var (size, margin, grid) = (section.GetFirstChild<PageSize>()!, section.GetFirstChild<PageMargin>()!, section.GetFirstChild<DocGrid>()!);
        // GB/T 9704-2012: 210 × 297 mm, 37 mm above and 28 mm to the left of 156 × 225 mm, in 22 lines of 28 characters.
        Assert.Equal((210, 297, 37, 28, 26, 35), (Mm((int)size.Width!.Value), Mm((int)size.Height!.Value), Mm(margin.Top!.Value), Mm((int)margin.Left!.Value),
            Mm((int)margin.Right!.Value), Mm(margin.Bottom!.Value)));
        var (textWidth, textHeight) = (size.Width.Value - margin.Left.Value - margin.Right.Value, size.Height.Value - margin.Top.Value - margin.Bottom.Value);
        var closer = main.StyleDefinitionsPart!.Styles!.Elements<Style>().Single(style => style.StyleId == "BodyText").StyleRunProperties!.Spacing!.Val!.Value;
        Assert.Equal((22, 28, DocGridValues.Lines), ((int)(textHeight / grid.LinePitch!.Value), (int)(textWidth / (320 + closer)), grid.Type!.Value));

        var styles = main.StyleDefinitionsPart.Styles.Elements<Style>().ToDictionary(style => style.StyleId!.Value!, style =>
            (style.StyleRunProperties!.RunFonts!.EastAsia!.Value, style.StyleRunProperties.FontSize!.Val!.Value));
        Assert.Equal(("方正小标宋简体", "44"), styles["Title"]);
        Assert.Equal(("仿宋_GB2312", "32"), styles["BodyText"]);
        Assert.Equal(("黑体", "32"), styles["Heading1"]);
        Assert.Equal(("楷体_GB2312", "32"), styles["Heading2"]);
        Assert.NotNull(main.DocumentSettingsPart!.Settings!.GetFirstChild<EvenAndOddHeaders>());
        Assert.All(main.FooterParts, part => Assert.Equal("— 1 —", part.Footer!.InnerText.Replace(" PAGE ", "", StringComparison.Ordinal)));
        Assert.All(main.FooterParts, part => Assert.All(part.Footer!.Descendants<RunProperties>(), run => Assert.Equal(("宋体", "28"), (run.RunFonts!.EastAsia!.Value, run.FontSize!.Val!.Value))));

        string[] headings = ["一、总体情况", "二、任务进展", "三、指标完成情况", "四、应办事项", "五、水质情况", "六、超标与案件", "七、存在的问题和缺口", "八、下一步工作", "附：数据来源"];
        Assert.Equal(headings, main.Document.Body.Elements<Paragraph>().Where(each => each.ParagraphProperties?.ParagraphStyleId?.Val == "Heading1").Select(each => each.InnerText));
        Assert.Contains(main.Document.Body.Elements<Paragraph>(), each => each.InnerText == "（待填写）");
        Assert.All(main.Document.Body.Elements<Table>(), table => Assert.NotNull(table.GetFirstChild<TableRow>()!.TableRowProperties!.GetFirstChild<TableHeader>()));
        var picture = Assert.Single(main.Document.Body.Descendants<DocumentFormat.OpenXml.Drawing.Wordprocessing.DocProperties>());
        Assert.Contains("露塘：1月无，2月无，3月无，4月Ⅱ", picture.Description!.Value, StringComparison.Ordinal);
        Assert.Empty(main.ExternalRelationships.Cast<ReferenceRelationship>().Concat(main.HyperlinkRelationships));

        var sources = main.Document.Body.Elements<Table>().Last().Elements<TableRow>().Skip(1).Select(row => row.Elements<TableCell>().First().InnerText).ToHashSet();
        var cited = Citation().Matches(main.Document.Body.InnerText).Select(match => match.Value).Distinct().ToList();
        Assert.Equal(report.Count("sources"), sources.Count);
        Assert.Empty(cited.Except(sources));
        Assert.All(report.GetProperty("sections").EnumerateArray().SelectMany(each => each.GetProperty("generated").GetProperty("figures").EnumerateArray()), figure =>
        {
            Assert.NotEqual(0, figure.Count("sources"));
            Assert.All(figure.GetProperty("sources").EnumerateArray(), number => Assert.Contains($"[{number}]", sources));
        });

        static int Mm(int twips) => (int)Math.Round(twips * 25.4 / 1440);
    }

    [Fact]
    public async Task The_workbook_holds_ledger_tables_figures_and_sources()
    {
        await using var app = await FilledAsync();
        var desk = new ReportDesk(app.Service);
        var report = await desk.DraftAsync(Bureau, "annual", "2021");
        var file = await desk.FileAsync(ReportDesk.IdOf(report), "xlsx", Bureau);
        Assert.Equal(["台账", "任务进展一览", "指标完成情况", "逾期未完成的应办事项", "逾期完成的应办事项", "按时完成的应办事项", "各月水质类别", "超标与处置", "问题和缺口清单", "数据", "数据来源"],
            // The assessment's own duties may have been told by then, or not yet.
            MiniExcel.GetSheetNames(new MemoryStream(file)).Except(["未到期的应办事项", "印发前事项的应办事项", "起算日待定的应办事项"]));
        var entry = Assert.Single(MiniExcel.Query(new MemoryStream(file), useHeaderRow: true, sheetName: "台账").Cast<IDictionary<string, object>>());
        Assert.Equal("完成三家企业整治", entry["内容"]);
        var points = MiniExcel.Query(new MemoryStream(file), useHeaderRow: true, sheetName: "数据").Cast<IDictionary<string, object>>().Single(row => (string)row["数据"] == "重点任务得分");
        Assert.Equal((double)ReportDesk.FigureOf(report, "overall", "work")!.Value, Convert.ToDouble(points["数值"], System.Globalization.CultureInfo.InvariantCulture), 10);
    }

    [Fact]
    public async Task A_report_is_edited_sent_returned_approved_by_another_unit_and_issued_once()
    {
        const string Author = "finance-bureau";
        await using var plan = await AdoptedPlan.OfAssessmentAsync();
        var desk = new ReportDesk(plan.Service);
        Assert.Equal(403, (await desk.TryDraftAsync(Author, "annual", "2021", "health-bureau")).Status);
        Assert.Equal(403, (await desk.TryDraftAsync(Author, "annual", "2021", "district")).Status);
        Assert.Equal("bad-period", await ErrorAsync(desk.TryDraftAsync(Author, "annual", "2021-H1")));
        Assert.Equal("not-of-the-plan", await ErrorAsync(desk.TryDraftAsync(Author, "annual", "2020")));

        var (status, draft) = await desk.TryDraftAsync(Author, "annual", "2021", key: "d1");
        Assert.Equal(201, status);
        var id = ReportDesk.IdOf(draft);
        Assert.Equal(id, ReportDesk.IdOf((await desk.TryDraftAsync(Author, "annual", "2021", key: "d1")).Body));
        Assert.Equal("report-exists", (await desk.TryDraftAsync(Author, "annual", "2021")).Body.Text("code"));

        // Another unit, and the reviewer before it is sent, read nothing of it; supervisors do.
        foreach (var path in new[] { $"/{id}", $"/{id}.docx", $"/{id}.xlsx", $"/{id}/verification" })
            Assert.Equal(403, (await desk.GetAsync(path, "health-bureau", "reporter", "approver")).Status);
        Assert.Equal(403, (await desk.GetAsync($"/{id}", ReportDesk.Committee, "reporter", "approver")).Status);
        Assert.Equal(200, (await desk.GetAsync($"/{id}", "health-bureau", "supervisor")).Status);
        Assert.Equal(0, (await desk.GetAsync("", "health-bureau", "reporter", "approver")).Body.Count("items"));
        Assert.Equal(1, (await desk.GetAsync("", Author)).Body.Count("items"));
        Assert.Equal(404, (await desk.GetAsync("/none", Author)).Status);

        object Words(string text) => new { text = new[] { text } };
        Assert.Equal(403, (await desk.SendAsync(HttpMethod.Put, $"/{id}/sections/next", Words("下一步"), "health-bureau")).Status);
        Assert.Equal(412, (await desk.SendAsync(HttpMethod.Put, $"/{id}/sections/next", Words("下一步"), Author, ifMatch: "\"7\"")).Status);
        Assert.Equal("unknown-source", await ErrorAsync(desk.SendAsync(HttpMethod.Put, $"/{id}/sections/next", Words("见[9999]"), Author)));
        Assert.Equal(404, (await desk.SendAsync(HttpMethod.Put, $"/{id}/sections/none", Words("下一步"), Author)).Status);
        Assert.Equal(200, (await desk.SendAsync(HttpMethod.Put, $"/{id}/sections/next", Words("继续推进[1]。"), Author, "e1", "\"1\"")).Status);
        Assert.Equal(200, (await desk.SendAsync(HttpMethod.Put, $"/{id}/sections/next", Words("继续推进[1]。"), Author, "e1", "\"1\"")).Status);
        var edited = (await desk.SendAsync(HttpMethod.Put, $"/{id}/sections/overall", Words("补充说明。"), Author, ifMatch: "\"2\"")).Body;
        edited = (await desk.SendAsync(HttpMethod.Put, $"/{id}/sections/overall", Words("再补充。"), Author, ifMatch: "\"3\"")).Body;
        var overall = ReportDesk.SectionOf(edited, "overall");
        Assert.Equal(JsonSerializer.Serialize(ReportDesk.SectionOf(draft, "overall").GetProperty("generated")), JsonSerializer.Serialize(overall.GetProperty("generated")));
        Assert.Equal([(1, "补充说明。", Author), (2, "再补充。", Author)], overall.GetProperty("edits").EnumerateArray()
            .Select(edit => (edit.GetProperty("version").GetInt32(), edit.GetProperty("text")[0].GetString()!, edit.Text("unit"))));
        Assert.False(ReportDesk.SectionOf(edited, "next").GetProperty("toBeWritten").GetBoolean());
        Assert.Equal(1, ReportDesk.SectionOf(edited, "next").Count("edits"));

        Assert.Equal("illegal-move", (await desk.TryStepAsync(id, Author, "issue")).Body.Text("code"));
        Assert.Equal(403, (await desk.TryStepAsync(id, Author, "submit", roles: ["reporter"])).Status);
        await desk.StepAsync(id, Author, "submit");
        Assert.Equal(409, (await desk.SendAsync(HttpMethod.Put, $"/{id}/sections/next", Words("改"), Author)).Status);
        Assert.Equal("own-work", (await desk.TryStepAsync(id, Author, "approve")).Body.Text("code"));
        Assert.Equal(403, (await desk.TryStepAsync(id, "health-bureau", "approve")).Status);
        Assert.Equal("not-your-review", (await desk.TryStepAsync(id, "health-bureau", "approve", roles: ["reporter", "approver", "supervisor"])).Body.Text("code"));
        Assert.Equal("missing", await ErrorAsync(desk.TryStepAsync(id, ReportDesk.Committee, "return")));
        Assert.Equal("returned", ReportDesk.StateOf(await desk.StepAsync(id, ReportDesk.Committee, "return", "缺下一步工作")));
        await desk.StepAsync(id, Author, "submit");
        Assert.Equal("approved", ReportDesk.StateOf(await desk.StepAsync(id, ReportDesk.Committee, "approve")));
        Assert.Equal("not-issued", (await desk.GetAsync($"/{id}/verification", Author)).Body.Text("code"));

        var issued = (await desk.TryStepAsync(id, Author, "issue", key: "i1")).Body;
        Assert.Equal("柳南财水报〔2021〕1号", issued.GetProperty("head").Text("documentNumber"));
        Assert.Equal(JsonSerializer.Serialize(issued), JsonSerializer.Serialize((await desk.TryStepAsync(id, Author, "issue", key: "i1")).Body));
        Assert.Equal("illegal-move", (await desk.TryStepAsync(id, Author, "issue")).Body.Text("code"));
        using var client = plan.Service.As(Author);
        var entries = (await client.ReadAsync("/api/assessment/tasks/45/entries")).Body.GetProperty("items");
        var entry = Assert.Single(entries.EnumerateArray());
        Assert.Equal((issued.Text("entryId"), "report", "half-year-summary", "2021-H2"), (
            entry.Text("id"), entry.GetProperty("record").Text("type"), entry.GetProperty("record").Text("topic"), entry.GetProperty("record").Text("period")));
        Assert.Contains(issued.Text("sha256"), entry.Text("text"), StringComparison.Ordinal);

        // An issued report is for good; a correction is another that names it.
        Assert.Equal("report-issued", (await desk.TryDraftAsync(Author, "annual", "2021")).Body.Text("code"));
        var correction = await desk.IssueAsync(Author, "annual", "2021", corrects: id);
        Assert.Equal("柳南财水报〔2021〕2号", correction.GetProperty("head").Text("documentNumber"));
        Assert.Equal("issued", ReportDesk.StateOf((await desk.GetAsync($"/{id}", Author)).Body));
    }

    [Fact]
    public async Task Numbers_have_no_gaps_when_reports_are_issued_at_once_and_every_unit_counts_for_itself()
    {
        await using var plan = await AdoptedPlan.OfAssessmentAsync();
        var desk = new ReportDesk(plan.Service);
        var ids = new List<string>();
        foreach (var (kind, period) in new[] { ("half-year", "2021-H1"), ("half-year", "2021-H2"), ("annual", "2021") })
        {
            ids.Add(ReportDesk.IdOf(await desk.DraftAsync("finance-bureau", kind, period)));
            await desk.StepAsync(ids[^1], "finance-bureau", "submit");
            await desk.StepAsync(ids[^1], ReportDesk.Committee, "approve");
        }
        var issued = await Task.WhenAll(ids.Select(id => desk.StepAsync(id, "finance-bureau", "issue")));
        Assert.Equal(["柳南财水报〔2021〕1号", "柳南财水报〔2021〕2号", "柳南财水报〔2021〕3号"], issued.Select(report => report.GetProperty("head").Text("documentNumber")).Order());
        Assert.Equal("柳南发改水报〔2021〕1号", (await desk.IssueAsync("development-reform-bureau", "annual", "2021")).GetProperty("head").Text("documentNumber"));
        // The committee's own report, of the district, is approved by the other.
        var id = ReportDesk.IdOf(await desk.DraftAsync(ReportDesk.Committee, "annual", "2021", "district"));
        await desk.StepAsync(id, ReportDesk.Committee, "submit");
        Assert.Equal("own-work", (await desk.TryStepAsync(id, ReportDesk.Committee, "approve")).Body.Text("code"));
        await desk.StepAsync(id, "ecology-bureau", "approve");
        Assert.Equal("柳南环委水报〔2021〕1号", (await desk.StepAsync(id, ReportDesk.Committee, "issue")).GetProperty("head").Text("documentNumber"));
    }

    [Fact]
    public async Task An_issued_document_stays_as_it_is_over_a_restart_and_an_altered_one_is_found_out()
    {
        const string Author = "finance-bureau";
        var folder = Directory.CreateTempSubdirectory("bishui-report-").FullName;
        try
        {
            string id, sha;
            byte[] before;
            await using (var app = await AssessmentApp.StartAsync(folder))
            {
                await app.Service.TellAsync(AdoptedPlan.Plan);
                await Eventually.HoldsAsync(async () => (await app.Service.As(Author).ReadAsync("/api/assessment/tasks/45")).Status == 200);
                var desk = new ReportDesk(app.Service);
                var issued = await desk.IssueAsync(Author, "annual", "2021");
                (id, sha) = (ReportDesk.IdOf(issued), issued.Text("sha256"));
                before = await desk.FileAsync(id, "docx", Author);
                Assert.Equal(sha, Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(before)));
            }
            await using (var app = await AssessmentApp.StartAsync(folder))
            {
                var desk = new ReportDesk(app.Service);
                Assert.Equal(before, await desk.FileAsync(id, "docx", Author));
                Assert.True((await desk.GetAsync($"/{id}/verification", Author)).Body.GetProperty("valid").GetBoolean());
                using (var document = WordprocessingDocument.Open(new MemoryStream(before), isEditable: false))
                    Assert.Contains("柳南财水报〔2021〕1号", document.MainDocumentPart!.Document!.Body!.InnerText, StringComparison.Ordinal);

                var file = Directory.GetFiles(folder, sha, SearchOption.AllDirectories).Single();
                File.Delete(file);
                before[^1] ^= 1;
                await File.WriteAllBytesAsync(file, before);
                var check = (await desk.GetAsync($"/{id}/verification", Author)).Body;
                Assert.False(check.GetProperty("valid").GetBoolean());
                Assert.NotEqual(sha, check.Text("found"));
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<AssessmentApp> FilledAsync()
    {
        var app = await AssessmentApp.StartAsync();
        await app.TellAsync(AssessmentApp.Classified("II"));
        await app.TellAsync(AssessmentApp.Exceeded("x1"));
        await app.TellAsync(AssessmentApp.Reviewed(3, "accepted"));
        await app.TellAsync(AssessmentApp.Entry(3) with { Text = "完成三家企业整治", Kind = "progress" });
        await app.TellAsync(AssessmentApp.Measured("decided", 1, "met", 62.5m));
        var empty = AssessmentApp.Measured("decided-late", 1, "no-data", 0);
        await app.TellAsync(empty with { Indicators = [empty.Indicators[0] with { Value = null }] });
        await app.TellAsync(AssessmentApp.Duties(
            AssessmentApp.Duty("d1", 1, "missed", new(2021, 7, 20), Bureau),
            AssessmentApp.Duty("d2", 1, "met-late", new(2021, 10, 20), Bureau) with { MetOn = new(2021, 10, 21) },
            AssessmentApp.Duty("d3", 1, "met", new(2021, 10, 20), Bureau) with { MetOn = new(2021, 10, 19) },
            AssessmentApp.Duty("d4", 1, "missed", new(2021, 10, 20), "health-bureau")));
        await app.FactsAsync("section-classified", 1);
        await app.FactsAsync("limit-exceeded", 1);
        await app.FactsAsync("completion-reviewed", 1);
        await app.FactsAsync("ledger-entry-recorded", 1);
        await app.FactsAsync("indicator-measured", 2);
        await app.FactsAsync("obligation-told", 4);
        return app;
    }

    private static string WordsOf(JsonElement report, string section) => string.Concat(
        ReportDesk.SectionOf(report, section).GetProperty("generated").GetProperty("paragraphs").EnumerateArray().Select(paragraph => paragraph.Text("text")));

    private static async Task<string> ErrorAsync(Task<(int Status, JsonElement Body)> asked)
    {
        var (status, body) = await asked;
        Assert.Equal(422, status);
        return body.GetProperty("errors")[0].Text("code");
    }

    [GeneratedRegex(@"\[[0-9]+\]")]
    private static partial Regex Citation();
}
