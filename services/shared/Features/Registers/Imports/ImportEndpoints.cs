using Bishui.Features.Attachments;
using Bishui.Features.Registers.Workbooks;
using Bishui.Features.Requests;
using Bishui.Features.Tables;
using Bishui.Hosting;
using Bishui.Hosting.Errors;
using Bishui.Hosting.Identity;
using Bishui.Hosting.Limits;
using Bishui.Hosting.Load;
using Bishui.Hosting.Time;
using Bishui.Storage.Documents;
using Bishui.Storage.Files;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Bishui.Features.Registers.Imports;

/// <summary>Tables handed in for a register. They are read at once, so that what is wrong with the whole is said at once, and taken in the background.</summary>
internal static class ImportEndpoints
{
    private const int MostShown = 1000;

    public static IServiceCollection AddImports(this IServiceCollection services) => services
        .AddCollection(ImportCollections.Imports)
        .AddCollection(ImportCollections.Rejections)
        .AddSingleton<IFileOwner, ImportedFiles>()
        .AddSingleton<ImportRounds>()
        .AddHostedService(provider => provider.GetRequiredService<ImportRounds>());

    public static void MapImports(this IEndpointRouteBuilder registers)
    {
        var group = registers.MapGroup("/{register}/imports");
        group.MapPost("/", Take)
            .Accepts<Stream>(TableFormats.XlsxType, TableFormats.CsvType, "application/octet-stream")
            .Produces<ImportView>(StatusCodes.Status202Accepted).ProducesProblem(StatusCodes.Status422UnprocessableEntity)
            .WithSummary("导入名录（Excel 或 CSV），可先试运行 / Import rows from a table; dryRun=true writes nothing");
        group.MapGet("/{id}", Get).Produces<ImportView>().WithSummary("导入进度和结果 / How far an import is, and what became of its rows");
        group.MapGet("/{id}/errors.xlsx", Errors).IsCostly().Produces(StatusCodes.Status200OK, contentType: TableFormats.XlsxType)
            .WithSummary("所导入的表，行旁注明错误 / The imported table with what is wrong beside its rows");
    }

    private static async Task<IResult> Take(
        string register, HttpContext http, RegisterBook book, ServiceName service, IdempotentWrites writes, IDocumentReader store, IFileStore files,
        ImportRounds rounds, RequestClock clock, string? name, bool? dryRun, string? from, CancellationToken cancel)
    {
        if (book.Find(register) is not { } declared) return RegisterEndpoints.Unknown(register);
        var caller = http.User.Caller();
        if ((await RegisterRights.OfAsync(caller, declared, store, clock.Today(), cancel)).ToWrite(null) is { } refusal) return refusal;
        var errors = new List<RowError>();
        var day = Instants.Day(from, "from", clock, errors);
        if (errors.Count > 0) return Refusals.Invalid(errors);

        var (uploaded, unreadable) = await UploadedTable.ReadAsync(http.Request, name, cancel);
        if (uploaded is null) return unreadable!;
        ImportTable? table;
        try
        {
            table = ImportTable.Read(declared, uploaded.Content, uploaded.Format, cancel, out errors);
        }
        catch (BatchRefusedException refused)
        {
            return Problems.Of(refused.Status, refused.Code, refused.Zh, refused.En);
        }
        if (table is null) return Problems.Of(StatusCodes.Status422UnprocessableEntity, "bad-header", "表头有误", "The header has errors", errors);
        using var body = new MemoryStream(uploaded.Content, writable: false);
        var file = await files.PutFileAsync(body, RequestLimits.Table, cancel);

        var import = new HeldImport
        {
            Id = Guid.CreateVersion7().ToString("N"),
            Register = declared.Key,
            Sha256 = file.Sha256,
            Format = uploaded.Format,
            DryRun = dryRun ?? false,
            From = day,
            Unit = caller.Unit,
            By = caller.ClientId,
            Roles = [.. caller.Roles.Order(StringComparer.Ordinal)],
            RequestedAt = clock.Now,
            State = ImportState.Queued,
            Rows = table.Rows.Count,
        };
        var answer = await writes.WriteAsync(http, new { register, import.Sha256, import.DryRun, from }, (_, commit) =>
        {
            commit.Insert(ImportCollections.Imports, import.Id, import);
            return ValueTask.FromResult(Answer.Accepted(ImportView.PathOf(service, import), ImportView.Of(service, import, [])));
        }, cancel);
        rounds.Wake();
        return answer;
    }

    private static async Task<IResult> Get(
        string register, string id, HttpContext http, RegisterBook book, ServiceName service, IDocumentReader store, RequestClock clock, CancellationToken cancel)
    {
        var (_, import, refusal) = await FindAsync(register, id, http.User.Caller(), book, store, clock.Today(), cancel);
        return import is null ? refusal! : TypedResults.Ok(ImportView.Of(service, import, await store.RejectedAsync(id, MostShown, cancel)));
    }

    private static async Task<IResult> Errors(
        string register, string id, HttpContext http, RegisterBook book, ImportRounds rounds, IDocumentReader store, RequestClock clock, CancellationToken cancel)
    {
        var (declared, import, refusal) = await FindAsync(register, id, http.User.Caller(), book, store, clock.Today(), cancel);
        if (import is null) return refusal!;
        // The table is as it was handed in, with whatever personal data it holds.
        if (import.By != http.User.Caller().ClientId)
            return Problems.Of(StatusCodes.Status403Forbidden, "not-your-import", "只有导入者可下载所导入的表", "Only who imported a table gets it back");
        if (ImportTable.Read(declared!, await rounds.ContentAsync(import, cancel), import.Format, cancel, out _) is not { } table)
            return Problems.Of(StatusCodes.Status409Conflict, "register-changed", "表头与名录不再相符", "The header fits the register no more");
        var errors = (await store.RejectedAsync(id, int.MaxValue, cancel)).GroupBy(one => one.Row)
            .ToDictionary(row => row.Key, row => string.Join("；", row.Select(one => one.Column is { } column ? $"{column}：{one.Detail}" : one.Detail)));
        return TypedResults.File(RegisterWorkbook.WithErrors(table.All, table.Header, errors), TableFormats.XlsxType, $"{declared!.Key}-errors.xlsx");
    }

    private static async Task<(Register? Register, HeldImport? Import, ProblemHttpResult? Refusal)> FindAsync(
        string register, string id, Caller caller, RegisterBook book, IDocumentReader store, DateOnly on, CancellationToken cancel)
    {
        if (book.Find(register) is not { } declared) return (null, null, RegisterEndpoints.Unknown(register));
        if ((await RegisterRights.OfAsync(caller, declared, store, on, cancel)).ToWrite(null) is { } refusal) return (declared, null, refusal);
        return await store.FindAsync(ImportCollections.Imports, id, cancel) is { Body: var held } && held.Register == declared.Key
            ? (declared, held, null)
            : (declared, null, Problems.Of(StatusCodes.Status404NotFound, "unknown-import", $"没有导入 {id}", $"there is no import {id}"));
    }
}
