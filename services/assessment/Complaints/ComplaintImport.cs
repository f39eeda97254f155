using System.Security.Cryptography;
using Bishui.Features.Registers;
using Bishui.Features.Requests;
using Bishui.Features.Tables;
using Bishui.Hosting.Errors;
using Bishui.Hosting.Identity;
using Bishui.Hosting.Time;
using Bishui.Storage.Documents;

namespace Bishui.Assessment.Complaints;

/// <summary>What became of a table, or, after a dry run, what would.</summary>
internal sealed record ComplaintImportAnswer
{
    /// <summary>Whether nothing was written.</summary>
    public required bool DryRun { get; init; }

    public required int Rows { get; init; }
    public required int Accepted { get; init; }

    /// <summary>Rows whose channel and number are on file, or stand twice in the table, with the same words: they change nothing.</summary>
    public required int Duplicates { get; init; }

    /// <summary>Rows that are not taken, by the table's own numbers.</summary>
    public required IReadOnlyList<ComplaintRejection> Rejected { get; init; }

    /// <summary>The complaints that were made of the accepted rows; empty after a dry run.</summary>
    public required IReadOnlyList<ImportedComplaint> Complaints { get; init; }
}

/// <summary>A row that is not taken.</summary>
/// <param name="Row">The table's own row number.</param>
/// <param name="Field">The field.</param>
/// <param name="Column">Header of its column; null where the table has none.</param>
/// <param name="Code">Stable, kebab-case.</param>
/// <param name="Detail">For a reader; never what a cell holds.</param>
internal sealed record ComplaintRejection(int Row, string? Field, string? Column, string Code, string Detail);

/// <summary>A complaint made of a row.</summary>
/// <param name="Row">The table's own row number.</param>
/// <param name="Id">Its id.</param>
/// <param name="TrackingNumber">For the reporter, if the channel can pass it on.</param>
internal sealed record ImportedComplaint(int Row, string Id, string TrackingNumber);

/// <summary>Complaints of other channels as a table. Channel and number name a complaint, so the same table again changes nothing.</summary>
internal static class ComplaintImport
{
    public static void MapComplaintImports(this RouteGroupBuilder group) => group.MapPost("/imports", Take)
        .Accepts<Stream>(TableFormats.CsvType, TableFormats.XlsxType, "application/octet-stream")
        .Produces<ComplaintImportAnswer>().ProducesProblem(StatusCodes.Status422UnprocessableEntity)
        .WithSummary("导入其他渠道的举报（CSV 或 Excel），可先试运行 / Import complaints of other channels; dryRun=true writes nothing");

    private static async Task<IResult> Take(
        HttpContext http, IdempotentWrites writes, ComplaintIntake intake, IDocumentReader store, RegisterBook book, RequestClock clock, string? name, bool? dryRun, CancellationToken cancel)
    {
        var caller = http.User.Caller();
        if (!(await ComplaintAccess.OfAsync(store, caller, clock.Today(), cancel)).Handles) return ComplaintAccess.NotYours();
        var (uploaded, unreadable) = await UploadedTable.ReadAsync(http.Request, name, cancel);
        if (uploaded is null) return unreadable!;
        ComplaintTable? table;
        List<RowError> errors;
        try
        {
            table = ComplaintTable.Read(uploaded.Content, uploaded.Format, cancel, out errors);
        }
        catch (BatchRefusedException refused)
        {
            return Problems.Of(refused.Status, refused.Code, refused.Zh, refused.En);
        }
        if (table is null) return Problems.Of(StatusCodes.Status422UnprocessableEntity, "bad-header", "表头有误", "The header has errors", errors);

        var dry = dryRun ?? false;
        var answer = await writes.WriteAsync(http, new { Sha256 = Convert.ToHexStringLower(SHA256.HashData(uploaded.Content)), DryRun = dry }, async (reader, commit) =>
        {
            if (!(await ComplaintAccess.OfAsync(reader, caller, clock.Today(), cancel)).Handles) return ComplaintAccess.NotYours();
            // A dry run decides on a commit that nobody writes.
            var taken = await TakeAsync(table, intake, reader, dry ? new Commit() : commit, caller, dry, cancel);
            if (dry || taken.Accepted + taken.Duplicates > 0 || taken.Rejected.Count == 0) return Answer.Ok(taken);
            var refusal = Problems.Of(StatusCodes.Status422UnprocessableEntity, "no-complaint-taken", "没有一件举报可以接收", "Not one complaint could be taken");
            refusal.ProblemDetails.Extensions["rejected"] = taken.Rejected;
            return refusal;
        }, cancel);
        if (!dry) book.Changed();
        return answer;
    }

    private static async ValueTask<ComplaintImportAnswer> TakeAsync(
        ComplaintTable table, ComplaintIntake intake, IDocumentReader reader, Commit commit, Caller caller, bool dryRun, CancellationToken cancel)
    {
        var (rejected, made, first) = (new List<ComplaintRejection>(), new List<ImportedComplaint>(), new Dictionary<string, (int Row, string Text)>());
        var duplicates = 0;
        foreach (var row in table.Rows)
        {
            // A cell that cannot be read is wrong once, not also missing.
            List<RowError> errors = [.. row.Errors, .. intake.Faults(row.Asked).Where(error => row.Errors.All(own => own.Field != error.Field))];
            if (errors.Count > 0)
            {
                rejected.AddRange(errors.Select(error => new ComplaintRejection(row.Number, error.Field, table.HeaderOf(error.Field), error.Code, error.Detail)));
                continue;
            }
            var (key, text) = ($"{row.Asked.Channel}|{row.Asked.Number!.Trim()}", row.Asked.Text!.Trim());
            var held = (await reader.FindByAsync(ComplaintCollections.Complaints, ComplaintCollections.ByNumber, key, cancel))?.Body.Text;
            if (held is null && first.TryGetValue(key, out var earlier)) held = earlier.Text;
            if (held is null)
            {
                first[key] = (row.Number, text);
                var complaint = await intake.AddAsync(reader, commit, row.Asked, caller.Unit, caller.ClientId, cancel);
                made.Add(new(row.Number, complaint.Id, complaint.TrackingNumber));
            }
            else if (held == text) duplicates++;
            else
                rejected.Add(new(row.Number, "text", table.HeaderOf("text"), "number-taken",
                    "该渠道编号已登记，内容不同；已登记的不改，请以备注补充 / the number is on file with other words, which stay: add a note to it"));
        }
        return new()
        {
            DryRun = dryRun,
            Rows = table.Rows.Count,
            Accepted = made.Count,
            Duplicates = duplicates,
            Rejected = rejected,
            Complaints = dryRun ? [] : made,
        };
    }
}
