using System.Globalization;
using Bishui.Hosting.Errors;
using Bishui.Rules.Time;
using Bishui.Storage.Documents;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace Bishui.Features.Attachments;

/// <summary>How much a unit may bring: within a day, and of what nothing cites. Counted in decisions, so that uploads side by side do not overrun it.</summary>
internal sealed class AttachmentQuota(IOptions<AttachmentOptions> options)
{
    private AttachmentOptions Most => options.Value;

    /// <summary>
    /// Counts a file to the day before its content is read, with the length it announces. Answers how many bytes may come at most, or the refusal.
    /// </summary>
    public async ValueTask<(long Room, ProblemHttpResult? Refusal)> BeginAsync(
        IDocumentReader reader, Commit commit, HttpContext http, string unit, long? announced, DateTimeOffset now, CancellationToken cancel)
    {
        var id = AttachmentCollections.DayOf(unit, ChinaTime.DayOf(now));
        var held = await reader.FindAsync(AttachmentCollections.Days, id, cancel);
        var day = held?.Body ?? new(0, 0);
        var (files, bytes) = await UncitedAsync(reader, unit, cancel);
        var coming = announced ?? 1;
        if (day.Files >= Most.MostFilesADay) return (0, Exceeded(http, now, StatusCodes.Status429TooManyRequests, "files-a-day", day.Files, Most.MostFilesADay));
        if (day.Bytes + coming > Most.MostBytesADay) return (0, Exceeded(http, now, StatusCodes.Status413PayloadTooLarge, "bytes-a-day", day.Bytes, Most.MostBytesADay));
        if (files >= Most.MostUncitedFiles) return (0, Exceeded(http, null, StatusCodes.Status429TooManyRequests, "uncited-files", files, Most.MostUncitedFiles));
        if (bytes + coming > Most.MostUncitedBytes) return (0, Exceeded(http, null, StatusCodes.Status413PayloadTooLarge, "uncited-bytes", bytes, Most.MostUncitedBytes));
        // What announces no length is counted as the largest that may come, until its length is known.
        var room = Math.Min(Most.LargestFile, Math.Min(Most.MostBytesADay - day.Bytes, Most.MostUncitedBytes - bytes));
        Put(commit, id, held, new(day.Files + 1, day.Bytes + (announced ?? room)));
        return (room, null);
    }

    /// <summary>Sets the day right by what came in truth.</summary>
    public static async ValueTask SettleAsync(IDocumentReader reader, Commit commit, string unit, long counted, long came, DateTimeOffset now, CancellationToken cancel)
    {
        var id = AttachmentCollections.DayOf(unit, ChinaTime.DayOf(now));
        if (counted != came && await reader.FindAsync(AttachmentCollections.Days, id, cancel) is { } held)
            Put(commit, id, held, held.Body with { Bytes = Math.Max(0, held.Body.Bytes - counted + came) });
    }

    /// <summary>The refusal of one more file of that length that nothing cites; null where there is room.</summary>
    public async ValueTask<ProblemHttpResult?> ToKeepAsync(IDocumentReader reader, HttpContext http, string unit, long length, CancellationToken cancel)
    {
        var (files, bytes) = await UncitedAsync(reader, unit, cancel);
        return files >= Most.MostUncitedFiles ? Exceeded(http, null, StatusCodes.Status429TooManyRequests, "uncited-files", files, Most.MostUncitedFiles)
            : bytes + length > Most.MostUncitedBytes ? Exceeded(http, null, StatusCodes.Status413PayloadTooLarge, "uncited-bytes", bytes, Most.MostUncitedBytes)
            : null;
    }

    private static async ValueTask<(int Files, long Bytes)> UncitedAsync(IDocumentReader reader, string unit, CancellationToken cancel)
    {
        var (files, bytes) = (0, 0L);
        // There are never many more than the quota allows.
        await foreach (var held in reader.StreamAsync(AttachmentCollections.Attachments,
            new() { Index = AttachmentCollections.UncitedByUnit, From = unit + "|", Before = unit + "}", Limit = 1000 }, cancel))
            (files, bytes) = (files + 1, bytes + held.Body.Size);
        return (files, bytes);
    }

    private static void Put(Commit commit, string id, Stored<AttachmentDay>? held, AttachmentDay day)
    {
        if (held is null) commit.Insert(AttachmentCollections.Days, id, day);
        else commit.Update(AttachmentCollections.Days, id, held.Version, day);
    }

    private static ProblemHttpResult Exceeded(HttpContext http, DateTimeOffset? now, int status, string quota, long used, long limit)
    {
        if (now is { } instant)
            http.Response.Headers.RetryAfter = Math.Max(1, (int)(ChinaTime.StartOf(ChinaTime.DayOf(instant).AddDays(1)) - instant).TotalSeconds).ToString(CultureInfo.InvariantCulture);
        var refusal = Problems.Of(status, "quota-exceeded", now is null ? "本单位未被引用的附件已达上限，请先在台账或案件中引用，或等待到期清理" : "本单位今日上传的附件已达上限",
            now is null ? "The unit has enough files that nothing cites: cite them first, or wait until they are removed" : "The unit brought enough files today",
            detail: string.Create(CultureInfo.InvariantCulture, $"{quota}: {used:N0} / {limit:N0}"));
        refusal.ProblemDetails.Extensions["quota"] = quota;
        refusal.ProblemDetails.Extensions["used"] = used;
        refusal.ProblemDetails.Extensions["limit"] = limit;
        return refusal;
    }
}
