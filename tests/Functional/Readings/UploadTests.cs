using System.Data;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Bishui.Features.Readings.Uploads;
using Bishui.Features.Tables;
using MiniExcelLibs;
using Xunit;
using static Bishui.Tests.Functional.Readings.IntakeService;

namespace Bishui.Tests.Functional.Readings;

public sealed class UploadTests : IAsyncLifetime
{
    private const string Uploads = "/api/ecological/readings/uploads";
    private const string Xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    private const string Long = """
        点位,监测指标,监测时间,类型,监测值,单位,标记,检出限,报告编号,更正原因,备注
        section-1断面,氨氮,2021-04-06 04:00,小时,0.3,,,,,,晴
        section-1,氨氮,2021/4/6 5:00,hour,1300,µg/L,,,,,
        section-1,汞,2021-04-06,手工,0.00004L,,,,LZ-1,,
        section-1,汞,2021-04-07,,未检出,,,0.00004,LZ-2,,
        section-1,总磷,2021-04-06 04:00,手工,<0.01,,,,,,
        section-1,浊度,2021-04-06T04:00:00+08:00,实时,12.5,,M,,,,

        nowhere,氨氮,2021-04-06 04:00,小时,0.3,,,,,,
        section-1,汞,2021-04-08,手工,未检出,,,,,,
        section-1,氨氮,昨天,小时,0.3,,,,,,
        section-1,氨氮,2021-04-06 06:00,小时,约0.3,,,,,,
        section-1,氨氮,2021-04-06 07:00,每周,0.3,,,,,,
        section-1,氨氮,2021-04-06 08:00,小时,,,,,,,
        section-1,氨氮,2021-04-06 04:00,小时,0.4,,,,,,
        section-1,氨氮,2021-04-06 04:00,小时,0.30,,,,,,
        """;

    private IntakeService _intake = null!;

    public async Task InitializeAsync() => _intake = await StartAsync();

    public Task DisposeAsync() => _intake.DisposeAsync().AsTask();

    [Fact]
    public async Task A_long_table_is_taken_row_by_row_and_a_bad_row_is_named_by_its_own_number_and_column()
    {
        var (status, answer) = await UploadAsync(Long);

        Assert.Equal(200, status);
        Assert.Equal((6, 1, 0, 7), answer.Counts());
        Assert.Equal(
            [
                (9, "点位", "unknown-site"), (10, "检出限", "missing-detection-limit"), (11, "监测时间", "bad-time"), (12, "监测值", "not-a-number"),
                (13, "类型", "unknown-kind"), (14, "监测值", "missing-value"), (15, "监测值", "repeated-row"),
            ],
            answer.GetProperty("rejected").EnumerateArray().Select(r => (r.Count("row"), r.Text("column"), r.Text("code"))));
        Assert.Equal([0.3m, 1.3m], (await _intake.SeriesAsync("ammonia-nitrogen")).Select(item => item.GetProperty("value").GetDecimal()));
        var mercury = await _intake.SeriesAsync("mercury");
        Assert.Equal([("LZ-1", 0.00004m, "manual"), ("LZ-2", 0.00004m, "manual")], mercury.Select(m => (m.Text("labReport"), m.GetProperty("detectionLimit").GetDecimal(), m.Text("kind"))));
        Assert.Equal("2021-04-06T00:00:00+08:00", mercury[0].Text("time"));
        Assert.Equal(0.01m, Assert.Single(await _intake.SeriesAsync("total-phosphorus")).GetProperty("detectionLimit").GetDecimal());
        Assert.Equal("M", Assert.Single(await _intake.SeriesAsync("turbidity")).Text("flag"));
    }

    [Fact]
    public async Task A_dry_run_says_what_the_run_will_and_writes_nothing()
    {
        await _intake.SendAsync(Row("ammonia-nitrogen", 0.2m, "2021-04-06T04:00:00+08:00"), Row("汞", 0.1m, "2021-04-06T00:00:00+08:00", "manual"));

        var (dryStatus, dry) = await UploadAsync(Long, query: "?dryRun=true");
        var before = await _intake.SeriesAsync("ammonia-nitrogen");
        var casesBefore = await _intake.CasesAsync();
        var (_, run) = await UploadAsync(Long);

        Assert.Equal((200, true, false), (dryStatus, dry.GetProperty("dryRun").GetBoolean(), run.GetProperty("dryRun").GetBoolean()));
        Assert.Equal((4, 1, 1, 8), dry.Counts());
        Assert.Equal(dry.Counts(), run.Counts());
        Assert.Equal(0.2m, Assert.Single(before).GetProperty("value").GetDecimal());
        Assert.DoesNotContain(casesBefore, held => held.Text("parameter") == "ammonia-nitrogen");
        Assert.Equal(Rows(dry), Rows(run));
        Assert.Contains((4, "reason-required"), Rows(dry));
        var beyond = dry.GetProperty("beyond").EnumerateArray().Select(b => (b.Count("row"), b.Text("column"), b.Text("site"), b.GetProperty("value").GetDecimal(), b.Text("limit"))).ToList();
        Assert.Equal([(3, "监测值", Section, 1.3m, "≤ 1.0"), (3, "监测值", Section, 1.3m, "≤ 0.5")], beyond);
        Assert.Equal(1, dry.Count("exceedances"));
        Assert.Equal((0, 2), (dry.Count("cases"), run.Count("cases")));

        static List<(int, string)> Rows(JsonElement answer) => [.. answer.GetProperty("rejected").EnumerateArray().Select(r => (r.Count("row"), r.Text("code")))];
    }

    [Fact]
    public async Task The_same_table_again_changes_nothing()
    {
        var (_, first) = await UploadAsync(Long);
        var (_, again) = await UploadAsync(Long);

        Assert.Equal((6, 1, 0), (first.Count("accepted"), first.Count("duplicates"), first.Count("corrected")));
        Assert.Equal((0, 7, 0), (again.Count("accepted"), again.Count("duplicates"), again.Count("corrected")));
    }

    [Fact]
    public async Task A_wide_table_has_a_column_for_each_parameter_with_its_unit_and_its_detection_limit()
    {
        const string wide = """
            断面,采样时间,氨氮（µg/L）,pH值(无量纲),汞,汞检出限,w01009,备注
            section-1,2021年4月6日 4时,300,7.5,未检出,0.00004,8.1,
            section-1,2021-04-07 04:00,/,,0.0001,0.00004,—,雨
            section-1,2021-04-08 04:00,abc,15,,0.00004,,
            """;

        var (status, answer) = await UploadAsync(wide, query: "?kind=ignored");

        Assert.Equal(200, status);
        Assert.Equal((5, 0, 0, 2), answer.Counts());
        Assert.Equal(7, answer.Count("readings"));
        Assert.Equal([(4, "pH值(无量纲)", "implausible"), (4, "氨氮（µg/L）", "not-a-number")],
            answer.GetProperty("rejected").EnumerateArray().Select(r => (r.Count("row"), r.Text("column"), r.Text("code"))).Order());
        Assert.Equal(0.3m, Assert.Single(await _intake.SeriesAsync("ammonia-nitrogen")).GetProperty("value").GetDecimal());
        var mercury = await _intake.SeriesAsync("mercury");
        Assert.Equal(0.00004m, mercury[0].GetProperty("detectionLimit").GetDecimal());
        Assert.Equal((0.0001m, false), (mercury[1].GetProperty("value").GetDecimal(), mercury[1].Has("detectionLimit")));
        Assert.Equal("manual", mercury[0].Text("kind"));
        Assert.Equal("2021-04-06T04:00:00+08:00", Assert.Single(await _intake.SeriesAsync("dissolved-oxygen")).Text("time"));
    }

    [Theory]
    [InlineData("utf-8")]
    [InlineData("utf-8-bom")]
    [InlineData("gb18030")]
    [InlineData("utf-16")]
    public async Task The_encoding_is_found(string encoding)
    {
        var text = "点位,监测指标,监测时间,监测值\nsection-1断面,氨氮,2021-04-06 04:00,0.3\n";
        byte[] content = encoding switch
        {
            "utf-8" => Encoding.UTF8.GetBytes(text),
            "utf-8-bom" => [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(text)],
            "utf-16" => [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes(text)],
            _ => CodePagesEncodingProvider.Instance.GetEncoding("GB18030")!.GetBytes(text),
        };

        var (status, answer) = await UploadAsync(content);

        Assert.Equal((200, 1), (status, answer.Count("accepted")));
    }

    [Fact]
    public async Task A_workbook_is_read_with_its_dates_and_its_numbers()
    {
        using var table = new DataTable();
        foreach (var column in new[] { "点位", "监测时间", "氨氮(mg/L)", "汞", "总磷" }) table.Columns.Add(column, typeof(object));
        table.Rows.Add("section-1", new DateTime(2021, 4, 6, 4, 0, 0), 0.1 + 0.2, "0.00004L", 0.02);
        table.Rows.Add("section-1", 44292.25, 0.4, DBNull.Value, "0.03");
        using var file = new MemoryStream();
        MiniExcel.SaveAs(file, table);

        var (status, answer) = await UploadAsync(file.ToArray(), Xlsx);
        var (renamed, _) = await UploadAsync(file.ToArray(), "application/octet-stream", "?name=data.XLSX");

        Assert.Equal((200, 200), (status, renamed));
        Assert.Equal((5, 0, 0, 0), answer.Counts());
        var series = await _intake.SeriesAsync("ammonia-nitrogen");
        Assert.Equal([("2021-04-06T04:00:00+08:00", 0.3m), ("2021-04-06T06:00:00+08:00", 0.4m)], series.Select(item => (item.Text("time"), item.GetProperty("value").GetDecimal())));
        Assert.Equal(0.00004m, Assert.Single(await _intake.SeriesAsync("mercury")).GetProperty("detectionLimit").GetDecimal());
        Assert.Equal([0.02m, 0.03m], (await _intake.SeriesAsync("total-phosphorus")).Select(item => item.GetProperty("value").GetDecimal()));
    }

    [Fact]
    public async Task The_templates_filled_in_are_taken()
    {
        var csv = await _intake.Bureau.GetByteArrayAsync(new Uri($"{Uploads}/template.csv", UriKind.Relative));
        var xlsx = await _intake.Bureau.GetByteArrayAsync(new Uri($"{Uploads}/template.xlsx", UriKind.Relative));

        var (status, answer) = await UploadAsync([.. csv, .. Encoding.UTF8.GetBytes("section-1,氨氮,2021-04-06 04:00,,0.3,,,,,,\r\n")]);
        Assert.Equal((200, 1), (status, answer.Count("accepted")));

        using var workbook = new MemoryStream(xlsx);
        var header = ((IDictionary<string, object>)MiniExcel.Query(workbook, excelType: ExcelType.XLSX).First()).Values.Select(cell => (string)cell);
        Assert.Equal(Encoding.UTF8.GetString(csv).Trim('\uFEFF', '\r', '\n').Split(','), header);
        Assert.Equal(["监测数据", "填写说明", "监测指标"], MiniExcel.GetSheetNames(workbook));
        var (empty, nothing) = await UploadAsync(xlsx, Xlsx);
        Assert.Equal((200, 0), (empty, nothing.Count("readings")));
    }

    [Fact]
    public async Task A_broken_workbook_an_old_one_and_another_kind_of_file_are_refused()
    {
        Assert.Equal((422, "broken-table"), Refusal(await UploadAsync("PK\u0003\u0004not a workbook"u8.ToArray(), Xlsx)));
        Assert.Equal((422, "old-excel"), Refusal(await UploadAsync([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1], Xlsx)));
        Assert.Equal((422, "type-mismatch"), Refusal(await UploadAsync("点位,监测时间,氨氮\n"u8.ToArray(), Xlsx)));
        Assert.Equal(415, (await UploadAsync("%PDF"u8.ToArray(), "application/pdf")).Status);
        Assert.Equal((415, "unsupported-media-type"), Refusal(await UploadAsync("%PDF"u8.ToArray(), "application/octet-stream", "?name=a.pdf")));

        static (int, string) Refusal((int Status, JsonElement Body) answer) => (answer.Status, answer.Body.Text("code"));
    }

    [Fact]
    public async Task More_than_twenty_megabytes_are_refused_before_they_are_sent()
    {
        using var body = new ByteArrayContent(new byte[(20 * 1024 * 1024) + 1]);
        body.Headers.ContentType = new MediaTypeHeaderValue("text/csv");
        using var request = new HttpRequestMessage(HttpMethod.Post, Uploads) { Content = body };
        request.Headers.ExpectContinue = true;
        using var patient = new SocketsHttpHandler { Expect100ContinueTimeout = TimeSpan.FromSeconds(30) };
        using var client = new HttpClient(patient) { BaseAddress = _intake.Bureau.BaseAddress };
        client.DefaultRequestHeaders.Authorization = _intake.Bureau.DefaultRequestHeaders.Authorization;

        using var answer = await client.SendAsync(request);

        Assert.Equal(413, (int)answer.StatusCode);
    }

    [Fact]
    public async Task Nobody_uploads_for_another_unit()
    {
        // It has a site of its own, and none of these.
        using var stranger = _intake.Service.As(TestPlans.Stranger);
        await _intake.PutAsync("school", new { unit = TestPlans.Stranger });

        var (status, problem) = await UploadAsync("点位,监测时间,氨氮\nsection-1,2021-04-06 04:00,0.3\n"u8.ToArray(), client: stranger);
        var (dry, answer) = await UploadAsync("点位,监测时间,氨氮\nsection-1,2021-04-06 04:00,0.3\n"u8.ToArray(), query: "?dryRun=true", client: stranger);

        Assert.Equal((403, "not-your-site"), (status, problem.Text("code")));
        Assert.Equal("not-your-site", problem.GetProperty("rejected")[0].Text("code"));
        Assert.Equal((200, "not-your-site"), (dry, answer.Code()));
        using var nobody = _intake.Service.Anonymous();
        Assert.Equal(401, (await UploadAsync("x"u8.ToArray(), client: nobody)).Status);
    }

    [Fact]
    public async Task A_long_file_is_taken_in_parts_and_its_dry_run_counts_all_of_it()
    {
        var text = new StringBuilder("点位,监测时间,类型,浊度,pH值\n");
        for (var i = 0; i < 12_500; i++)
            text.Append(CultureInfo.InvariantCulture, $"section-1,{new DateTime(2021, 4, 1).AddMinutes(i):yyyy-MM-dd HH:mm},分钟,{5 + (i % 7)},7.{i % 10}\n");

        var (_, dry) = await UploadAsync(text.ToString(), query: "?dryRun=true");
        var (_, run) = await UploadAsync(text.ToString());
        var (_, again) = await UploadAsync(text.ToString(), query: "?dryRun=true");

        Assert.Equal((25_000, 0, 0, 0), dry.Counts());
        Assert.Equal((25_000, 0, 0, 0), run.Counts());
        Assert.Equal((0, 25_000, 0, 0), again.Counts());
    }

    [Fact]
    public async Task A_table_in_which_ten_thousand_readings_are_wrong_is_not_listed_reading_by_reading()
    {
        var good = "点位,监测时间,氨氮\nsection-1,2021-04-06 04:00,0.3\n";
        var wrong = string.Concat(Enumerable.Repeat("section-1,2021-04-06 04:00,x\n", 10_001));
        var elsewhere = string.Concat(Enumerable.Range(0, 10_001).Select(i => $"nowhere-{i},2021-04-06 04:00,1\n"));

        foreach (var table in new[] { good + wrong, good + elsewhere })
        {
            var (status, problem) = await UploadAsync(table);
            Assert.Equal((422, "too-many-faults"), (status, problem.Text("code")));
        }
        Assert.Empty(await _intake.SeriesAsync("ammonia-nitrogen"));
        Assert.Equal((1, 10_000), (await UploadAsync(good + wrong[..^(wrong.Length / 10_001)])).Body is var taken ? (taken.Count("accepted"), taken.Count("rejected")) : default);
    }

    [Fact]
    public async Task A_cell_longer_than_any_name_or_number_costs_its_row_alone()
    {
        // White space and signs on which a search for a time would go back and forth.
        var spaces = string.Concat(Enumerable.Repeat("1 1", 10_000));
        var (status, answer) = await UploadAsync($"点位,监测时间,氨氮,备注\nsection-1,{spaces},0.3,\nsection-1,2021-04-06 04:00,{spaces},\nsection-1,2021-04-06 04:00,0.3,{spaces}\n");

        Assert.Equal((200, 1), (status, answer.Count("accepted")));
        Assert.Equal(["2 监测时间 text-too-long", "3 氨氮 text-too-long"], answer.GetProperty("rejected").EnumerateArray().Select(one => $"{one.Count("row")} {one.Text("column")} {one.Text("code")}"));
        Assert.Equal("header-too-long", (await UploadAsync($"点位,监测时间,氨氮,{new string('(', 10_000)}\n")).Body.Text("code"));
    }

    [Fact]
    public void More_than_two_hundred_thousand_readings_are_too_many()
    {
        var parameters = Bishui.Standards.StandardFiles.Load().Parameters;
        var columns = UploadColumns.Read(TableRow.Of(1, ["点位", "监测时间", "浊度", "pH值"]), parameters, out _)!;
        var rows = Enumerable.Range(0, 100_001).Select(i => TableRow.Of(i + 2, ["section-1", "2021-04-01", "5", "7"])).ToList();

        Assert.Equal(200_000, UploadParser.Parse(columns, rows.Take(100_000)).Batch.Rows.Count);
        Assert.Throws<Bishui.Features.Requests.BatchRefusedException>(() => UploadParser.Parse(columns, rows));
    }

    private Task<(int Status, JsonElement Body)> UploadAsync(string csv, string query = "") => UploadAsync(Encoding.UTF8.GetBytes(csv), query: query);

    private async Task<(int Status, JsonElement Body)> UploadAsync(byte[] content, string type = "text/csv", string query = "", HttpClient? client = null)
    {
        using var body = new ByteArrayContent(content);
        body.Headers.ContentType = new MediaTypeHeaderValue(type);
        return await (client ?? _intake.Bureau).SendAsync(HttpMethod.Post, Uploads + query, body);
    }
}
