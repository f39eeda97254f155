using System.Globalization;
using Bishui.Features.Requests;
using Bishui.Hosting;
using Bishui.Hosting.Errors;
using Bishui.Hosting.Identity;
using Bishui.Hosting.Time;
using Bishui.Rules.Time;
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
        return services.AddCollection(AttachmentCollections.Attachments).AddCollection(AttachmentCollections.Uses)
            .AddCollection(AttachmentCollections.Days).AddCollection(AttachmentCollections.Leftovers)
            .AddSingleton<AttachmentQuota>()
            .AddSingleton<AttachmentSweep>()
            .AddHostedService(provider => provider.GetRequiredService<AttachmentSweep>());
    }

    /// <summary>Maps the slice's routes, within <c>/api/{service}</c>.</summary>
    public static void MapAttachments(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/attachments").WithTags("附件 Attachments");
        group.MapPost("/", Upload).Accepts<Stream>("*/*").WithSummary("上传附件，内容即请求正文，须写明所属任务或案件 / Put a file on file; the body is its content, task= or exceedance= what it is for")
            .WithDescription("What nothing cites is removed after a week. Quotas by unit: files and bytes a day, and of what nothing cites yet.");
        group.MapGet("/{sha256}", Download).Produces(StatusCodes.Status200OK, contentType: "application/octet-stream")
            .WithSummary("下载附件，可按区间 / Get a file, or ranges of it");
    }

    private static async Task<Results<Created<Attachment>, ProblemHttpResult>> Upload(
        string? name, string? plan, string? task, string? exceedance, HttpContext http, IFileStore files, IDocumentStore store, ServiceName service,
        IEnumerable<IAttachmentSubject> subjects, AttachmentQuota quota, IOptions<AttachmentOptions> options, RequestClock clock, CancellationToken cancel)
    {
        // Everything that can be said without the content is said before any of it is read.
        var (caller, now) = (http.User.Caller(), clock.Now);
        if (ToUpload(caller) is { } refusal) return refusal;
        if (CheckName(name) is { } error) return Refusals.Invalid([error]);
        if (FileNames.DangerOf(Extension(name!)) is { } named) return Refused(named, Extension(name!));
        var (subject, notYours) = await AttachmentSubjects.OfAsync(
            [("task", plan is null || task is null ? task : $"{plan}/{task}"), ("exceedance", exceedance)], subjects, store, caller, ChinaTime.DayOf(now), cancel);
        if (subject is null) return notYours!;
        var (limit, announced) = (options.Value.LargestFile, http.Request.ContentLength);
        if (announced > limit) return TooLarge(limit);
        var (room, full) = await store.DecideAsync(async reader =>
        {
            var commit = new Commit();
            var begun = await quota.BeginAsync(reader, commit, http, caller.Unit, announced, now, cancel);
            return new Decision<(long Room, ProblemHttpResult? Refusal)>(commit, begun);
        }, cancel);
        if (full is not null) return full;
        // The store counts for itself; the server's own limit is made for requests that are held in memory.
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } server) server.MaxRequestBodySize = null;

        ReceivedFile received;
        try
        {
            received = await files.ReceiveFileAsync(http.Request.Body, room, cancel);
        }
        catch (FileTooLargeException)
        {
            return await store.DecideAsync(async reader => new Decision<ProblemHttpResult?>(new(), await quota.ToKeepAsync(reader, http, caller.Unit, room + 1, cancel)), cancel)
                is { } over && room < limit ? over : TooLarge(room);
        }
        await using (received)
        {
            if (received.File.Length == 0)
                return Refusals.Invalid([new(null, null, "empty", "附件没有内容 / The file is empty")]);
            var found = await Task.Run(() => ContentType.Of(received.Content), cancel);
            if (found.Danger is { } danger) return Refused(danger, found.Type);
            if (!found.Fits(Extension(name!)))
                return Problems.Of(StatusCodes.Status422UnprocessableEntity, "type-mismatch",
                    "文件内容与扩展名不符", "The content is not what the file's extension says", detail: $"{Extension(name!)}: {found.Type}");
            await received.KeepAsync(cancel);

            var brought = new HeldAttachment
            {
                Sha256 = received.File.Sha256,
                Name = name!,
                Size = received.File.Length,
                Type = found.Named(Extension(name!)),
                DeclaredType = DeclaredType(http.Request.ContentType),
                UploadedBy = caller.Unit,
                UploadedAt = now,
                For = subject,
            };
            var (attachment, over) = await RecordAsync(store, quota, http, brought, announced ?? room, now, cancel);
            return attachment is null ? over! : TypedResults.Created($"/api/{service.Name}/attachments/{attachment.Sha256}", Shown(attachment));
        }
    }

    private static async Task<Results<FileStreamHttpResult, ProblemHttpResult>> Download(
        string sha256, HttpContext http, IFileStore files, IDocumentReader reader, IAttachmentReaders readers, CancellationToken cancel)
    {
        var (attachment, refusal) = await AttachmentDirectory.ReadAsync(reader, readers, http.User.Caller(), sha256, cancel);
        if (attachment is null) return refusal!;
        if (await files.OpenFileAsync(sha256, cancel) is not { } content)
            throw new InvalidOperationException($"Attachment {sha256} is on file, and its content is not.");
        http.Response.Headers.XContentTypeOptions = "nosniff";
        return TypedResults.Stream(content, attachment.Type, attachment.Name,
            entityTag: new EntityTagHeaderValue($"\"{sha256}\""), enableRangeProcessing: true);
    }

    /// <summary>Stores who brought it; the first answer stays. Where there is no room for it, its content is left to the sweep.</summary>
    private static Task<(HeldAttachment? Attachment, ProblemHttpResult? Refusal)> RecordAsync(
        IDocumentStore store, AttachmentQuota quota, HttpContext http, HeldAttachment brought, long counted, DateTimeOffset now, CancellationToken cancel) =>
        store.DecideAsync(async reader =>
        {
            var id = AttachmentCollections.IdOf(brought.Sha256, brought.UploadedBy);
            var commit = new Commit();
            await AttachmentQuota.SettleAsync(reader, commit, brought.UploadedBy, counted, brought.Size, now, cancel);
            if (await reader.FindAsync(AttachmentCollections.Attachments, id, cancel) is { } held)
            {
                if (!held.Body.Cited && held.Body.BroughtAt < now) commit.Update(AttachmentCollections.Attachments, id, held.Version, held.Body with { BroughtAgainAt = now });
                return new Decision<(HeldAttachment?, ProblemHttpResult?)>(commit, (held.Body, null));
            }
            var cited = await reader.IsCitedAsync(brought.Sha256, cancel);
            if (!cited && await quota.ToKeepAsync(reader, http, brought.UploadedBy, brought.Size, cancel) is { } over)
            {
                if (await reader.FindAsync(AttachmentCollections.Leftovers, brought.Sha256, cancel) is null)
                    commit.Insert(AttachmentCollections.Leftovers, brought.Sha256, new(now));
                return new Decision<(HeldAttachment?, ProblemHttpResult?)>(commit, (null, over));
            }
            commit.Insert(AttachmentCollections.Attachments, id, brought with { Cited = cited });
            return new Decision<(HeldAttachment?, ProblemHttpResult?)>(commit, (brought, null));
        }, cancel);

    /// <summary>Without what the store notes beside it.</summary>
    private static Attachment Shown(HeldAttachment held) => new()
    {
        Sha256 = held.Sha256,
        Name = held.Name,
        Size = held.Size,
        Type = held.Type,
        DeclaredType = held.DeclaredType,
        UploadedBy = held.UploadedBy,
        UploadedAt = held.UploadedAt,
        For = held.For,
    };

    private static ProblemHttpResult Refused(Danger danger, string what)
    {
        var (zh, en) = danger switch
        {
            Danger.Script => ("不接收脚本、网页和 SVG", "Scripts, web pages and SVG are not taken"),
            Danger.Macro => ("不接收含宏或嵌入程序包的文档", "Documents with macros or embedded packages are not taken"),
            Danger.ActivePdf => ("不接收含脚本、启动动作或嵌入文件的 PDF", "PDFs with scripts, launch actions or embedded files are not taken"),
            Danger.Hidden => ("不接收无法查看内容的压缩文件（加密、损坏、层层嵌套或非 ZIP）", "Archives that cannot be looked into are not taken: encrypted, damaged, nested, or no ZIP"),
            _ => ("不接收可执行程序、脚本、启用宏的文档及含这些文件的压缩文件", "Programs, scripts, macro-enabled documents and archives that hold such are not taken"),
        };
        return Problems.Of(StatusCodes.Status422UnprocessableEntity, "type-refused", zh, en, detail: $"{what}；接收 / taken: {FileNames.Taken}");
    }

    private static ProblemHttpResult? ToUpload(Caller caller) =>
        caller.Unit.Length > 0 && (caller.Is(Roles.Reporter) || caller.Is(Roles.Approver) || caller.Is(Roles.Supervisor))
            ? null
            : Problems.Of(StatusCodes.Status403Forbidden, "not-your-work", "只有单位的填报、审核或督查人员可以上传附件",
                "only a unit's reporters, approvers and supervisors put files on file");

    private static RowError? CheckName(string? name) => name switch
    {
        _ when string.IsNullOrWhiteSpace(name) => new(null, "name", "missing", "须填文件名 / a file name is required"),
        { Length: > LongestName } => new(null, "name", "too-long", $"文件名不得超过 {LongestName} 字 / at most {LongestName} characters"),
        _ when name.AsSpan().ContainsAny('/', '\\') => new(null, "name", "bad-name", "文件名不得含路径分隔符 / no path separators"),
        _ => null,
    };


    private static ProblemHttpResult TooLarge(long limit)
    {
        var bytes = limit.ToString("N0", CultureInfo.InvariantCulture);
        return Problems.Of(StatusCodes.Status413PayloadTooLarge, "too-large", $"附件不得超过 {bytes} 字节", $"An attachment has at most {bytes} bytes");
    }

    private static string Extension(string name) => Path.GetExtension(name).ToLowerInvariant();

    private static string? DeclaredType(string? header) =>
        MediaTypeHeaderValue.TryParse(header, out var type) && type.MediaType is { Length: <= LongestType } media ? media.Value : null;
}
