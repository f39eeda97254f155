using System.Globalization;
using Bishui.Features.Requests;
using Bishui.Hosting;
using Bishui.Hosting.Errors;
using Bishui.Hosting.Identity;
using Bishui.Hosting.Time;
using Bishui.Storage.Documents;
using Bishui.Storage.Files;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace Bishui.Features.Attachments;

/// <summary>Files (附件) that ledger entries cite.</summary>
public static class AttachmentEndpoints
{
    private const int LongestName = 200;
    private const int LongestType = 127;

    /// <summary>Registers the slice.</summary>
    public static IServiceCollection AddAttachments(this IServiceCollection services)
    {
        services.AddOptions<AttachmentOptions>().BindConfiguration("Attachments").ValidateDataAnnotations().ValidateOnStart();
        return services.AddCollection(AttachmentCollections.Attachments).AddCollection(AttachmentCollections.Uses);
    }

    /// <summary>Maps the slice's routes, within <c>/api/{service}</c>.</summary>
    public static void MapAttachments(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/attachments").WithTags("附件 Attachments");
        group.MapPost("/", Upload).Accepts<Stream>("*/*").WithSummary("上传附件，内容即请求正文 / Put a file on file; the body is its content");
        group.MapGet("/{sha256}", Download).Produces(StatusCodes.Status200OK, contentType: "application/octet-stream")
            .WithSummary("下载附件，可按区间 / Get a file, or ranges of it");
    }

    private static async Task<Results<Created<Attachment>, ProblemHttpResult>> Upload(
        string? name, HttpContext http, IFileStore files, IDocumentStore store, Category category, IOptions<AttachmentOptions> options, RequestClock clock,
        CancellationToken cancel)
    {
        var caller = http.User.Caller();
        if (ToUpload(caller) is { } refusal) return refusal;
        if (CheckName(name) is { } error) return Refusals.Invalid([error]);
        var limit = options.Value.LargestFile;
        if (http.Request.ContentLength > limit) return TooLarge(limit);
        // The store counts for itself; the server's own limit is made for requests that are held in memory.
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } server) server.MaxRequestBodySize = null;

        ReceivedFile received;
        try
        {
            received = await files.ReceiveFileAsync(http.Request.Body, limit, cancel);
        }
        catch (FileTooLargeException)
        {
            return TooLarge(limit);
        }
        await using (received)
        {
            if (received.File.Length == 0)
                return Refusals.Invalid([new(null, null, "empty", "附件没有内容 / The file is empty")]);
            var found = ContentType.Of(received.Content);
            if (found.IsProgram)
                return Problems.Of(StatusCodes.Status422UnprocessableEntity, "type-refused", "不接收可执行程序", "Programs are not taken", detail: found.Type);
            if (!found.Fits(Extension(name!)))
                return Problems.Of(StatusCodes.Status422UnprocessableEntity, "type-mismatch",
                    "文件内容与扩展名不符", "The content is not what the file's extension says", detail: $"{Extension(name!)}: {found.Type}");
            await received.KeepAsync(cancel);

            var attachment = await RecordAsync(store, new()
            {
                Sha256 = received.File.Sha256,
                Name = name!,
                Size = received.File.Length,
                Type = found.Named(Extension(name!)),
                DeclaredType = DeclaredType(http.Request.ContentType),
                UploadedBy = caller.Unit,
                UploadedAt = clock.Now,
            }, cancel);
            return TypedResults.Created($"/api/{category.Name}/attachments/{attachment.Sha256}", attachment);
        }
    }

    private static async Task<Results<FileStreamHttpResult, ProblemHttpResult>> Download(
        string sha256, HttpContext http, IFileStore files, IDocumentReader reader, CancellationToken cancel)
    {
        var (attachment, refusal) = await AttachmentDirectory.ReadAsync(reader, http.User.Caller(), sha256, cancel);
        if (attachment is null) return refusal!;
        if (await files.OpenFileAsync(sha256, cancel) is not { } content)
            throw new InvalidOperationException($"Attachment {sha256} is on file, and its content is not.");
        http.Response.Headers.XContentTypeOptions = "nosniff";
        // Who may read it can change, the content cannot: caches ask first.
        http.Response.Headers.CacheControl = "private, no-cache";
        return TypedResults.Stream(content, attachment.Type, attachment.Name,
            entityTag: new EntityTagHeaderValue($"\"{sha256}\""), enableRangeProcessing: true);
    }

    /// <summary>Stores who brought it; the first answer stays.</summary>
    private static Task<Attachment> RecordAsync(IDocumentStore store, Attachment attachment, CancellationToken cancel) =>
        store.DecideAsync(async reader =>
        {
            var id = AttachmentCollections.IdOf(attachment.Sha256, attachment.UploadedBy);
            var held = await reader.FindAsync(AttachmentCollections.Attachments, id, cancel);
            var commit = new Commit();
            if (held is null) commit.Insert(AttachmentCollections.Attachments, id, attachment);
            return new Decision<Attachment>(commit, held?.Body ?? attachment);
        }, cancel);

    private static ProblemHttpResult? ToUpload(Caller caller) =>
        caller.Unit.Length > 0 && (caller.Is(Roles.Reporter) || caller.Is(Roles.Approver) || caller.Is(Roles.Supervisor))
            ? null
            : Problems.Of(StatusCodes.Status403Forbidden, "not-your-work", "只有单位的填报、审核或督查人员可以上传附件",
                "only a unit's reporters, approvers and supervisors put files on file");

    private static RowError? CheckName(string? name) => name switch
    {
        _ when string.IsNullOrWhiteSpace(name) => new(null, "name", "missing", "须填文件名 / a file name is required"),
        { Length: > LongestName } => new(null, "name", "too-long", $"文件名不得超过 {LongestName} 字 / at most {LongestName} characters"),
        _ when name.Any(IsMisleading) => new(null, "name", "bad-name", "文件名不得含路径分隔符或控制字符 / no path separators or control characters"),
        _ => null,
    };

    // Marks that turn the direction of writing make gpj.exe of exe.jpg.
    private static bool IsMisleading(char c) =>
        c is '/' or '\\' or (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069') || char.IsControl(c);

    private static ProblemHttpResult TooLarge(long limit)
    {
        var bytes = limit.ToString("N0", CultureInfo.InvariantCulture);
        return Problems.Of(StatusCodes.Status413PayloadTooLarge, "too-large", $"附件不得超过 {bytes} 字节", $"An attachment has at most {bytes} bytes");
    }

    private static string Extension(string name) => Path.GetExtension(name).ToLowerInvariant();

    private static string? DeclaredType(string? header) =>
        MediaTypeHeaderValue.TryParse(header, out var type) && type.MediaType is { Length: <= LongestType } media ? media.Value : null;
}
