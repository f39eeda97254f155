using Bishui.Features.Requests;
using Bishui.Features.Tables;
using Bishui.Hosting.Errors;
using Bishui.Hosting.Identity;
using Bishui.Rules.Standards;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Bishui.Features.Readings.Uploads;

/// <summary>Readings as a table: CSV or Excel, with a dry run that says what would happen.</summary>
internal static class UploadEndpoints
{
    private static readonly TableReading Reading = new(UploadParser.MostReadings, UploadParser.TooMany);

    public static void MapUploads(this IEndpointRouteBuilder readings)
    {
        var group = readings.MapGroup("/uploads");
        group.MapPost("/", Take)
            .Accepts<Stream>(TableFormats.CsvType, TableFormats.XlsxType, "application/octet-stream")
            .Produces<UploadAnswer>().ProducesProblem(StatusCodes.Status422UnprocessableEntity)
            .WithSummary("上传监测数据表（CSV 或 Excel），可先试运行 / Upload readings as a table; dryRun=true writes nothing");
        group.MapGet("/template.csv", () => TypedResults.File(UploadTemplate.Csv(), TableFormats.CsvType + "; charset=utf-8", "readings.csv"))
            .Produces(StatusCodes.Status200OK, contentType: TableFormats.CsvType).WithSummary("空白表（CSV）/ An empty table");
        group.MapGet("/template.xlsx", (StandardLibrary standards) => TypedResults.File(UploadTemplate.Xlsx(standards.Parameters), TableFormats.XlsxType, "readings.xlsx"))
            .Produces(StatusCodes.Status200OK, contentType: TableFormats.XlsxType).WithSummary("空白表（Excel）/ An empty workbook");
    }

    private static async Task<IResult> Take(
        HttpContext http, ReadingIngest ingest, StandardLibrary standards, string? name, bool? dryRun, CancellationToken cancel)
    {
        if (!await ingest.MayReportAsync(http.User.Caller(), cancel)) return NotYours();
        var (table, unreadable) = await UploadedTable.ReadAsync(http.Request, name, cancel);
        if (table is null) return unreadable!;
        ReadingUpload upload;
        UploadAnswer answer;
        try
        {
            using var rows = TableReader.Read(table.Content, table.Format, Reading, cancel).GetEnumerator();
            if (!rows.MoveNext()) throw TableReader.Refused("empty", "文件没有内容", "the file is empty");
            if (UploadColumns.Read(rows.Current, standards.Parameters, out var errors) is not { } columns)
                return Problems.Of(StatusCodes.Status422UnprocessableEntity, "bad-header", "表头有误", "The header has errors", errors);
            upload = new(ingest, UploadParser.Parse(columns, Rest(rows)), columns);
            answer = await upload.TakeAsync(http.User.Caller(), dryRun ?? false, cancel);
        }
        catch (BatchRefusedException refused)
        {
            return Problems.Of(refused.Status, refused.Code, refused.Zh, refused.En);
        }

        if (answer.DryRun || answer.Accepted + answer.Duplicates + answer.Corrected > 0 || answer.Rejected.Count == 0) return TypedResults.Ok(answer);
        var refusal = upload.Forbidden
            ? NotYours()
            : Problems.Of(StatusCodes.Status422UnprocessableEntity, "no-reading-taken", "没有一条监测数据可以接收", "Not one reading could be taken");
        refusal.ProblemDetails.Extensions["rejected"] = answer.Rejected;
        return refusal;
    }

    private static ProblemHttpResult NotYours() =>
        Problems.Of(StatusCodes.Status403Forbidden, "not-your-site", "本单位不负责所报的监测点位", "Your unit answers for none of these sites");

    private static IEnumerable<TableRow> Rest(IEnumerator<TableRow> rows)
    {
        while (rows.MoveNext()) yield return rows.Current;
    }
}
