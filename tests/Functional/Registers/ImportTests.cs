using System.Data;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Bishui.Contracts.Registers;
using Bishui.Features.Registers;
using Bishui.Features.Tables;
using Bishui.Tests.Support;
using Bishui.Tests.Support.Tables;
using MiniExcelLibs;
using Xunit;
using static Bishui.Tests.Functional.Registers.RegisterService;

namespace Bishui.Tests.Functional.Registers;

public sealed class ImportTests : IAsyncLifetime
{
    private const string Header = "编号,设施名称,处理能力（m³/d）,在线监测,状态";

    private RegisterService _works = null!;

    public async Task InitializeAsync() => _works = await RegisterService.StartAsync();

    public Task DisposeAsync() => _works.DisposeAsync().AsTask();

    [Fact]
    public async Task A_bad_row_never_loses_a_good_one_and_the_table_comes_back_with_the_errors()
    {
        const string table = $"""
            {Header},投运日期,上级设施
            a,城东厂,3.5万,是,在建,,
            b,城西厂,很大,是,卖出,,
            c,城南厂,1000,否,运行,2020年1月5日,a
            a,又是城东,1,是,在建,,
            ,无编号,1,是,在建,,
            d,城北厂,1,是,在建,,nowhere
            """;

        var dry = await _works.EndAsync(await _works.PostAsync(table, "?dryRun=true"));
        Assert.Empty(await _works.IdsAsync());
        var run = await _works.EndAsync(await _works.PostAsync(table));
        var again = await _works.EndAsync(await _works.PostAsync(table));

        Assert.Equal((2, 0, 0, 4), Counts(dry));
        Assert.Equal((2, 0, 0, 4), Counts(run));
        Assert.Equal((0, 0, 2, 4), Counts(again));
        Assert.Equal(["3 处理能力（m³/d） wrong-type", "3 状态 unknown-choice", "5 编号 repeated-id", "6 编号 missing", "7 上级设施 unknown-works"], Faults(run));
        Assert.Equal(Faults(dry), Faults(run));
        Assert.Contains("第 2 行", run.GetProperty("rejected")[2].Text("detail"), StringComparison.Ordinal);
        Assert.Equal((6, 6, "2021-11-02"), (run.Count("rows"), run.Count("done"), run.Text("from")));
        Assert.Equal(35000m, (await _works.GetAsync("/a")).Body.GetProperty("values").GetProperty("capacity").GetDecimal());
        var cells = RegisterService.Cells(await _works.FileAsync($"/imports/{run.Text("id")}/errors.xlsx"));
        Assert.Equal("错误说明", cells[0][^1]);
        Assert.Equal(["", "处理能力", "", "编号：", "编号：", "上级设施"], cells.Skip(1).Select(row => row[^1]).Select(text => text.Length == 0 ? "" : text[..(text.StartsWith("编号", StringComparison.Ordinal) ? 3 : 4)]));
        Assert.Equal("城东厂", cells[1][1]);
        // Corrected and handed in again, the column of the errors still there.
        Assert.Equal(202, (await _works.PostAsync(await _works.FileAsync($"/imports/{run.Text("id")}/errors.xlsx"))).Status);
    }

    [Fact]
    public async Task Days_come_from_the_row_from_the_query_or_are_today_and_missing_columns_leave_their_fields()
    {
        await _works.PutAsync("a", Row(more: [("load", 50), ("contact", "张三")]), "2021-01-01");
        await _works.EndAsync(await _works.PostAsync($"{Header},生效日期,负荷率\na,改名,1,是,在建,2021/6/1,\nb,乙,1,是,在建,,12.5%\n", "?from=2021-07-01"));

        var a = (await _works.GetAsync("/a")).Body;
        Assert.Equal(("2021-06-01", "改名", "张**"), (a.Text("from"), a.Text("name"), a.GetProperty("values").Text("contact")));
        Assert.False(a.GetProperty("values").TryGetProperty("load", out _));
        var b = (await _works.GetAsync("/b")).Body;
        Assert.Equal(("2021-07-01", 12.5m), (b.Text("from"), b.GetProperty("values").GetProperty("load").GetDecimal()));
        Assert.Equal(["2 生效日期 bad-day"], Faults(await _works.EndAsync(await _works.PostAsync($"{Header},生效日期\nc,丙,1,是,在建,明天\n"))));
    }

    [Fact]
    public async Task A_workbook_counts_as_a_person_sees_it()
    {
        using var table = new DataTable();
        foreach (var column in new[] { "A", "B", "C", "D", "E", "F", "G", "H" }) table.Columns.Add(column, typeof(object));
        table.Rows.Add("柳南区处理设施名录");
        table.Rows.Add("序号", "编号", "单位名称", "处理能力(万m³/d)", "在线监测", "状态", "投运日期", "负荷率");
        table.Rows.Add(1, "a", "城东厂", 3.5, "否", "运行", new DateTime(2020, 1, 5), 0.125);
        table.Rows.Add(2, "b", "城西厂", "１，２００m³/d", "是", "in-operation", 43835, 12.5);
        table.Rows.Add(3, "c", "城南厂", 2, "是", "运行", 43835, 0.5);
        table.Rows.Add(4, "d", null, 2, "是", "运行", 43835, 0.5);
        using var file = new MemoryStream();
        MiniExcel.SaveAs(file, table, printHeader: false);
        var workbook = Changed(file.ToArray());

        var import = await _works.EndAsync(await _works.PostAsync(workbook));

        Assert.Equal((4, 0, 0, 0), Counts(import));
        Assert.Equal(("城东厂", 35000m, "2020-01-05", 12.5m), Read("a"));
        Assert.Equal(("城西厂", 1200m, "2020-01-05", 12.5m), Read("b"));
        Assert.Equal(("城南厂", 20000m, "2020-01-05", 0.5m), Read("c"));
        Assert.Equal("城南厂", Read("d").Item1);

        (string, decimal, string, decimal) Read(string id) => _works.GetAsync("/" + id).Result.Body.GetProperty("values") is var values
            ? (values.Text("name"), values.GetProperty("capacity").GetDecimal(), values.Text("commissionedOn"), values.GetProperty("load").GetDecimal()) : default;
    }

    [Fact]
    public async Task A_workbook_comes_back_with_its_rows_where_they_stood_and_a_word_far_off_costs_nothing()
    {
        var workbook = new WorkbookFile
        {
            Rows =
            [
                WorkbookFile.Row(1, ("A1", "编号"), ("B1", "设施名称"), ("C1", "处理能力"), ("D1", "在线监测"), ("E1", "状态")),
                WorkbookFile.Row(4, ("A4", "a"), ("B4", "城东厂"), ("C4", "很大"), ("D4", "是"), ("E4", "在建")),
                WorkbookFile.Row(1_000_000, ("A1000000", "b"), ("B1000000", "城西厂"), ("C1000000", "1"), ("D1000000", "是"), ("E1000000", "在建"), ("IV1000000", "_x0001_远")),
            ],
        }.Build();

        var import = await _works.EndAsync(await _works.PostAsync(workbook));
        var file = await _works.FileAsync($"/imports/{import.Text("id")}/errors.xlsx");

        Assert.Equal((1, 0, 0, 1), Counts(import));
        Assert.Equal(["4 处理能力 wrong-type"], Faults(import));
        var rows = TableReader.Read(file, TableFormat.Xlsx, new(10, () => throw new InvalidOperationException()), CancellationToken.None).ToList();
        Assert.Equal(
            ["1 编号 设施名称 处理能力 在线监测 状态 错误说明", "4 a 城东厂 很大 是 在建 处理能力", "1000000 b 城西厂 1 是 在建 \u0001远"],
            rows.Select(row => $"{row.Number} {string.Join(' ', row.Cells.Select(cell => cell.Text.Split('：')[0]))}"));
        Assert.Equal((5, 5, 255), (rows[0].Cells[^1].Column, rows[1].Cells[^1].Column, rows[2].Cells[^1].Column));
        Assert.InRange(file.Length, 1, 5_000);
        Assert.Equal((0, 0, 1, 1), Counts(await _works.EndAsync(await _works.PostAsync(file))));
    }

    [Theory]
    [InlineData("设施名称,处理能力,在线监测,状态\n", "编号 missing-column")]
    [InlineData("编号,处理能力,在线监测,状态\n", "设施名称 missing-column")]
    [InlineData("编号,设施名称,处理能力,在线监测,状态,颜色\n", "颜色 unknown-column")]
    [InlineData("编号,设施名称,name,处理能力,在线监测,状态\n", "name repeated-column")]
    [InlineData("编号,设施名称,处理能力（t/a）,在线监测,状态\n", "处理能力（t/a） wrong-unit")]
    public async Task A_table_with_the_wrong_columns_is_refused_whole(string table, string fault)
    {
        var (status, problem) = await _works.PostAsync(table);

        Assert.Equal((422, "bad-header"), (status, problem.Text("code")));
        Assert.Equal([fault], problem.GetProperty("errors").EnumerateArray().Select(error => $"{error.Text("field")} {error.Text("code")}"));
    }

    [Fact]
    public async Task Too_many_rows_and_other_files_are_refused()
    {
        var many = new StringBuilder("编号,设施名称,处理能力,在线监测,状态\n");
        for (var i = 0; i <= 50_000; i++) many.Append("a,b,1,是,在建\n");

        Assert.Equal((413, "too-many-rows"), Code(await _works.PostAsync(many.ToString())));
        Assert.Equal((422, "empty"), Code(await _works.PostAsync("")));
        Assert.Equal((422, "broken-table"), Code(await _works.PostAsync("PK\u0003\u0004no"u8.ToArray())));
        Assert.Equal(415, (await _works.PostAsync([1], "application/pdf")).Status);
        Assert.Equal(413, (await _works.PostAsync(new byte[(20 << 20) + 1])).Status);
        Assert.Equal((404, "unknown-import"), Code(await _works.GetAsync("/imports/none")));
    }

    [Fact]
    public async Task A_cooperating_unit_imports_its_own_rows()
    {
        await _works.PutAsync("a", Row());
        var import = await _works.EndAsync(await _works.PostAsync($"{Header}\na,改名,1,是,在建\nb,乙,1,是,在建\n", unit: TestPlans.Cooperating), TestPlans.Cooperating);

        Assert.Equal((1, 0, 0, 1), Counts(import));
        Assert.Equal(["2  not-your-row"], Faults(import));
        Assert.Equal((403, "not-your-register"), Code(await _works.GetAsync("/imports/" + import.Text("id"), TestPlans.Committee)));
    }

    [Fact]
    public async Task An_export_imported_again_changes_nothing_and_runs_nothing()
    {
        await _works.PutAsync("a", Row("=1+1", 0.1m, ("processes", new[] { "甲、乙" }), ("contact", "@SUM(A1)"), ("load", 1.2345678901234567890m)));
        await _works.PutAsync("b", Row("-5+3", 1234567.8m - 1000000, ("processes", new[] { "+甲", "乙" }), ("state", "in-operation"), ("commissionedOn", "2020-01-05"), ("past", new[] { "building", "stopped" })), "2021-10-01");
        var export = await _works.FileAsync(".xlsx");

        var import = await _works.EndAsync(await _works.PostAsync(export));

        Assert.Equal((0, 0, 2, 0), Counts(import));
        Assert.Equal(["编号", "生效日期", "设施名称", "处理能力（m³/d）", "负荷率（%）"], RegisterService.Cells(export)[0].Take(5));
        Assert.Contains("在建、停运", RegisterService.Cells(export)[2]);
        using var archive = new ZipArchive(new MemoryStream(export));
        using var sheet = new StreamReader(archive.GetEntry("xl/worksheets/sheet1.xml")!.Open());
        Assert.DoesNotMatch("<(x:)?f[ >]", await sheet.ReadToEndAsync());
        Assert.Single(RegisterService.Cells(await _works.FileAsync(".xlsx?at=2021-10-31")).Skip(1));
    }

    [Fact]
    public async Task The_template_says_what_to_fill_in_and_the_schema_what_a_page_may_draw()
    {
        var template = await _works.FileAsync("/template.xlsx");
        using var stream = new MemoryStream(template);
        Assert.Equal(["处理设施", "填写说明", "状态", "历史状态"], MiniExcel.GetSheetNames(stream));
        Assert.Equal((0, 0, 0, 0), Counts(await _works.EndAsync(await _works.PostAsync(template))));
        Assert.Equal(["运行", "running", "in-operation"], RegisterService.Cells(template, "状态")[2]);

        var (_, schema) = await _works.GetAsync("/schema", TestPlans.Stranger);
        var fields = schema.GetProperty("properties");
        Assert.Equal("https://json-schema.org/draft/2020-12/schema", schema.Text("$schema"));
        Assert.Equal(["name", "capacity", "monitored", "state"], schema.GetProperty("required").EnumerateArray().Select(one => one.GetString()));
        Assert.Equal(("处理能力", "capacity", "m³/d", "设计规模", "number"), (fields.GetProperty("capacity").Text("title"), fields.GetProperty("capacity").Text("x-title-en"), fields.GetProperty("capacity").Text("x-unit"), fields.GetProperty("capacity").Text("description"), fields.GetProperty("capacity").Text("type")));
        Assert.Equal(1000000, fields.GetProperty("capacity").GetProperty("maximum").GetDecimal());
        Assert.Equal("运行", fields.GetProperty("state").GetProperty("x-enum-labels").GetProperty("in-operation").Text("zh"));
        Assert.Equal("date", fields.GetProperty("commissionedOn").Text("format"));
        Assert.Equal("array", fields.GetProperty("past").Text("type"));
        Assert.Equal(3, fields.GetProperty("past").GetProperty("items").Count("enum"));
        Assert.Equal((@"^(?:[A-Z]{2}\d{4})$", "works", true), (fields.GetProperty("permit").Text("pattern"), fields.GetProperty("parent").Text("x-refers"), fields.GetProperty("contact").GetProperty("x-personal").GetBoolean()));
    }

    [Fact]
    public async Task An_import_goes_on_after_a_restart_exactly_where_it_was()
    {
        const int count = 4000;
        var folder = Directory.CreateTempSubdirectory("bishui-test-").FullName;
        try
        {
            var table = new StringBuilder(Header + ",上级设施\n");
            for (var i = 0; i < count; i++) table.Append(System.Globalization.CultureInfo.InvariantCulture, $"r{i:D5},厂{i},{(i % 100 == 7 ? "?" : "1")},是,在建,{(i > 0 ? "r00000" : "")}\n");
            string import;
            await using (var before = await RegisterService.StartAsync(folder))
            {
                var (_, taken) = await before.PostAsync(table.ToString());
                import = taken.Text("id");
                await Eventually.HoldsAsync(async () => (await before.GetAsync("/imports/" + import)).Body.Count("done") > 0);
                var (_, under) = await before.GetAsync("/imports/" + import);
                Assert.InRange(under.Count("done"), 1, count);
            }

            await using var after = await RegisterService.StartAsync(folder);
            JsonElement view = default;
            await Eventually.HoldsAsync(async () => (view = (await after.GetAsync("/imports/" + import)).Body).Text("state") == "finished");

            Assert.Equal((count - (count / 100), 0, 0, count / 100), Counts(view));
            Assert.Equal(count / 100, view.Count("rejected"));
            var rows = new List<JsonElement>();
            for (string? next = null; rows.Count == 0 || next is not null;)
            {
                var (_, page) = await after.GetAsync($"?limit=1000{(next is null ? "" : "&after=" + next)}");
                rows.AddRange(page.GetProperty("items").EnumerateArray());
                next = page.TryGetProperty("next", out var more) ? more.GetString() : null;
            }
            Assert.Equal(count - (count / 100), rows.Count);
            Assert.All(rows, row => Assert.Equal(1, row.Count("version")));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task Every_row_of_an_import_is_told_once()
    {
        var told = await _works.Service.ListenAsync<RegisterRowsChanged>();
        var table = Header + "\n" + string.Concat(Enumerable.Range(0, 450).Select(i => $"r{i},厂{i},1,是,在建\n"));

        await _works.EndAsync(await _works.PostAsync(table, "?dryRun=true"));
        await _works.EndAsync(await _works.PostAsync(table));
        await _works.EndAsync(await _works.PostAsync(table));

        await Eventually.HoldsAsync(() => Task.FromResult(told.Sum(message => message.Rows.Count) >= 450));
        Assert.Equal((3, 450), (told.Count, told.SelectMany(message => message.Rows).Select(row => row.Id).Distinct().Count()));
    }

    [Fact]
    public void A_declaration_with_two_columns_of_one_name_is_refused()
    {
        Assert.Throws<InvalidOperationException>(Register.Of<Twice>);
        Assert.Throws<InvalidOperationException>(Register.Of<Asked>);
        Assert.Throws<InvalidOperationException>(Register.Of<Secret>);
    }

    private static (int, string) Code((int Status, JsonElement Body) answer) => (answer.Status, answer.Body.Text("code"));

    /// <summary>Formats H3 as a percentage and merges C5 with C6, as Excel would.</summary>
    private static byte[] Changed(byte[] workbook)
    {
        using var stream = new MemoryStream();
        stream.Write(workbook);
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Update, leaveOpen: true))
        {
            var styles = Text(archive, "xl/styles.xml");
            var count = System.Text.RegularExpressions.Regex.Match(styles, "<x:cellXfs count=\"(\\d+)\"").Groups[1].Value;
            var at = styles.IndexOf("</x:cellXfs>", StringComparison.Ordinal);
            var index = System.Text.RegularExpressions.Regex.Count(styles[styles.IndexOf("<x:cellXfs", StringComparison.Ordinal)..at], "<x:xf ");
            Assert.NotEqual("", count);
            Put(archive, "xl/styles.xml", styles.Insert(at, "<x:xf numFmtId=\"10\" />"));
            var sheet = Text(archive, "xl/worksheets/sheet1.xml");
            sheet = System.Text.RegularExpressions.Regex.Replace(sheet, "(<x:c r=\"H3\"[^>]*) s=\"\\d+\"", $"$1 s=\"{index}\"");
            sheet = System.Text.RegularExpressions.Regex.Replace(sheet, "</x:sheetData>", "</x:sheetData><x:mergeCells count=\"1\"><x:mergeCell ref=\"C5:C6\"/></x:mergeCells>");
            Put(archive, "xl/worksheets/sheet1.xml", sheet);
        }
        return stream.ToArray();

        static string Text(ZipArchive archive, string name)
        {
            using var reader = new StreamReader(archive.GetEntry(name)!.Open());
            return reader.ReadToEnd();
        }

        static void Put(ZipArchive archive, string name, string text)
        {
            archive.GetEntry(name)!.Delete();
            using var writer = new StreamWriter(archive.CreateEntry(name).Open());
            writer.Write(text);
        }
    }

    [Register("twice", "重复", "twice", TestPlans.Topic)]
    private sealed record Twice
    {
        [Field("名称", "name", IsName = true)]
        public required string Name { get; init; }

        [Field("名称", "other")]
        public string? Other { get; init; }
    }

    [Register("asked", "占用", "asked", TestPlans.Topic)]
    private sealed record Asked
    {
        [Field("名称", "name", IsName = true)]
        public required string Text { get; init; }
    }

    [Register("secret", "隐私", "secret", TestPlans.Topic)]
    private sealed record Secret
    {
        [Field("名称", "name", IsName = true, Personal = true)]
        public required string Name { get; init; }
    }
}
