using Bishui.Features.Requests;
using Bishui.Features.Tables;
using Bishui.Hosting.Errors;
using Bishui.Hosting.Identity;
using Bishui.Hosting.Load;
using Bishui.Hosting.Time;
using Bishui.Storage.Documents;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Bishui.Features.Registers.Workbooks;

/// <summary>A register's form: its schema for pages, its workbook for people.</summary>
internal static class WorkbookEndpoints
{
    public static void MapWorkbooks(this IEndpointRouteBuilder registers)
    {
        registers.MapGet("/{register}/schema", Schema).WithSummary("名录字段（JSON Schema）/ The fields, as a JSON Schema");
        registers.MapGet("/{register}/template.xlsx", Template).IsCostly().Produces(StatusCodes.Status200OK, contentType: TableFormats.XlsxType)
            .WithSummary("空白工作簿，附填写说明 / An empty workbook, with what its columns mean");
        registers.MapGet("/{register}.xlsx", Export).IsCostly().Produces(StatusCodes.Status200OK, contentType: TableFormats.XlsxType)
            .WithSummary("某日的名录（Excel），可再导入 / The rows as of a day as a workbook, which can be imported again");
    }

    private static IResult Schema(string register, RegisterBook book) =>
        book.Find(register) is { } declared ? TypedResults.Ok(RegisterSchema.Of(declared)) : RegisterEndpoints.Unknown(register);

    private static IResult Template(string register, RegisterBook book) => book.Find(register) is { } declared
        ? TypedResults.File(RegisterWorkbook.Template(declared), TableFormats.XlsxType, $"{declared.Key}-template.xlsx")
        : RegisterEndpoints.Unknown(register);

    private static async Task<IResult> Export(
        string register, HttpContext http, RegisterBook book, IDocumentReader store, RequestClock clock, string? at, CancellationToken cancel)
    {
        if (book.Find(register) is not { } declared) return RegisterEndpoints.Unknown(register);
        var rights = await RegisterRights.OfAsync(http.User.Caller(), declared, store, clock.Today(), cancel);
        if (rights.ToRead() is { } refusal) return refusal;
        var errors = new List<RowError>();
        var day = Instants.Day(at, "at", clock, errors);
        if (errors.Count > 0) return Refusals.Invalid(errors);
        var rows = new List<(string, RowVersion)>();
        await foreach (var held in RegisterBook.StreamAsync(store, declared, cancel))
            if (held.Body.On(day) is { Version: { Retired: false } version }) rows.Add((held.Body.Id, version with { Values = declared.Masked(version.Values) }));
        return TypedResults.File(RegisterWorkbook.Export(declared, rows, rights.SeesPersonal), TableFormats.XlsxType, $"{declared.Key}-{day:yyyy-MM-dd}.xlsx");
    }
}
