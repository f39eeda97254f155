using Bishui.Features.Attachments;
using Bishui.Hosting.Errors;
using Bishui.Hosting.Identity;
using Bishui.Hosting.Json;
using Bishui.Storage.Documents;

namespace Bishui.Features.Tasks;

/// <summary>Checks what a ledger is given; each fault names its field and row. Without a ledger, what a case is given.</summary>
internal sealed class EntryCheck(IDocumentReader reader, TaskLedger? task, Caller caller, DateOnly today)
{
    private static readonly string[] Kinds = ["progress", "evidence", "correction", "remark"];
    private static readonly string[] LinkKinds = ["reading", "exceedance", "register-row", "obligation", "project", "entry"];

    public List<RowError> Errors { get; } = [];

    public async ValueTask EntryAsync(EntryRequest request, IEnumerable<ILinkTarget> targets, CancellationToken cancel)
    {
        if (request.Kind == "completion")
            Add("kind", "use-completion", $"办结请用 POST …/tasks/{task?.Number}/completion / submit a completion through its own route");
        else if (!Kinds.Contains(request.Kind)) Add("kind", "unknown-kind", "kind 应为 / must be one of: " + string.Join(", ", Kinds));
        Text("text", request.Text);
        Day("occurredOn", request.OccurredOn, required: true);
        Share("percent", request.Percent);
        await BasisAsync(request.Links, request.Attachments, targets, cancel);

        if (request.Kind == "correction" && string.IsNullOrEmpty(request.Corrects))
            Add("corrects", "missing", "更正须指明原记录 / a correction names the entry it corrects");
        else if (request.Kind != "correction" && request.Corrects is not null)
            Add("corrects", "unexpected", "只有更正可以指明原记录 / only a correction names another entry");
        else if (request.Corrects is { } corrected && await EntryOfTaskAsync(corrected, cancel) is null)
            Add("corrects", "unknown-entry", $"本任务没有记录 {corrected} / this task has no entry {corrected}");
    }

    public void Text(string field, string? text)
    {
        if (string.IsNullOrWhiteSpace(text)) Add(field, "missing", $"{field} 不能为空 / is required");
        else if (Texts.Fault(text, Texts.Prose, lines: true) is { } fault) Add(field, fault.Code, fault.Detail);
    }

    public void Day(string field, DateOnly? day, bool required)
    {
        if (day is null && required) Add(field, "missing", "须填发生日期 / the day it happened is required");
        else if (day > today) Add(field, "future-time", $"发生日期晚于今天 {today:O} / is after today");
    }

    public void Share(string field, decimal? percent)
    {
        if (percent is < 0 or > 100) Add(field, "out-of-range", $"{field} 应在 0 到 100 之间 / must be between 0 and 100");
    }

    public async ValueTask BasisAsync(
        IReadOnlyList<EntryLink>? links, IReadOnlyList<EntryAttachment>? attachments, IEnumerable<ILinkTarget> targets, CancellationToken cancel)
    {
        foreach (var (link, i) in (links ?? []).Select((l, i) => (l, i)))
        {
            if (!LinkKinds.Contains(link.Kind) || string.IsNullOrWhiteSpace(link.Id))
                Errors.Add(new(i, "links", "bad-link", "kind 应为 / must be one of: " + string.Join(", ", LinkKinds)));
            else if (link.Kind == "entry" && await reader.FindAsync(TaskCollections.Entries, link.Id, cancel) is null)
                Errors.Add(new(i, "links", "unknown-entry", $"没有台账记录 {link.Id} / there is no entry {link.Id}"));
            else if (targets.FirstOrDefault(target => target.Kind == link.Kind) is { } target && !await target.ExistsAsync(reader, link.Id, cancel))
                Errors.Add(new(i, "links", $"unknown-{link.Kind}", $"没有 {link.Kind} {link.Id} / there is no {link.Kind} {link.Id}"));
            else if (link.Kind == "project" && (task is null || await reader.FindAsync(TaskCollections.Projects, $"{task.Id}|{link.Id}", cancel) is null))
                Errors.Add(new(i, "links", "unknown-project", $"本任务没有重点工程项目 {link.Id} / this task has no key project {link.Id}"));
        }
        foreach (var (attachment, i) in (attachments ?? []).Select((a, i) => (a, i)))
        {
            if (string.IsNullOrWhiteSpace(attachment.Name) || attachment.Sha256 is not { Length: 64 } || !attachment.Sha256.All(char.IsAsciiHexDigitLower))
                Errors.Add(new(i, "attachments", "bad-attachment", "须有文件名和小写十六进制 SHA-256 / needs a name and a lower-case SHA-256"));
            // To cite a file lets the ledger's readers read it: only who may read it may cite it. Who may not, learns no more than that.
            else if ((await AttachmentDirectory.ReadAsync(reader, new LedgerReaders(), caller, attachment.Sha256, cancel)).Attachment is null)
                Errors.Add(new(i, "attachments", "unknown-attachment", "请先上传该附件 / upload the file first: POST …/attachments"));
        }
    }

    public void Add(string field, string code, string detail) => Errors.Add(new(null, field, code, detail));

    private async ValueTask<LedgerEntry?> EntryOfTaskAsync(string id, CancellationToken cancel) =>
        await reader.FindAsync(TaskCollections.Entries, id, cancel) is { Body: var entry } && entry.PlanId == task?.PlanId && entry.TaskKey == task.Key
            ? entry
            : null;
}
